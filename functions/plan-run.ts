import { app } from "@azure/functions";
import { environment } from "../src/environment.ts";
import { deliveryOf } from "../src/jobs/delivery.ts";
import { PlanMessage } from "../src/jobs/messages.ts";
import { planRun } from "../src/jobs/plan-run.ts";
import { parseAs } from "../src/parse.ts";

app.storageQueue("plan-run", {
  queueName: "plan-run",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const asked = parseAs("invalid_request", PlanMessage, message);
    const { isLastTry } = deliveryOf(context.triggerMetadata);
    const ended = await planRun(environment(), asked, { now: new Date(), isLastTry });
    context.log(`Plan of run ${asked.runId}: ${JSON.stringify(ended)}`);
  },
});
