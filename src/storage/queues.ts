import type { QueueServiceClient } from "@azure/storage-queue";
import type { QueueName } from "./keys.ts";

export type Queues = ReturnType<typeof queues>;

/** The host expects base64, and the queue client sends plain text: a mismatch would poison every message. */
export const MESSAGE_ENCODING = "base64";

/** Azure's limit of a message is 64 KiB after encoding. Ours hold ids only; one that does not is a bug. */
const MESSAGE_BYTES_MAX = 4_096;

export const queues = (service: QueueServiceClient) => ({
  /** Sends ids to the function of that name, at once or hidden for `delaySeconds` first. */
  async send(name: QueueName, message: Readonly<Record<string, string | number>>, delaySeconds = 0): Promise<void> {
    const text = JSON.stringify(message);
    if (text.length > MESSAGE_BYTES_MAX) throw new Error(`Message for queue "${name}" has ${text.length} characters`);
    await service
      .getQueueClient(name)
      .sendMessage(Buffer.from(text).toString(MESSAGE_ENCODING), { visibilityTimeout: delaySeconds });
  },
});
