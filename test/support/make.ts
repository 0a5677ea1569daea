import type { ActivitySnapshot, DirectoryFacts, ReportFacts, UserCounts } from "../../src/domain/activity.ts";
import { DEFAULT_THRESHOLDS } from "../../src/domain/advice.ts";
import type { EarlierNight } from "../../src/domain/change.ts";
import type { Customer } from "../../src/domain/customer.ts";
import { addDays, Day } from "../../src/domain/day.ts";
import { type Exclusions, NOTHING_EXCLUDED } from "../../src/domain/exclusion.ts";
import { CustomerId, RunId, SkuId } from "../../src/domain/ids.ts";
import { comparableOf, type CustomerInsight, customerInsight, type Telling } from "../../src/domain/insight.ts";
import type { LicenceSnapshot, LicensedProduct } from "../../src/domain/licences.ts";
import { customerMetrics } from "../../src/domain/metrics.ts";
import type { CustomerSnapshots } from "../../src/domain/customer-snapshots.ts";
import type { ActivityDay } from "../../src/domain/night-coverage.ts";
import { portfolioFold, type Publication, type PublishedPortfolio } from "../../src/domain/portfolio.ts";
import { pulledNight, type PullOutcome } from "../../src/domain/pull-outcome.ts";
import { BIN_COUNT, NEVER_BIN } from "../../src/domain/recency.ts";
import { NOTHING_REPORTED } from "../../src/domain/reported.ts";
import type { Standing } from "../../src/domain/standing.ts";
import { daysOf, windowEnding } from "../../src/domain/window.ts";

/** The night every builder stands in, and the day its reports speak for. */
export const NIGHT = Day.parse("2026-11-22");
export const AS_OF = Day.parse("2026-11-20");
export const RUN_ID = RunId.parse("20261122-nightly");
export const PUBLISHED_ON = "2026-11-22T02:31:07.000Z";

/** An id that is a valid GUID and tells its number at a glance. */
export function customerId(number: number): CustomerId {
  return CustomerId.parse(`c0000000-0000-4000-8000-${String(number).padStart(12, "0")}`);
}

export function skuId(number: number): SkuId {
  return SkuId.parse(`50000000-0000-4000-8000-${String(number).padStart(12, "0")}`);
}

export function customer(overrides: Partial<Customer> = {}): Customer {
  return { customerId: customerId(1), name: "Contoso", domain: "contoso.onmicrosoft.com", ...overrides };
}

/** A product with 20 paid seats, 15 of them ours, of which 18 are assigned. */
export function product(overrides: Partial<LicensedProduct> = {}): LicensedProduct {
  return {
    skuId: skuId(1),
    name: "Microsoft 365 Business Premium",
    partNumber: "SPB",
    appliesTo: "user",
    seats: { active: 20, grace: 0, suspended: 0, trial: 0 },
    own: { active: 15, grace: 0, suspended: 0, trial: 0 },
    trialLapsed: 0,
    assigned: 18,
    workloads: ["exchange", "sharepoint", "teams", "yammer", "officeApps"],
    renewsOn: Day.parse("2027-03-01"),
    ...overrides,
  };
}

export function licences(overrides: Partial<LicenceSnapshot> = {}): LicenceSnapshot {
  return { asOf: addDays(AS_OF, 1), products: [product()], ownSeatsUnmatched: 0, ...overrides };
}

/** Users by bin: `{ 0: 5, 3: 2 }` is five active on the as-of day and two three days before it. */
export function histogram(users: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: BIN_COUNT }, (_, bin) => users[bin] ?? 0);
}

/** Users of each standing: so many active on the as-of day, so many never. */
export function userCounts(
  users: Readonly<Partial<Record<Standing, Readonly<{ active?: number; never?: number }>>>>,
  overrides: Partial<Omit<UserCounts, "users">> = {},
): UserCounts {
  return {
    asOf: AS_OF,
    users: Object.fromEntries(
      Object.entries(users).map(([standing, { active = 0, never = 0 }]) => [
        standing,
        histogram({ 0: active, [NEVER_BIN]: never }),
      ]),
    ),
    paidByFlag: 0,
    ...overrides,
  };
}

export function report(overrides: Partial<ReportFacts> = {}): ReportFacts {
  return {
    report: "activeUsers",
    refreshedOn: AS_OF,
    rows: 18,
    rowsUnreadable: 0,
    naming: "concealed",
    ...overrides,
  };
}

/** 20 users in the directory, of whom the report lists 18, and the two agree. */
export function directory(overrides: Partial<DirectoryFacts> = {}): DirectoryFacts {
  return {
    users: 20,
    joined: 18,
    unlisted: 0,
    deletedContradicted: 0,
    flagsContradicted: 0,
    blockedPaid: 0,
    ...overrides,
  };
}

/** 18 paid users, of whom 14 are active in Teams and 16 in anything at all. */
export function activity(overrides: Partial<ActivitySnapshot> = {}): ActivitySnapshot {
  return {
    asOf: AS_OF,
    reports: [report()],
    joined: ["activeUsers"],
    directory: null,
    namesSetting: null,
    any: userCounts({ paid: { active: 16, never: 2 } }),
    anyOnDay: 16,
    anyThroughYammerAlone: histogram({}),
    workloads: { teams: userCounts({ paid: { active: 14, never: 4 } }) },
    products: { [skuId(1)]: userCounts({ paid: { active: 16, never: 2 } }) },
    ...overrides,
  };
}

/** A pull that brought everything. */
export function outcome(overrides: Partial<PullOutcome> = {}): PullOutcome {
  return {
    night: NIGHT,
    activity: { kind: "kept", asOf: AS_OF },
    apps: { kind: "kept", asOf: AS_OF },
    copilot: { kind: "kept", asOf: AS_OF },
    directory: { kind: "kept", asOf: AS_OF },
    licences: { kind: "kept", asOf: addDays(AS_OF, 1) },
    subscriptions: { kind: "kept", asOf: addDays(AS_OF, 1) },
    sales: { kind: "kept", asOf: addDays(AS_OF, 1) },
    reported: { kind: "kept", asOf: AS_OF },
    requests: { kind: "kept", asOf: AS_OF },
    booked: null,
    refusedFiles: [],
    ...overrides,
  };
}

/** Every day of the window, its report naming users as `report()` does, but for those that are left out by number. */
export function activityDays(leftOut: readonly number[] = []): ActivityDay[] {
  return daysOf(windowEnding(AS_OF))
    .filter((_, index) => !leftOut.includes(index))
    .map((day) => ({ day, naming: "concealed" }));
}

/** What a customer's snapshots are made of, the nights and the newest of them told by whole outcomes, oldest first. */
export type SnapshotsMade = Omit<CustomerSnapshots, "nights" | "newest"> &
  Readonly<{ outcomes: readonly PullOutcome[] }>;

export function snapshots({ outcomes = [outcome()], ...overrides }: Partial<SnapshotsMade> = {}): CustomerSnapshots {
  return {
    customer: customer(),
    activity: activity(),
    licences: licences(),
    reported: NOTHING_REPORTED,
    requests: null,
    tickets: null,
    activityDays: activityDays(),
    nights: outcomes.map(pulledNight),
    newest: outcomes.at(-1) ?? null,
    ...overrides,
  };
}

/** The insight that the domain itself makes of these snapshots: no test invents a figure. */
export function insight(
  overrides: Partial<SnapshotsMade> = {},
  night: Day = NIGHT,
  { exclusions = NOTHING_EXCLUDED, ...told }: Partial<Telling & Readonly<{ exclusions: Exclusions }>> = {},
): CustomerInsight {
  return customerInsight(customerMetrics(snapshots(overrides), night, exclusions), telling(told));
}

/** That insight as one of the night 28 days before. */
export function earlierNight(before: CustomerInsight): EarlierNight {
  const figures = { ...comparableOf(before, before.definition), usageAsOf: null, deploymentAsOf: null };
  return { night: addDays(NIGHT, -28), runId: RUN_ID, figures };
}

/** Told of the builders' run, with nothing known of the night 28 days before. */
export function telling(overrides: Partial<Telling> = {}): Telling {
  return { runId: RUN_ID, earlier: null, thresholds: DEFAULT_THRESHOLDS, ...overrides };
}

export function portfolio(
  insights: readonly CustomerInsight[],
  overrides: Partial<Publication> = {},
): PublishedPortfolio {
  const fold = portfolioFold();
  for (const each of insights) fold.add(each);
  return fold.published({
    runId: RUN_ID,
    night: NIGHT,
    publishedOn: PUBLISHED_ON,
    exclusions: NOTHING_EXCLUDED,
    ...overrides,
  });
}
