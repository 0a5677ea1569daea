import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test, vi } from "vitest";
import type { TimerFunction } from "../../../src/local/functions-host/function-index.ts";
import type { Invoke } from "../../../src/local/functions-host/invocation.ts";
import { firesTooOftenToMiss, schedule } from "../../../src/local/functions-host/schedule.ts";
import { statusAtStart, timerListener } from "../../../src/local/functions-host/timer-listener.ts";
import { type TimerMonitor, timerMonitor } from "../../../src/local/functions-host/timer-monitor.ts";
import { azuriteConnectionString } from "../../support/azurite.ts";
import { appFolder, appOf, journal, startApp, startFolder } from "./fixture-app.ts";

const INSTANT: unknown = expect.stringMatching(/^20\d{2}-/);
const DAILY = "0 0 3 * * *";
const day = (days: number, time = "03:00:00") =>
  new Date(new Date(`2026-11-24T${time}Z`).getTime() + days * 86_400_000);

test("a timer that fires every second runs again and again, without a status", async () => {
  const { journal: kept } = await startApp(
    appOf(
      `app.timer("tick", { schedule: "* * * * * *", handler: (timer, context) => { context.log(JSON.stringify(timer)); } });`,
    ),
  );
  const told = await kept.until(/isPastDue/, 2);
  expect(told.map(({ message }) => JSON.parse(message) as unknown)).toEqual(
    told.map(() => ({ schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false })),
  );
});

test("functions are run by hand over HTTP", async () => {
  const { url, journal: kept } = await startApp(
    appOf(`
      app.timer("nightly", { schedule: "0 0 3 1 1 *", handler: (timer, context) => { context.log("night " + timer.isPastDue); } });
      app.storageQueue("worker", { queueName: "none", connection: "", handler: (message, context) => { context.log("work " + message.id); } });
      app.get("page", { handler: () => {} });`),
  );
  const order = async (path: string, body?: string) => {
    const answer = await fetch(`${url}/admin/functions/${path}`, {
      method: "POST",
      ...(body !== undefined && { body }),
    });
    return answer.status;
  };

  expect(await order("Nightly", `{ "input": "" }`)).toBe(202);
  expect(await order("worker", JSON.stringify({ input: `{"id":7}` }))).toBe(202);
  expect(await order("nightly")).toBe(400);
  expect(await order("unknown", "{}")).toBe(404);
  await Promise.all([kept.until(/^night false$/), kept.until(/^work 7$/)]);
});

test("a timer remembers across starts when it fires next, and what it is told is from before the run", async () => {
  const folder = await appFolder(
    appOf(`
      app.timer("yearly", {
        schedule: "0 0 3 1 1 *", runOnStartup: true,
        handler: (timer, context) => { context.log(JSON.stringify(timer)); },
      });`),
  );
  const first = await startFolder(folder);
  const [atFirst] = await first.journal.until(/isPastDue/);
  await first.stop();
  const second = await startFolder(folder);
  const [atSecond] = await second.journal.until(/isPastDue/);

  const next = schedule("0 0 3 1 1 *").next(new Date()).toISOString();
  expect(JSON.parse(atFirst?.message ?? "")).toMatchObject({
    isPastDue: false,
    scheduleStatus: { last: "0001-01-01T00:00:00", next },
  });
  expect(JSON.parse(atSecond?.message ?? "")).toMatchObject({
    isPastDue: false,
    scheduleStatus: { last: INSTANT, next },
  });
});

test("what was missed is run once, late, and recorded", async () => {
  const monitor = freshMonitor();
  const missed = { last: new Date("2026-01-01T03:00:00Z"), next: new Date("2026-01-02T03:00:00Z") };
  await monitor.save("nightly", { ...missed, lastUpdated: missed.last });
  const { runs } = await listen(DAILY, monitor);

  await vi.waitFor(async () => {
    const status = await monitor.find("nightly");
    expect(status?.next).toEqual(schedule(DAILY).next(new Date()));
  });
  expect(runs).toEqual([
    expect.objectContaining({
      IsPastDue: true,
      ScheduleStatus: {
        Last: "2026-01-01T03:00:00.000Z",
        Next: "2026-01-02T03:00:00.000Z",
        LastUpdated: "2026-01-01T03:00:00.000Z",
      },
    }),
  ]);
});

test("the first start of all writes the status and runs nothing", async () => {
  const monitor = freshMonitor();
  const { runs } = await listen(DAILY, monitor);
  expect(await monitor.find("nightly")).toMatchObject({ last: null, next: schedule(DAILY).next(new Date()) });
  expect(runs).toEqual([]);
});

test("a run that fails is a run, and the next one comes", async () => {
  const { runs } = await listen("00:00:01", null, "failed");
  await vi.waitFor(() => expect(runs).toHaveLength(2), 5000);
});

test("a timer that is due in sixty days does not overflow", async () => {
  const warnings: Error[] = [];
  const warn = (warning: Error): void => void warnings.push(warning);
  process.on("warning", warn);
  onTestFinished(() => void process.off("warning", warn));

  const far = await listen("60.00:00:00", null);
  const near = await listen("00:00:01", null);
  await vi.waitFor(() => expect(near.runs).toHaveLength(1), 5000);

  expect(far.runs).toEqual([]);
  expect(warnings).toEqual([]);
});

test("statusAtStart() keeps what is of this schedule, and begins anew when it changed", () => {
  const daily = schedule(DAILY);
  const now = day(0, "12:00:00");
  const known = { last: day(-3), next: day(-2), lastUpdated: day(-3) };
  const never = { last: null, next: day(-2), lastUpdated: day(-3, "10:00:00") };
  const anew = { last: null, next: day(1), lastUpdated: now };

  expect(statusAtStart(daily, null, now)).toEqual(anew);
  expect(statusAtStart(daily, known, now)).toBe(known);
  expect(statusAtStart(daily, never, now)).toBe(never);
  expect(statusAtStart(daily, { ...known, next: day(-2, "04:00:00") }, now)).toEqual(anew);
});

test.each([
  ["0 */5 * * * *", false],
  ["0 * * * * *", false],
  ["*/30 * * * * *", true],
  ["00:00:59", true],
])("%s fires too often to miss: %s", (expression, isTooOften) => {
  expect(firesTooOftenToMiss(schedule(expression), day(0))).toBe(isTooOften);
});

function timer(expression: string): TimerFunction {
  return {
    kind: "timer",
    name: "nightly",
    metadata: { name: "nightly", bindings: {}, retryOptions: undefined },
    callback: () => {},
    triggerName: "in",
    expression,
    schedule: schedule(expression),
    runsOnStartup: false,
    monitorConnection: null,
  };
}

function freshMonitor(): TimerMonitor {
  return timerMonitor(azuriteConnectionString(), randomUUID());
}

async function listen(expression: string, monitor: TimerMonitor | null, kind: "succeeded" | "failed" = "succeeded") {
  const runs: unknown[] = [];
  const invoke: Invoke = (_, { data }) => {
    runs.push(JSON.parse(String(data["json"])));
    return Promise.resolve(kind === "succeeded" ? { kind, returned: null } : { kind, error: null });
  };
  const listener = timerListener(timer(expression), monitor, invoke, journal().log);
  await listener.start();
  onTestFinished(listener.stop);
  return { runs };
}
