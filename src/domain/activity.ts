import { z } from "zod";
import { Day, daysBetween } from "./day.ts";
import { type Entitlement, entitlements, NOTHING_KNOWN } from "./entitlement.ts";
import type { Holding, PlansBySku } from "./holding.ts";
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

/** How a report names its users; `none` where it names nobody. */
export const Naming = z.enum(["clear", "concealed", "none"]);
export type Naming = z.infer<typeof Naming>;

const ReportKind = z.enum(["activeUsers", "apps", "copilot"]);

/** What one report said of itself, and how much of it could be read. */
export const ReportFacts = z.object({
  report: ReportKind,
  refreshedOn: Day,
  rows: z.int().nonnegative(),
  rowsUnreadable: z.int().nonnegative(),
  naming: Naming,
});
export type ReportFacts = Readonly<z.infer<typeof ReportFacts>>;

/**
 * What joining a report to the directory brought to light. Where the two contradict each other the directory is
 * believed, being exact and of today, and here is how often.
 */
export const DirectoryFacts = z.object({
  /** Users in the directory, guests and blocked accounts included. */
  users: z.int().nonnegative(),
  /** Users of the report who are among them. */
  joined: z.int().nonnegative(),
  /** Licensed users whom the active users report does not list yet: it is days behind, and they are in none of its figures. */
  unlisted: z.int().nonnegative(),
  /** Users whom the report calls deleted, and the directory has. */
  deletedContradicted: z.int().nonnegative(),
  /** Users whose licence flag in some workload the directory contradicts. */
  flagsContradicted: z.int().nonnegative(),
  /** Users with a paid seat whose account is blocked. */
  blockedPaid: z.int().nonnegative(),
});
export type DirectoryFacts = Readonly<z.infer<typeof DirectoryFacts>>;

/** What the reader of a report knows of the join; the rest comes out while its users are folded. */
export type DirectoryJoin = Omit<DirectoryFacts, "flagsContradicted" | "blockedPaid">;

/** One customer's activity on one day: counts, never people. A customer of 100,000 users is as small as one of 25. */
export const ActivitySnapshot = z.object({
  asOf: Day,
  reports: z.array(ReportFacts),
  /** The reports whose users are in `any`; one that is carried forward from an earlier day is not. */
  joined: z.array(ReportKind),
  /** Null where users are known by the report alone: names are concealed, or the directory refuses us. */
  directory: DirectoryFacts.nullable(),
  /** What the tenant's own setting says of names; null where it is not known. */
  namesSetting: Naming.exclude(["none"]).nullable(),
  /** A user active in any workload is active once. */
  any: UserCounts,
  /** Users active on `asOf` itself, by the active users report, which alone has a form for every day. */
  anyOnDay: z.int().nonnegative(),
  /** Those of `any` who are unlicensed and were active in Yammer alone: Yammer let them in, no licence moved. */
  anyThroughYammerAlone: Histogram,
  workloads: z.partialRecord(KnownWorkload, UserCounts),
  products: z.partialRecord(SkuId, UserCounts),
});
export type ActivitySnapshot = Readonly<z.infer<typeof ActivitySnapshot>>;

/** How the active users report names its users. */
export function namingOf({ reports }: Pick<ActivitySnapshot, "reports">): Naming {
  return reports.find(({ report }) => report === "activeUsers")?.naming ?? "none";
}

/** Workloads with a report of their own, which may fail alone. */
export const REPORTED_ALONE = { apps: "officeApps", copilot: "copilot" } as const;
export type SideReportKind = keyof typeof REPORTED_ALONE;

/**
 * A snapshot with what an earlier one knows of the reports that failed this time: the last good figures stay and keep
 * their day, for as long as a window. They were joined to the people of that day, so they have no part in any workload
 * together.
 */
export function withLastGood(
  snapshot: ActivitySnapshot,
  earlier: ActivitySnapshot,
  failed: readonly SideReportKind[],
): ActivitySnapshot {
  const workloads = { ...snapshot.workloads };
  const reports = [...snapshot.reports];
  for (const report of failed) {
    const workload = REPORTED_ALONE[report];
    const counts = earlier.workloads[workload];
    const facts = earlier.reports.find((each) => each.report === report);
    if (workloads[workload] !== undefined || counts === undefined || facts === undefined) continue;
    if (daysBetween(counts.asOf, snapshot.asOf) >= WINDOW_DAYS) continue;
    workloads[workload] = counts;
    reports.push(facts);
  }
  return { ...snapshot, reports, workloads };
}

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
  /** What the directory says; null for a user who is not in it, and where there is none to ask. */
  holding: Holding | null;
  workloads: Readonly<
    Partial<Record<KnownWorkload, Readonly<{ evidence: LicenceEvidence; lastActivity: Day | null }>>>
  >;
}>;

export type ActivityFold = Readonly<{
  add(user: UserActivity): void;
  /** A user whom another row may stand for as well, nobody can tell: counts in its workloads, and not again in any. */
  addUnnamed(user: UserActivity): void;
  /** The snapshot of all users added so far. */
  snapshot(evidence: ActivityEvidence): ActivitySnapshot;
}>;

/** What a snapshot rests on. */
export type ActivityEvidence = Readonly<{
  reports: readonly ReportFacts[];
  directory: DirectoryJoin | null;
  namesSetting: ActivitySnapshot["namesSetting"];
}>;

/** The day each reported workload's column speaks for. A workload that is not here was not reported. */
export type ReportedWorkloads = Readonly<Partial<Record<KnownWorkload, Day>>>;

/**
 * Folds users into counts while they pass by. The order of users is irrelevant, and so is how they were split into
 * pieces on their way. Memory depends on the number of products, not of users.
 */
export function activityFold(
  asOf: Day,
  reported: ReportedWorkloads,
  licences: LicenceSnapshot | null,
  plans: PlansBySku = new Map(),
): ActivityFold {
  const entitlementOf = entitlements(licences, plans);
  const workloads = WORKLOADS.flatMap((workload) => {
    const day = reported[workload];
    return day === undefined ? [] : [{ workload, counter: userCounter(day) }];
  });
  const any = userCounter(asOf);
  const throughYammerAlone = Array<number>(BIN_COUNT).fill(0);
  const products = new Map<SkuId, UserCounter>();
  let [anyOnDay, flagsContradicted, blockedPaid] = [0, 0, 0];

  function add(user: UserActivity, isCountedInAny: boolean): void {
    const entitlement = entitlementOfUser(user);
    if (entitlement.isDevice) return;
    let isContradicted = false;
    let best: Standing | null = null;
    let isByFlagOnly = true;
    let isYammerAlone = true;
    let isOnDay = false;
    let anyBin = NEVER_BIN;

    for (const { workload, counter } of workloads) {
      const activity = user.workloads[workload];
      if (activity === undefined) continue;
      const right = rightOf(user, workload, activity.evidence, activity.lastActivity, entitlement);
      isContradicted ||= user.holding !== null && contradicts(activity.evidence, right?.standing ?? null);
      if (right === null) continue;
      const bin = binOf(counter.asOf, activity.lastActivity);
      counter.add(right.standing, bin, right.isByFlag);
      best = best === null ? right.standing : betterStanding(best, right.standing);
      if (right.standing === "paid" && !right.isByFlag) isByFlagOnly = false;
      if (workload !== "yammer" && bin < WINDOW_DAYS) isYammerAlone = false;
      if (bin === 0 && !ALONE.has(workload)) isOnDay = true;
      // By each workload's own day: who is active in one of them is active in any.
      anyBin = Math.min(anyBin, bin);
    }
    if (isContradicted) flagsContradicted += 1;
    if (best === "paid" && user.holding?.isBlocked === true) blockedPaid += 1;
    if (isCountedInAny && best !== null) {
      if (isOnDay) anyOnDay += 1;
      any.add(best, anyBin, best === "paid" && isByFlagOnly);
      if (best === "unlicensed" && isYammerAlone && anyBin < WINDOW_DAYS) count(throughYammerAlone, anyBin);
    }

    for (const { product, standing, workloads: given } of entitlement.products) {
      const bins = workloads.flatMap(({ workload, counter: { asOf: day } }) =>
        given.includes(workload) ? [binOf(day, user.workloads[workload]?.lastActivity ?? null)] : [],
      );
      if (bins.length === 0) continue;
      const counter = products.get(product.skuId) ?? userCounter(asOf);
      products.set(product.skuId, counter);
      counter.add(user.isDeleted ? "departed" : standing, Math.min(...bins), false);
    }
  }

  function entitlementOfUser({ holding, assignedProducts }: UserActivity): Entitlement {
    if (holding !== null) return entitlementOf.held(holding);
    return assignedProducts === null ? NOTHING_KNOWN : entitlementOf.named(assignedProducts);
  }

  return {
    add: (user) => add(user, true),
    addUnnamed: (user) => add(user, false),
    snapshot: ({ reports, directory, namesSetting }) => ({
      asOf,
      reports: [...reports],
      joined: reports.map(({ report }) => report),
      directory: directory && { ...directory, flagsContradicted, blockedPaid },
      namesSetting,
      any: any.counts(),
      anyOnDay,
      anyThroughYammerAlone: [...throughYammerAlone],
      workloads: Object.fromEntries(workloads.map(({ workload, counter }) => [workload, counter.counts()])),
      products: Object.fromEntries([...products].map(([skuId, counter]) => [skuId, counter.counts()])),
    }),
  };
}

/**
 * A user's right to a workload, or null for one who has nothing to do with it. The user's products decide through
 * seats: those that the directory tells, which settles it; else those that the report names, and where none of these
 * joins to seats, the report's own word.
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
  if (user.holding !== null) return rightHeld(user.holding, workload, wasEverActive, entitlement);
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

/** By the directory alone: it knows every licence, and who is a guest. */
function rightHeld(
  { isGuest }: Holding,
  workload: KnownWorkload,
  wasEverActive: boolean,
  { standings, vouchedFor }: Entitlement,
): { standing: Standing; isByFlag: boolean } | null {
  const throughSeats = standings[workload];
  if (throughSeats === "paid") return { standing: "paid", isByFlag: false };
  if (vouchedFor.includes(workload)) return { standing: "paid", isByFlag: true };
  if (throughSeats !== undefined) return { standing: throughSeats, isByFlag: false };
  // The Apps report lists people for using a part that needs no licence, such as the web: they have taken no seat.
  if (workload === "officeApps" || !wasEverActive) return null;
  return { standing: isGuest ? "guest" : "unlicensed", isByFlag: false };
}

/** A flag says less than a standing: it is cleared for a suspended product, and says nothing of trials. */
function contradicts(evidence: LicenceEvidence, standing: Standing | null): boolean {
  if (evidence === "licensed") return standing === null || standing === "unlicensed" || standing === "guest";
  return evidence === "unlicensed" && standing === "paid";
}

const ALONE: ReadonlySet<KnownWorkload> = new Set(Object.values(REPORTED_ALONE));

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
