import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { publishedPortfolio } from "../src/jobs/published-portfolio.ts";

/** The published portfolio: rates of sums, by product and by workload, and who is not in them. */
route("get-portfolio", {
  method: "GET",
  path: "portfolio",
  permission: "read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: async () => {
    const { insight } = await publishedPortfolio(environment());
    return { body: insight, version: insight.runId };
  },
});
