import { app } from "@azure/functions";
import { environment } from "../src/environment.ts";
import { RunMessage } from "../src/jobs/messages.ts";
import { publishRun } from "../src/jobs/publish-run.ts";
import { parseAs } from "../src/parse.ts";

app.storageQueue("publish-run", {
  queueName: "publish-run",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const run = parseAs("invalid_request", RunMessage, message);
    context.log(`Publication of run ${run.runId}: ${JSON.stringify(await publishRun(environment(), run, new Date()))}`);
  },
});
