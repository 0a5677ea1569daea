import { app } from "@azure/functions";
import { environment } from "../src/environment.ts";
import { backfillCustomer } from "../src/jobs/backfill-customer.ts";
import { BackfillMessage } from "../src/jobs/messages.ts";
import { parseAs } from "../src/parse.ts";

app.storageQueue("backfill-customer", {
  queueName: "backfill-customer",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const asked = parseAs("invalid_request", BackfillMessage, message);
    const { kind, daysKept } = await backfillCustomer(environment(), asked);
    context.log(`Backfill of customer ${asked.customerId}: ${kind}, ${daysKept} days kept`);
  },
});
