import { TableClient } from "@azure/data-tables";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId, RunId } from "../../src/domain/ids.ts";
import type { CustomerInsight } from "../../src/domain/insight.ts";
import { computeMetrics } from "../../src/jobs/compute-metrics.ts";
import { planRun } from "../../src/jobs/plan-run.ts";
import { publishRun } from "../../src/jobs/publish-run.ts";
import { publishedInsight, publishedPortfolio } from "../../src/jobs/published-portfolio.ts";
import { pullCustomer } from "../../src/jobs/pull-customer.ts";
import { runWithProgress } from "../../src/jobs/run-progress.ts";
import { portionsFor } from "../../src/storage/keys.ts";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { FIRST_TRY, instantOf, nightlyRunId, runNight } from "../support/run-night.ts";

const NIGHT = Day.parse("2026-11-24");
const RUN = nightlyRunId(NIGHT);

describe("a night over the simulated portfolio", () => {
  let laptop: Laptop;
  beforeAll(async () => {
    laptop = await startLaptop(NIGHT);
    await runNight(laptop.environment, NIGHT);
  });
  afterAll(() => laptop.stop());

  const insightOf = (title: string): Promise<CustomerInsight> =>
    publishedInsight(laptop.environment, CustomerId.parse(laptop.microsoft.portfolio.named(title).id));
  test("publishes every reseller customer once, and leaves the advised one out", async () => {
    const { insight, customers } = await publishedPortfolio(laptop.environment);
    const ids = customers.map(({ customerId }) => customerId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(39);
    expect(insight.coverage.customers).toBe(39);
    expect(ids).not.toContain(laptop.microsoft.portfolio.named("advisor").id);
  });

  test.each([
    // Partner Center reports nothing of this one, and totals of those that follow.
    ["not-ready", "notReady"],
    ["header-only", "reportedOnly"],
    ["not-ready-nested", "reportedOnly"],
    ["no-permission", "reportedOnly"],
    ["no-consent", "reportedOnly"],
    ["connection-cut", "reportedOnly"],
    ["cut-in-quotes", "reportedOnly"],
    ["rows-ragged", "measured"],
    ["stale", "stale"],
    ["throttled-seconds", "measured"],
    ["throttled-date", "measured"],
    ["busy", "measured"],
    ["page-of-html", "measured"],
    ["link-to-another-host", "measured"],
    ["relationship-ended", "measured"],
    ["subscriptions-not-found", "measured"],
    ["columns-missing", "measured"],
    ["columns-elsewhere", "measured"],
    ["names-unknown", "measured"],
    ["paged", "measured"],
    ["plain", "measured"],
  ])("one customer's oddity is its own: %s is %s", async (title, state) => {
    const insight = await insightOf(title);
    expect(insight.state).toBe(state);
    const { coverage } = (await publishedPortfolio(laptop.environment)).insight;
    const lists = Object.values(coverage.lists).flat();
    expect(lists.some(({ customerId }) => customerId === insight.customerId)).toBe(state !== "measured");
  });

  test.each([
    ["turnover", "turnover"],
    ["grace-beside-active", "grace"],
    ["overdrawn", "grace"],
    ["trial", "trial"],
    ["yammer", "yammer"],
  ])("a usage above 100% says its cause, counted from users: %s", async (title, cause) => {
    const insight = await insightOf(title);
    const above = insight.workloads.filter(({ usage }) => usage.kind === "measured" && usage.value > 1);
    expect(above).not.toEqual([]);
    for (const { reasons } of above) {
      expect(reasons.map((reason) => reason.cause)).toContain(cause);
      expect(reasons.every(({ evidence }) => evidence === "measured")).toBe(true);
    }
  });

  test("a figure that nobody could read is missing with its reason, not zero", async () => {
    const notReady = await insightOf("not-ready");
    expect(notReady.usage).toEqual({ kind: "missing", reason: "source_not_ready" });
    expect(notReady.usersActive).toBeNull();
    expect((await insightOf("page-of-html")).deploymentBasis).toBe("reported");
    expect((await insightOf("page-of-html")).sources?.licences).toMatchObject({
      kind: "refused",
      reason: "unreadable",
    });
    expect((await insightOf("nothing-sold")).deployment).toEqual({ kind: "missing", reason: "nothing_sold" });
    expect(workloadOf(await insightOf("columns-missing"), "teams")?.basis).toBe("reported");
  });

  test("own seats stand beside everybody's, and free and tenant-wide products are listed, not counted", async () => {
    const product = (await insightOf("other-sellers")).products.find(({ counted }) => counted);
    expect(product).toMatchObject({ sold: 40, ownSold: 20 });
    const countings = (await insightOf("free-and-tenant-level")).products.map(({ counting }) => counting);
    expect(countings.toSorted()).toEqual(["counted", "free", "free", "tenant"]);
  });

  test("the ledger tells how the run went, and names the refused with the reason", async () => {
    const { state, progress } = await runWithProgress(laptop.environment, RUN);
    expect(state).toBe("published");
    expect(progress.pulls).toMatchObject({ all: 39, waiting: 0 });
    expect(progress.pulls.done + progress.pulls.refused).toBe(39);
    expect(progress.portions).toEqual({ all: 1, computed: 1 });
    expect(progress.refused.every(({ reason, detail }) => reason !== null && detail !== null)).toBe(true);
  });

  test("every job may run twice: the same run again changes nothing that is stored", async () => {
    const before = await storedIn(laptop, ["Snapshots", "Metrics", "RunItems", "Customers"]);
    const customerId = CustomerId.parse(laptop.microsoft.portfolio.named("turnover").id);
    await pullCustomer(
      laptop.environment,
      { runId: RUN, night: NIGHT, customerId, reportedBy: "portfolio", throttledTimes: 0 },
      FIRST_TRY,
    );
    for (const portion of portionsFor(39)) {
      const message = { runId: RUN, night: NIGHT, deadline: instantOf(NIGHT).toISOString(), portion };
      const again = await computeMetrics(laptop.environment, message, { now: instantOf(NIGHT), isLastTry: false });
      expect(again).toEqual({ kind: "already_computed" });
    }
    const planned = await planRun(
      laptop.environment,
      { runId: RUN, throttledTimes: 0 },
      { now: instantOf(NIGHT), isLastTry: false },
    );
    expect(planned).toEqual({ kind: "already_planned" });
    expect(await publishRun(laptop.environment, { runId: RUN }, instantOf(NIGHT))).toEqual({ kind: "already_ended" });
    expect(await storedIn(laptop, ["Snapshots", "Metrics", "RunItems", "Customers"])).toEqual(before);
  });

  test("a recalculation asks no source and comes to the same figures", async () => {
    const before = await publishedPortfolio(laptop.environment);
    const asked = laptop.microsoft.requests();
    const runId = RunId.parse("20261124-120000-ab12");
    await runNight(laptop.environment, NIGHT, "recalculate", runId);
    expect(laptop.microsoft.requests()).toEqual(asked);
    const after = await publishedPortfolio(laptop.environment);
    expect(after.insight.runId).toBe(runId);
    expect(after.customers).toEqual(before.customers);
  });
});

test("an upstream failure on a later night keeps the last good figures, dated, and says so", async () => {
  const first = await startLaptop(NIGHT);
  try {
    await runNight(first.environment, NIGHT);
    const id = CustomerId.parse(first.microsoft.portfolio.named("plain").id);
    const before = await publishedInsight(first.environment, id);

    // The next night Microsoft is not there at all: every customer's pull is refused, and the night still ends.
    await first.microsoft.stop();
    const next = Day.parse("2026-11-25");
    const runId = RunId.parse("20261125-030000-0001");
    const { environment } = first;
    const now = instantOf(next);
    await environment.runs.create({
      runId,
      kind: "pull",
      night: next,
      state: "pulling",
      requestedOn: now.toISOString(),
      dataOf: now.toISOString(),
      plannedOn: now.toISOString(),
      publishedOn: null,
      customers: 1,
      failure: null,
      analyticsRefusal: null,
      refusedFiles: [],
      exclusions: [],
    });
    await environment.runItems.plan(runId, [{ customerId: id, state: "waiting", reason: null, detail: null }]);
    await pullCustomer(
      environment,
      { runId, night: next, customerId: id, reportedBy: "portfolio", throttledTimes: 0 },
      FIRST_TRY,
    );
    const pulls = await environment.runItems.pulls(runId);
    expect(pulls).toMatchObject([{ state: "refused", reason: "failed" }]);

    const stored = await environment.snapshots.near(id, next);
    expect(stored.activity?.asOf).toBe(before.asOf.activity);
    expect(stored.newest).toMatchObject({ night: next, activity: { kind: "refused" } });
  } finally {
    await first.azurite.stop();
  }
});

function workloadOf(insight: CustomerInsight, workload: string) {
  return insight.workloads.find((metrics) => metrics.workload === workload);
}

/** What the tables hold, without the storage service's own times and tags. */
async function storedIn({ azurite }: Laptop, names: readonly string[]): Promise<unknown[]> {
  const tables = names.map((name) =>
    TableClient.fromConnectionString(azurite.connectionString, name, { allowInsecureConnection: true }),
  );
  const entities = await Promise.all(tables.map((table) => Array.fromAsync(table.listEntities())));
  return entities
    .flat()
    .map(({ timestamp: _timestamp, etag: _etag, "odata.metadata": _metadata, ...entity }) => entity);
}
