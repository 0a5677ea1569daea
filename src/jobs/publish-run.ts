import { AdoptionError } from "../errors.ts";
import { portfolioFold } from "../domain/portfolio.ts";
import type { Environment } from "../environment.ts";
import { portionsFor } from "../storage/keys.ts";
import type { RunMessage } from "./messages.ts";

type Parts = Pick<Environment, "config" | "runs" | "runItems" | "portfolios" | "queues">;

export type PublishResult = Readonly<{ kind: "waiting" } | { kind: "published" | "superseded"; customers: number }>;

/**
 * Rolls the computed portions up into one immutable portfolio and moves the one pointer: readers see the whole old run or
 * the whole new one. Safe to repeat; an older run never takes the place of a newer one.
 */
export async function publishRun(parts: Parts, { runId }: RunMessage, now: Date): Promise<PublishResult> {
  const run = await parts.runs.find(runId);
  if (run === null) throw new AdoptionError("run_not_found", `There is no run "${runId}" to publish`);

  const computed = await parts.runItems.portionsComputed(runId);
  const portions = run.customers === null ? null : portionsFor(run.customers);
  if (portions === null || !portions.every((portion) => computed.includes(portion))) {
    await parts.queues.send("publish-run", { runId }, parts.config.ledgerPollSeconds);
    return { kind: "waiting" };
  }

  const fold = portfolioFold();
  for (const portion of portions) {
    for await (const insight of parts.portfolios.part(runId, portion)) fold.add(insight);
  }
  const publishedOn = run.publishedOn ?? now.toISOString();
  const portfolio = fold.published({ runId, night: run.night, publishedOn });
  await parts.portfolios.savePublished(portfolio);

  const isPublished = await parts.runs.publish({ runId, night: run.night, requestedOn: run.requestedOn });
  const state = isPublished ? "published" : "superseded";
  await parts.runs.update(runId, { state, publishedOn });
  return { kind: state, customers: portfolio.customers.length };
}
