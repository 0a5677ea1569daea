import { z } from "zod";
import type { CustomerSnapshots } from "./customer-snapshots.ts";
import type { LicensedProduct } from "./licences.ts";
import { missingReasonOf, type PullOutcome } from "./pull-outcome.ts";
import type { MissingReason } from "./rate.ts";
import { usersActiveIn } from "./recency.ts";
import type { ReportedUsage } from "./reported.ts";
import { allSeats, carriersOf, licencesNear, seatsBehind } from "./seats-behind.ts";
import { Usage, usageMissing, usageOf, usageReported } from "./usage.ts";
import { WINDOW_DAYS } from "./window.ts";
import { compareWorkloads, Workload, WORKLOADS } from "./workload.ts";

export const WorkloadMetrics = z.object({ workload: Workload, ...Usage.shape });
export type WorkloadMetrics = Readonly<z.infer<typeof WorkloadMetrics>>;

/**
 * One row for each workload that a source tells of with anybody in it, or that a counted product carries. What no
 * report of users covers (Dynamics 365, or all of it where there is no access) is told by Partner Center's totals.
 */
export function workloadMetrics(snapshots: CustomerSnapshots, reason: MissingReason): WorkloadMetrics[] {
  const { activity, licences, reported, newest } = snapshots;
  const own = WORKLOADS.flatMap((workload): WorkloadMetrics[] => {
    const counts = activity?.workloads[workload];
    const carriers = carriersOf(licences, (product) => product.workloads.includes(workload));
    const isEmpty = counts === undefined || Object.keys(counts.users).length === 0;
    if (isEmpty && carriers.length === 0) return [];
    if (counts === undefined) {
      const absence = activity === null ? reason : absenceOf(workload, newest);
      return [{ workload, ...usageMissing(absence) }];
    }
    const activeThroughYammer = workload === "yammer" ? usersActiveIn(counts.users.unlicensed ?? [], WINDOW_DAYS) : 0;
    const seats = licencesNear(licences, counts.asOf) && seatsBehind(carriers);
    return [{ workload, ...usageOf(counts, seats, activeThroughYammer) }];
  });

  const totals = reportedWorkloads(snapshots, reported.usage);
  const isToldByTotals = (workload: Workload) => totals.some((total) => total.workload === workload);
  const measured = own.filter(({ workload, basis }) => basis === "users" || !isToldByTotals(workload));
  const isMeasured = (workload: Workload) => measured.some((metrics) => metrics.workload === workload);
  return [...measured, ...totals.filter(({ workload }) => !isMeasured(workload))].toSorted((one, other) =>
    compareWorkloads(one.workload, other.workload),
  );
}

/** Two workloads have a report of their own, which may be missing alone. */
function absenceOf(workload: Workload, newest: PullOutcome | null): MissingReason {
  if (workload === "officeApps") return missingReasonOf(newest?.apps ?? null);
  if (workload === "copilot") return missingReasonOf(newest?.copilot ?? null);
  return "not_reported";
}

function reportedWorkloads(snapshots: CustomerSnapshots, usage: ReportedUsage | null): WorkloadMetrics[] {
  if (usage === null) return [];
  return usage.workloads.map(({ workload, asOf, active, qualified }) => ({
    workload,
    ...usageReported(asOf, {
      active,
      qualified,
      isYammer: workload === "yammer",
      ...lapsedSeats(snapshots, (product) => product.workloads.some((carried) => carried === workload)),
    }),
  }));
}

/**
 * Seats that can explain a reported figure above 100 %: the tenant's of the products that carry the workload; where
 * these are not to be had, all of the partner's own books.
 */
function lapsedSeats({ licences, newest }: CustomerSnapshots, carries: (product: LicensedProduct) => boolean) {
  if (licences !== null) {
    const { inGrace, onTrial } = allSeats(carriersOf(licences, carries));
    return { seatsInGrace: inGrace, seatsOnTrial: onTrial };
  }
  const booked = newest?.booked ?? null;
  if (booked === null) return { seatsInGrace: null, seatsOnTrial: null };
  return { seatsInGrace: booked.grace + booked.suspended, seatsOnTrial: booked.trial };
}

/** Usage over any workload, a user counting once. Of reported totals see `reportedAny`. */
export function anyWorkloadUsage(snapshots: CustomerSnapshots, reason: MissingReason): Usage {
  const { activity, licences, reported } = snapshots;
  if (activity === null) return reported.usage === null ? usageMissing(reason) : reportedAny(snapshots, reported.usage);
  const carriers = carriersOf(licences, (product) =>
    product.workloads.some((workload) => activity.workloads[workload] !== undefined),
  );
  const activeThroughYammer = usersActiveIn(activity.anyThroughYammerAlone, WINDOW_DAYS);
  const seats = licencesNear(licences, activity.asOf) && seatsBehind(carriers);
  return usageOf(activity.any, seats, activeThroughYammer);
}

/**
 * Totals of workloads do not add up to people, who use several. At least as many are active as in the workload that
 * most use, and at least as many entitled as in the one that most may use: those two stand for the customer.
 */
function reportedAny(snapshots: CustomerSnapshots, { asOf, workloads }: ReportedUsage): Usage {
  const most = (count: "active" | "qualified") => Math.max(0, ...workloads.map((workload) => workload[count]));
  return usageReported(asOf, {
    active: most("active"),
    qualified: most("qualified"),
    isYammer: false,
    ...lapsedSeats(snapshots, () => true),
  });
}
