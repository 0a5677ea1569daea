import { AdoptionError } from "../errors.ts";
import { addDays, type Day } from "../domain/day.ts";
import { type CustomerHistory, customerHistory } from "../domain/history.ts";
import type { CustomerId } from "../domain/ids.ts";
import type { Environment } from "../environment.ts";
import { publishedRun } from "./published-portfolio.ts";

/** Thirteen months: the same month of the year before is in it. */
const DAYS_DEFAULT = 396;

/** Three years: as much as one answer holds. */
const DAYS_MAX = 1_096;

/**
 * A customer's history between two nights, both included; thirteen months back where `from` is not given, and up to the
 * published night at most: after it there is nothing to be missing. Throws `customer_not_found` where neither a night nor
 * a backfill knows the customer, and `invalid_request` where the nights are none or too many.
 */
export async function historyOfCustomer(
  parts: Pick<Environment, "runs" | "metrics" | "backfills">,
  customerId: CustomerId,
  { from, to }: Readonly<{ from: Day | null; to: Day | null }>,
): Promise<CustomerHistory> {
  const { night } = await publishedRun(parts);
  const last = to === null || night < to ? night : to;
  const first = from ?? addDays(last, 1 - DAYS_DEFAULT);
  if (last < first || addDays(first, DAYS_MAX) < last) {
    const message = `must not be after "to" or the published night ${night}, and at most ${DAYS_MAX} days before them`;
    throw new AdoptionError("invalid_request", `"from" ${message}`, { fields: [{ pointer: "/from", message }] });
  }
  const [insights, firstNight, runs, backfill] = await Promise.all([
    parts.metrics.between(customerId, first, last),
    parts.metrics.firstNight(customerId),
    parts.runs.all(),
    parts.backfills.find(customerId),
  ]);
  if (firstNight === null && backfill === null) {
    throw new AdoptionError("customer_not_found", `No night and no backfill knows a customer "${customerId}"`);
  }
  const published = runs.flatMap(({ runId, publishedOn }) =>
    publishedOn === null ? [] : [[runId, publishedOn] as const],
  );
  return customerHistory(
    customerId,
    { first, last },
    { insights, publishedOn: new Map(published), firstNight, backfilled: backfill?.days ?? [] },
  );
}
