import { dayOf } from "../src/domain/day.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { listedExclusions } from "../src/jobs/exclusions.ts";

/** Every customer and product that is left out of the totals on purpose: why, until when, and whether it is so tonight. */
route("list-exclusions", {
  method: "GET",
  path: "exclusions",
  permission: "read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: async () => ({ body: { value: await listedExclusions(environment(), dayOf(new Date())) } }),
});
