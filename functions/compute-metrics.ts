import { app } from "@azure/functions";
import { environment } from "../src/environment.ts";
import { computeMetrics } from "../src/jobs/compute-metrics.ts";
import { ComputeMessage } from "../src/jobs/messages.ts";
import { parseAs } from "../src/parse.ts";

app.storageQueue("compute-metrics", {
  queueName: "compute-metrics",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const asked = parseAs("invalid_request", ComputeMessage, message);
    const ended = await computeMetrics(environment(), asked, new Date());
    context.log(`Computation of portion ${asked.portion} in run ${asked.runId}: ${JSON.stringify(ended)}`);
  },
});
