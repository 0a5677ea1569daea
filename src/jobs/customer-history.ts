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
 * A customer's history between two nights, both included; up to the published night and thirteen months back where they
 * are not given. Throws `customer_not_found` where no run knew the customer in that time.
 */
export async function historyOfCustomer(
  parts: Pick<Environment, "runs" | "metrics" | "backfills">,
  customerId: CustomerId,
  { from, to }: Readonly<{ from: Day | null; to: Day | null }>,
): Promise<CustomerHistory> {
  const { night } = await publishedRun(parts);
  const last = to ?? night;
  const first = from ?? addDays(last, 1 - DAYS_DEFAULT);
  if (last < first || addDays(first, DAYS_MAX) < last) {
    throw new AdoptionError("invalid_request", `"from" must come before "to", by ${DAYS_MAX} days at most`, {
      fields: [{ pointer: "/from", message: `must come before "to", by ${DAYS_MAX} days at most` }],
    });
  }
  const [insights, runs, backfill] = await Promise.all([
    parts.metrics.between(customerId, first, last),
    parts.runs.all(),
    parts.backfills.find(customerId),
  ]);
  if (insights.length === 0) {
    throw new AdoptionError("customer_not_found", `There is no customer "${customerId}" from ${first} to ${last}`);
  }
  const published = runs.flatMap(({ runId, publishedOn }) =>
    publishedOn === null ? [] : [[runId, publishedOn] as const],
  );
  return customerHistory(customerId, { first, last }, insights, new Map(published), backfill?.days ?? []);
}
