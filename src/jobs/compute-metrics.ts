import type { Customer } from "../domain/customer.ts";
import type { Day } from "../domain/day.ts";
import { exclusionsOn, type Exclusions } from "../domain/exclusion.ts";
import { type CustomerInsight, customerInsight } from "../domain/insight.ts";
import { customerMetrics, type CustomerMetrics } from "../domain/metrics.ts";
import { compareByName } from "../domain/portfolio.ts";
import { AdoptionError } from "../errors.ts";
import { pulledNight, type PullOutcome, refused } from "../domain/pull-outcome.ts";
import { NOTHING_REPORTED } from "../domain/reported.ts";
import type { PullItem } from "../domain/run.ts";
import type { Environment } from "../environment.ts";
import type { Portion } from "../storage/keys.ts";
import type { Told } from "../storage/reported.ts";
import type { StoredSnapshots } from "../storage/snapshots.ts";
import { earlierNights } from "./earlier-nights.ts";
import type { ComputeMessage } from "./messages.ts";

type Parts = Pick<
  Environment,
  | "config"
  | "runs"
  | "runItems"
  | "customers"
  | "snapshots"
  | "reported"
  | "metrics"
  | "portfolios"
  | "portfolioCache"
  | "queues"
>;

export type ComputeResult = Readonly<
  | { kind: "waiting"; pullsOpen: number }
  | { kind: "already_computed" }
  /** `unreadable`: customers of whom something stored could not be read, and the failures for the log. */
  | { kind: "computed"; customers: number; unreadable: readonly { customerId: string; failure: unknown }[] }
>;

/**
 * Computes one portion of a run from stored snapshots, once its pulls have ended or the deadline has passed. Reads by
 * pages, writes by transactions. Safe to repeat: what a run has computed stays as it was computed first.
 */
export async function computeMetrics(
  parts: Parts,
  message: ComputeMessage,
  { now, isLastTry }: { now: Date; isLastTry: boolean },
): Promise<ComputeResult> {
  const { runId, portion, deadline } = message;
  if (await parts.runItems.isComputed(runId, portion)) return { kind: "already_computed" };

  const pulls = await parts.runItems.pullsIn(runId, portion);
  const pullsOpen = pulls.filter((pull) => pull.state === "waiting").length;
  if (pullsOpen > 0 && now.toISOString() < deadline) {
    await parts.queues.send("compute-metrics", message, parts.config.ledgerPollSeconds);
    return { kind: "waiting", pullsOpen };
  }
  try {
    return await computed(parts, message, pulls);
  } catch (error) {
    if (isLastTry) await parts.runs.update(runId, { state: "failed", failure: GAVE_UP });
    throw error;
  }
}

const GAVE_UP = "A part of the portfolio could not be computed; its message is in the queue compute-metrics-poison";

async function computed(parts: Parts, message: ComputeMessage, pulls: readonly PullItem[]): Promise<ComputeResult> {
  const { runId, night, portion } = message;
  const [runs, stored] = await Promise.all([parts.runs.all(), storedInPortion(parts, portion, night)]);
  const run = runs.find((each) => each.runId === runId);
  if (run === undefined) throw new AdoptionError("run_not_found", `There is no run "${runId}" to compute`);
  const onNight: OnNight = { night, exclusions: exclusionsOn(night, run.exclusions) };
  const { metrics, unreadable } = await metricsOfPulls(pulls, stored, onNight);
  const earlier = await earlierNights(parts, night, runs);
  const thresholds = parts.config.adviceThresholds;
  let insights: CustomerInsight[] = metrics
    .map((one) => customerInsight(one, { runId, earlier: earlier(one.customer.customerId), thresholds }))
    .toSorted(compareByName);
  // The part is the one truth of what was computed; a twin that came second takes over what the first one saved.
  if (!(await parts.portfolios.savePart(runId, portion, insights))) {
    insights = await Array.fromAsync(parts.portfolios.part(runId, portion));
  }
  await parts.metrics.saveAll(insights);
  await parts.runItems.tickComputed(runId, portion);
  return { kind: "computed", customers: insights.length, unreadable };
}

/** Everything that is kept of a portion's customers, by their pages. */
async function storedInPortion({ customers, snapshots, reported }: Parts, portion: Portion, night: Day) {
  const [known, stored, told] = await Promise.all([
    customers.inPortion(portion),
    snapshots.inPortion(portion, night),
    reported.inPortion(portion, night),
  ]);
  return { named: new Map(known.map((customer) => [customer.customerId, customer])), stored, told };
}

type Unreadable = { customerId: string; failure: unknown };

async function metricsOfPulls(
  pulls: readonly PullItem[],
  { named, stored, told }: Awaited<ReturnType<typeof storedInPortion>>,
  onNight: OnNight,
): Promise<{ metrics: CustomerMetrics[]; unreadable: Unreadable[] }> {
  const { night } = onNight;
  const unreadable: Unreadable[] = [];
  const metrics: CustomerMetrics[] = [];
  for (const pull of pulls) {
    const { customerId } = pull;
    const customer = named.get(customerId) ?? { customerId, name: "", domain: null };
    let toldOfCustomer = NOTHING_TOLD;
    try {
      toldOfCustomer = told.get(customerId)?.() ?? NOTHING_TOLD;
    } catch (failure) {
      // What stands beside the figures costs itself alone.
      unreadable.push({ customerId, failure });
    }
    try {
      const snapshotsStored = (await stored.get(customerId)?.()) ?? NOTHING_STORED;
      const all = { ...snapshotsStored, ...toldOfCustomer };
      metrics.push(metricsOfCustomer(customer, all, failureOf(pull, snapshotsStored, night), onNight));
    } catch (failure) {
      // One customer's trouble is its own: it shows as failed, and the others have their figures.
      unreadable.push({ customerId, failure });
      const nothing = { ...NOTHING_STORED, ...NOTHING_TOLD };
      metrics.push(metricsOfCustomer(customer, nothing, "Its stored snapshots cannot be read", onNight));
    }
  }
  return { metrics, unreadable };
}

const NOTHING_STORED: StoredSnapshots = {
  activity: null,
  licences: null,
  requests: null,
  activityDays: [],
  nights: [],
  newest: null,
};

const NOTHING_TOLD: Told = { reported: NOTHING_REPORTED, tickets: null };

type OnNight = Readonly<{ night: Day; exclusions: Exclusions }>;

/** `failure` takes the place of the newest outcome, where this night left none or none that can be read. */
function metricsOfCustomer(
  customer: Customer,
  stored: StoredSnapshots & Told,
  failure: string | null,
  { night, exclusions }: OnNight,
): CustomerMetrics {
  if (failure === null) return customerMetrics({ customer, ...stored }, night, exclusions);
  const newest = failedPull(night, failure);
  const nights = [...stored.nights, pulledNight(newest)];
  return customerMetrics({ customer, ...stored, newest, nights }, night, exclusions);
}

/** A pull that left no outcome of this night: still open at the deadline, or given up. Null for every other. */
function failureOf(pull: PullItem, stored: StoredSnapshots, night: Day): string | null {
  if (pull.state === "waiting") return "Not pulled before the deadline";
  if (pull.state === "refused" && stored.newest?.night !== night) return pull.detail ?? "The pull failed";
  return null;
}

function failedPull(night: Day, detail: string): PullOutcome {
  const outcome = refused("failed", detail);
  return {
    night,
    activity: outcome,
    apps: outcome,
    copilot: outcome,
    directory: outcome,
    licences: outcome,
    subscriptions: outcome,
    sales: outcome,
    requests: outcome,
    // Kept by the plan, whatever became of the pull.
    reported: null,
    booked: null,
    refusedFiles: [],
  };
}
