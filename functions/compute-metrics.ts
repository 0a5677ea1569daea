import { app } from "@azure/functions";
import { environment } from "../src/environment.ts";
import { computeMetrics } from "../src/jobs/compute-metrics.ts";
import { deliveryOf } from "../src/jobs/delivery.ts";
import { ComputeMessage } from "../src/jobs/messages.ts";
import { parseAs } from "../src/parse.ts";

app.storageQueue("compute-metrics", {
  queueName: "compute-metrics",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const asked = parseAs("invalid_request", ComputeMessage, message);
    const { isLastTry } = deliveryOf(context.triggerMetadata);
    const ended = await computeMetrics(environment(), asked, { now: new Date(), isLastTry });
    if (ended.kind === "computed") {
      for (const { customerId, failure } of ended.unreadable) {
        context.error(`Something stored of customer ${customerId} cannot be read`, failure);
      }
    }
    const customers = ended.kind === "computed" ? `, ${ended.customers} customers` : "";
    context.log(`Computation of portion ${asked.portion} in run ${asked.runId}: ${ended.kind}${customers}`);
  },
});
