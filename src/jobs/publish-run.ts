import { AdoptionError } from "../errors.ts";
import { exclusionsOn } from "../domain/exclusion.ts";
import { portfolioFold } from "../domain/portfolio.ts";
import type { Run } from "../domain/run.ts";
import type { Environment } from "../environment.ts";
import { type Portion, portionsFor } from "../storage/keys.ts";
import type { RunMessage } from "./messages.ts";

type Parts = Pick<Environment, "config" | "runs" | "runItems" | "portfolios" | "queues">;

export type PublishResult = Readonly<
  { kind: "waiting" | "already_ended" | "failed" } | { kind: "published" | "superseded"; customers: number }
>;

/** Computing takes minutes at any size: after so long beyond the deadline of the pulls something is broken. */
const COMPUTING_MINUTES_MAX = 60;

/**
 * Rolls the computed portions up into one immutable portfolio and moves the one pointer: readers see the whole old run
 * or the whole new one. Safe to repeat; an older run never takes the place of a newer one.
 */
export async function publishRun(parts: Parts, { runId }: RunMessage, now: Date): Promise<PublishResult> {
  const run = await parts.runs.find(runId);
  if (run === null) throw new AdoptionError("run_not_found", `There is no run "${runId}" to publish`);
  if (run.state !== "planning" && run.state !== "pulling") return { kind: "already_ended" };

  const portions = await computedPortions(parts, run);
  if (portions === null) return waitOrGiveUp(parts, run, now);

  const fold = portfolioFold();
  for (const portion of portions) {
    for await (const insight of parts.portfolios.part(runId, portion)) fold.add(insight);
  }
  const publishedOn = now.toISOString();
  const portfolio = fold.published({
    runId,
    night: run.night,
    publishedOn,
    exclusions: exclusionsOn(run.night, run.exclusions),
  });
  await parts.portfolios.savePublished(portfolio);

  const isPublished = await parts.runs.publish({ runId, night: run.night, dataOf: run.dataOf });
  const state = isPublished ? "published" : "superseded";
  await parts.runs.update(runId, { state, ...(isPublished ? { publishedOn } : {}) });
  return { kind: state, customers: portfolio.customers.length };
}

/** All portions of the run once every one of them is computed; null until then, and until the run is planned. */
async function computedPortions({ runItems }: Parts, run: Run): Promise<Portion[] | null> {
  if (run.customers === null) return null;
  const computed = new Set(await runItems.portionsComputed(run.runId));
  const portions = portionsFor(run.customers);
  return portions.every((portion) => computed.has(portion)) ? portions : null;
}

async function waitOrGiveUp({ config, queues, runs }: Parts, run: Run, now: Date): Promise<PublishResult> {
  const minutes = config.pullDeadlineMinutes + COMPUTING_MINUTES_MAX;
  const end = Date.parse(run.plannedOn ?? run.requestedOn) + minutes * 60_000;
  if (now.getTime() < end) {
    await queues.send("publish-run", { runId: run.runId }, config.ledgerPollSeconds);
    return { kind: "waiting" };
  }
  await runs.update(run.runId, {
    state: "failed",
    failure: `Not all of the portfolio was computed within ${minutes} min`,
  });
  return { kind: "failed" };
}
