import { randomBytes } from "node:crypto";
import { z } from "zod";
import { dayOf } from "../src/domain/day.ts";
import { RunId } from "../src/domain/ids.ts";
import { RunKind } from "../src/domain/run.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { startRun } from "../src/jobs/start-run.ts";

/** Starts a run by hand: a pull of everything, or a recalculation from what is stored. */
route("start-run", {
  method: "POST",
  path: "runs",
  permission: "recalculate",
  params: nothing,
  query: nothing,
  body: z.strictObject({ kind: RunKind.default("pull") }),
  handler: async ({ body }) => {
    const now = new Date();
    const [day, time] = now.toISOString().replaceAll(/[-:]/g, "").split(/[T.]/);
    const run = await startRun(environment(), {
      runId: RunId.parse(`${day}-${time}-${randomBytes(2).toString("hex")}`),
      kind: body.kind,
      night: dayOf(now),
      requestedOn: now.toISOString(),
    });
    const location = `${environment().config.publicBaseUrl}/api/runs/${run.runId}`;
    return { status: 202, body: run, headers: { "operation-location": location, "retry-after": "2" } };
  },
});
