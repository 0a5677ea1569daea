import { app } from "@azure/functions";
import { dayOf } from "../src/domain/day.ts";
import { RunId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { startRun } from "../src/jobs/start-run.ts";

/** One run a night, named by its day: a timer that fires twice, or late, asks for the same run. */
app.timer("nightly-run", {
  schedule: "%NIGHTLY_SCHEDULE%",
  handler: async (_timer, context) => {
    const now = new Date();
    const night = dayOf(now);
    const runId = RunId.parse(`${night.replaceAll("-", "")}-nightly`);
    const run = await startRun(environment(), { runId, kind: "pull", night, requestedOn: now.toISOString() });
    context.log(`Run ${run.runId} is ${run.state}`);
  },
});
