import { z } from "zod";
import { Day } from "../src/domain/day.ts";
import { CustomerId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { historyOfCustomer } from "../src/jobs/customer-history.ts";

/** One customer night by night: a point for each published night, and the nights that have none. */
route("get-customer-history", {
  method: "GET",
  path: "customers/{customerId}/history",
  permission: "read",
  params: z.strictObject({ customerId: CustomerId }),
  query: z.strictObject({ from: Day.nullable().default(null), to: Day.nullable().default(null) }),
  body: nothing,
  handler: async ({ params, query }) => ({ body: await historyOfCustomer(environment(), params.customerId, query) }),
});
