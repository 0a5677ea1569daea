import { AdoptionError } from "../errors.ts";
import type { Day } from "../domain/day.ts";
import type { RunId } from "../domain/ids.ts";
import type { Run, RunKind } from "../domain/run.ts";
import type { Environment } from "../environment.ts";

export type RunRequest = Readonly<{ runId: RunId; kind: RunKind; night: Day; requestedOn: string }>;

/**
 * Opens a run in the ledger and asks for its plan. Asking for a run that is known already changes nothing, so a timer
 * that fires twice starts one run; and a plan that never came is asked for again. While a pull of the same night is
 * under way, that one is the answer: every customer would be asked twice for the same data. A recalculation is of the published
 * run's night and data, so it never takes the place of a pull that is still running. Throws `nothing_published`.
 */
export async function startRun(
  { runs, queues }: Pick<Environment, "runs" | "queues">,
  { runId, kind, night, requestedOn }: RunRequest,
): Promise<Run> {
  const published = kind === "recalculate" ? await runs.published() : null;
  if (kind === "recalculate" && published === null) {
    throw new AdoptionError("nothing_published", "There is nothing to recalculate yet: start a run that pulls first");
  }
  const underWay = kind === "pull" ? await pullUnderWay({ runs }, night) : null;
  if (underWay !== null && underWay.runId !== runId) return underWay;

  const run: Run = {
    runId,
    kind,
    night: published?.night ?? night,
    state: "planning",
    requestedOn,
    dataOf: published?.dataOf ?? requestedOn,
    plannedOn: null,
    publishedOn: null,
    customers: null,
    failure: null,
    analyticsRefusal: null,
    refusedFiles: [],
    exclusions: [],
  };
  const isNew = await runs.create(run);
  const known = isNew ? run : ((await runs.find(runId)) ?? run);
  if (known.state === "planning") await queues.send("plan-run", { runId, throttledTimes: 0 });
  return known;
}

async function pullUnderWay({ runs }: Pick<Environment, "runs">, night: Day): Promise<Run | null> {
  const all = await runs.all();
  return (
    all.find((run) => run.kind === "pull" && run.night === night && ["planning", "pulling"].includes(run.state)) ?? null
  );
}
