import { z } from "zod";
import { SkuId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { takeBack } from "../src/jobs/exclusions.ts";

/** Takes a product back into the totals. */
route("delete-product-exclusion", {
  method: "DELETE",
  path: "exclusions/products/{skuId}",
  permission: "configure",
  params: z.strictObject({ skuId: SkuId }),
  query: nothing,
  body: nothing,
  handler: async ({ params }) => {
    await takeBack(environment(), { kind: "product", ...params });
    return { status: 204, body: null };
  },
});
