import type { Day } from "../domain/day.ts";
import type { RunId } from "../domain/ids.ts";
import type { Run, RunKind } from "../domain/run.ts";
import type { Environment } from "../environment.ts";

export type RunRequest = Readonly<{ runId: RunId; kind: RunKind; night: Day; requestedOn: string }>;

/**
 * Opens a run in the ledger and asks for its plan. Asking for a run that is known already changes nothing, so a timer
 * that fires twice starts one run; and a plan that never came is asked for again.
 */
export async function startRun(
  { runs, queues }: Pick<Environment, "runs" | "queues">,
  { runId, kind, night, requestedOn }: RunRequest,
): Promise<Run> {
  const run: Run = {
    runId,
    kind,
    night,
    state: "planning",
    requestedOn,
    plannedOn: null,
    publishedOn: null,
    customers: null,
    failure: null,
  };
  const isNew = await runs.create(run);
  const known = isNew ? run : ((await runs.find(runId)) ?? run);
  if (known.state === "planning") await queues.send("plan-run", { runId });
  return known;
}
