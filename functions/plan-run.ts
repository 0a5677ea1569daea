import { app } from "@azure/functions";
import { environment } from "../src/environment.ts";
import { isLastTry } from "../src/jobs/last-try.ts";
import { RunMessage } from "../src/jobs/messages.ts";
import { planRun } from "../src/jobs/plan-run.ts";
import { parseAs } from "../src/parse.ts";

app.storageQueue("plan-run", {
  queueName: "plan-run",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const run = parseAs("invalid_request", RunMessage, message);
    const ended = await planRun(environment(), run, {
      now: new Date(),
      isLastTry: isLastTry(context.triggerMetadata),
    });
    context.log(`Plan of run ${run.runId}: ${JSON.stringify(ended)}`);
  },
});
