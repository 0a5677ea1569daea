import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import type { CustomerInsight } from "../../src/domain/insight.ts";
import { keepAnalytics } from "../../src/jobs/keep-portfolio-wide.ts";
import { publishedInsight, publishedPortfolio } from "../../src/jobs/published-portfolio.ts";
import { Portion } from "../../src/storage/keys.ts";
import { reportedTable } from "../../src/storage/reported.ts";
import { type Answerer, json } from "../sources/loopback.ts";
import { partnerCenterThat } from "../sources/partner-center-server.ts";
import { freshTable } from "../support/azurite.ts";
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

const CUSTOMER = CustomerId.parse("1b0c3a52-8f0e-4c55-9b51-0d6f1f3c7a10");

type Services = Readonly<{ office: string; dynamics: string }>;

/** One row of each service, each of the day on which it was processed; those of Office come first. */
function rowsOf({ office, dynamics }: Services): unknown[] {
  return Object.entries({ o365: office, crm: dynamics }).map(([serviceCode, day]) => ({
    serviceCode,
    processedDateTime: `${day}T00:00:00`,
    customerTenantId: CUSTOMER,
    productName: serviceCode,
    workloadCode: serviceCode === "crm" ? "CRM" : "EXO",
    licensesDeployed: 1,
    licensesSold: 2,
    licensesActive: 1,
    licensesQualified: 2,
  }));
}

const processed = (services: Services): Answerer => {
  const rows = rowsOf(services);
  return (response, { path }) => {
    const Value = path.includes("top=1&") ? rows.slice(0, 1) : rows;
    json(response, 200, { Value, TotalCount: Value.length });
  };
};

const EMPTY: Answerer = (response) => json(response, 200, { Value: [] });
const REFUSED: Answerer = (response) => json(response, 403, { code: 900150 });
const THROTTLED: Answerer = (response) => json(response, 429, {}, { "retry-after": "9" });

/** Shows its first row, and breaks off when it is read whole. */
const BREAKS_OFF: Answerer = (response, request, nth) => {
  if (request.path.includes("top=1&")) return processed(LAST_WEEK)(response, request, nth);
  json(response, 200, { Value: request.path.endsWith("skip=0") ? rowsOf(LAST_WEEK) : [], TotalCount: 9 });
};

const LAST_WEEK = { office: "2026-11-16", dynamics: "2026-11-12" };

type Halves = Readonly<{ deployment: Answerer; usage: Answerer }>;

/** What a night after another keeps of what Partner Center says of all customers. */
async function nightsOf(said: Halves) {
  const reported = reportedTable(await freshTable());
  let halves = said;
  const center = await partnerCenterThat((response, request, nth) =>
    halves[request.path.includes("/usage/") ? "usage" : "deployment"](response, request, nth),
  );
  return {
    night: (day: string, mayWait = true) =>
      keepAnalytics({ partnerCenter: center.source, reported }, { night: Day.parse(day), mayWait }),
    say: (next: Halves) => (halves = next),
    /** The halves that were read whole. */
    read: () =>
      center
        .asked()
        .filter(({ path }) => path.endsWith("?top=10000&skip=0"))
        .map(({ path }) => (path.includes("/usage/") ? "usage" : "deployment")),
    processedOn: () => reported.processedOn(),
    /** The days of the rows that are kept of the customer. */
    async days() {
      const told = (await reported.inPortion(Portion.parse("0f"), Day.parse("2026-11-30"))).get(CUSTOMER)?.().reported;
      return {
        deployment: told?.deployment?.products.map(({ asOf }) => asOf) ?? null,
        usage: told?.usage?.workloads.map(({ asOf }) => asOf) ?? null,
      };
    },
    [Symbol.asyncDispose]: () => center[Symbol.asyncDispose](),
  };
}

const both = (answer: Answerer): Halves => ({ deployment: answer, usage: answer });

describe("keepAnalytics()", () => {
  test("reads what is new at once, and that half alone", async () => {
    await using nights = await nightsOf(both(processed(LAST_WEEK)));
    expect(await nights.night("2026-11-20")).toEqual({ reportedBy: "portfolio", refusal: null });
    nights.say({ deployment: processed({ ...LAST_WEEK, office: "2026-11-18" }), usage: processed(LAST_WEEK) });
    expect(await nights.night("2026-11-21")).toEqual({ reportedBy: "portfolio", refusal: null });
    expect(nights.read()).toEqual(["deployment", "usage", "deployment"]);
    expect(await nights.days()).toMatchObject({ deployment: ["2026-11-12", "2026-11-18"] });
    expect(await nights.processedOn()).toEqual({
      deployment: "2026-11-18",
      usage: "2026-11-16",
      readOn: "2026-11-20",
    });
  });

  test("finds the news of a service that the first row does not tell of within three nights", async () => {
    await using nights = await nightsOf(both(processed(LAST_WEEK)));
    await nights.night("2026-11-20");
    nights.say(both(processed({ ...LAST_WEEK, dynamics: "2026-11-15" })));
    await nights.night("2026-11-21");
    await nights.night("2026-11-22");
    expect(nights.read()).toEqual(["deployment", "usage"]);
    await nights.night("2026-11-23");
    const days = ["2026-11-15", "2026-11-16"];
    expect(await nights.days()).toEqual({ deployment: days, usage: days.toReversed() });
    expect(await nights.processedOn()).toMatchObject({ readOn: "2026-11-23" });
    await nights.night("2026-11-24");
    expect(nights.read()).toEqual(["deployment", "usage", "deployment", "usage"]);
  });

  test("has the news of a service that has overtaken the others, and of one that they have overtaken", async () => {
    await using nights = await nightsOf(both(processed(LAST_WEEK)));
    await nights.night("2026-11-17");
    nights.say(both(processed({ office: "2026-11-16", dynamics: "2026-11-19" })));
    await nights.night("2026-11-20");
    expect(await nights.days()).toEqual({
      deployment: ["2026-11-19", "2026-11-16"],
      usage: ["2026-11-16", "2026-11-19"],
    });
    nights.say(both(processed({ office: "2026-11-18", dynamics: "2026-11-19" })));
    await nights.night("2026-11-21");
    expect(await nights.days()).toEqual({
      deployment: ["2026-11-19", "2026-11-18"],
      usage: ["2026-11-18", "2026-11-19"],
    });
  });

  test.each([
    ["empty", EMPTY, /answered without a row for the deployment of all customers/],
    ["refused", REFUSED, /refuses the deployment of all customers \(403/],
    ["broken off", BREAKS_OFF, /gave fewer rows of the deployment of all customers than it told of/],
  ])(
    "keeps one half whole where the other one is %s, says so, and asks for that one again",
    async (_, answer, said) => {
      const whole = processed(LAST_WEEK);
      await using nights = await nightsOf({ deployment: answer, usage: whole });
      const { reportedBy, refusal } = await nights.night("2026-11-20");
      expect(reportedBy).toBe("portfolio");
      expect(refusal).toMatch(said);
      expect(await nights.days()).toEqual({ deployment: null, usage: ["2026-11-16", "2026-11-12"] });
      nights.say({ deployment: whole, usage: answer });
      expect(await nights.night("2026-11-21")).toMatchObject({ reportedBy: "portfolio" });
      expect(await nights.days()).toEqual({
        deployment: ["2026-11-12", "2026-11-16"],
        usage: ["2026-11-16", "2026-11-12"],
      });
    },
  );

  test.each([
    ["empty", both(EMPTY)],
    ["refused", both(REFUSED)],
    ["broken off", both(BREAKS_OFF)],
    ["empty and refused", { deployment: EMPTY, usage: REFUSED }],
    ["refused and broken off", { deployment: REFUSED, usage: BREAKS_OFF }],
  ])("leaves it to each pull where both halves are %s, and tries again the next night", async (_, halves) => {
    await using nights = await nightsOf(halves);
    const { reportedBy, refusal } = await nights.night("2026-11-20");
    expect(reportedBy).toBe("customer");
    expect(refusal).toMatch(/the deployment of all customers.*; .*the usage of all customers/);
    expect(await nights.processedOn()).toEqual({ deployment: null, usage: null, readOn: null });
    expect(await nights.days()).toEqual({ deployment: null, usage: null });
    nights.say(both(processed(LAST_WEEK)));
    expect(await nights.night("2026-11-21")).toEqual({ reportedBy: "portfolio", refusal: null });
  });

  test("passes a request for patience on, and keeps nothing as read", async () => {
    await using nights = await nightsOf({ deployment: processed(LAST_WEEK), usage: THROTTLED });
    await expect(nights.night("2026-11-20")).rejects.toMatchObject({ name: "SourceThrottled", retryAfterSeconds: 9 });
    nights.say({
      deployment: processed(LAST_WEEK),
      usage: (response, request, nth) =>
        (request.path.includes("top=1&") ? processed(LAST_WEEK) : THROTTLED)(response, request, nth),
    });
    await expect(nights.night("2026-11-20")).rejects.toMatchObject({ name: "SourceThrottled" });
    expect(await nights.processedOn()).toMatchObject({ readOn: null });
  });

  test("leaves the figures of an earlier night as they are where it may not wait, and asks for none by customer", async () => {
    await using nights = await nightsOf(both(processed(LAST_WEEK)));
    await nights.night("2026-11-20");
    const [days, processedOn] = [await nights.days(), await nights.processedOn()];
    nights.say(both(THROTTLED));
    const { reportedBy, refusal } = await nights.night("2026-11-21", false);
    expect(reportedBy).toBe("portfolio");
    expect(refusal).toMatch(/come back in 9 s .* those kept before stay$/);
    expect([await nights.days(), await nights.processedOn()]).toEqual([days, processedOn]);
  });
});
