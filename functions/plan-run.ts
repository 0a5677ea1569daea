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
    // People name folders after people: how many are foreign is enough to go and look.
    const told = ended.kind === "planned" ? { ...ended, foreignFolders: ended.foreignFolders.length } : ended;
    context.log(`Plan of run ${asked.runId}: ${JSON.stringify(told)}`);
  },
});
