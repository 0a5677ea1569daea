import { z } from "zod";
import { CustomerId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { takeBack } from "../src/jobs/exclusions.ts";

/** Takes a customer back into the totals. */
route("delete-customer-exclusion", {
  method: "DELETE",
  path: "exclusions/customers/{customerId}",
  permission: "configure",
  params: z.strictObject({ customerId: CustomerId }),
  query: nothing,
  body: nothing,
  handler: async ({ params }) => {
    await takeBack(environment(), { kind: "customer", ...params });
    return { status: 204, body: null };
  },
});
