import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import type { CustomerInsight } from "../../src/domain/insight.ts";
import { publishedInsight, publishedPortfolio } from "../../src/jobs/published-portfolio.ts";
import { type Laptop, startLaptop } from "../support/laptop.ts";
import { runNight } from "../support/run-night.ts";

/** A Thursday: Partner Center has processed deployment on this week's Monday, and usage on that of the week before. */
const NIGHT = Day.parse("2026-11-26");

const insightOf = (laptop: Laptop, title: string): Promise<CustomerInsight> =>
  publishedInsight(laptop.environment, CustomerId.parse(laptop.microsoft.portfolio.named(title).id));

describe("Partner Center's own figures, read for the whole portfolio at once", () => {
  let laptop: Laptop;
  beforeAll(async () => {
    laptop = await startLaptop(NIGHT);
    await runNight(laptop.environment, NIGHT);
  });
  afterAll(() => laptop.stop());

  test.each(["no-permission", "no-consent"])("stand in where the tenant lets nobody in: %s", async (title) => {
    const insight = await insightOf(laptop, title);
    expect(insight).toMatchObject({
      state: "reportedOnly",
      basis: "reported",
      sources: { reported: { kind: "kept" } },
    });
    expect(insight.usage.kind).toBe("measured");
    expect(insight.asOf.reportedUsage).not.toBeNull();
    expect(insight.asOf.reportedUsage).not.toBe(insight.asOf.reportedDeployment);
    expect(insight.stateDetail).not.toBeNull();
    const { coverage } = (await publishedPortfolio(laptop.environment)).insight;
    expect(coverage.lists.reportedOnly.map(({ customerId }) => customerId)).toContain(insight.customerId);
    expect(coverage.usage.countedReported).toBe(coverage.reportedOnly);
  });

  test("tell of Dynamics 365, which no report of users covers, and of a workload that we have no word for", async () => {
    const { workloads } = await insightOf(laptop, "beside-office");
    expect(workloads.find(({ workload }) => workload === "dynamics")).toMatchObject({ basis: "reported" });
    expect(workloads.map(({ workload }) => workload)).toEqual(
      expect.arrayContaining(["other:STREAM", "other:crm/SPO"]),
    );
  });

  test("stand beside ours, each of its own day, with what explains the difference", async () => {
    const { reconciliation, asOf } = await insightOf(laptop, "grace-beside-active");
    const deployment = reconciliation.find(({ figure }) => figure === "deployment");
    expect(deployment).toMatchObject({ explanation: "grace_seats_counted", reportedAsOf: asOf.reportedDeployment });
    const usage = reconciliation.filter(({ figure }) => figure === "usage");
    expect(usage.length).toBeGreaterThan(3);
    expect(usage.every(({ reportedAsOf }) => reportedAsOf === asOf.reportedUsage)).toBe(true);
  });

  test("have reasons that are possible only, where nobody was counted", async () => {
    const { workloads } = await insightOf(laptop, "not-ready-nested");
    const above = workloads.filter(({ usage }) => usage.kind === "measured" && usage.value > 1);
    expect(above).not.toEqual([]);
    for (const { reasons, active, total } of above) {
      expect(reasons.every(({ evidence }) => evidence === "possible")).toBe(true);
      expect(reasons.reduce((sum, { users }) => sum + users, 0)).toBe((active ?? 0) - (total ?? 0));
    }
  });

  test("of a customer that they pass over are unavailable, not zero", async () => {
    const insight = await insightOf(laptop, "single");
    expect(insight.asOf).toMatchObject({ reportedUsage: null, reportedDeployment: null });
    expect(insight.sources?.reported).toMatchObject({ kind: "refused", reason: "source_not_ready" });
    expect(insight.reconciliation).toEqual([]);
  });

  test("are not read again while nothing new has been processed", async () => {
    const before = laptop.microsoft.requests();
    const next = Day.parse("2026-11-27");
    await runNight(laptop.environment, next);
    const { partnerCenter } = laptop.microsoft.requests();
    const customers = 39;
    // Pages of customers, their sales and service requests, and one look at each of the two days: no page of figures.
    expect(partnerCenter - before.partnerCenter).toBeLessThan(customers * 2 + 25);
    expect((await insightOf(laptop, "no-permission")).basis).toBe("reported");
  });
});

test("where the portfolio-wide call is not to be had, each pull asks for its own customer", async () => {
  const laptop = await startLaptop(NIGHT, {}, { analytics: "customers only" });
  try {
    await runNight(laptop.environment, NIGHT);
    const shut = await insightOf(laptop, "no-permission");
    expect(shut).toMatchObject({ state: "reportedOnly", basis: "reported", sources: { reported: { kind: "kept" } } });
    expect((await insightOf(laptop, "not-ready")).sources?.reported).toMatchObject({
      kind: "refused",
      reason: "source_not_ready",
    });
  } finally {
    await laptop.stop();
  }
});

test("a portfolio of which Partner Center reports nothing is unavailable, and every measured figure stays", async () => {
  const laptop = await startLaptop(NIGHT, {}, { analytics: "empty" });
  try {
    await runNight(laptop.environment, NIGHT);
    expect(await insightOf(laptop, "no-permission")).toMatchObject({ state: "noAccess", usersActive: null });
    const { insight } = await publishedPortfolio(laptop.environment);
    expect(insight.coverage.reportedOnly).toBe(0);
    expect(insight.coverage.sourceFaults.map(({ source }) => source)).toContain("reported");
    expect(insight.usage.kind).toBe("measured");
  } finally {
    await laptop.stop();
  }
});

test("without a user's sign-in nobody asks, and the customer says how to have it", async () => {
  const laptop = await startLaptop(NIGHT, { PARTNER_CENTER_REFRESH_TOKEN: "" });
  try {
    await runNight(laptop.environment, NIGHT);
    const { sources, support, asOf } = await insightOf(laptop, "plain");
    for (const outcome of [sources?.reported, sources?.requests]) {
      expect(outcome).toMatchObject({ kind: "refused", reason: "not_configured" });
      expect(JSON.stringify(outcome)).toContain("PARTNER_CENTER_REFRESH_TOKEN");
    }
    expect(support.requests).toBeNull();
    expect(asOf.reportedUsage).toBeNull();
  } finally {
    await laptop.stop();
  }
});
