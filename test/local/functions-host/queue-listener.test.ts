import { expect, onTestFinished, test, vi } from "vitest";
import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import type { QueueFunction } from "../../../src/local/functions-host/function-index.ts";
import type { QueueSettings } from "../../../src/local/functions-host/host-settings.ts";
import type { Invoke } from "../../../src/local/functions-host/invocation.ts";
import { pauseMs, queueListener } from "../../../src/local/functions-host/queue-listener.ts";
import { azuriteConnectionString, freshQueue } from "../../support/azurite.ts";
import { appOf, journal, startApp } from "./fixture-app.ts";

const INSTANT: unknown = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/);
const SOME_TEXT: unknown = expect.stringMatching(/./);

const SETTINGS: QueueSettings = {
  batchSize: 4,
  newBatchThreshold: 2,
  maxPollingIntervalMs: 100,
  visibilityTimeoutMs: 0,
  maxDequeueCount: 3,
  messageEncoding: "base64",
};

test("a handler gets the message as JSON, and its metadata", async () => {
  const queue = await freshQueue();
  const { journal: kept } = await startApp(
    appOf(`
      app.storageQueue("worker", {
        queueName: "${queue.name}", connection: "AzureWebJobsStorage",
        handler: (message, context) => { context.log(JSON.stringify({ message, ...context.triggerMetadata })); },
      });`),
  );
  await send(queue, { runId: "r1", id: 7, isFirst: true, list: [1] });

  const [told] = await kept.until(/^\{"message/);
  expect(JSON.parse(told?.message ?? "")).toEqual({
    message: { runId: "r1", id: 7, isFirst: true, list: [1] },
    queueTrigger: { runId: "r1", id: 7, isFirst: true, list: [1] },
    dequeueCount: 1,
    expirationTime: INSTANT,
    insertionTime: INSTANT,
    nextVisibleTime: INSTANT,
    popReceipt: SOME_TEXT,
    runId: "r1",
    id: 7,
    isFirst: "True",
  });
  await vi.waitFor(async () => expect(await countOf(queue)).toBe(0));
});

test("a message that fails again and again ends in the poison queue, unchanged", async () => {
  const queue = await freshQueue();
  const { journal: kept } = await startApp(
    appOf(`
      app.storageQueue("worker", {
        queueName: "${queue.name}", connection: "",
        handler: (message, context) => { throw new Error("try " + context.triggerMetadata.dequeueCount); },
      });`),
    {
      AzureFunctionsJobHost__extensions__queues__maxDequeueCount: "2",
      AzureFunctionsJobHost__extensions__queues__visibilityTimeout: "00:00:01",
    },
  );
  await send(queue, { runId: "r1" });

  await vi.waitFor(async () => expect(await textsOf(poisonOf(queue))).toEqual([base64({ runId: "r1" })]), 10_000);
  await vi.waitFor(async () => expect(await countOf(queue)).toBe(0));
  expect((await kept.until(/^Error: try/)).map(({ message }) => message.split("\n")[0])).toEqual([
    "Error: try 1",
    "Error: try 2",
  ]);
});

test("a message that is not base64 goes to the poison queue without a run", async () => {
  const queue = await freshQueue();
  await queue.sendMessage(`{"plain":"text"}`);
  const { runs, kept } = listen(queue, () => {});

  await kept.until(/is not base64/);
  await vi.waitFor(async () => expect(await textsOf(poisonOf(queue))).toEqual([`{"plain":"text"}`]));
  expect(runs).toEqual([]);
});

test("plain text is read as such when host.json says so", async () => {
  const queue = await freshQueue();
  await queue.sendMessage("plain text");
  const { runs, kept } = listen(queue, () => {}, { settings: { messageEncoding: "none" } });
  await kept.until(/^ran$/);
  expect(runs).toEqual([{ string: "plain text" }]);
});

test("a message whose runs ended with their process goes to the poison queue without another", async () => {
  const queue = await freshQueue();
  await send(queue, {});
  for (let run = 0; run < SETTINGS.maxDequeueCount; run++) await releaseNext(queue);
  const { runs } = listen(queue, () => {});
  await vi.waitFor(async () => expect(await textsOf(poisonOf(queue))).toHaveLength(1), 10_000);
  expect(runs).toEqual([]);
});

test("a running message stays hidden, and is deleted under its newest receipt", async () => {
  const queue = await freshQueue();
  await send(queue, {});
  const { kept } = listen(queue, (journalOfRun) => journalOfRun.until(/stays hidden/, 2), { hiddenSeconds: 1 });
  await kept.until(/^ran$/);
  await vi.waitFor(async () => expect(await countOf(queue)).toBe(0));
  expect(kept.entries.filter(({ level }) => level === "error")).toEqual([]);
});

test("a queue that does not exist is waited for, and not created", async () => {
  const queue = await freshQueue();
  await queue.delete();
  const { kept } = listen(queue, () => {});
  await kept.until(/does not exist/);
  expect(await queue.exists()).toBe(false);

  await queue.create();
  await send(queue, {});
  await kept.until(/^ran$/);
});

test("no more messages run at once than batch and threshold allow", async () => {
  const queue = await freshQueue();
  for (let count = 0; count < 12; count++) await send(queue, { count });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { runs, kept, listener } = listen(queue, () => ended);

  await vi.waitFor(() => expect(runs).toHaveLength(4));
  const stopped = listener.stop();
  end();
  await stopped;

  expect(await kept.until(/^ran$/)).toHaveLength(4);
  expect(await countOf(queue)).toBe(8);
});

test("stop() waits for what runs, and takes nothing new", async () => {
  const queue = await freshQueue();
  await send(queue, {});
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const { runs, listener } = listen(queue, () => ended, { settings: { newBatchThreshold: 0 } });
  await vi.waitFor(() => expect(runs).toHaveLength(1));

  const stopped = listener.stop().then(() => "stopped");
  await send(queue, {});
  // As long as several fetches of the listener take.
  const busy = Array.from({ length: 5 }, () => queue.getProperties());
  expect(await Promise.race([stopped, Promise.all(busy).then(() => "running")])).toBe("running");
  end();
  await stopped;

  expect(runs).toHaveLength(1);
  expect(await countOf(queue)).toBe(1);
});

test.each([
  [1, 0.5, 100],
  [2, 0.5, 200],
  [3, 0.5, 300],
  [4, 0.5, 500],
  [4, 0, 420],
  [4, 1, 580],
  [20, 0.5, 2000],
])("after %i empty fetches the pause with chance %f is %i ms", (emptyFetches, random, expected) => {
  expect(pauseMs(emptyFetches, 2000, random)).toBeCloseTo(expected);
});

type ListenOptions = Readonly<{ settings?: Partial<QueueSettings>; hiddenSeconds?: number }>;

/** A listener whose function succeeds when `during` has ended; each end is logged as "ran". */
function listen(
  queue: QueueClient,
  during: (kept: ReturnType<typeof journal>) => unknown,
  { settings = {}, hiddenSeconds = 600 }: ListenOptions = {},
) {
  const kept = journal();
  const runs: unknown[] = [];
  const invoke: Invoke = async (_, { data }) => {
    runs.push(data);
    await during(kept);
    kept.log({ level: "information", category: "test", message: "ran" });
    return { kind: "succeeded", returned: null };
  };
  const queueFunction: QueueFunction = {
    kind: "queue",
    name: "worker",
    metadata: { name: "worker", bindings: {}, retryOptions: undefined },
    callback: () => {},
    triggerName: "in",
    queueName: queue.name,
    connectionString: azuriteConnectionString(),
    isBinary: false,
  };
  const listener = queueListener(queueFunction, { ...SETTINGS, ...settings }, invoke, kept.log, hiddenSeconds);
  void listener.start();
  onTestFinished(listener.stop);
  return { runs, kept, listener };
}

function base64(message: unknown): string {
  return Buffer.from(JSON.stringify(message)).toString("base64");
}

async function send(queue: QueueClient, message: unknown): Promise<void> {
  await queue.sendMessage(base64(message));
}

/** Takes a message and gives it back, as a process does that dies while it runs. */
async function releaseNext(queue: QueueClient): Promise<void> {
  const [message] = (await queue.receiveMessages()).receivedMessageItems;
  if (message) await queue.updateMessage(message.messageId, message.popReceipt, undefined, 0);
}

async function countOf(queue: QueueClient): Promise<number | undefined> {
  return (await queue.getProperties()).approximateMessagesCount;
}

function poisonOf(queue: QueueClient): QueueClient {
  return QueueServiceClient.fromConnectionString(azuriteConnectionString()).getQueueClient(`${queue.name}-poison`);
}

async function textsOf(queue: QueueClient): Promise<string[]> {
  const { peekedMessageItems } = await queue.peekMessages({ numberOfMessages: 32 });
  return peekedMessageItems.map(({ messageText }) => messageText);
}
