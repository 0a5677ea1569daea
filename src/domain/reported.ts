import { z } from "zod";
import { Day } from "./day.ts";
import { SkuId } from "./ids.ts";
import { Workload } from "./workload.ts";

/**
 * Seats of one product as Partner Center itself counts them, on the day its service was processed. `skuId` is null
 * where a row names the product alone.
 */
export const ReportedProduct = z.object({
  skuId: SkuId.nullable(),
  name: z.string(),
  asOf: Day,
  deployed: z.int().nonnegative(),
  sold: z.int().nonnegative(),
});
export type ReportedProduct = Readonly<z.infer<typeof ReportedProduct>>;

/**
 * Licences of one workload that were used, and that entitle, over all products: licences, not people. Of the day its
 * service was processed.
 */
export const ReportedWorkload = z.object({
  workload: Workload,
  asOf: Day,
  active: z.int().nonnegative(),
  qualified: z.int().nonnegative(),
});
export type ReportedWorkload = Readonly<z.infer<typeof ReportedWorkload>>;

export const ReportedDeployment = z.object({ asOf: Day, products: z.array(ReportedProduct) });
export type ReportedDeployment = Readonly<z.infer<typeof ReportedDeployment>>;

export const ReportedUsage = z.object({ asOf: Day, workloads: z.array(ReportedWorkload) });
export type ReportedUsage = Readonly<z.infer<typeof ReportedUsage>>;

/**
 * What Partner Center's own analytics say of one customer, over all channels. The two halves are processed on days of
 * their own, weeks apart at times; each is null where there is no row of it, which is unknown and not zero. Within a
 * half each service has its day: `asOf` of a half is the newest of its rows, and each row says its own.
 */
export const ReportedSnapshot = z.object({
  deployment: ReportedDeployment.nullable(),
  usage: ReportedUsage.nullable(),
});
export type ReportedSnapshot = Readonly<z.infer<typeof ReportedSnapshot>>;

export const NOTHING_REPORTED: ReportedSnapshot = { deployment: null, usage: null };
