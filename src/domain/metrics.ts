import { z } from "zod";
import { type ActivitySnapshot, ReportFacts } from "./activity.ts";
import { Customer } from "./customer.ts";
import { addDays, Day, daysBetween } from "./day.ts";
import { SkuId } from "./ids.ts";
import { countingOf, type LicensedProduct, type LicenceSnapshot, productName, Seats } from "./licences.ts";
import { NightCoverage, nightCoverage } from "./night-coverage.ts";
import { type PulledNight, type PullOutcome, RefusedFile, type SourceOutcome, SourceOutcomes } from "./pull-outcome.ts";
import { missing, type MissingReason, Rate, rateOf } from "./rate.ts";
import { usersActiveIn } from "./recency.ts";
import { Usage, usageMissing, usageOf, type SeatsBehind } from "./usage.ts";
import { WINDOW_DAYS } from "./window.ts";
import { KnownWorkload, WORKLOADS } from "./workload.ts";

/** Everything known of one customer at one night: the newest snapshot of each kind, and what became of each pull. */
export type CustomerSnapshots = Readonly<{
  customer: Customer;
  /** Newest within the window that ends on the night; null when the window holds none. */
  activity: ActivitySnapshot | null;
  licences: LicenceSnapshot | null;
  /** The days of the window that have an activity snapshot. */
  activityDays: readonly Day[];
  /** The nights of the window on which the customer was pulled, oldest first, and what came of the newest of them. */
  nights: readonly PulledNight[];
  newest: PullOutcome | null;
}>;

/**
 * How far a customer's figures can be trusted, told apart so that no total can hide anybody. `stale`: the last good
 * figures, dated, because the newest night brought none or the source is days behind. The last three have no usage.
 */
export const CustomerState = z.enum(["measured", "reportedOnly", "stale", "noAccess", "notReady", "failed"]);
export type CustomerState = z.infer<typeof CustomerState>;

export const ProductMetrics = z.object({
  skuId: SkuId,
  name: z.string(),
  partNumber: z.string().nullable(),
  /** Why a product that is listed is not counted: free or unlimited, for the tenant, or had on trial only. */
  counting: z.enum(["counted", "free", "tenant", "trial"]),
  counted: z.boolean(),
  workloads: z.array(KnownWorkload),
  seats: Seats,
  own: Seats.nullable(),
  /** Paid, active seats of all sellers; null for a product that is not counted. */
  sold: z.int().nonnegative().nullable(),
  /** Those this partner sold; null also where the seller is not known. */
  ownSold: z.int().nonnegative().nullable(),
  assigned: z.int().nonnegative(),
  renewsOn: Day.nullable(),
  deployment: Rate,
  ...Usage.shape,
});
export type ProductMetrics = Readonly<z.infer<typeof ProductMetrics>>;

export const WorkloadMetrics = z.object({ workload: KnownWorkload, ...Usage.shape });
export type WorkloadMetrics = Readonly<z.infer<typeof WorkloadMetrics>>;

/** One customer's metrics at one night, numerators and denominators included. */
export const CustomerMetrics = z.object({
  customer: Customer,
  night: Day,
  state: CustomerState,
  /** What keeps the state from being `measured`, or the figures from being whole, in words; null when nothing does. */
  stateDetail: z.string().nullable(),
  basis: z.enum(["users", "reported", "none"]),
  asOf: z.object({ activity: Day.nullable(), licences: Day.nullable(), reported: Day.nullable() }),
  deployment: Rate,
  seatsSold: z.int().nonnegative().nullable(),
  ownSeatsSold: z.int().nonnegative().nullable(),
  seatsAssigned: z.int().nonnegative().nullable(),
  /** Seats this partner sold by its own books that match no product of the tenant; null where no books were read. */
  ownSeatsUnmatched: z.int().nonnegative().nullable(),
  /** A user counts once, whatever the number of workloads. */
  anyWorkload: Usage,
  products: z.array(ProductMetrics),
  workloads: z.array(WorkloadMetrics),
  coverage: NightCoverage,
  reports: z.array(ReportFacts),
  /** What each source gave on the newest night; null for a customer that was never pulled. */
  sources: SourceOutcomes.nullable(),
  refusedFiles: z.array(RefusedFile),
});
export type CustomerMetrics = Readonly<z.infer<typeof CustomerMetrics>>;

/** Reports run one or two days behind by Microsoft's own word, and longer at the start of a week. */
const DAYS_BEHIND_MAX = 4;

/** The 28-day metrics of one customer at one night. Pure: the same snapshots give the same metrics on any day. */
export function customerMetrics(snapshots: CustomerSnapshots, night: Day): CustomerMetrics {
  const { customer, activity, licences, activityDays, nights, newest } = snapshots;
  const reason = missingReason(newest?.activity ?? null);
  const products = (licences?.products ?? []).map((product) => productMetrics(product, activity, reason));
  const counted = products.filter((product) => product.counted);
  const { state, stateDetail } = customerState(activity, newest, night);

  return {
    customer,
    night,
    state,
    stateDetail,
    basis: activity === null ? "none" : "users",
    asOf: { activity: activity?.asOf ?? null, licences: licences?.asOf ?? null, reported: null },
    deployment:
      licences === null
        ? missing(missingReason(newest?.licences ?? null))
        : rateOf(sumOf(counted, "assigned"), sumOf(counted, "sold"), "nothing_sold"),
    seatsSold: licences === null ? null : sumOf(counted, "sold"),
    // Of one product unknown, the sum would look like all of them.
    ownSeatsSold:
      licences === null || counted.some((product) => product.ownSold === null) ? null : sumOf(counted, "ownSold"),
    seatsAssigned: licences === null ? null : sumOf(counted, "assigned"),
    ownSeatsUnmatched: licences?.ownSeatsUnmatched ?? null,
    anyWorkload: anyWorkloadUsage(activity, licences, reason),
    products,
    workloads: workloadMetrics(activity, licences, newest, reason),
    coverage: nightCoverage(activity?.asOf ?? addDays(night, -1), activityDays, nights),
    reports: activity?.reports ?? [],
    sources: newest && {
      activity: newest.activity,
      apps: newest.apps,
      licences: newest.licences,
      subscriptions: newest.subscriptions,
      sales: newest.sales,
    },
    refusedFiles: newest?.refusedFiles ?? [],
  };
}

function productMetrics(
  product: LicensedProduct,
  activity: ActivitySnapshot | null,
  reason: MissingReason,
): ProductMetrics {
  const counting = countingOf(product);
  const isCounted = counting === "counted";
  const sold = isCounted ? product.seats.active : null;
  return {
    skuId: product.skuId,
    name: productName(product),
    partNumber: product.partNumber,
    counting,
    counted: isCounted,
    workloads: product.workloads,
    seats: product.seats,
    own: product.own,
    sold,
    ownSold: isCounted ? (product.own?.active ?? null) : null,
    assigned: product.assigned,
    renewsOn: product.renewsOn,
    deployment: rateOf(product.assigned, sold ?? 0, "nothing_sold"),
    ...productUsage(product, activity, reason),
  };
}

/** A product whose workloads are reported, and whose seats nobody holds, has no users; that is not unknown. */
function productUsage(product: LicensedProduct, activity: ActivitySnapshot | null, reason: MissingReason): Usage {
  if (activity === null) return usageMissing(reason);
  const counts = activity.products[product.skuId];
  if (counts !== undefined) return usageOf(counts, seatsBehind([product]), 0);
  const isReported = product.workloads.some((workload) => activity.workloads[workload] !== undefined);
  const isHeldByNobody = isReported && product.appliesTo === "user" && product.assigned === 0;
  if (!isHeldByNobody) return usageMissing("not_reported");
  return usageOf({ asOf: activity.asOf, users: {}, paidByFlag: 0 }, seatsBehind([product]), 0);
}

/** One row for each workload that was reported with anybody in it, or that a counted product carries. */
function workloadMetrics(
  activity: ActivitySnapshot | null,
  licences: LicenceSnapshot | null,
  newest: PullOutcome | null,
  reason: MissingReason,
): WorkloadMetrics[] {
  return WORKLOADS.flatMap((workload) => {
    const carriers = carriersOf(licences, (product) => product.workloads.includes(workload));
    const counts = activity?.workloads[workload];
    const isEmpty = counts === undefined || Object.keys(counts.users).length === 0;
    if (isEmpty && carriers.length === 0) return [];
    if (counts === undefined) {
      const appsReason = workload === "officeApps" ? missingReason(newest?.apps ?? null) : "not_reported";
      return [{ workload, ...usageMissing(activity === null ? reason : appsReason) }];
    }
    const activeThroughYammer = workload === "yammer" ? usersActiveIn(counts.users.unlicensed ?? [], WINDOW_DAYS) : 0;
    return [{ workload, ...usageOf(counts, licences && seatsBehind(carriers), activeThroughYammer) }];
  });
}

function anyWorkloadUsage(
  activity: ActivitySnapshot | null,
  licences: LicenceSnapshot | null,
  reason: MissingReason,
): Usage {
  if (activity === null) return usageMissing(reason);
  const carriers = carriersOf(licences, (product) =>
    product.workloads.some((workload) => activity.workloads[workload] !== undefined),
  );
  const activeThroughYammer = usersActiveIn(activity.anyThroughYammerAlone, WINDOW_DAYS);
  return usageOf(activity.any, licences && seatsBehind(carriers), activeThroughYammer);
}

/** Products through which a user can hold something: trials too, since their seats explain an overdraft. */
function carriersOf(
  licences: LicenceSnapshot | null,
  carries: (product: LicensedProduct) => boolean,
): LicensedProduct[] {
  return (licences?.products ?? []).filter((product) => {
    const counting = countingOf(product);
    return (counting === "counted" || counting === "trial") && carries(product);
  });
}

function seatsBehind(products: readonly LicensedProduct[]): SeatsBehind {
  let [active, inGrace, onTrial] = [0, 0, 0];
  for (const { seats, trialLapsed } of products) {
    // Who holds a product without active seats is no paid user, so its seats explain no paid user too many.
    if (seats.active === 0) continue;
    active += seats.active;
    inGrace += seats.grace + seats.suspended;
    onTrial += (seats.trial ?? 0) + trialLapsed;
  }
  return { active, inGrace, onTrial };
}

function customerState(
  activity: ActivitySnapshot | null,
  newest: PullOutcome | null,
  night: Day,
): Pick<CustomerMetrics, "state" | "stateDetail"> {
  const refusal = newest?.activity.kind === "refused" ? newest.activity : null;
  const detail = refusal?.detail ?? null;

  if (activity !== null) {
    const daysBehind = daysBetween(activity.asOf, night);
    if (refusal !== null) return { state: "stale", stateDetail: `Figures of ${activity.asOf}: ${refusal.detail}` };
    if (daysBehind <= DAYS_BEHIND_MAX) return { state: "measured", stateDetail: unreadableRows(activity) };
    return { state: "stale", stateDetail: `The report's newest day is ${activity.asOf}, ${daysBehind} days behind` };
  }
  switch (refusal?.reason) {
    case "no_access":
      return { state: "noAccess", stateDetail: detail };
    case "source_not_ready":
    case "not_configured":
      return { state: "notReady", stateDetail: detail };
    case "unreadable":
    case "failed":
      return { state: "failed", stateDetail: detail };
    case undefined:
      return {
        state: "notReady",
        stateDetail: newest === null ? "Not pulled in the last 28 nights" : "Its last figures are no longer stored",
      };
  }
}

/** A figure that lacks a few people says so, measured as it is. */
function unreadableRows({ reports }: ActivitySnapshot): string | null {
  const short = reports.filter(({ rowsUnreadable }) => rowsUnreadable > 0);
  if (short.length === 0) return null;
  return short.map(({ rows, rowsUnreadable }) => `${rowsUnreadable} of ${rows} rows could not be read`).join("; ");
}

/** The refusal of a source as the reason of a missing rate. */
function missingReason(outcome: SourceOutcome | null): MissingReason {
  if (outcome?.kind !== "refused") return "not_reported";
  switch (outcome.reason) {
    case "no_access":
    case "source_not_ready":
      return outcome.reason;
    case "unreadable":
    case "failed":
    case "not_configured":
      return "not_reported";
  }
}

function sumOf(products: readonly ProductMetrics[], count: "assigned" | "sold" | "ownSold"): number {
  return products.reduce((total, product) => total + (product[count] ?? 0), 0);
}
