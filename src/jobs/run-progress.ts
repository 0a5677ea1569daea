import { AdoptionError } from "../errors.ts";
import type { RunId } from "../domain/ids.ts";
import { type Run, type RunProgress, runProgress } from "../domain/run.ts";
import type { Environment } from "../environment.ts";
import { SHARDS } from "../storage/keys.ts";

/** One run and how far its ledger has come. Throws `run_not_found`. */
export async function runWithProgress(
  { runs, runItems }: Pick<Environment, "runs" | "runItems">,
  runId: RunId,
): Promise<Run & { progress: RunProgress }> {
  const run = await runs.find(runId);
  if (run === null) throw new AdoptionError("run_not_found", `There is no run "${runId}"`);
  const [pulls, computed] = await Promise.all([runItems.pulls(runId), runItems.shardsComputed(runId)]);
  return { ...run, progress: runProgress(pulls, computed.length, SHARDS.length) };
}
