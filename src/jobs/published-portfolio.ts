import { AdoptionError } from "../errors.ts";
import { type CustomerAnswer, customerAnswer } from "../domain/customer-answer.ts";
import type { CustomerId, RunId } from "../domain/ids.ts";
import type { CustomerInsight } from "../domain/insight.ts";
import type { PublishedPortfolio } from "../domain/portfolio.ts";
import type { Environment } from "../environment.ts";
import type { Pointer } from "../storage/runs.ts";

type Parts = Pick<Environment, "runs" | "portfolios" | "portfolioCache">;

/** Where readers are: the published run. Throws `nothing_published` before the first run has ended. */
export async function publishedRun({ runs }: Pick<Environment, "runs">): Promise<Pointer> {
  const pointer = await runs.published();
  if (pointer === null) {
    throw new AdoptionError("nothing_published", "No run has been published yet: start one with POST /api/runs");
  }
  return pointer;
}

/** The published portfolio, read once an instance and run: it never changes. */
export async function publishedPortfolio(parts: Parts): Promise<PublishedPortfolio> {
  const { runId } = await publishedRun(parts);
  const { portfolioCache: cache } = parts;
  if (cache.newest?.insight.runId === runId) return cache.newest;
  const portfolio = await parts.portfolios.findPublished(runId);
  if (portfolio === null) throw new Error(`The published run ${runId} has no portfolio`);
  cache.newest = portfolio;
  return portfolio;
}

/** The portfolio of a run that a list was begun with, or the published one. Throws `list_expired` when it is gone. */
export async function portfolioOf(parts: Parts, runId: RunId | null): Promise<PublishedPortfolio> {
  if (runId === null) return publishedPortfolio(parts);
  const { newest } = parts.portfolioCache;
  const portfolio = newest?.insight.runId === runId ? newest : await parts.portfolios.findPublished(runId);
  if (portfolio !== null) return portfolio;
  throw new AdoptionError(
    "list_expired",
    "The list that this page belongs to is gone: begin again without a page token",
  );
}

/** One customer's insight in the published run. Throws `customer_not_found`. */
export async function publishedInsight(
  parts: Pick<Environment, "runs" | "metrics">,
  customerId: CustomerId,
): Promise<CustomerInsight> {
  const { runId, night } = await publishedRun(parts);
  const insight = await parts.metrics.find(customerId, night, runId);
  if (insight !== null) return insight;
  throw new AdoptionError("customer_not_found", `There is no customer "${customerId}" in the portfolio`);
}

/** What is answered of one customer: its insight, and what its sources had wrong for everybody. Throws `customer_not_found`. */
export async function answerOfCustomer(
  parts: Parts & Pick<Environment, "metrics">,
  customerId: CustomerId,
): Promise<CustomerAnswer> {
  const insight = await publishedInsight(parts, customerId);
  const { coverage } = (await portfolioOf(parts, insight.runId)).insight;
  return customerAnswer(insight, coverage.sourceFaults);
}
