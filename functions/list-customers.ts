import { z } from "zod";
import { environment } from "../src/environment.ts";
import { PageSize, PageToken, pageOf } from "../src/http/page.ts";
import { nothing, route } from "../src/http/route.ts";
import { portfolioOf } from "../src/jobs/published-portfolio.ts";

/**
 * The customers of the published portfolio by name, a row each, by pages; with the coverage of the whole. The pages
 * that follow the first are of its run, so that a publication meanwhile neither repeats nor loses a customer.
 */
route("list-customers", {
  method: "GET",
  path: "customers",
  permission: "read",
  params: nothing,
  query: z.strictObject({
    maxpagesize: PageSize,
    pagetoken: PageToken.nullable().default(null),
  }),
  body: nothing,
  handler: async ({ query }) => {
    const { insight, customers } = await portfolioOf(environment(), query.pagetoken?.runId ?? null);
    const place = query.pagetoken ?? { runId: insight.runId, offset: 0 };
    const { rows, nextToken } = pageOf(customers, place, query.maxpagesize);
    const next = new URL(`${environment().config.publicBaseUrl}/api/customers`);
    next.searchParams.set("maxpagesize", String(query.maxpagesize));
    next.searchParams.set("pagetoken", nextToken ?? "");
    return {
      body: {
        runId: insight.runId,
        definition: insight.definition,
        value: rows,
        ...(nextToken === null ? {} : { nextLink: next.href }),
        coverage: insight.coverage,
      },
    };
  },
});
