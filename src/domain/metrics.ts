import { z } from "zod";
import { type ActivitySnapshot, DirectoryFacts, Naming, namingOf, ReportFacts } from "./activity.ts";
import { AsOf, DaysBehind, daysBehind } from "./as-of.ts";
import { RestsOn } from "./change.ts";
import { Customer } from "./customer.ts";
import type { CustomerSnapshots } from "./customer-snapshots.ts";
import { CustomerState, customerState } from "./customer-state.ts";
import { DailyActivity, dailyActivityOf } from "./daily-activity.ts";
import { addDays, Day } from "./day.ts";
import { type Exclusions, ExclusionTerms, NOTHING_EXCLUDED } from "./exclusion.ts";
import type { LicenceSnapshot } from "./licences.ts";
import { NightCoverage, nightCoverage } from "./night-coverage.ts";
import {
  missingReasonOf,
  type PullOutcome,
  RefusedFile,
  refused,
  type SourceOutcome,
  SourceOutcomes,
} from "./pull-outcome.ts";
import { ProductMetrics, productMetrics, reportedExcess, reportedProducts, seatExcess } from "./product-metrics.ts";
import { missing, Rate, rateOf } from "./rate.ts";
import { SeatReason, seatReasonsOver } from "./reasons.ts";
import { Reconciliation, reconciliation } from "./reconciliation.ts";
import type { ReportedSnapshot } from "./reported.ts";
import { licencesNear } from "./seats-behind.ts";
import { Support, supportFigure } from "./support.ts";
import { Usage, UsageBasis } from "./usage.ts";
import { anyWorkloadUsage, WorkloadMetrics, workloadMetrics } from "./workload-metrics.ts";

/** One customer's metrics at one night, numerators and denominators included. */
export const CustomerMetrics = z.object({
  customer: Customer,
  night: Day,
  state: CustomerState,
  /** What keeps the state from being `measured`, or the figures from being whole, in words; null when nothing does. */
  stateDetail: z.string().nullable(),
  /** Set for a customer that a person has taken out of the portfolio's totals. */
  excluded: ExclusionTerms.nullable(),
  /** What usage rests on, and what deployment rests on. */
  basis: z.enum([...UsageBasis.options, "none"]),
  deploymentBasis: z.enum(["seats", "reported", "none"]),
  /** How users' standings are known: from the directory, from the products the report names, or from its flags alone. */
  standingsBy: z.enum(["directory", "products", "flags"]).nullable(),
  /** How the active users report names its users. */
  naming: Naming.nullable(),
  /** What the tenant's own setting says of names, which a report may not have heard of yet; null where it is not known. */
  namesSetting: Naming.exclude(["none"]).nullable(),
  /** What usage and deployment rest on: figures of two nights are comparable where it is the same. */
  restsOn: RestsOn,
  asOf: AsOf,
  /** Days from `asOf` to the night: how fresh each source is. */
  daysBehind: DaysBehind,
  deployment: Rate,
  deploymentReasons: z.array(SeatReason),
  seatsSold: z.int().nonnegative().nullable(),
  ownSeatsSold: z.int().nonnegative().nullable(),
  seatsAssigned: z.int().nonnegative().nullable(),
  /** Sold seats that nobody holds, product by product: an overdraft of another takes none of them away. */
  seatsIdle: z.int().nonnegative().nullable(),
  /** Seats this partner sold by its own books that match no product of the tenant; null where no books were read. */
  ownSeatsUnmatched: z.int().nonnegative().nullable(),
  /** A user counts once, whatever the number of workloads. */
  anyWorkload: Usage,
  products: z.array(ProductMetrics),
  workloads: z.array(WorkloadMetrics),
  /** Active users of the report's own day, which is a day by itself; null where nothing was reported. */
  daily: DailyActivity.nullable(),
  /** Partner Center's own figures beside ours. */
  reconciliation: z.array(Reconciliation),
  support: Support,
  coverage: NightCoverage,
  reports: z.array(ReportFacts),
  /** What the directory added, and where it contradicts the report; null where it was not joined. */
  directory: DirectoryFacts.nullable(),
  /** What each source gave on the newest night; null for a customer that was never pulled. */
  sources: SourceOutcomes.nullable(),
  refusedFiles: z.array(RefusedFile),
});
export type CustomerMetrics = Readonly<z.infer<typeof CustomerMetrics>>;

/** The 28-day metrics of one customer at one night. Pure: the same snapshots give the same metrics on any day. */
export function customerMetrics(
  snapshots: CustomerSnapshots,
  night: Day,
  exclusions: Exclusions = NOTHING_EXCLUDED,
): CustomerMetrics {
  const { customer, activity, licences, reported, requests, tickets, activityDays, nights, newest } = snapshots;
  const reason = missingReasonOf(newest?.activity ?? null);
  const isNear = activity === null || licencesNear(licences, activity.asOf) !== null;
  const products =
    licences === null
      ? reportedProducts(reported, exclusions, reason)
      : licences.products.map((product) =>
          productMetrics(product, activity, { asOf: licences.asOf, reason, exclusions, isNear }),
        );
  const workloads = workloadMetrics(snapshots, reason);
  const anyWorkload = anyWorkloadUsage(snapshots, reason);
  const asOf: AsOf = {
    activity: activity?.asOf ?? null,
    licences: licences?.asOf ?? null,
    reportedDeployment: reported.deployment?.asOf ?? null,
    reportedUsage: reported.usage?.asOf ?? null,
    requests: requests?.asOf ?? null,
    tickets: tickets?.asOf ?? null,
  };

  return {
    customer,
    night,
    ...customerState(snapshots, night),
    excluded: exclusions.customers.get(customer.customerId) ?? null,
    basis: anyWorkload.basis ?? "none",
    ...standingEvidence(activity, licences),
    namesSetting: activity?.namesSetting ?? null,
    restsOn: restsOn(snapshots, anyWorkload.basis, products),
    asOf,
    daysBehind: daysBehind(asOf, night),
    ...customerSeats(snapshots, products),
    anyWorkload,
    products,
    workloads,
    daily: activity && dailyActivityOf(activity),
    reconciliation:
      licences === null && activity === null
        ? []
        : reconciliation({ products, workloads, licencesAsOf: asOf.licences }, reported),
    support: {
      requests: supportFigure(requests, anyWorkload, reason),
      tickets: supportFigure(tickets, anyWorkload, reason),
    },
    coverage: nightCoverage(activity?.asOf ?? addDays(night, -1), activityDays, nights),
    reports: activity?.reports ?? [],
    directory: activity?.directory ?? null,
    sources: newest && sourceOutcomes(newest, reported),
    refusedFiles: newest?.refusedFiles ?? [],
  };
}

type CustomerSeats = Pick<
  CustomerMetrics,
  | "deploymentBasis"
  | "deployment"
  | "deploymentReasons"
  | "seatsSold"
  | "ownSeatsSold"
  | "seatsAssigned"
  | "seatsIdle"
  | "ownSeatsUnmatched"
>;

/** The seats of all counted products together. */
function customerSeats(
  { licences, reported, newest }: CustomerSnapshots,
  products: readonly ProductMetrics[],
): CustomerSeats {
  const isReported = licences === null && reported.deployment !== null;
  if (licences === null && !isReported) {
    return {
      deploymentBasis: "none",
      deployment: missing(missingReasonOf(newest?.licences ?? null)),
      deploymentReasons: [],
      seatsSold: null,
      // The partner's own books may be readable where the tenant is not.
      ownSeatsSold: newest?.booked?.active ?? null,
      seatsAssigned: null,
      seatsIdle: null,
      ownSeatsUnmatched: null,
    };
  }
  const counted = products.filter((product) => product.counted);
  const [sold, assigned] = [sumOf(counted, "sold"), sumOf(counted, "assigned")];
  const isAllExcluded = counted.length === 0 && products.some(({ excluded }) => excluded !== null);
  const countedIds = new Set(counted.map(({ skuId }) => skuId));
  const excesses = isReported
    ? counted.map(({ assigned: held, sold: bought }) => reportedExcess(held, bought ?? 0))
    : (licences?.products ?? []).filter(({ skuId }) => countedIds.has(skuId)).map(seatExcess);
  return {
    deploymentBasis: isReported ? "reported" : "seats",
    deployment: rateOf(assigned, sold, isAllExcluded ? "excluded" : "nothing_sold"),
    deploymentReasons: seatReasonsOver(excesses),
    seatsSold: sold,
    // Of one product unknown, the sum would look like all of them.
    ownSeatsSold: isReported
      ? (newest?.booked?.active ?? null)
      : counted.some((product) => product.ownSold === null)
        ? null
        : sumOf(counted, "ownSold"),
    seatsAssigned: assigned,
    seatsIdle: counted.reduce((idle, product) => idle + Math.max(0, (product.sold ?? 0) - product.assigned), 0),
    ownSeatsUnmatched: licences?.ownSeatsUnmatched ?? null,
  };
}

function restsOn(
  { activity, licences, reported }: CustomerSnapshots,
  basis: Usage["basis"],
  products: readonly ProductMetrics[],
): RestsOn {
  const without = products.flatMap(({ skuId, excluded }) => (excluded === null ? [] : [`without ${skuId}`]));
  const areTrialsKnown = (licences?.products ?? []).every(({ seats }) => seats.trial !== null);
  const seats = areTrialsKnown ? ["seats", "subscriptions"] : ["seats"];
  return {
    usage: basis === "users" ? ["users", ...(activity?.joined ?? []).toSorted()] : basis === null ? [] : [basis],
    deployment:
      licences === null ? (reported.deployment === null ? [] : ["reported"]) : [...seats, ...without.toSorted()],
  };
}

function standingEvidence(
  activity: ActivitySnapshot | null,
  licences: LicenceSnapshot | null,
): Pick<CustomerMetrics, "standingsBy" | "naming"> {
  if (activity === null) return { standingsBy: null, naming: null };
  const naming = namingOf(activity);
  if (activity.directory !== null) return { standingsBy: "directory", naming };
  return { standingsBy: licences === null ? "flags" : "products", naming };
}

/** The portfolio-wide call tells of all customers at once: whom it passes over, it has nothing of. */
function sourceOutcomes({ reported: asked, ...newest }: PullOutcome, reported: ReportedSnapshot): SourceOutcomes {
  const asOf = reported.usage?.asOf ?? reported.deployment?.asOf ?? null;
  const found: SourceOutcome =
    asOf === null
      ? refused("source_not_ready", "Partner Center's analytics have no row of this customer")
      : { kind: "kept", asOf };
  const { activity, apps, copilot, directory, licences, subscriptions, sales, requests } = newest;
  return { activity, apps, copilot, directory, licences, subscriptions, sales, requests, reported: asked ?? found };
}

function sumOf(products: readonly ProductMetrics[], count: "assigned" | "sold" | "ownSold"): number {
  return products.reduce((total, product) => total + (product[count] ?? 0), 0);
}
