import { z } from "zod";
import type { ActivitySnapshot } from "./activity.ts";
import { Day } from "./day.ts";
import { type Exclusions, ExclusionTerms } from "./exclusion.ts";
import { SkuId } from "./ids.ts";
import { countingOf, type LicensedProduct, productName, Seats } from "./licences.ts";
import { type MissingReason, Rate, rateOf } from "./rate.ts";
import { type SeatExcess, SeatReason, seatReasonsFor } from "./reasons.ts";
import type { ReportedProduct, ReportedSnapshot } from "./reported.ts";
import { seatsBehind } from "./seats-behind.ts";
import { Usage, usageMissing, usageOf } from "./usage.ts";
import { Workload } from "./workload.ts";

/** Why the seats we sold are not all the seats there are. */
const SoldDifference = z.enum(["other_sellers", "own_beyond_tenant"]);

/** One product of one customer. From seats where there are any; `reported` where Partner Center's totals are all. */
export const ProductMetrics = z.object({
  skuId: SkuId.nullable(),
  name: z.string(),
  partNumber: z.string().nullable(),
  /** Why a product that is listed is not counted: free or unlimited, for the tenant, had on trial only, or excluded. */
  counting: z.enum(["counted", "free", "tenant", "trial", "excluded"]),
  counted: z.boolean(),
  /** Set for a product that a person has taken out of the totals. */
  excluded: ExclusionTerms.nullable(),
  workloads: z.array(Workload),
  seats: Seats.nullable(),
  own: Seats.nullable(),
  /** Paid, active seats of all sellers; null for a product that is not counted. */
  sold: z.int().nonnegative().nullable(),
  /** Those this partner sold; null also where the seller is not known. */
  ownSold: z.int().nonnegative().nullable(),
  /** `sold − ownSold`, and what makes it: other sellers' seats, or own seats that the tenant does not have. */
  soldElsewhere: z.int().nullable(),
  soldDifference: SoldDifference.nullable(),
  assigned: z.int().nonnegative(),
  renewsOn: Day.nullable(),
  deploymentBasis: z.enum(["seats", "reported"]),
  deployment: Rate,
  /** The day that the seats are of; `asOf` is that of usage. */
  deploymentAsOf: Day,
  deploymentReasons: z.array(SeatReason),
  ...Usage.shape,
});
export type ProductMetrics = Readonly<z.infer<typeof ProductMetrics>>;

/** What a product is looked at with: its seats are of `asOf`, and `isNear` where that is the time of the activity. */
type ProductContext = Readonly<{ asOf: Day; reason: MissingReason; exclusions: Exclusions; isNear: boolean }>;

/** A product from its seats: deployment, and the usage of those who hold it. */
export function productMetrics(
  product: LicensedProduct,
  activity: ActivitySnapshot | null,
  { asOf, reason, exclusions, isNear }: ProductContext,
): ProductMetrics {
  const excluded = exclusions.products.get(product.skuId) ?? null;
  const counting = excluded === null ? countingOf(product) : "excluded";
  const isCounted = counting === "counted";
  const sold = isCounted ? product.seats.active : null;
  const ownSold = isCounted ? (product.own?.active ?? null) : null;
  const { assigned } = product;
  return {
    skuId: product.skuId,
    name: productName(product),
    partNumber: product.partNumber,
    counting,
    counted: isCounted,
    excluded,
    workloads: product.workloads,
    seats: product.seats,
    own: product.own,
    sold,
    ownSold,
    ...soldElsewhere(sold, ownSold),
    assigned,
    renewsOn: product.renewsOn,
    deploymentBasis: "seats",
    deployment: rateOf(assigned, sold ?? 0, excluded === null ? "nothing_sold" : "excluded"),
    deploymentAsOf: asOf,
    deploymentReasons: isCounted ? seatReasonsFor(seatExcess(product)) : [],
    ...productUsage(product, activity, reason, isNear),
  };
}

/** What a product's assignments are over, and the seats beside those that were sold. */
export function seatExcess({ assigned, seats, trialLapsed }: LicensedProduct): SeatExcess {
  const { active, grace, suspended, trial } = seats;
  const onTrial = trial === null ? null : trial + trialLapsed;
  return { assigned, sold: active, inGrace: grace + suspended, onTrial };
}

/** Totals of which no state of a seat is told. */
export function reportedExcess(assigned: number, sold: number): SeatExcess {
  return { assigned, sold, inGrace: 0, onTrial: null };
}

function soldElsewhere(
  sold: number | null,
  ownSold: number | null,
): Pick<ProductMetrics, "soldElsewhere" | "soldDifference"> {
  if (sold === null || ownSold === null) return { soldElsewhere: null, soldDifference: null };
  const elsewhere = sold - ownSold;
  if (elsewhere === 0) return { soldElsewhere: 0, soldDifference: null };
  return { soldElsewhere: elsewhere, soldDifference: elsewhere > 0 ? "other_sellers" : "own_beyond_tenant" };
}

/** Where the tenant's own list is not to be had: products as Partner Center counts them, whose seats have no states. */
export function reportedProducts(
  reported: ReportedSnapshot,
  exclusions: Exclusions,
  reason: MissingReason,
): ProductMetrics[] {
  return (reported.deployment?.products ?? []).map((row) => reportedProduct(row, exclusions, reason));
}

function reportedProduct(
  { skuId, name, asOf, deployed, sold }: ReportedProduct,
  exclusions: Exclusions,
  reason: MissingReason,
): ProductMetrics {
  const excluded = skuId === null ? null : (exclusions.products.get(skuId) ?? null);
  const isCounted = excluded === null;
  return {
    skuId,
    name: skuId === null ? name : productName({ skuId, name, partNumber: null }),
    partNumber: null,
    counting: isCounted ? "counted" : "excluded",
    counted: isCounted,
    excluded,
    workloads: [],
    seats: null,
    own: null,
    sold: isCounted ? sold : null,
    ownSold: null,
    soldElsewhere: null,
    soldDifference: null,
    assigned: deployed,
    renewsOn: null,
    deploymentBasis: "reported",
    deployment: rateOf(deployed, isCounted ? sold : 0, isCounted ? "nothing_sold" : "excluded"),
    deploymentAsOf: asOf,
    deploymentReasons: isCounted ? seatReasonsFor(reportedExcess(deployed, sold)) : [],
    ...usageMissing(reason),
  };
}

/** A product whose workloads are reported, and whose seats nobody holds, has no users; that is not unknown. */
function productUsage(
  product: LicensedProduct,
  activity: ActivitySnapshot | null,
  reason: MissingReason,
  isNear: boolean,
): Usage {
  if (activity === null) return usageMissing(reason);
  const counts = activity.products[product.skuId];
  const seats = isNear ? seatsBehind([product]) : null;
  if (counts !== undefined) return usageOf(counts, seats, 0);
  const isReported = product.workloads.some((workload) => activity.workloads[workload] !== undefined);
  const isHeldByNobody = isReported && product.appliesTo === "user" && product.assigned === 0;
  if (!isHeldByNobody) return usageMissing("not_reported");
  return usageOf({ asOf: activity.asOf, users: {}, paidByFlag: 0 }, seats, 0);
}
