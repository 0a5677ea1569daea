import type { Customer } from "../domain/customer.ts";
import type { Day } from "../domain/day.ts";
import { customerInsight } from "../domain/insight.ts";
import { customerMetrics, type CustomerMetrics } from "../domain/metrics.ts";
import { compareByName } from "../domain/portfolio.ts";
import { pulledNight, type PullOutcome, refused } from "../domain/pull-outcome.ts";
import type { PullItem } from "../domain/run.ts";
import type { Environment } from "../environment.ts";
import type { Portion } from "../storage/keys.ts";
import type { StoredSnapshots } from "../storage/snapshots.ts";
import type { ComputeMessage } from "./messages.ts";

type Parts = Pick<Environment, "config" | "runItems" | "customers" | "snapshots" | "metrics" | "portfolios" | "queues">;

export type ComputeResult = Readonly<{ kind: "waiting"; pullsOpen: number } | { kind: "computed"; customers: number }>;

/**
 * Computes one portion of a run from stored snapshots, once its pulls have ended or the deadline has passed. Reads by
 * pages, writes by transactions. Safe to repeat: the same run writes the same rows.
 */
export async function computeMetrics(parts: Parts, message: ComputeMessage, now: Date): Promise<ComputeResult> {
  const { runId, night, portion } = message;
  const pulls = await parts.runItems.pullsIn(runId, portion);
  const pullsOpen = pulls.filter((pull) => pull.state === "waiting").length;
  if (pullsOpen > 0 && now < deadlineOf(message, parts.config.pullDeadlineMinutes)) {
    await parts.queues.send("compute-metrics", message, parts.config.ledgerPollSeconds);
    return { kind: "waiting", pullsOpen };
  }

  const metrics = await metricsOfPortion(parts, portion, night, pulls);
  const insights = metrics.map((one) => customerInsight(one, runId)).toSorted(compareByName);
  await Promise.all([parts.metrics.saveAll(runId, metrics), parts.portfolios.savePart(runId, portion, insights)]);
  await parts.runItems.tickComputed(runId, portion);
  return { kind: "computed", customers: metrics.length };
}

async function metricsOfPortion(
  { customers, snapshots }: Parts,
  portion: Portion,
  night: Day,
  pulls: readonly PullItem[],
): Promise<CustomerMetrics[]> {
  if (pulls.length === 0) return [];
  const [known, stored] = await Promise.all([customers.inPortion(portion), snapshots.inPortion(portion, night)]);
  const named = new Map(known.map((customer) => [customer.customerId, customer]));
  return pulls.map((pull) => {
    const customer = named.get(pull.customerId) ?? { customerId: pull.customerId, name: "", domain: null };
    return metricsOfCustomer(customer, stored.get(pull.customerId) ?? NOTHING_STORED, pull, night);
  });
}

const NOTHING_STORED: StoredSnapshots = {
  activity: null,
  licences: null,
  activityDays: [],
  nights: [],
  newest: null,
};

function metricsOfCustomer(customer: Customer, stored: StoredSnapshots, pull: PullItem, night: Day): CustomerMetrics {
  const failure = failureOf(pull, stored, night);
  if (failure === null) return customerMetrics({ customer, ...stored }, night);
  const newest = failedPull(night, failure);
  return customerMetrics({ customer, ...stored, newest, nights: [...stored.nights, pulledNight(newest)] }, night);
}

/** A pull that left no outcome of this night: still open at the deadline, or given up. Null for every other. */
function failureOf(pull: PullItem, stored: StoredSnapshots, night: Day): string | null {
  if (pull.state === "waiting") return "Not pulled before the deadline";
  if (pull.state === "refused" && stored.newest?.night !== night) return pull.detail ?? "The pull failed";
  return null;
}

function failedPull(night: Day, detail: string): PullOutcome {
  const outcome = refused("failed", detail);
  return { night, activity: outcome, apps: outcome, licences: outcome, sales: outcome, refusedFiles: [] };
}

function deadlineOf({ requestedOn }: ComputeMessage, minutes: number): Date {
  return new Date(Date.parse(requestedOn) + minutes * 60_000);
}
