import { QueueServiceClient } from "@azure/storage-queue";
import { type Day, dayOf } from "../../src/domain/day.ts";
import { RunId } from "../../src/domain/ids.ts";
import type { RunKind } from "../../src/domain/run.ts";
import type { Environment } from "../../src/environment.ts";
import { computeMetrics } from "../../src/jobs/compute-metrics.ts";
import { ComputeMessage, PlanMessage, PullMessage, RunMessage } from "../../src/jobs/messages.ts";
import { planRun } from "../../src/jobs/plan-run.ts";
import { publishRun } from "../../src/jobs/publish-run.ts";
import { pullCustomer } from "../../src/jobs/pull-customer.ts";
import { startRun } from "../../src/jobs/start-run.ts";

export const nightlyRunId = (night: Day) => RunId.parse(`${night.replaceAll("-", "")}-nightly`);

/** Two o'clock at night, when the timer fires. */
export const instantOf = (night: Day) => new Date(`${night}T02:15:00.000Z`);

/** A message as it comes the first time. */
export const FIRST_TRY = { isLastTry: false };

type Handlers = Readonly<Record<string, (message: unknown) => Promise<unknown>>>;

/** The jobs behind the queues, as the triggers call them. */
export function handlersOf(environment: Environment, now: Date): Handlers {
  return {
    "plan-run": (message) => planRun(environment, PlanMessage.parse(message), { now, isLastTry: false }),
    "pull-customer": (message) => pullCustomer(environment, PullMessage.parse(message), FIRST_TRY),
    "compute-metrics": (message) =>
      computeMetrics(environment, ComputeMessage.parse(message), { now, isLastTry: false }),
    "publish-run": (message) => publishRun(environment, RunMessage.parse(message), now),
  };
}

/** Runs one night by emptying the real queues until the run is published. */
export async function runNight(
  environment: Environment,
  night: Day,
  kind: RunKind = "pull",
  runId = nightlyRunId(night),
) {
  const now = instantOf(night);
  await startRun(environment, { runId, kind, night: dayOf(now), requestedOn: now.toISOString() });
  await emptyQueues(environment, handlersOf(environment, now), async () => {
    const run = await environment.runs.find(runId);
    return run?.state === "published" || run?.state === "superseded";
  });
  return runId;
}

/** Takes messages from the queues, as the host does, until the condition holds. A message that fails stays hidden a while. */
export async function emptyQueues(
  { config }: Environment,
  handlers: Handlers,
  hasEnded: () => Promise<boolean>,
): Promise<void> {
  const service = QueueServiceClient.fromConnectionString(config.connectionString);
  for (let rounds = 0; rounds < ROUNDS_MAX; rounds += 1) {
    for (const [name, handle] of Object.entries(handlers)) {
      const queue = service.getQueueClient(name);
      const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32, visibilityTimeout: 600 });
      await Promise.all(
        receivedMessageItems.map(async ({ messageId, popReceipt, messageText }) => {
          await handle(JSON.parse(Buffer.from(messageText, "base64").toString("utf8")));
          await queue.deleteMessage(messageId, popReceipt);
        }),
      );
    }
    if (await hasEnded()) return;
  }
  throw new Error(`The queues were not done after ${ROUNDS_MAX} rounds`);
}

const ROUNDS_MAX = 2_000;
