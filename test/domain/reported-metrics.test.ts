import { expect, test } from "vitest";
import { type ReportedSnapshot, NOTHING_REPORTED } from "../../src/domain/reported.ts";
import { refused } from "../../src/domain/pull-outcome.ts";
import { addDays } from "../../src/domain/day.ts";
import {
  AS_OF,
  customerId,
  insight,
  licences,
  outcome,
  portfolio,
  product,
  type SnapshotsMade,
  skuId,
} from "../support/make.ts";

const PROCESSED = addDays(AS_OF, -5);

const REPORTED: ReportedSnapshot = {
  deployment: {
    asOf: PROCESSED,
    products: [
      { skuId: skuId(1), name: "CONTOSO SUITE", asOf: PROCESSED, deployed: 31, sold: 40 },
      { skuId: null, name: "CONTOSO BY NAME", asOf: PROCESSED, deployed: 4, sold: 4 },
    ],
  },
  usage: {
    asOf: addDays(PROCESSED, -7),
    workloads: [
      { workload: "exchange", asOf: addDays(PROCESSED, -7), active: 30, qualified: 40 },
      { workload: "teams", asOf: addDays(PROCESSED, -7), active: 35, qualified: 30 },
      { workload: "yammer", asOf: addDays(PROCESSED, -7), active: 9, qualified: 5 },
      { workload: "dynamics", asOf: addDays(PROCESSED, -7), active: 6, qualified: 8 },
      { workload: "other:STREAM", asOf: addDays(PROCESSED, -7), active: 2, qualified: 40 },
    ],
  },
};

const noAccess = refused("no_access", "Microsoft Graph refuses the usage reports");
const booked = { active: 44, grace: 2, suspended: 1, trial: 1 };
/** A tenant that lets nobody in: Partner Center is all there is. */
const SHUT: Partial<SnapshotsMade> = {
  activity: null,
  activityDays: [],
  licences: null,
  outcomes: [
    outcome({
      activity: noAccess,
      apps: noAccess,
      licences: noAccess,
      subscriptions: noAccess,
      reported: null,
      booked,
    }),
  ],
  reported: REPORTED,
};

test("without access the figures are Partner Center's, each of its own day, and say so", () => {
  const customer = insight(SHUT);
  expect(customer).toMatchObject({
    state: "reportedOnly",
    stateDetail: noAccess.kind === "refused" ? noAccess.detail : null,
    basis: "reported",
    deploymentBasis: "reported",
    asOf: { activity: null, licences: null, reportedDeployment: PROCESSED, reportedUsage: addDays(PROCESSED, -7) },
    deployment: { part: 35, whole: 44 },
    seatsSold: 44,
    ownSeatsSold: 44,
    reconciliation: [],
  });
  expect(
    customer.products.map(({ name, sold, assigned, seats, deploymentBasis }) => [
      name,
      sold,
      assigned,
      seats,
      deploymentBasis,
    ]),
  ).toEqual([
    ["CONTOSO SUITE", 40, 31, null, "reported"],
    ["CONTOSO BY NAME", 4, 4, null, "reported"],
  ]);
});

test("a product and a workload that are only reported have the day of their own service, whatever the half's", () => {
  const { deployment, usage } = REPORTED;
  const [office, dynamics] = [addDays(PROCESSED, -8), addDays(PROCESSED, -9)];
  const customer = insight({
    ...SHUT,
    reported: {
      deployment: deployment && {
        ...deployment,
        products: deployment.products.map((row) =>
          Object.assign({}, row, { asOf: row.skuId === null ? dynamics : office }),
        ),
      },
      usage: usage && {
        ...usage,
        workloads: usage.workloads.map((row) =>
          Object.assign({}, row, { asOf: row.workload === "dynamics" ? dynamics : office }),
        ),
      },
    },
  });
  expect(customer.products.map(({ asOf }) => asOf)).toEqual([null, null]);
  expect(customer.products.map(({ deploymentAsOf }) => deploymentAsOf)).toEqual([office, dynamics]);
  expect(customer.workloads.map(({ asOf }) => asOf)).toEqual([office, office, office, dynamics, office]);
  expect(customer.asOf).toMatchObject({ reportedDeployment: PROCESSED, reportedUsage: addDays(PROCESSED, -7) });
});

test("workloads that are only reported are rows like any other, unknown codes passed through", () => {
  const { workloads } = insight(SHUT);
  expect(workloads.map(({ workload, basis, active, total }) => [workload, basis, active, total])).toEqual([
    ["exchange", "reported", 30, 40],
    ["teams", "reported", 35, 30],
    ["yammer", "reported", 9, 5],
    ["dynamics", "reported", 6, 8],
    ["other:STREAM", "reported", 2, 40],
  ]);
  expect(workloads.every(({ users, likeForLike }) => users === null && likeForLike.kind === "missing")).toBe(true);
});

test("reasons of what is only reported are possible ones, up to the seats that there are, and add up", () => {
  const reasons = Object.fromEntries(insight(SHUT).workloads.map(({ workload, reasons: said }) => [workload, said]));
  expect(reasons["exchange"]).toEqual([]);
  expect(reasons["teams"]).toEqual([
    { cause: "grace", users: 3, points: 0.1, evidence: "possible" },
    { cause: "trial", users: 1, points: 1 / 30, evidence: "possible" },
    { cause: "unexplained", users: 1, points: 1 / 30, evidence: "possible" },
  ]);
  expect(reasons["yammer"]?.map(({ cause, users }) => [cause, users])).toEqual([
    ["grace", 3],
    ["trial", 1],
  ]);
});

test("a customer's usage of totals is that of its most used over its most entitled workload: people do not add up", () => {
  expect(insight(SHUT)).toMatchObject({ usage: { part: 35, whole: 40 }, usersActive: 35, usersTotal: 40 });
});

test("what no report of users covers is told by Partner Center beside what is measured", () => {
  const { workloads, state, basis } = insight({ reported: REPORTED });
  expect([state, basis]).toEqual(["measured", "users"]);
  expect(workloads.find(({ workload }) => workload === "teams")).toMatchObject({ basis: "users", active: 14 });
  expect(workloads.find(({ workload }) => workload === "dynamics")).toMatchObject({
    basis: "reported",
    active: 6,
    total: 8,
  });
});

test("nothing reported is unknown, never zero", () => {
  const customer = insight({ ...SHUT, reported: NOTHING_REPORTED });
  expect(customer).toMatchObject({ state: "noAccess", basis: "none", deploymentBasis: "none", seatsSold: null });
  expect([customer.usage.kind, customer.deployment.kind]).toEqual(["missing", "missing"]);
  expect(customer.ownSeatsSold).toBe(44);
  expect(customer.sources?.reported).toMatchObject({ kind: "refused", reason: "source_not_ready" });
});

test("a portfolio says how many of its customers are told by reported totals", () => {
  const { insight: totals } = portfolio([insight(), { ...insight(SHUT), customerId: customerId(2) }]);
  expect(totals.coverage).toMatchObject({
    measured: 1,
    reportedOnly: 1,
    usage: { counted: 2, countedReported: 1, absent: 0 },
    deployment: { counted: 2, countedReported: 1 },
  });
  expect(totals.asOf.reportedDeployment).toEqual({ oldest: PROCESSED, newest: PROCESSED });
  const teams = totals.workloads.find(({ workload }) => workload === "teams");
  expect(teams).toMatchObject({ customers: 2, measured: 2, reported: 1, usage: { part: 14 + 35, whole: 18 + 30 } });
});

test("seats that lapsed are the reasons of a deployment above 100 %, by product and over the customer", () => {
  const over = product({
    seats: { active: 18, grace: 4, suspended: 1, trial: 0 },
    assigned: 24,
  });
  const idle = product({ skuId: skuId(2), name: "Contoso Idle", assigned: 17 });
  const customer = insight({ licences: licences({ products: [over, idle] }) });
  expect(customer.products[0]?.deploymentReasons).toEqual([
    { cause: "grace", seats: 5, points: 5 / 18, evidence: "measured" },
    { cause: "lapsed", seats: 1, points: 1 / 18, evidence: "measured" },
  ]);
  expect(customer).toMatchObject({
    deployment: { part: 41, whole: 38 },
    seatsIdle: 3,
    deploymentReasons: [
      { cause: "grace", seats: 5, points: 5 / 38 },
      { cause: "lapsed", seats: 1, points: 1 / 38 },
    ],
  });
});

test.each([
  [{ active: 15, grace: 0, suspended: 0, trial: 0 }, 5, "other_sellers"],
  [{ active: 20, grace: 0, suspended: 0, trial: 0 }, 0, null],
  [{ active: 22, grace: 0, suspended: 0, trial: 0 }, -2, "own_beyond_tenant"],
  [null, null, null],
])("own seats %o beside 20 of all sellers differ by %s, named %s", (own, soldElsewhere, soldDifference) => {
  const { products } = insight({ licences: licences({ products: [product({ own })] }) });
  expect(products).toMatchObject([{ sold: 20, soldElsewhere, soldDifference }]);
});
