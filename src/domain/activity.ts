import { z } from "zod";
import { Day } from "./day.ts";
import { type Entitlement, entitlements, NOTHING_KNOWN } from "./entitlement.ts";
import { SkuId } from "./ids.ts";
import type { LicenceSnapshot } from "./licences.ts";
import { BIN_COUNT, binOf, Histogram, NEVER_BIN } from "./recency.ts";
import { betterStanding, Standing } from "./standing.ts";
import { WINDOW_DAYS } from "./window.ts";
import { KnownWorkload, WORKLOADS } from "./workload.ts";

/** Users of one workload (or product, or any workload) by standing and by days since their last activity in it. */
export const UserCounts = z.object({
  /** The day the counts speak for: reports of one customer need not agree on it. */
  asOf: Day,
  users: z.partialRecord(Standing, Histogram),
  /** How many of `paid` the report's own licence flag alone vouches for: their product joins to no seats. */
  paidByFlag: z.int().nonnegative(),
});
export type UserCounts = Readonly<z.infer<typeof UserCounts>>;

/** What one report said of itself, and how much of it could be read. */
export const ReportFacts = z.object({
  report: z.enum(["activeUsers", "apps"]),
  refreshedOn: Day,
  rows: z.int().nonnegative(),
  rowsUnreadable: z.int().nonnegative(),
  namesConcealed: z.boolean(),
});
export type ReportFacts = Readonly<z.infer<typeof ReportFacts>>;

/** One customer's activity on one day: counts, never people. A customer of 100,000 users is as small as one of 25. */
export const ActivitySnapshot = z.object({
  asOf: Day,
  reports: z.array(ReportFacts),
  /** A user active in any workload is active once. */
  any: UserCounts,
  /** Those of `any` who are unlicensed and were active in Yammer alone: Yammer let them in, no licence moved. */
  anyThroughYammerAlone: Histogram,
  workloads: z.partialRecord(KnownWorkload, UserCounts),
  products: z.partialRecord(SkuId, UserCounts),
});
export type ActivitySnapshot = Readonly<z.infer<typeof ActivitySnapshot>>;

/**
 * What a report says of a user's licence for a workload. `licensed` and `unlicensed` are its own flag. A report without
 * a flag lists those it thinks licensed (`listed`) and leaves out the others (`unlisted`).
 */
export type LicenceEvidence = "licensed" | "unlicensed" | "listed" | "unlisted";

/** One user while a report is read: no name, no id, and gone with the next line. */
export type UserActivity = Readonly<{
  isDeleted: boolean;
  /** Product names joined by "+", as the report has them; null for a user whose products no report tells. */
  assignedProducts: string | null;
  workloads: Readonly<
    Partial<Record<KnownWorkload, Readonly<{ evidence: LicenceEvidence; lastActivity: Day | null }>>>
  >;
}>;

export type ActivityFold = Readonly<{
  add(user: UserActivity): void;
  /** A user whom another row may stand for as well, nobody can tell: counts in its workloads, and not again in any. */
  addUnnamed(user: UserActivity): void;
  /** The snapshot of all users added so far. */
  snapshot(reports: readonly ReportFacts[]): ActivitySnapshot;
}>;

/** The day each reported workload's column speaks for. A workload that is not here was not reported. */
export type ReportedWorkloads = Readonly<Partial<Record<KnownWorkload, Day>>>;

/**
 * Folds users into counts while they pass by. The order of users is irrelevant, and so is how they were split into
 * pieces on their way. Memory depends on the number of products, not of users.
 */
export function activityFold(asOf: Day, reported: ReportedWorkloads, licences: LicenceSnapshot | null): ActivityFold {
  const entitlementOf = entitlements(licences);
  const workloads = WORKLOADS.flatMap((workload) => {
    const day = reported[workload];
    return day === undefined ? [] : [{ workload, counter: userCounter(day) }];
  });
  const any = userCounter(asOf);
  const throughYammerAlone = Array<number>(BIN_COUNT).fill(0);
  const products = new Map<SkuId, UserCounter>();

  function add(user: UserActivity, isCountedInAny: boolean): void {
    const entitlement = user.assignedProducts === null ? NOTHING_KNOWN : entitlementOf(user.assignedProducts);
    if (entitlement.isDevice) return;
    let best: Standing | null = null;
    let isByFlagOnly = true;
    let isYammerAlone = true;
    let anyBin = NEVER_BIN;

    for (const { workload, counter } of workloads) {
      const activity = user.workloads[workload];
      if (activity === undefined) continue;
      const right = rightOf(user, workload, activity.evidence, activity.lastActivity, entitlement);
      if (right === null) continue;
      const bin = binOf(counter.asOf, activity.lastActivity);
      counter.add(right.standing, bin, right.isByFlag);
      best = best === null ? right.standing : betterStanding(best, right.standing);
      if (right.standing === "paid" && !right.isByFlag) isByFlagOnly = false;
      if (workload !== "yammer" && bin < WINDOW_DAYS) isYammerAlone = false;
      // By each workload's own day: who is active in one of them is active in any.
      anyBin = Math.min(anyBin, bin);
    }
    if (isCountedInAny && best !== null) {
      any.add(best, anyBin, best === "paid" && isByFlagOnly);
      if (best === "unlicensed" && isYammerAlone && anyBin < WINDOW_DAYS) count(throughYammerAlone, anyBin);
    }

    for (const { product, standing } of entitlement.products) {
      const bins = workloads.flatMap(({ workload, counter: { asOf: day } }) =>
        product.workloads.includes(workload) ? [binOf(day, user.workloads[workload]?.lastActivity ?? null)] : [],
      );
      if (bins.length === 0) continue;
      const counter = products.get(product.skuId) ?? userCounter(asOf);
      products.set(product.skuId, counter);
      counter.add(user.isDeleted ? "departed" : standing, Math.min(...bins), false);
    }
  }

  return {
    add: (user) => add(user, true),
    addUnnamed: (user) => add(user, false),
    snapshot: (reports) => ({
      asOf,
      reports: [...reports],
      any: any.counts(),
      anyThroughYammerAlone: [...throughYammerAlone],
      workloads: Object.fromEntries(workloads.map(({ workload, counter }) => [workload, counter.counts()])),
      products: Object.fromEntries([...products].map(([skuId, counter]) => [skuId, counter.counts()])),
    }),
  };
}

/**
 * A user's right to a workload, or null for one who has nothing to do with it. The user's products decide through
 * seats; where none of them joins to seats, the report's own word does.
 */
function rightOf(
  user: UserActivity,
  workload: KnownWorkload,
  evidence: LicenceEvidence,
  lastActivity: Day | null,
  entitlement: Entitlement,
): { standing: Standing; isByFlag: boolean } | null {
  const wasEverActive = lastActivity !== null;
  const throughSeats = entitlement.standings[workload];

  if (user.isDeleted) {
    const hasHadIt = wasEverActive || evidence === "licensed" || evidence === "listed";
    return hasHadIt ? { standing: "departed", isByFlag: false } : null;
  }
  const unlicensed = wasEverActive ? { standing: "unlicensed" as const, isByFlag: false } : null;
  if (evidence === "unlicensed") {
    // Microsoft clears the flag of a suspended product too. Of a product with paid seats it says: plan switched off.
    return wasEverActive && throughSeats === "grace" ? { standing: "grace", isByFlag: false } : unlicensed;
  }
  // A product that joins to no seats may be the paid one: then the report's flag is the better word.
  const mayBePaid = evidence === "licensed" && !entitlement.isJoined;
  if (throughSeats !== undefined && !(mayBePaid && throughSeats !== "paid")) {
    return { standing: throughSeats, isByFlag: false };
  }
  if (evidence === "licensed" || (evidence === "listed" && !entitlement.isJoined)) {
    return { standing: "paid", isByFlag: true };
  }
  // A report without flags lists people for using a part that needs no licence of the workload, such as the web.
  return null;
}

type UserCounter = Readonly<{
  asOf: Day;
  add(standing: Standing, bin: number, isByFlag: boolean): void;
  counts(): UserCounts;
}>;

function userCounter(asOf: Day): UserCounter {
  const users = new Map<Standing, number[]>();
  let paidByFlag = 0;
  return {
    asOf,
    add(standing, bin, isByFlag) {
      const histogram = users.get(standing) ?? Array<number>(BIN_COUNT).fill(0);
      users.set(standing, histogram);
      count(histogram, bin);
      if (isByFlag) paidByFlag += 1;
    },
    counts: () => ({
      asOf,
      users: Object.fromEntries([...users].map(([standing, histogram]) => [standing, [...histogram]])),
      paidByFlag,
    }),
  };
}

function count(histogram: number[], bin: number): void {
  histogram[bin] = (histogram[bin] ?? 0) + 1;
}
