import { z } from "zod";
import { Day } from "../src/domain/day.ts";
import { CustomerId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { historyOfCustomer } from "../src/jobs/customer-history.ts";

/** No night of ours is outside: days are reckoned with from here on, and those at the ends of the calendar have no next. */
const Night = Day.refine((day) => day >= "2000-01-01" && day <= "2199-12-31", "must be from 2000-01-01 to 2199-12-31");

/** One customer night by night: a point for each published night, and the nights that have none. */
route("get-customer-history", {
  method: "GET",
  path: "customers/{customerId}/history",
  permission: "read",
  params: z.strictObject({ customerId: CustomerId }),
  query: z.strictObject({ from: Night.nullable().default(null), to: Night.nullable().default(null) }),
  body: nothing,
  handler: async ({ params, query }) => ({ body: await historyOfCustomer(environment(), params.customerId, query) }),
});
