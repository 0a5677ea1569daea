import { addDays, type Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import type { RefusalReason } from "../domain/pull-outcome.ts";
import type { Environment } from "../environment.ts";
import { SourceRefusal, SourceThrottled } from "../sources/source-refusal.ts";
import type { BackfillMessage } from "./messages.ts";

type Parts = Pick<Environment, "config" | "backfills" | "graph" | "queues">;

export type BackfillResult = Readonly<{
  kind: "done" | "goes_on" | "throttled" | "refused" | "not_configured";
  daysKept: number;
}>;

/**
 * Of Microsoft's 14 calls of one report in 10 minutes, so many that the night's own, which may have to read a report
 * again, and a night run by hand have room beside them. https://learn.microsoft.com/graph/throttling-limits
 */
const DAYS_A_BATCH = 9;

/** A source that has put a batch off so often is not going to answer. */
const THROTTLED_TIMES_MAX = 20;

/**
 * On the first night that a customer's activity is there: asks for the days before it, once. Its own call has begun the
 * ten minutes.
 */
export async function askForBackfill(
  { config, backfills, graph, queues }: Parts,
  customerId: CustomerId,
  night: Day,
): Promise<void> {
  if (graph === null || config.backfillDays === 0 || (await backfills.find(customerId)) !== null) return;
  await queues.send("backfill-customer", { customerId, night, next: 1, throttledTimes: 0 });
  await backfills.open(customerId, night);
}

/**
 * Asks for one batch of days before a customer's first night, newest first, keeps what the source still has, and asks
 * for the next batch after a pause. A day that it has nothing usable of is a gap; a refusal of access ends it, and so do
 * two days in a row that could not be reached. Safe to repeat.
 */
export async function backfillCustomer(parts: Parts, message: BackfillMessage): Promise<BackfillResult> {
  const { customerId, night, next, throttledTimes } = message;
  const { graph, backfills, config, queues } = parts;
  if (graph === null) return { kind: "not_configured", daysKept: 0 };
  let daysKept = 0;
  const last = Math.min(next + DAYS_A_BATCH - 1, config.backfillDays);
  let daysAgo = next;
  let hasFailed = false;
  try {
    for (; daysAgo <= last; daysAgo += 1) {
      const answer = await graph.activeOnDay(customerId, addDays(night, -daysAgo)).catch(refusalOfTheDay);
      const isFailure = answer instanceof SourceRefusal && answer.reason === "failed";
      if (isFailure && hasFailed) throw answer;
      hasFailed = isFailure;
      if (answer instanceof SourceRefusal) continue;
      // At once: a batch that is cut off in the middle has brought the days before it.
      await backfills.keep(customerId, [answer]);
      daysKept += 1;
    }
  } catch (error) {
    if (error instanceof SourceThrottled && throttledTimes < THROTTLED_TIMES_MAX) {
      const again = { ...message, next: daysAgo, throttledTimes: throttledTimes + 1 };
      await queues.send("backfill-customer", again, error.retryAfterSeconds);
      return { kind: "throttled", daysKept };
    }
    if (!(error instanceof SourceRefusal) && !(error instanceof SourceThrottled)) throw error;
    return { kind: "refused", daysKept };
  }
  if (last === config.backfillDays) return { kind: "done", daysKept };
  await queues.send("backfill-customer", { ...message, next: last + 1 }, config.backfillPauseSeconds);
  return { kind: "goes_on", daysKept };
}

const OF_THE_DAY: ReadonlySet<RefusalReason> = new Set(["source_not_ready", "unreadable", "failed"]);

/** A day that the source passes over, garbles, or fails to give is a gap; the others may be there. */
function refusalOfTheDay(error: unknown): SourceRefusal {
  if (error instanceof SourceRefusal && OF_THE_DAY.has(error.reason)) return error;
  throw error;
}
