import { CHANGE_DAYS, type EarlierNight } from "../domain/change.ts";
import { addDays, type Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import { comparableOf } from "../domain/insight.ts";
import type { PublishedPortfolio } from "../domain/portfolio.ts";
import type { Run } from "../domain/run.ts";
import type { Environment } from "../environment.ts";

type Parts = Pick<Environment, "portfolios" | "portfolioCache">;

/**
 * Every customer on the night 28 days before, by the portfolio that was published of it: one blob for all of them. Null
 * where no such night was published, and where its portfolio has been purged or has an older shape.
 */
export async function earlierNights(
  parts: Parts,
  night: Day,
  runs: readonly Run[],
): Promise<(customerId: CustomerId) => EarlierNight | null> {
  const run = publishedOf(addDays(night, -CHANGE_DAYS), runs);
  const portfolio = run === null ? null : await portfolioOfRun(parts, run);
  if (portfolio === null) return () => null;
  const { definition, runId } = portfolio.insight;
  const rows = new Map(portfolio.customers.map((row) => [row.customerId, row]));
  return (customerId) => {
    const row = rows.get(customerId);
    return { night: portfolio.insight.night, runId, figures: row === undefined ? null : comparableOf(row, definition) };
  };
}

/** Of a night with several published runs, the one published last. */
export function publishedOf(night: Day, runs: readonly Run[]): Run | null {
  const published = runs.filter((run) => run.night === night && run.publishedOn !== null);
  return published.toSorted((one, other) => ((one.publishedOn ?? "") < (other.publishedOn ?? "") ? 1 : -1))[0] ?? null;
}

/** Read once an instance: all portions of a run ask for the same one. */
async function portfolioOfRun(
  { portfolios, portfolioCache }: Parts,
  { runId }: Run,
): Promise<PublishedPortfolio | null> {
  if (portfolioCache.earlier?.insight.runId !== runId) portfolioCache.earlier = await portfolios.findEarlier(runId);
  return portfolioCache.earlier;
}
