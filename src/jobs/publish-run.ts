import { AdoptionError } from "../errors.ts";
import { portfolioFold } from "../domain/portfolio.ts";
import type { Environment } from "../environment.ts";
import { SHARDS } from "../storage/keys.ts";
import type { RunMessage } from "./messages.ts";

type Parts = Pick<Environment, "config" | "runs" | "runItems" | "portfolios" | "queues">;

export type PublishResult = Readonly<
  { kind: "waiting"; shardsOpen: number } | { kind: "published" | "superseded"; customers: number }
>;

/**
 * Rolls the computed shards up into one immutable portfolio and moves the one pointer: readers see the whole old run or
 * the whole new one. Safe to repeat; an older run never takes the place of a newer one.
 */
export async function publishRun(parts: Parts, { runId }: RunMessage, now: Date): Promise<PublishResult> {
  const run = await parts.runs.find(runId);
  if (run === null) throw new AdoptionError("run_not_found", `There is no run "${runId}" to publish`);

  const computed = await parts.runItems.shardsComputed(runId);
  if (computed.length < SHARDS.length) {
    await parts.queues.send("publish-run", { runId }, parts.config.ledgerPollSeconds);
    return { kind: "waiting", shardsOpen: SHARDS.length - computed.length };
  }

  const fold = portfolioFold();
  for (const shard of SHARDS) {
    for await (const insight of parts.portfolios.part(runId, shard)) fold.add(insight);
  }
  const publishedOn = run.publishedOn ?? now.toISOString();
  const portfolio = fold.published({ runId, night: run.night, publishedOn });
  await parts.portfolios.savePublished(portfolio);

  const isPublished = await parts.runs.publish({ runId, night: run.night, requestedOn: run.requestedOn });
  const state = isPublished ? "published" : "superseded";
  await parts.runs.update(runId, { state, publishedOn });
  return { kind: state, customers: portfolio.customers.length };
}
