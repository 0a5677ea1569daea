import { app } from "@azure/functions";
import { environment } from "../src/environment.ts";
import { exportPortfolio } from "../src/jobs/export-portfolio.ts";
import { deliveryOf } from "../src/jobs/delivery.ts";
import { ExportMessage } from "../src/jobs/messages.ts";
import { parseAs } from "../src/parse.ts";

app.storageQueue("export-portfolio", {
  queueName: "export-portfolio",
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    const asked = parseAs("invalid_request", ExportMessage, message);
    const { isLastTry } = deliveryOf(context.triggerMetadata);
    const ended = await exportPortfolio(environment(), asked, { now: () => new Date(), isLastTry });
    context.log(`Export ${asked.exportId}: ${JSON.stringify(ended)}`);
  },
});
