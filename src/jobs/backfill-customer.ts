import type { DailyActivity } from "../domain/daily-activity.ts";
import { addDays, type Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import type { Environment } from "../environment.ts";
import { SourceRefusal, SourceThrottled } from "../sources/source-refusal.ts";
import type { BackfillMessage } from "./messages.ts";

type Parts = Pick<Environment, "config" | "backfills" | "graph" | "queues">;

export type BackfillResult = Readonly<{
  kind: "done" | "goes_on" | "throttled" | "refused" | "not_configured";
  daysKept: number;
}>;

/**
 * Of Microsoft's 14 calls of one report in 10 minutes, one is the night's own, and one is left to whoever runs a night
 * by hand. https://learn.microsoft.com/graph/throttling-limits
 */
const DAYS_A_BATCH = 12;

/** A source that has put a batch off so often is not going to answer. */
const THROTTLED_TIMES_MAX = 20;

/** On a customer's first night: asks for the days before it, once. Its own call has begun the ten minutes. */
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
 * for the next batch after a pause. A day that it passes over is a gap; a refusal of the whole ends it. Safe to repeat.
 */
export async function backfillCustomer(parts: Parts, message: BackfillMessage): Promise<BackfillResult> {
  const { customerId, night, next, throttledTimes } = message;
  const { graph, backfills, config, queues } = parts;
  if (graph === null) return { kind: "not_configured", daysKept: 0 };
  const days: DailyActivity[] = [];
  const last = Math.min(next + DAYS_A_BATCH - 1, config.backfillDays);
  let daysAgo = next;
  try {
    for (; daysAgo <= last; daysAgo += 1) {
      const daily = await graph.activeOnDay(customerId, addDays(night, -daysAgo)).catch(nothingOfThatDay);
      if (daily !== null) days.push(daily);
    }
  } catch (error) {
    if (error instanceof SourceThrottled && throttledTimes < THROTTLED_TIMES_MAX) {
      await backfills.keep(customerId, days);
      const again = { ...message, next: daysAgo, throttledTimes: throttledTimes + 1 };
      await queues.send("backfill-customer", again, error.retryAfterSeconds);
      return { kind: "throttled", daysKept: days.length };
    }
    if (!(error instanceof SourceRefusal) && !(error instanceof SourceThrottled)) throw error;
    await backfills.keep(customerId, days);
    return { kind: "refused", daysKept: days.length };
  }
  await backfills.keep(customerId, days);
  if (last === config.backfillDays) return { kind: "done", daysKept: days.length };
  await queues.send("backfill-customer", { ...message, next: last + 1 }, config.backfillPauseSeconds);
  return { kind: "goes_on", daysKept: days.length };
}

/** A day that the source passes over, or no longer has, is a gap; the others may be there. */
function nothingOfThatDay(error: unknown): null {
  if (error instanceof SourceRefusal && error.reason === "source_not_ready") return null;
  throw error;
}
