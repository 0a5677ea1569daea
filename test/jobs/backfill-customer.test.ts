import { afterEach, beforeEach, expect, test } from "vitest";
import { QueueServiceClient } from "@azure/storage-queue";
import { addDays, Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { configOf } from "../../src/config.ts";
import { environmentOf } from "../../src/environment.ts";
import { backfillCustomer } from "../../src/jobs/backfill-customer.ts";
import { historyOfCustomer } from "../../src/jobs/customer-history.ts";
import { BackfillMessage } from "../../src/jobs/messages.ts";
import { publishedInsight } from "../../src/jobs/published-portfolio.ts";
import { pullCustomer } from "../../src/jobs/pull-customer.ts";
import { httpClient } from "../../src/sources/http-client.ts";
import { type Answerer, json, loopback, tokenAnswer } from "../sources/loopback.ts";
import { activeUsersText } from "../sources/report-text.ts";
import { type Laptop, settingsOf, startLaptop } from "../support/laptop.ts";
import { FIRST_TRY, nightlyRunId, runNight } from "../support/run-night.ts";

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

/** The laptop with another Microsoft Graph, which gives a token to everybody. */
async function withGraph(answer: Answerer) {
  const server = await loopback((response, request, nth) =>
    request.path.startsWith("/login") ? tokenAnswer(response, nth) : answer(response, request, nth),
  );
  const settings = {
    ...settingsOf(laptop.azurite, laptop.microsoft),
    GRAPH_URL: server.url,
    LOGIN_URL: `${server.url}/login`,
  };
  return {
    environment: environmentOf(configOf(settings), httpClient({ wait: () => Promise.resolve() })),
    asked: () => server.arrived.flatMap(({ path }) => /date=(\d{4}-\d\d-\d\d)/.exec(path)?.[1] ?? []),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
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

test("a night without access asks for no backfill, and the first with it does, for the days before that one", async () => {
  const customerId = idOf("plain");
  const pull = (night: Day) => ({
    runId: nightlyRunId(night),
    customerId,
    night,
    throttledTimes: 0,
    reportedBy: "nobody" as const,
  });
  await using refusing = await withGraph((response) => json(response, 403, {}));
  const environment = { ...laptop.environment, graph: refusing.environment.graph };
  expect(await pullCustomer(environment, pull(NIGHT), FIRST_TRY)).toEqual({ kind: "refused" });
  expect(await laptop.environment.backfills.find(customerId)).toBeNull();
  expect(await waiting(customerId)).toEqual([]);

  const next = addDays(NIGHT, 1);
  expect(await pullCustomer(laptop.environment, pull(next), FIRST_TRY)).toEqual({ kind: "done" });
  expect(await waiting(customerId)).toEqual([{ customerId, night: next, next: 1, throttledTimes: 0 }]);
});

/** What a day is answered with, by what it is. */
const ANSWERS = {
  told: (day: string) => ({ status: 200, body: activeUsersText([{ refreshed: day, exchange: day }]) }),
  unreadable: (day: string) => ({ status: 200, body: activeUsersText([{ refreshed: `${day.slice(0, 8)}xx` }]) }),
  failed: () => ({ status: 400, body: '{"error":{"code":"BadRequest"}}' }),
  refused: () => ({ status: 403, body: "{}" }),
} as const;

test.each([
  ["done", ["told", "unreadable", "unreadable", "told"], 2, 4],
  ["done", ["failed", "told", "told", "failed"], 2, 4],
  ["done", ["failed", "unreadable", "failed", "told"], 1, 4],
  ["refused", ["told", "failed", "failed", "told"], 1, 3],
  ["refused", ["told", "refused", "told", "told"], 1, 2],
] as const)("a backfill is %s whose last days are %j", async (kind, answers, daysKept, daysAsked) => {
  const days = [-23, -24, -25, -26].map((ago) => addDays(NIGHT, ago));
  await using graph = await withGraph((response, { path }) => {
    const day = days.find((each) => path.includes(each)) ?? NIGHT;
    const { status, body } = ANSWERS[answers[days.indexOf(day)] ?? "refused"](day);
    response.writeHead(status, { "content-type": status === 200 ? "application/octet-stream" : "application/json" });
    response.end(body);
  });
  const customerId = idOf("plain");
  const message = { customerId, night: NIGHT, next: 23, throttledTimes: 0 };
  expect(await backfillCustomer(graph.environment, message)).toEqual({ kind, daysKept });
  expect(graph.asked()).toEqual(days.slice(0, daysAsked));
  const told = days.filter((_, index) => index < daysAsked && answers[index] === "told").toSorted();
  const { days: kept } = (await laptop.environment.backfills.find(customerId)) ?? { days: [] };
  expect(kept.map(({ day }) => day)).toEqual(told);
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
