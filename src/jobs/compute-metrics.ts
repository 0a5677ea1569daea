import { AdoptionError } from "../errors.ts";
import type { Customer } from "../domain/customer.ts";
import type { Day } from "../domain/day.ts";
import { customerInsight } from "../domain/insight.ts";
import { customerMetrics, type CustomerMetrics, type CustomerSnapshots } from "../domain/metrics.ts";
import { compareByName } from "../domain/portfolio.ts";
import { type PullOutcome, refused } from "../domain/pull-outcome.ts";
import type { PullItem, Run } from "../domain/run.ts";
import type { Environment } from "../environment.ts";
import { Shard } from "../storage/keys.ts";
import type { StoredSnapshots } from "../storage/snapshots.ts";
import type { ComputeMessage } from "./messages.ts";

type Parts = Pick<
  Environment,
  "config" | "runs" | "runItems" | "customers" | "snapshots" | "metrics" | "portfolios" | "queues"
>;

export type ComputeResult = Readonly<{ kind: "waiting"; pullsOpen: number } | { kind: "computed"; customers: number }>;

/**
 * Computes one shard of a run from stored snapshots, once its pulls have ended or the deadline has passed. Reads by
 * pages, writes by transactions. Safe to repeat: the same run writes the same rows.
 */
export async function computeMetrics(parts: Parts, message: ComputeMessage, now: Date): Promise<ComputeResult> {
  const { runId } = message;
  const shard = Shard.parse(message.shard);
  const run = await parts.runs.find(runId);
  if (run === null) throw new AdoptionError("run_not_found", `There is no run "${runId}" to compute`);

  const pulls = await parts.runItems.pullsInShard(runId, shard);
  const pullsOpen = pulls.filter((pull) => pull.state === "waiting").length;
  // Until the plan is done the ledger may be short of customers, and would look complete.
  if (run.plannedOn === null || (pullsOpen > 0 && now < deadlineOf(run, parts.config.pullDeadlineMinutes))) {
    await parts.queues.send("compute-metrics", { runId, shard }, parts.config.ledgerPollSeconds);
    return { kind: "waiting", pullsOpen };
  }

  const metrics = await metricsOfShard(parts, shard, run.night, pulls);
  await parts.metrics.saveAll(runId, metrics);
  const insights = metrics.map((one) => customerInsight(one, runId)).toSorted(compareByName);
  await parts.portfolios.savePart(runId, shard, insights);
  await parts.runItems.tickComputed(runId, shard);
  return { kind: "computed", customers: metrics.length };
}

async function metricsOfShard(
  { customers, snapshots }: Parts,
  shard: Shard,
  night: Day,
  pulls: readonly PullItem[],
): Promise<CustomerMetrics[]> {
  if (pulls.length === 0) return [];
  const [known, stored] = await Promise.all([customers.inShard(shard), snapshots.inShard(shard, night)]);
  const named = new Map(known.map((customer) => [customer.customerId, customer]));
  return pulls.map((pull) => {
    const customer = named.get(pull.customerId) ?? { customerId: pull.customerId, name: "", domain: null };
    return metricsOfCustomer(customer, stored.get(pull.customerId) ?? NOTHING_STORED, pull, night);
  });
}

const NOTHING_STORED: StoredSnapshots = { activity: null, licences: null, activityDays: [], outcomes: [] };

/** A customer whose pull was still open at the deadline is computed from what there is, and says so. */
function metricsOfCustomer(customer: Customer, stored: StoredSnapshots, pull: PullItem, night: Day): CustomerMetrics {
  const overdue: PullOutcome[] = pull.state === "waiting" ? [failedPull(night, "Not pulled before the deadline")] : [];
  const gaveUp: PullOutcome[] =
    pull.state === "refused" && stored.outcomes.at(-1)?.night !== night
      ? [failedPull(night, pull.detail ?? "The pull failed")]
      : [];
  const snapshots: CustomerSnapshots = {
    customer,
    ...stored,
    outcomes: [...stored.outcomes, ...overdue, ...gaveUp],
  };
  return customerMetrics(snapshots, night);
}

function failedPull(night: Day, detail: string): PullOutcome {
  const outcome = refused("failed", detail);
  return { night, activity: outcome, apps: outcome, licences: outcome, sales: outcome, refusedFiles: [] };
}

function deadlineOf(run: Run, minutes: number): Date {
  return new Date(Date.parse(run.requestedOn) + minutes * 60_000);
}
