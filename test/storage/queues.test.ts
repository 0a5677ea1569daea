import { QueueServiceClient } from "@azure/storage-queue";
import { expect, test } from "vitest";
import hostSettings from "../../host.json" with { type: "json" };
import { TRIES_MAX } from "../../src/jobs/delivery.ts";
import { MESSAGE_ENCODING, queues } from "../../src/storage/queues.ts";
import { azuriteConnectionString } from "../support/azurite.ts";

test("send() encodes a message as the host decodes it, and hides it for its delay", async () => {
  const service = QueueServiceClient.fromConnectionString(azuriteConnectionString());
  const queue = service.getQueueClient("export-portfolio");
  await queue.createIfNotExists();
  await queues(service).send("export-portfolio", { exportId: "later" }, 60);
  await queues(service).send("export-portfolio", { exportId: "e1" });
  const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
  const texts = receivedMessageItems.map(({ messageText }) => Buffer.from(messageText, "base64").toString("utf8"));
  expect(texts).toEqual(['{"exportId":"e1"}']);
});

test("send() refuses a message that holds more than ids", async () => {
  const service = QueueServiceClient.fromConnectionString(azuriteConnectionString());
  await expect(queues(service).send("plan-run", { runId: "x".repeat(5_000) })).rejects.toThrow(/5\d\d\d characters/);
});

test("the app and host.json agree on how messages are encoded and how often they are tried", () => {
  expect(hostSettings.extensions.queues.messageEncoding).toBe(MESSAGE_ENCODING);
  expect(hostSettings.extensions.queues.maxDequeueCount).toBe(TRIES_MAX);
});
