import { z } from "zod";

/** Microsoft writes one and the same id in upper case here and in lower case there; ours are lower case, so they join. */
const guid = z.string().trim().toLowerCase().pipe(z.guid("must be a GUID"));

/** A customer's tenant. Sources differ in case, keys do not. */
export const CustomerId = guid.brand<"CustomerId">();
export type CustomerId = z.infer<typeof CustomerId>;

/** A product as it is sold (Microsoft's SKU). Names are for display only, never a key. */
export const SkuId = guid.brand<"SkuId">();
export type SkuId = z.infer<typeof SkuId>;

/** One night's run, or one asked for by hand: `20261124-nightly`, `20261124-093012-7f3a`. Sorts by day. */
export const RunId = z
  .string()
  .regex(/^\d{8}-[0-9a-z-]{1,40}$/, "must look like 20261124-nightly or 20261124-093012-7f3a")
  .brand<"RunId">();
export type RunId = z.infer<typeof RunId>;

export const ExportId = guid.brand<"ExportId">();
export type ExportId = z.infer<typeof ExportId>;
