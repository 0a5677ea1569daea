import { app } from "@azure/functions";
import { environment } from "../src/environment.ts";
import { RunMessage } from "../src/jobs/messages.ts";
import { planRun } from "../src/jobs/plan-run.ts";
import { parseAs } from "../src/parse.ts";

app.storageQueue("plan-run", {
  queueName: "plan-run",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const run = parseAs("invalid_request", RunMessage, message);
    context.log(`Plan of run ${run.runId}: ${JSON.stringify(await planRun(environment(), run, new Date()))}`);
  },
});
