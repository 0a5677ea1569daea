import { setTimeout as sleep } from "node:timers/promises";
import { type DequeuedMessageItem, type QueueClient, QueueServiceClient, RestError } from "@azure/storage-queue";
import type { QueueFunction } from "./function-index.ts";
import type { QueueSettings } from "./host-settings.ts";
import type { Invoke } from "./invocation.ts";
import type { Log, Say } from "./messages.ts";
import { messageBody, messageData, messageMetadata } from "./queue-message.ts";
import { stackOf } from "./start-failure.ts";
import { BY_HAND, type TriggerListener } from "./trigger-listener.ts";

/** How long a fetched message is hidden from others; it is hidden anew at half of that for as long as its function runs. */
const HIDDEN_SECONDS = 600;

/** The first pause after an empty fetch; each further one is about twice as long, up to maxPollingInterval. */
const FIRST_PAUSE_MS = 100;

const QUEUE_NAME_LENGTH_MAX = 63;

/** Azure's rules for queue triggers: https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger */
export function queueListener(
  queueFunction: QueueFunction,
  settings: QueueSettings,
  invoke: Invoke,
  write: Log,
  hiddenSeconds = HIDDEN_SECONDS,
): TriggerListener {
  const { name, queueName } = queueFunction;
  const service = QueueServiceClient.fromConnectionString(queueFunction.connectionString);
  const queue = service.getQueueClient(queueName);
  const poison = poisonQueue(service, queueName);
  const say: Say = (level, message) => {
    write({ level, category: "Host.Triggers.Queue", message, functionName: name });
  };

  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let listening: Promise<void> = Promise.resolve();

  async function listen(): Promise<void> {
    let emptyFetches = 0;
    let isMissing = false;
    while (!stopping.signal.aborted) {
      const fetched = await fetchMessages(queue, settings.batchSize, hiddenSeconds);
      if (fetched.kind === "missing" && !isMissing) {
        say("warning", `Queue "${queueName}" does not exist: function "${name}" waits for it`);
      }
      if (fetched.kind === "failed") {
        say("error", `Cannot read queue "${queueName}": ${stackOf(fetched.error)}`);
      }
      isMissing = fetched.kind === "missing";

      const messages = fetched.kind === "fetched" ? fetched.messages : [];
      for (const message of messages) take(message);
      emptyFetches = messages.length > 0 ? 0 : emptyFetches + 1;
      if (emptyFetches > 0) await pause(pauseMs(emptyFetches, settings.maxPollingIntervalMs, Math.random()));
      while (running.size > settings.newBatchThreshold) await Promise.race(running);
    }
  }

  async function pause(milliseconds: number): Promise<void> {
    // An aborted pause is a pause that is over.
    await sleep(milliseconds, undefined, { signal: stopping.signal }).catch(() => {});
  }

  function take(message: DequeuedMessageItem): void {
    const taken: Promise<void> = processMessage(message)
      .catch((error: unknown) =>
        say("error", `Cannot settle message ${message.messageId} of queue "${queueName}": ${stackOf(error)}`),
      )
      .finally(() => running.delete(taken));
    running.add(taken);
  }

  async function processMessage(message: DequeuedMessageItem): Promise<void> {
    const { messageId, messageText, dequeueCount } = message;
    const body = messageBody(messageText, settings.messageEncoding);
    if (body === null) {
      say(
        "error",
        `Message ${messageId} of queue "${queueName}" is not base64, which messageEncoding of host.json promises`,
      );
      await park(message, message.popReceipt);
      return;
    }
    // It failed as often as it may, and its last run ended without a word: with the process, that is.
    if (dequeueCount > settings.maxDequeueCount) {
      await park(message, message.popReceipt);
      return;
    }

    const lease = hiddenMessage(queue, message, hiddenSeconds, say);
    const outcome = await invoke(queueFunction, {
      data: messageData(body, queueFunction.isBinary),
      metadata: messageMetadata(message, body),
      reason: `New queue message detected on '${queueName}'.`,
    });
    const popReceipt = await lease.end();

    if (outcome.kind === "succeeded") await queue.deleteMessage(messageId, popReceipt);
    else if (dequeueCount >= settings.maxDequeueCount) await park(message, popReceipt);
    else await queue.updateMessage(messageId, popReceipt, undefined, settings.visibilityTimeoutMs / 1000);
  }

  /** Copy, then delete: a crash in between leaves two messages, never none. */
  async function park({ messageId, messageText }: DequeuedMessageItem, popReceipt: string): Promise<void> {
    if (!poison) return;
    say("warning", `Message ${messageId} of queue "${queueName}" goes to "${poison.name}"`);
    await poison.createIfNotExists();
    await poison.sendMessage(messageText);
    await queue.deleteMessage(messageId, popReceipt);
  }

  return {
    functionName: name,
    start() {
      listening = listen();
      return Promise.resolve();
    },
    async stop() {
      stopping.abort();
      await listening;
      await Promise.all(running);
    },
    async runByHand(input) {
      await invoke(queueFunction, {
        data: messageData(Buffer.from(input), queueFunction.isBinary),
        metadata: { QueueTrigger: { string: input } },
        reason: BY_HAND,
      });
    },
  };
}

/** The pause after so many fetches in a row without a message; `random` from 0 to 1 keeps the pollers of many queues apart. */
export function pauseMs(emptyFetches: number, mostMs: number, random: number): number {
  const spread = 0.8 + 0.4 * random;
  return Math.min(
    mostMs,
    emptyFetches === 1 ? FIRST_PAUSE_MS : FIRST_PAUSE_MS * (1 + spread * 2 ** (emptyFetches - 2)),
  );
}

/** Null where Azure has none either: a poison queue of a poison queue, or a name that would get too long. */
function poisonQueue(service: QueueServiceClient, queueName: string): QueueClient | null {
  const name = `${queueName}-poison`;
  if (queueName.endsWith("-poison") || name.length > QUEUE_NAME_LENGTH_MAX) return null;
  return service.getQueueClient(name);
}

type Fetched =
  | Readonly<{ kind: "fetched"; messages: readonly DequeuedMessageItem[] }>
  | Readonly<{ kind: "missing" }>
  | Readonly<{ kind: "failed"; error: unknown }>;

/** Not cut off by a stop: what the queue has handed out by then would stay hidden from everyone. */
async function fetchMessages(
  queue: QueueClient,
  numberOfMessages: number,
  visibilityTimeout: number,
): Promise<Fetched> {
  try {
    const answer = await queue.receiveMessages({ numberOfMessages, visibilityTimeout });
    return { kind: "fetched", messages: answer.receivedMessageItems };
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return { kind: "missing" };
    return { kind: "failed", error };
  }
}

/** Keeps a message hidden until `end`, which gives the receipt that is then the valid one: each renewal makes a new one. */
function hiddenMessage(
  queue: QueueClient,
  { messageId, popReceipt: firstReceipt }: DequeuedMessageItem,
  hiddenSeconds: number,
  say: Say,
): Readonly<{ end(): Promise<string> }> {
  let popReceipt = firstReceipt;
  const ending = new AbortController();

  async function renew(): Promise<void> {
    for (;;) {
      await sleep(hiddenSeconds * 500, undefined, { signal: ending.signal });
      const renewed = await queue.updateMessage(messageId, popReceipt, undefined, hiddenSeconds);
      popReceipt = renewed.popReceipt ?? popReceipt;
      say("debug", `Message ${messageId} stays hidden for ${hiddenSeconds} s more`);
    }
  }
  const renewing = renew().catch((error: unknown) => {
    if (!ending.signal.aborted) say("error", `Cannot keep message ${messageId} hidden: ${stackOf(error)}`);
  });
  return {
    async end() {
      ending.abort();
      await renewing;
      return popReceipt;
    },
  };
}
