import { z } from "zod";
import { RunId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { runWithProgress } from "../src/jobs/run-progress.ts";

/** One run: how far it is, and which customers were refused and why. */
route("get-run", {
  method: "GET",
  path: "runs/{runId}",
  permission: "read",
  params: z.strictObject({ runId: RunId }),
  query: nothing,
  body: nothing,
  handler: async ({ params }) => ({ body: await runWithProgress(environment(), params.runId) }),
});
