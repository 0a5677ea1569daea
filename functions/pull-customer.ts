import { app } from "@azure/functions";
import { environment } from "../src/environment.ts";
import { deliveryOf } from "../src/jobs/delivery.ts";
import { PullMessage } from "../src/jobs/messages.ts";
import { pullCustomer } from "../src/jobs/pull-customer.ts";
import { parseAs } from "../src/parse.ts";

app.storageQueue("pull-customer", {
  queueName: "pull-customer",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const pull = parseAs("invalid_request", PullMessage, message);
    const ended = await pullCustomer(environment(), pull, deliveryOf(context.triggerMetadata));
    context.log(`Pull of customer ${pull.customerId} in run ${pull.runId}: ${ended.kind}`);
  },
});
