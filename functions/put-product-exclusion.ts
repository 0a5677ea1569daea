import { z } from "zod";
import { dayOf } from "../src/domain/day.ts";
import { ExclusionTerms } from "../src/domain/exclusion.ts";
import { SkuId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { exclude } from "../src/jobs/exclusions.ts";

/** Leaves a product out of the totals at every customer, with a reason, for good or up to a night. */
route("put-product-exclusion", {
  method: "PUT",
  path: "exclusions/products/{skuId}",
  permission: "configure",
  params: z.strictObject({ skuId: SkuId }),
  query: nothing,
  body: ExclusionTerms,
  handler: async ({ params, body }) => ({
    body: await exclude(environment(), { kind: "product", ...params, ...body }, dayOf(new Date())),
  }),
});
