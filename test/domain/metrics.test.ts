import * as fc from "fast-check";
import { expect, test } from "vitest";
import { activityFold, type ReportedWorkloads, type UserActivity } from "../../src/domain/activity.ts";
import { addDays, type Day } from "../../src/domain/day.ts";
import { SkuId } from "../../src/domain/ids.ts";
import type { LicensedProduct, Seats } from "../../src/domain/licences.ts";
import { CustomerMetrics, customerMetrics } from "../../src/domain/metrics.ts";
import { RefusalReason, refused } from "../../src/domain/pull-outcome.ts";
import { missing, type Rate, rateOf } from "../../src/domain/rate.ts";
import { Usage } from "../../src/domain/usage.ts";
import { KnownWorkload, WORKLOADS } from "../../src/domain/workload.ts";
import {
  activity,
  AS_OF,
  licences,
  NIGHT,
  outcome,
  product,
  report,
  skuId,
  snapshots,
  userCounts,
} from "../support/make.ts";
import { user } from "../support/make-user.ts";
import { rawCustomer, type RawCustomer } from "./arbitraries.ts";
import {
  naiveAnyWorkload,
  naiveDay,
  naiveDirectory,
  naiveProduct,
  type NaiveUsage,
  naiveWorkload,
} from "./naive-metrics.ts";

const SUITE = product({ skuId: skuId(1), name: "Contoso Suite", workloads: ["teams", "yammer"] });
const CHAT = product({ skuId: skuId(2), name: "Contoso Chat", workloads: ["teams"] });
const paidUsers = people(20, "CONTOSO SUITE");

test("customerMetrics() agrees with people counted one by one, figure by figure", () => {
  fc.assert(
    fc.property(rawCustomer, (customer) => {
      const metrics = metricsOf(customer);
      expect(figuresOf(metrics.anyWorkload)).toEqual(ratesOf(naiveAnyWorkload(customer)));
      for (const { workload, ...usage } of reportedWorkloads(metrics)) {
        expect(figuresOf(usage)).toEqual(ratesOf(naiveWorkload(customer, workload)));
      }
      for (const { skuId: id, ...usage } of metrics.products) {
        const naive = id === null ? null : naiveProduct(customer, id);
        expect(usage.users && figuresOf(Usage.strip().parse(usage))).toEqual(naive && ratesOf(naive));
      }
      expect(metrics.directory).toMatchObject(naiveDirectory(customer));
      expect(metrics.daily).toEqual({ day: AS_OF, ...naiveDay(customer, AS_OF) });
    }),
    { numRuns: 2_000 },
  );
});

test("customerMetrics() leaves out a reported workload only where nobody and no product has to do with it", () => {
  fc.assert(
    fc.property(rawCustomer, (customer) => {
      const listed = new Set(metricsOf(customer).workloads.map(({ workload }) => workload));
      for (const workload of WORKLOADS) {
        if (customer.reported[workload] === undefined || listed.has(workload)) continue;
        const { users, total } = naiveWorkload(customer, workload);
        expect([...Object.values(users), total]).toEqual([0, 0, 0, 0, 0, 0, 0]);
      }
    }),
  );
});

test("customerMetrics() adds up: active is the sum of its standings, and of the entitled and all reasons", () => {
  fc.assert(
    fc.property(rawCustomer, (customer) => {
      for (const usage of measuredUsages(metricsOf(customer))) {
        const [active, total] = partsOf(usage.usage);
        const activePaid = usage.usersActive?.paid ?? 0;
        const explained = usage.reasons.reduce((sum, reason) => sum + reason.users, 0);

        expect([active, total]).toEqual([usage.active, usage.total]);
        expect(active).toBe(sumOf(usage.usersActive));
        expect(explained).toBe(active > total ? active - Math.min(activePaid, total) : 0);
        expect(usage.reasons.map(({ points }) => points)).toEqual(usage.reasons.map(({ users }) => users / total));
      }
    }),
  );
});

test("customerMetrics() never has a total above the paid users, nor above the paid seats and those by flag", () => {
  fc.assert(
    fc.property(rawCustomer, (customer) => {
      const paidSeats = customer.licences === null ? Infinity : sumOfSeats(customer.licences.products);
      for (const usage of measuredUsages(metricsOf(customer))) {
        const [, total] = partsOf(usage.usage);
        expect(total).toBe((usage.users?.paid ?? 0) - (usage.overdrawn ?? 0));
        expect(total).toBeLessThanOrEqual(paidSeats + (usage.paidByFlag ?? 0));
        expect(usage.overdrawn).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test("customerMetrics() never has a likeForLike above one", () => {
  fc.assert(
    fc.property(rawCustomer, (customer) => {
      for (const { likeForLike } of usagesOf(metricsOf(customer))) {
        expect(likeForLike.kind === "measured" ? likeForLike.value : 0).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("customerMetrics() never lowers a usage when one more user becomes active", () => {
  fc.assert(
    fc.property(rawCustomer, fc.nat(), (customer, pick) => {
      const { users, reported } = customer;
      const active = users.map((each, index) => (index === pick % users.length ? activeNow(reported, each) : each));
      const before = metricsOf(customer);
      const after = metricsOf({ ...customer, users: active });

      expect(after.anyWorkload.users?.paid).toBe(before.anyWorkload.users?.paid);
      expect(sumOf(after.anyWorkload.usersActive)).toBeGreaterThanOrEqual(sumOf(before.anyWorkload.usersActive));
      for (const { workload, usage } of reportedWorkloads(before)) {
        const raised = after.workloads.find((other) => other.workload === workload);
        expect(valueOf(raised?.usage)).toBeGreaterThanOrEqual(valueOf(usage));
      }
    }),
  );
});

test("customerMetrics() has no fewer named people active in any workload than in each, nor more than in all", () => {
  fc.assert(
    fc.property(rawCustomer, (customer) => {
      const metrics = metricsOf({ ...customer, unnamed: [] });
      const actives = reportedWorkloads(metrics).map(({ usersActive }) => sumOf(usersActive));
      const activeInAny = sumOf(metrics.anyWorkload.usersActive);

      expect(activeInAny).toBeGreaterThanOrEqual(Math.max(0, ...actives));
      expect(activeInAny).toBeLessThanOrEqual(actives.reduce((sum, active) => sum + active, 0));
      for (const { users } of reportedWorkloads(metrics)) {
        expect(metrics.anyWorkload.users?.paid).toBeGreaterThanOrEqual(users?.paid ?? 0);
      }
    }),
  );
});

test("customerMetrics() has the same usage of any workload, whoever comes without a name", () => {
  fc.assert(
    fc.property(rawCustomer, (customer) => {
      expect(metricsOf(customer).anyWorkload).toEqual(metricsOf({ ...customer, unnamed: [] }).anyWorkload);
    }),
  );
});

test("customerMetrics() does not know the order of users, nor of products", () => {
  fc.assert(
    fc.property(rawCustomer, (customer) => {
      const reversed = {
        ...customer,
        users: customer.users.toReversed(),
        unnamed: customer.unnamed.toReversed(),
        licences: customer.licences && { ...customer.licences, products: customer.licences.products.toReversed() },
      };
      const { products, ...metrics } = metricsOf(reversed);
      expect({ ...metrics, products: products.toReversed() }).toEqual(metricsOf(customer));
    }),
  );
});

test("customerMetrics() reads back from JSON as what it was", () => {
  fc.assert(
    fc.property(rawCustomer, (customer) => {
      const metrics = metricsOf(customer);
      expect(CustomerMetrics.parse(JSON.parse(JSON.stringify(metrics)))).toEqual(metrics);
    }),
  );
});

test("customerMetrics() divides the sums of products, not the mean of their deployments", () => {
  const small = product({ skuId: skuId(1), seats: seats({ active: 4 }), assigned: 4 });
  const large = product({ skuId: skuId(2), seats: seats({ active: 96 }), assigned: 0 });
  expect(customerMetrics(snapshots({ licences: licences({ products: [small, large] }) }), NIGHT)).toMatchObject({
    deployment: { part: 4, whole: 100, value: 0.04 },
    seatsSold: 100,
    seatsAssigned: 4,
    ownSeatsSold: 30,
  });
});

test("customerMetrics() keeps a deployment above one, when seats have lapsed and stayed assigned", () => {
  const lapsed = product({ seats: seats({ active: 20, grace: 5 }), assigned: 25 });
  expect(customerMetrics(snapshots({ licences: licences({ products: [lapsed] }) }), NIGHT)).toMatchObject({
    deployment: { part: 25, whole: 20, value: 1.25 },
  });
});

const POWER_BI_FREE = SkuId.parse("a403ebcc-fae0-4ca2-8c8c-7a907fd6c235");

test.each<[string, Partial<LicensedProduct>, string]>([
  ["an unlimited product", { seats: seats({ active: 1_000_000 }) }, "free"],
  ["an unlimited product that has lapsed", { seats: seats({ grace: 1_000_000 }) }, "free"],
  ["a product that nobody pays for", { skuId: POWER_BI_FREE, seats: seats({ active: 50 }) }, "free"],
  ["a product of 10,000 units that is on no list", { seats: seats({ active: 10_000 }) }, "free"],
  ["a product for the tenant", { appliesTo: "tenant" }, "tenant"],
  ["a product had on trial only", { seats: seats({ trial: 25 }) }, "trial"],
  ["a product whose only trial has run out", { seats: seats({}), trialLapsed: 25 }, "trial"],
])("customerMetrics() lists %s, and does not count it", (_, overrides, counting) => {
  const other = product({ skuId: skuId(2), assigned: 500, ...overrides });
  const metrics = customerMetrics(snapshots({ licences: licences({ products: [product(), other] }) }), NIGHT);
  expect(metrics).toMatchObject({
    deployment: { part: 18, whole: 20 },
    seatsSold: 20,
    seatsAssigned: 18,
    ownSeatsSold: 15,
    products: [{ counted: true }, { counting, counted: false, sold: null, ownSold: null, assigned: 500 }],
  });
  expect(metrics.products[1]?.deployment).toEqual(missing("nothing_sold"));
});

test.each<[string, LicensedProduct[], number | null]>([
  ["the sum where every product's are known", [SUITE, CHAT], 30],
  ["unknown where one product's are", [SUITE, { ...CHAT, own: null }], null],
  [
    "the sum of the counted, though another's are unknown",
    [SUITE, { ...CHAT, own: null, seats: seats({ trial: 5 }) }],
    15,
  ],
  ["zero where nothing is counted", [{ ...CHAT, own: null, seats: seats({ trial: 5 }) }], 0],
  ["zero where there is no product", [], 0],
])("customerMetrics() tells own seats: %s", (_, products, ownSeatsSold) => {
  expect(customerMetrics(snapshots({ licences: licences({ products }) }), NIGHT)).toMatchObject({ ownSeatsSold });
});

test.each([7, 0, null])(
  "customerMetrics() tells own seats of no product as its licences do: %s",
  (ownSeatsUnmatched) => {
    expect(customerMetrics(snapshots({ licences: licences({ ownSeatsUnmatched }) }), NIGHT)).toMatchObject({
      ownSeatsUnmatched,
    });
  },
);

test("customerMetrics() has nothing sold, rather than zero deployed, where every seat has lapsed", () => {
  const lapsed = product({ seats: seats({ grace: 20 }) });
  expect(customerMetrics(snapshots({ licences: licences({ products: [lapsed] }) }), NIGHT)).toMatchObject({
    deployment: missing("nothing_sold"),
    seatsSold: 0,
    seatsAssigned: 18,
  });
});

test("customerMetrics() has nobody entitled, and no reasons, where users hold lapsed seats only", () => {
  const { workloads } = teamsMetrics([{ ...CHAT, seats: seats({ grace: 5 }) }], people(5, "CONTOSO CHAT"));
  expect(workloads).toMatchObject([
    {
      usage: missing("nobody_entitled"),
      likeForLike: missing("nobody_entitled"),
      usersActive: { paid: 0, grace: 5 },
      reasons: [],
    },
  ]);
});

test.each<[string, LicensedProduct[], UserActivity[], Record<string, number>]>([
  ["people who left", [SUITE], people(3, "CONTOSO SUITE", { isDeleted: true }), { turnover: 3 }],
  ["people whose licence went to somebody else", [SUITE], people(2, "", {}, "unlicensed"), { turnover: 2 }],
  [
    "a second subscription in grace",
    [{ ...SUITE, seats: seats({ active: 20, grace: 5 }) }],
    people(5, "CONTOSO SUITE"),
    { grace: 5 },
  ],
  [
    "a second subscription suspended",
    [{ ...SUITE, seats: seats({ active: 20, suspended: 5 }) }],
    people(5, "CONTOSO SUITE"),
    { grace: 5 },
  ],
  [
    "another product in grace",
    [SUITE, { ...CHAT, seats: seats({ grace: 4 }) }],
    people(4, "CONTOSO CHAT"),
    { grace: 4 },
  ],
  [
    "another product whose seats are gone",
    [SUITE, { ...CHAT, seats: seats({}) }],
    people(4, "CONTOSO CHAT"),
    { grace: 4 },
  ],
  [
    "trial seats of the same product",
    [{ ...SUITE, seats: seats({ active: 20, trial: 5 }) }],
    people(3, "CONTOSO SUITE"),
    { trial: 3 },
  ],
  [
    "another product on trial",
    [SUITE, { ...CHAT, seats: seats({ trial: 25 }) }],
    people(6, "CONTOSO CHAT"),
    { trial: 6 },
  ],
  [
    "a free product",
    [SUITE, { ...CHAT, seats: seats({ active: 1_000_000 }) }],
    people(6, "CONTOSO CHAT"),
    { trial: 6 },
  ],
  [
    "another product whose trial has run out",
    [SUITE, { ...CHAT, seats: seats({}), trialLapsed: 25 }],
    people(4, "CONTOSO CHAT"),
    { trial: 4 },
  ],
  [
    "another product suspended, whose users the report no longer calls licensed",
    [SUITE, { ...CHAT, seats: seats({ suspended: 4 }) }],
    people(4, "CONTOSO CHAT", {}, "unlicensed"),
    { grace: 4 },
  ],
  ["nothing that is known", [SUITE], people(3, "CONTOSO SUITE"), { unexplained: 3 }],
  [
    "nothing that is known, though another product is on trial: those seats are its own users'",
    [SUITE, { ...CHAT, seats: seats({ trial: 25 }) }],
    [...people(3, "CONTOSO SUITE"), ...people(1, "CONTOSO CHAT")],
    { unexplained: 3, trial: 1 },
  ],
  [
    "trial seats of the same product, though another is in grace: those seats are its own users'",
    [
      { ...SUITE, seats: seats({ active: 20, trial: 3 }) },
      { ...CHAT, seats: seats({ grace: 5 }) },
    ],
    [...people(3, "CONTOSO SUITE"), ...people(5, "CONTOSO CHAT")],
    { grace: 5, trial: 3 },
  ],
  [
    "lapsed seats, then trial seats, then nothing that is known",
    [{ ...SUITE, seats: seats({ active: 20, grace: 3, suspended: 1, trial: 2 }) }],
    people(9, "CONTOSO SUITE"),
    { grace: 4, unexplained: 3, trial: 2 },
  ],
  [
    "several causes at once, largest first",
    [SUITE, { ...CHAT, seats: seats({ trial: 25 }) }],
    [...people(1, "CONTOSO CHAT"), ...people(3, "", { isDeleted: true })],
    { turnover: 3, trial: 1 },
  ],
])("customerMetrics() explains an excess by %s", (_, products, others, causes) => {
  const metrics = teamsMetrics(products, [...paidUsers, ...others]);
  const expected = Object.entries(causes).map(([cause, users]) => ({
    cause,
    users,
    points: users / 20,
    evidence: "measured",
  }));
  expect(metrics.workloads.find(({ workload }) => workload === "teams")).toMatchObject({
    usage: rateOf(20 + others.length, 20, "nobody_entitled"),
    reasons: expected,
  });
  expect(metrics.anyWorkload.reasons).toEqual(expected);
});

test("customerMetrics() explains a Yammer above 100 % by Yammer, and by those who left", () => {
  const licensed = { yammer: { evidence: "licensed" as const, lastActivity: AS_OF } };
  const unlicensed = { yammer: { evidence: "unlicensed" as const, lastActivity: AS_OF } };
  const users = [
    ...people(20, "CONTOSO SUITE", { workloads: licensed }),
    ...people(4, "", { workloads: unlicensed }),
    user({ isDeleted: true, workloads: unlicensed }),
  ];
  const { workloads, anyWorkload } = metricsOf({
    reported: { yammer: AS_OF },
    users,
    licences: licences({ products: [SUITE] }),
  });
  const reasons = [
    { cause: "yammer", users: 4, points: 0.2, evidence: "measured" },
    { cause: "turnover", users: 1, points: 0.05, evidence: "measured" },
  ];
  const inYammerItself = workloads.find(({ workload }) => workload === "yammer");
  expect([inYammerItself?.reasons, anyWorkload.reasons]).toEqual([reasons, reasons]);
});

test.each([
  ["turnover, where it was lost within the window", -27, "turnover"],
  ["let in by Yammer, where it was lost before", -28, "yammer"],
])("customerMetrics() counts one without a licence, who is active in Yammer, as %s", (_, days, cause) => {
  const unlicensed = { evidence: "unlicensed" as const, lastActivity: AS_OF };
  const lost = { ...unlicensed, lastActivity: addDays(AS_OF, days) };
  const { anyWorkload } = metricsOf({
    reported: { teams: AS_OF, yammer: AS_OF },
    users: [...paidUsers, user({ workloads: { teams: lost, yammer: unlicensed } })],
    licences: licences({ products: [SUITE] }),
  });
  expect(anyWorkload.reasons).toMatchObject([{ cause, users: 1 }]);
});

test("customerMetrics() counts a user as active in any workload, whose report is a day ahead of the others", () => {
  const dayAhead = addDays(AS_OF, 1);
  const { anyWorkload } = metricsOf({
    reported: { teams: AS_OF, officeApps: dayAhead },
    users: [
      user({ assignedProducts: null, workloads: { officeApps: { evidence: "listed", lastActivity: dayAhead } } }),
    ],
    licences: null,
  });
  expect(anyWorkload).toMatchObject({ usersActive: { paid: 1 }, datedLater: 0 });
});

test("customerMetrics() gives no reason for a usage of exactly 100 %, whoever makes it up", () => {
  const idle = people(3, "CONTOSO SUITE", {}, "licensed", addDays(AS_OF, -28));
  const users = [...paidUsers.slice(3), ...idle, ...people(3, "", { isDeleted: true })];
  expect(teamsMetrics([SUITE], users).anyWorkload).toMatchObject({
    usage: rateOf(20, 20, "nobody_entitled"),
    likeForLike: rateOf(17, 20, "nobody_entitled"),
    reasons: [],
  });
});

test("customerMetrics() holds against seats only those whose product joins to them, and says so of the others", () => {
  const users = [...paidUsers, ...people(3, "CONTOSO SUITE"), ...people(5, "FABRIKAM UNKNOWN")];
  expect(teamsMetrics([SUITE], users).anyWorkload).toMatchObject({
    usage: rateOf(28, 25, "nobody_entitled"),
    users: { paid: 28 },
    overdrawn: 3,
    isBoundBySeats: false,
    paidByFlag: 5,
    reasons: [{ cause: "unexplained", users: 3 }],
  });
});

test("customerMetrics() takes the report's own flags where no licences are known, and says so", () => {
  const metrics = metricsOf({ reported: { teams: AS_OF }, users: paidUsers, licences: null });
  expect(metrics).toMatchObject({
    deployment: missing("not_reported"),
    seatsSold: null,
    ownSeatsSold: null,
    seatsAssigned: null,
    ownSeatsUnmatched: null,
    anyWorkload: { usage: rateOf(20, 20, "nobody_entitled"), isBoundBySeats: false },
  });
});

const NO_ACCESS = refused("no_access", "403 of Graph");

test.each(RefusalReason.options)(
  "customerMetrics() of a night refused for %s keeps the last good figures, dated",
  (reason) => {
    const outcomes = [outcome({ night: addDays(NIGHT, -1) }), outcome({ activity: refused(reason, "why it was") })];
    expect(customerMetrics(snapshots({ outcomes }), NIGHT)).toMatchObject({
      state: "stale",
      stateDetail: "Figures of 2026-11-20: why it was",
      basis: "users",
      anyWorkload: { usage: { part: 16, whole: 18 } },
    });
  },
);

test.each([
  ["no_access", "noAccess", "no_access"],
  ["source_not_ready", "notReady", "source_not_ready"],
  ["not_configured", "notReady", "not_reported"],
  ["unreadable", "failed", "not_reported"],
  ["failed", "failed", "not_reported"],
] as const)(
  "customerMetrics() of a customer without figures, refused for %s, is %s",
  (reason, state, missingReason) => {
    const outcomes = [outcome({ activity: refused(reason, "why it was") })];
    const metrics = customerMetrics(snapshots({ activity: null, activityDays: [], outcomes }), NIGHT);
    expect(metrics).toMatchObject({ state, stateDetail: "why it was", basis: "none", asOf: { activity: null } });
    expect(usagesOf(metrics).map(({ usage }) => usage)).toEqual(usagesOf(metrics).map(() => missing(missingReason)));
  },
);

test("customerMetrics() of a customer whose newest pull was kept, but is no longer stored, says so", () => {
  expect(customerMetrics(snapshots({ activity: null, activityDays: [] }), NIGHT)).toMatchObject({
    state: "notReady",
    stateDetail: "Its last figures are no longer stored",
    basis: "none",
    anyWorkload: { usage: missing("not_reported"), users: null },
  });
});

test("customerMetrics() of a customer never pulled is not ready, and nothing of it is zero", () => {
  const metrics = customerMetrics(snapshots({ activity: null, licences: null, activityDays: [], outcomes: [] }), NIGHT);
  expect(metrics).toMatchObject({
    state: "notReady",
    stateDetail: "Not pulled in the last 28 nights",
    asOf: { activity: null, licences: null, reportedDeployment: null, reportedUsage: null },
    deployment: missing("not_reported"),
    seatsSold: null,
    seatsAssigned: null,
    products: [],
    workloads: [],
    anyWorkload: { usage: missing("not_reported"), users: null, usersActive: null, activeIn7Days: null },
    coverage: { present: 0 },
  });
});

test.each([
  [0, "measured"],
  [2, "measured"],
  [4, "measured"],
  [5, "stale"],
  [20, "stale"],
])("customerMetrics() of a report %i days behind is %s", (daysBehind, state) => {
  const asOf = addDays(NIGHT, -daysBehind);
  expect(customerMetrics(snapshots({ activity: activity({ asOf }) }), NIGHT)).toMatchObject({ state });
});

const READ = report({ rows: 18, rowsUnreadable: 0 });
const SHORT = report({ rows: 22, rowsUnreadable: 2 });
const SHORT_APPS = report({ report: "apps", rows: 40, rowsUnreadable: 1 });

test.each([
  ["nothing of a report that was read whole", [READ], null],
  ["how many rows of a report could not be read", [SHORT], "2 of 22 rows could not be read"],
  ["that of the one report that is short", [READ, SHORT_APPS], "1 of 40 rows could not be read"],
  ["that of each", [SHORT, SHORT_APPS], "2 of 22 rows could not be read; 1 of 40 rows could not be read"],
])("customerMetrics() of a measured customer says %s", (_, reports, stateDetail) => {
  expect(customerMetrics(snapshots({ activity: activity({ reports }) }), NIGHT)).toMatchObject({
    state: "measured",
    stateDetail,
  });
});

test("customerMetrics() lets the newest night decide, not an earlier one", () => {
  const outcomes = [outcome({ night: addDays(NIGHT, -1), activity: NO_ACCESS }), outcome()];
  expect(customerMetrics(snapshots({ outcomes }), NIGHT)).toMatchObject({ state: "measured", stateDetail: null });
});

test.each([
  ["no_access", "no_access"],
  ["source_not_ready", "source_not_ready"],
  ["unreadable", "not_reported"],
  ["failed", "not_reported"],
  ["not_configured", "not_reported"],
] as const)("customerMetrics() of licences refused for %s has no deployment, for %s", (reason, missingReason) => {
  const outcomes = [outcome({ licences: refused(reason, "") })];
  const metrics = customerMetrics(snapshots({ licences: null, outcomes }), NIGHT);
  expect(metrics).toMatchObject({ state: "measured", deployment: missing(missingReason), seatsSold: null });
});

test.each<[string, KnownWorkload, ReturnType<typeof refused>, Rate]>([
  ["the report of Microsoft 365 Apps was refused", "officeApps", NO_ACCESS, missing("no_access")],
  ["no report of it exists", "dynamics", NO_ACCESS, missing("not_reported")],
])("customerMetrics() has no usage of a sold workload where %s", (_, workload, apps, usage) => {
  const sold = product({ workloads: ["teams", workload] });
  const metrics = customerMetrics(
    snapshots({ licences: licences({ products: [sold] }), outcomes: [outcome({ apps })] }),
    NIGHT,
  );
  expect(metrics.workloads.find((other) => other.workload === workload)).toMatchObject({ usage, users: null });
});

test("customerMetrics() leaves a product's usage missing where no report tells of its workloads", () => {
  const mail = product({ workloads: ["exchange"] });
  const metrics = customerMetrics(
    snapshots({ licences: licences({ products: [mail] }), activity: activity({ products: {} }) }),
    NIGHT,
  );
  expect(metrics.products[0]).toMatchObject({ usage: missing("not_reported"), users: null, reasons: [] });
});

test("customerMetrics() knows that nobody is entitled through a product that was sold and assigned to nobody", () => {
  const { products } = teamsMetrics([SUITE, { ...CHAT, assigned: 0 }], paidUsers);
  expect(products[1]).toMatchObject({
    sold: 20,
    usage: missing("nobody_entitled"),
    likeForLike: missing("nobody_entitled"),
    active: 0,
    total: 0,
    users: { paid: 0, grace: 0, trial: 0, unlicensed: 0, guest: 0, departed: 0 },
    neverActive: 0,
    reasons: [],
  });
});

test("customerMetrics() tells for each figure of which day it is", () => {
  const weekOld = addDays(AS_OF, -6);
  const counts = userCounts({ paid: { active: 1 } }, { asOf: weekOld });
  const metrics = customerMetrics(snapshots({ activity: activity({ workloads: { officeApps: counts } }) }), NIGHT);
  expect(metrics).toMatchObject({
    night: NIGHT,
    asOf: { activity: AS_OF, licences: addDays(AS_OF, 1), reportedDeployment: null, reportedUsage: null },
    anyWorkload: { asOf: AS_OF },
  });
  expect(metrics.workloads.find(({ workload }) => workload === "officeApps")?.asOf).toBe(weekOld);
});

test("customerMetrics() tells what each source gave on the newest night, and nothing where there was none", () => {
  const { night: _night, booked: _booked, refusedFiles: _refusedFiles, ...sources } = outcome();
  const newest = outcome({ subscriptions: NO_ACCESS, sales: NO_ACCESS });
  const outcomes = [outcome({ night: addDays(NIGHT, -1), activity: NO_ACCESS }), newest];
  expect(customerMetrics(snapshots({ outcomes }), NIGHT).sources).toEqual({
    ...sources,
    subscriptions: NO_ACCESS,
    sales: NO_ACCESS,
  });
  expect(customerMetrics(snapshots({ outcomes: [] }), NIGHT).sources).toBeNull();
});

test("customerMetrics() passes on which dropped-in files nobody could read", () => {
  const refusedFiles = [{ file: "users.csv", line: 7, reason: "no such column" }];
  expect(customerMetrics(snapshots({ outcomes: [outcome({ refusedFiles })] }), NIGHT)).toMatchObject({ refusedFiles });
});

/** Everybody has a name, and nobody lists the plans of products, unless told otherwise. */
function metricsOf({
  reported,
  users,
  unnamed = [],
  licences: known,
  plans = new Map(),
}: Omit<RawCustomer, "unnamed" | "plans"> & Partial<RawCustomer>): CustomerMetrics {
  const fold = activityFold(AS_OF, reported, known, plans);
  for (const each of users) fold.add(each);
  for (const each of unnamed) fold.addUnnamed(each);
  const folded = fold.snapshot({ reports: [], directory: JOINED, namesSetting: null });
  return customerMetrics(snapshots({ activity: folded, licences: known }), NIGHT);
}

/** What the fold is told of the directory and passes on, whoever is in it. */
const JOINED = { users: 30, joined: 20, unlisted: 2, deletedContradicted: 1 };

function teamsMetrics(products: LicensedProduct[], users: readonly UserActivity[]): CustomerMetrics {
  return metricsOf({ reported: { teams: AS_OF }, users, licences: licences({ products }) });
}

/** So many users of Teams, alike. */
function people(
  count: number,
  assignedProducts: string,
  overrides: Partial<UserActivity> = {},
  evidence: "licensed" | "unlicensed" = "licensed",
  lastActivity: Day = AS_OF,
): UserActivity[] {
  const each = user({ assignedProducts, workloads: { teams: { evidence, lastActivity } }, ...overrides });
  return Array.from({ length: count }, () => each);
}

function seats(overrides: Partial<Seats>): Seats {
  return { active: 0, grace: 0, suspended: 0, trial: 0, ...overrides };
}

/** What the naive count says, as rates. */
function ratesOf({ likeForLike, ...counts }: NaiveUsage) {
  return {
    ...counts,
    usage: rateOf(counts.active, counts.total, "nobody_entitled"),
    likeForLike: rateOf(...likeForLike, "nobody_entitled"),
  };
}

/** The same figures of a usage as the naive count has, its reasons as users by cause. */
function figuresOf(usage: Usage) {
  const { asOf: _asOf, basis: _basis, ...figures } = usage;
  return { ...figures, reasons: Object.fromEntries(usage.reasons.map(({ cause, users }) => [cause, users])) };
}

function usagesOf({ anyWorkload, products, workloads }: CustomerMetrics): Usage[] {
  return [anyWorkload, ...products, ...workloads];
}

function measuredUsages(metrics: CustomerMetrics): Usage[] {
  return usagesOf(metrics).filter(({ usage }) => usage.kind === "measured");
}

/** Workloads of which a report told, whether or not anybody is entitled. */
function reportedWorkloads({ workloads }: CustomerMetrics) {
  return workloads.flatMap(({ workload, ...usage }) => {
    const known = KnownWorkload.safeParse(workload);
    return known.success && usage.users !== null ? [{ workload: known.data, ...usage }] : [];
  });
}

function partsOf(rate: Rate): [part: number, whole: number] {
  return rate.kind === "measured" ? [rate.part, rate.whole] : [NaN, NaN];
}

function valueOf(rate: Rate | undefined): number {
  return rate?.kind === "measured" ? rate.value : -1;
}

function sumOf(counts: Usage["users"]): number {
  return Object.values(counts ?? {}).reduce((total, count) => total + count, 0);
}

function sumOfSeats(products: readonly LicensedProduct[]): number {
  return products.reduce((total, each) => total + each.seats.active, 0);
}

/** The user as active as can be: in each workload on the very day its column speaks for. */
function activeNow(reported: ReportedWorkloads, { workloads, ...rest }: UserActivity): UserActivity {
  const rows = WORKLOADS.flatMap((workload) => {
    const row = workloads[workload];
    return row === undefined ? [] : [[workload, { ...row, lastActivity: reported[workload] ?? AS_OF }] as const];
  });
  return { ...rest, workloads: Object.fromEntries(rows) };
}
