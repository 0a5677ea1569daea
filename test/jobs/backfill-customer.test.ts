import { afterEach, beforeEach, expect, test } from "vitest";
import { QueueServiceClient } from "@azure/storage-queue";
import { addDays, Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { backfillCustomer } from "../../src/jobs/backfill-customer.ts";
import { historyOfCustomer } from "../../src/jobs/customer-history.ts";
import { BackfillMessage } from "../../src/jobs/messages.ts";
import { publishedInsight } from "../../src/jobs/published-portfolio.ts";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { runNight } from "../support/run-night.ts";

const NIGHT = Day.parse("2026-11-24");

let laptop: Laptop;
beforeEach(async () => {
  laptop = await startLaptop(NIGHT, { BACKFILL_PAUSE_SECONDS: "0" }, { reportCallsPerTenMinutes: 100 });
});
afterEach(() => laptop.stop());

const idOf = (title: string) => CustomerId.parse(laptop.microsoft.portfolio.named(title).id);

/** The messages of one customer that wait in the queue, taken out of it. */
async function waiting(customerId: CustomerId): Promise<BackfillMessage[]> {
  const queue = QueueServiceClient.fromConnectionString(laptop.azurite.connectionString).getQueueClient(
    "backfill-customer",
  );
  const messages: BackfillMessage[] = [];
  for (;;) {
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32 });
    if (receivedMessageItems.length === 0) return messages.filter((each) => each.customerId === customerId);
    for (const { messageId, popReceipt, messageText } of receivedMessageItems) {
      messages.push(BackfillMessage.parse(JSON.parse(Buffer.from(messageText, "base64").toString())));
      await queue.deleteMessage(messageId, popReceipt);
    }
  }
}

test("a customer's first night asks for the days before it, in batches, once; then there is a trend", async () => {
  await runNight(laptop.environment, NIGHT);
  const customerId = idOf("turnover");
  const kinds: string[] = [];
  let messages = await waiting(customerId);
  for (let [message] = messages; message !== undefined; [message] = messages) {
    expect(messages).toHaveLength(1);
    kinds.push((await backfillCustomer(laptop.environment, message)).kind);
    messages = await waiting(customerId);
  }
  expect(kinds).toEqual(["goes_on", "goes_on", "done"]);

  const { daily, value } = await historyOfCustomer(laptop.environment, customerId, { from: null, to: null });
  expect(value).toHaveLength(1);
  // Of 26 days the newest two are not filled yet, and a weekend on which nobody works has no row, which is unknown.
  const days = daily.map(({ day }) => day);
  expect(days).toEqual([...new Set(days)].toSorted());
  expect(daily.filter(({ from }) => from === "backfill").length).toBeGreaterThanOrEqual(16);
  expect(days[0]).toBe(addDays(NIGHT, -26));
  expect(daily.at(-1)).toMatchObject({ day: addDays(NIGHT, -1), from: "night" });
  expect(Math.max(...daily.map(({ any }) => any))).toBeGreaterThan(0);

  await runNight(laptop.environment, addDays(NIGHT, 1));
  expect(await waiting(customerId)).toEqual([]);
});

test("a day of the backfill and the night's own word agree: both count who was active on it", async () => {
  await runNight(laptop.environment, NIGHT);
  const customerId = idOf("plain");
  const [message] = await waiting(customerId);
  if (message === undefined) throw new Error("A first night asks for a backfill");
  await backfillCustomer(laptop.environment, message);
  const { daily } = await publishedInsight(laptop.environment, customerId);
  expect(daily).toMatchObject({ day: addDays(NIGHT, -1) });
  const { days } = (await laptop.environment.backfills.find(customerId)) ?? { days: [] };
  // The newest two days are empty at the source, so the night's day is none of them.
  expect(days.some(({ day }) => day === addDays(NIGHT, -1))).toBe(false);
  expect(days.every(({ any, workloads }) => Object.values(workloads).every((count) => count <= any))).toBe(true);
});

test("a tenant that refuses its reports ends its backfill, and one that is not ready leaves gaps", async () => {
  await runNight(laptop.environment, NIGHT);
  const refuses = { customerId: idOf("no-permission"), night: NIGHT, next: 1, throttledTimes: 0 };
  expect(await backfillCustomer(laptop.environment, refuses)).toEqual({ kind: "refused", daysKept: 0 });
  const notReady = { ...refuses, customerId: idOf("not-ready"), next: 25 };
  expect(await backfillCustomer(laptop.environment, notReady)).toEqual({ kind: "done", daysKept: 0 });
});

test("too many calls are put off by as long as Microsoft asks, with the days so far kept", async () => {
  const patient = await startLaptop(NIGHT, { BACKFILL_PAUSE_SECONDS: "0" }, { reportCallsPerTenMinutes: 5 });
  try {
    await runNight(patient.environment, NIGHT);
    const customerId = CustomerId.parse(patient.microsoft.portfolio.named("plain").id);
    const message = { customerId, night: NIGHT, next: 3, throttledTimes: 0 };
    expect(await backfillCustomer(patient.environment, message)).toEqual({ kind: "throttled", daysKept: 4 });
    const { days } = (await patient.environment.backfills.find(customerId)) ?? { days: [] };
    expect(days.map(({ day }) => day)).toEqual([-6, -5, -4, -3].map((ago) => addDays(NIGHT, ago)));
    const givenUp = { ...message, throttledTimes: 20 };
    expect((await backfillCustomer(patient.environment, givenUp)).kind).toBe("refused");
  } finally {
    await patient.stop();
  }
});
