import { AdoptionError } from "../errors.ts";
import type { RunId } from "../domain/ids.ts";
import { type Run, type RunProgress, runProgress } from "../domain/run.ts";
import type { Environment } from "../environment.ts";
import { portionsFor } from "../storage/keys.ts";

/** One run and how far its ledger has come. Throws `run_not_found`. */
export async function runWithProgress(
  { runs, runItems }: Pick<Environment, "runs" | "runItems">,
  runId: RunId,
): Promise<Run & { progress: RunProgress }> {
  const run = await runs.find(runId);
  if (run === null) throw new AdoptionError("run_not_found", `There is no run "${runId}"`);
  const [pulls, computed] = await Promise.all([runItems.pulls(runId), runItems.portionsComputed(runId)]);
  const portions = run.customers === null ? [] : portionsFor(run.customers);
  const done = portions.filter((portion) => computed.includes(portion));
  return { ...run, progress: runProgress(pulls, done.length, portions.length) };
}
