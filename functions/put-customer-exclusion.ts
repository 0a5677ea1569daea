import { z } from "zod";
import { dayOf } from "../src/domain/day.ts";
import { ExclusionTerms } from "../src/domain/exclusion.ts";
import { CustomerId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { exclude } from "../src/jobs/exclusions.ts";

/** Leaves a customer out of the totals, with a reason, for good or up to a night. It need not be in the portfolio yet. */
route("put-customer-exclusion", {
  method: "PUT",
  path: "exclusions/customers/{customerId}",
  permission: "configure",
  params: z.strictObject({ customerId: CustomerId }),
  query: nothing,
  body: ExclusionTerms,
  handler: async ({ params, body }) => ({
    body: await exclude(environment(), { kind: "customer", ...params, ...body }, dayOf(new Date())),
  }),
});
