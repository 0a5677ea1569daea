import { TableClient } from "@azure/data-tables";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { type CustomerId, RunId } from "../../src/domain/ids.ts";
import type { PullItem } from "../../src/domain/run.ts";
import { type Environment, environmentOf } from "../../src/environment.ts";
import { configOf } from "../../src/config.ts";
import { computeMetrics } from "../../src/jobs/compute-metrics.ts";
import { planRun } from "../../src/jobs/plan-run.ts";
import { publishedInsight, publishedPortfolio } from "../../src/jobs/published-portfolio.ts";
import { publishRun } from "../../src/jobs/publish-run.ts";
import { pullCustomer } from "../../src/jobs/pull-customer.ts";
import { startRun } from "../../src/jobs/start-run.ts";
import { type Azurite, startAzurite } from "../../src/local/azurite.ts";
import { portionsFor, reportedKey } from "../../src/storage/keys.ts";
import { activity, customer, customerId, licences, outcome } from "../support/make.ts";
import { FIRST_TRY, instantOf, nightlyRunId } from "../support/run-night.ts";

/** What goes wrong in a night, with no source configured: what is stored is all there is. */
const NIGHT = Day.parse("2026-11-24");
const RUN = nightlyRunId(NIGHT);
const LAST_TRY = { isLastTry: true };

let azurite: Azurite;
let environment: Environment;
beforeEach(async () => {
  azurite = await startAzurite();
  environment = environmentOf(
    configOf({ AzureWebJobsStorage: azurite.connectionString, NIGHTLY_SCHEDULE: "0 15 2 * * *" }),
  );
  await environment.prepare();
});
afterEach(() => azurite.stop());

const item = (id: CustomerId, state: PullItem["state"] = "done"): PullItem => ({
  customerId: id,
  state,
  reason: null,
  detail: null,
});

/** A run over these customers, planned, with what was pulled of each already stored. */
async function plannedRun(items: readonly PullItem[], runId = RUN, night = NIGHT): Promise<void> {
  const now = instantOf(night);
  await startRun(environment, { runId, kind: "pull", night, requestedOn: now.toISOString() });
  await environment.runItems.plan(runId, items);
  for (const { customerId: id } of items) {
    await environment.customers.saveAll([customer({ customerId: id, name: `Customer ${id}` })]);
    await environment.snapshots.keep(id, {
      activity: [activity()],
      licences: licences(),
      requests: null,
      outcome: outcome({ night }),
    });
  }
  await environment.runs.update(runId, {
    state: "pulling",
    plannedOn: now.toISOString(),
    customers: items.length,
  });
}

async function computedAndPublished(customers: number, runId = RUN, night = NIGHT) {
  const now = instantOf(night);
  for (const portion of portionsFor(customers)) {
    const message = { runId, night, deadline: now.toISOString(), portion };
    await computeMetrics(environment, message, { now, isLastTry: false });
  }
  return publishRun(environment, { runId }, now);
}

test("a customer whose stored snapshots cannot be read is failed, and the others have their figures", async () => {
  await plannedRun([item(customerId(1)), item(customerId(2))]);
  const snapshots = TableClient.fromConnectionString(azurite.connectionString, "Snapshots", {
    allowInsecureConnection: true,
  });
  const broken = { partitionKey: "c", rowKey: `2026-11|${customerId(1)}`, outcome_24: "{" };
  await snapshots.upsertEntity(broken, "Merge");

  expect(await computedAndPublished(2)).toEqual({ kind: "published", customers: 2 });
  expect(await publishedInsight(environment, customerId(1))).toMatchObject({
    state: "failed",
    stateDetail: "Its stored snapshots cannot be read",
    usage: { kind: "missing" },
  });
  expect((await publishedInsight(environment, customerId(2))).usage.kind).toBe("measured");
});

test("figures told beside that cannot be read cost themselves alone: the customer has its own, and the failure is told", async () => {
  await plannedRun([item(customerId(1)), item(customerId(2))]);
  const tickets = { asOf: NIGHT, opened: [{ day: NIGHT, count: 3 }] };
  await environment.reported.keepTickets(new Map([1, 2].map((number) => [customerId(number), tickets])));
  const snapshots = TableClient.fromConnectionString(azurite.connectionString, "Snapshots", {
    allowInsecureConnection: true,
  });
  await snapshots.upsertEntity({ ...reportedKey(customerId(1), "2026-11"), usage_15: "{" }, "Merge");

  const now = instantOf(NIGHT);
  const message = { runId: RUN, night: NIGHT, deadline: now.toISOString(), portion: portionsFor(2)[0]! };
  expect(await computeMetrics(environment, message, { now, isLastTry: false })).toEqual({
    kind: "computed",
    customers: 2,
    unreadable: [{ customerId: customerId(1), failure: expect.any(SyntaxError) as unknown }],
  });
  await publishRun(environment, { runId: RUN }, now);
  const [broken, other] = await Promise.all([1, 2].map((number) => publishedInsight(environment, customerId(number))));
  expect(broken).toMatchObject({ state: other?.state, usage: other?.usage, deployment: other?.deployment });
  expect(broken?.usage.kind).toBe("measured");
  expect([broken?.support.tickets, other?.support.tickets?.opened]).toEqual([null, 3]);
});

test("a portfolio of nobody fails the run, and what was published before stays", async () => {
  await plannedRun([item(customerId(1))]);
  await computedAndPublished(1);
  const next = Day.parse("2026-11-25");
  const runId = nightlyRunId(next);
  const now = instantOf(next);
  await startRun(environment, { runId, kind: "pull", night: next, requestedOn: now.toISOString() });
  const planned = await planRun(environment, { runId, throttledTimes: 0 }, { now, isLastTry: false });
  expect(planned.kind).toBe("failed");
  const run = await environment.runs.find(runId);
  expect(run?.state).toBe("failed");
  expect(run?.failure).toContain("No customer was found");
  expect((await publishedPortfolio(environment)).insight.runId).toBe(RUN);
});

test("a second pull of a night that is under way is answered by the first, until that has ended", async () => {
  const request = { kind: "pull" as const, night: NIGHT, requestedOn: instantOf(NIGHT).toISOString() };
  const first = await startRun(environment, { ...request, runId: RUN });
  const second = { ...request, runId: RunId.parse("20261124-030000-abcd") };
  expect((await startRun(environment, second)).runId).toBe(first.runId);
  const ofAnotherNight = { ...second, night: Day.parse("2026-11-25") };
  expect((await startRun(environment, ofAnotherNight)).runId).toBe(second.runId);
  await environment.runs.update(RUN, { state: "published" });
  const third = { ...request, runId: RunId.parse("20261124-040000-abcd") };
  expect((await startRun(environment, third)).runId).toBe(third.runId);
});

test("a recalculation with nothing published is refused by name", async () => {
  const asked = startRun(environment, {
    runId: RUN,
    kind: "recalculate",
    night: NIGHT,
    requestedOn: new Date(0).toISOString(),
  });
  await expect(asked).rejects.toMatchObject({ code: "nothing_published" });
});

test("a recalculation asked while a pull is running does not hide what the pull brings", async () => {
  const before = Day.parse("2026-11-23");
  await plannedRun([item(customerId(1))], nightlyRunId(before), before);
  await computedAndPublished(1, nightlyRunId(before), before);

  await plannedRun([item(customerId(1))]);
  const recalculation = RunId.parse("20261124-030000-abcd");
  const run = await startRun(environment, {
    runId: recalculation,
    kind: "recalculate",
    night: NIGHT,
    requestedOn: "2026-11-24T03:00:00.000Z",
  });
  expect(run.night).toBe(before);
  await planRun(environment, { runId: recalculation, throttledTimes: 0 }, { now: instantOf(NIGHT), isLastTry: false });
  expect(await computedAndPublished(1, recalculation, before)).toMatchObject({ kind: "published" });
  expect(await computedAndPublished(1)).toMatchObject({ kind: "published" });
  expect((await publishedPortfolio(environment)).insight.runId).toBe(RUN);
});

test("a recalculation keeps what became of the pulls it is made from", async () => {
  const refusal = { ...item(customerId(2), "refused"), reason: "failed" as const, detail: "at every try" };
  await plannedRun([item(customerId(1)), refusal]);
  await computedAndPublished(2);
  const runId = RunId.parse("20261124-030000-abcd");
  const now = instantOf(NIGHT);
  await startRun(environment, { runId, kind: "recalculate", night: NIGHT, requestedOn: now.toISOString() });
  await planRun(environment, { runId, throttledTimes: 0 }, { now, isLastTry: false });
  expect(await environment.runItems.pulls(runId)).toEqual([item(customerId(1)), refusal]);
});

test("a pull that is still open at the deadline is failed, and the night ends", async () => {
  await plannedRun([item(customerId(1)), item(customerId(2), "waiting")]);
  const message = { runId: RUN, night: NIGHT, deadline: "2026-11-24T03:00:00.000Z", portion: portionsFor(2)[0]! };
  const early = { now: new Date("2026-11-24T02:59:00.000Z"), isLastTry: false };
  expect(await computeMetrics(environment, message, early)).toEqual({ kind: "waiting", pullsOpen: 1 });
  const late = { now: new Date("2026-11-24T03:00:00.000Z"), isLastTry: false };
  expect(await computeMetrics(environment, message, late)).toMatchObject({ kind: "computed", customers: 2 });
  await publishRun(environment, { runId: RUN }, late.now);
  const { insight } = await publishedPortfolio(environment);
  expect(insight.coverage.lists.stale.map(({ detail }) => detail)).toEqual([
    "Figures of 2026-11-20: Not pulled before the deadline",
  ]);
});

test("a run that is never computed ends as failed, not in waiting for ever", async () => {
  await plannedRun([item(customerId(1))]);
  const planned = instantOf(NIGHT);
  expect(await publishRun(environment, { runId: RUN }, planned)).toEqual({ kind: "waiting" });
  const muchLater = new Date(planned.getTime() + 6 * 3_600_000);
  expect(await publishRun(environment, { runId: RUN }, muchLater)).toEqual({ kind: "failed" });
  expect(await publishRun(environment, { runId: RUN }, muchLater)).toEqual({ kind: "already_ended" });
});

test("a computation that failed at its last try fails the run by name", async () => {
  await plannedRun([item(customerId(1))]);
  await TableClient.fromConnectionString(azurite.connectionString, "Metrics", {
    allowInsecureConnection: true,
  }).deleteTable();
  const message = { runId: RUN, night: NIGHT, deadline: "2026-11-24T03:00:00.000Z", portion: portionsFor(1)[0]! };
  const asked = computeMetrics(environment, message, { now: instantOf(NIGHT), isLastTry: true });
  await expect(asked).rejects.toMatchObject({ statusCode: 404 });
  const run = await environment.runs.find(RUN);
  expect(run?.state).toBe("failed");
  expect(run?.failure).toContain("compute-metrics-poison");
});

test("a pull that is delivered again after it ended does nothing", async () => {
  await plannedRun([item(customerId(1), "refused")]);
  const message = {
    runId: RUN,
    night: NIGHT,
    customerId: customerId(1),
    reportedBy: "nobody" as const,
    throttledTimes: 0,
  };
  expect(await pullCustomer(environment, message, LAST_TRY)).toEqual({ kind: "refused" });
  expect((await environment.snapshots.near(customerId(1), NIGHT)).newest?.activity.kind).toBe("kept");
});

test("a customer without any source is told so", async () => {
  await plannedRun([]);
  await environment.runItems.plan(RUN, [item(customerId(1), "waiting")]);
  const message = {
    runId: RUN,
    night: NIGHT,
    customerId: customerId(1),
    reportedBy: "nobody" as const,
    throttledTimes: 0,
  };
  expect(await pullCustomer(environment, message, FIRST_TRY)).toEqual({ kind: "refused" });
  expect(await environment.runItems.findPull(RUN, customerId(1))).toMatchObject({ reason: "not_configured" });
});
