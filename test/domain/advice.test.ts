import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  Advice,
  ADVICE_RULES,
  type AdviceRule,
  type AdviceThresholds,
  adviceFor,
  DEFAULT_THRESHOLDS,
} from "../../src/domain/advice.ts";
import type { ActivitySnapshot } from "../../src/domain/activity.ts";
import { addDays } from "../../src/domain/day.ts";
import { type Exclusions, NOTHING_EXCLUDED } from "../../src/domain/exclusion.ts";
import type { LicensedProduct } from "../../src/domain/licences.ts";
import { customerMetrics } from "../../src/domain/metrics.ts";
import { NOTHING_REPORTED, type ReportedSnapshot } from "../../src/domain/reported.ts";
import {
  activity,
  AS_OF,
  customerId,
  licences,
  NIGHT,
  product,
  skuId,
  snapshots,
  type SnapshotsMade,
  userCounts,
} from "../support/make.ts";

const LICENCES_AS_OF = addDays(AS_OF, 1);
const REPORTED_AS_OF = addDays(AS_OF, -5);

/** A customer that is well: 16 of 18 people active, 17 of 20 seats held; told with what a test changes of it. */
function advised(
  overrides: Partial<SnapshotsMade> = {},
  thresholds: Partial<AdviceThresholds> = {},
  exclusions: Exclusions = NOTHING_EXCLUDED,
): Advice[] {
  const made = snapshots({ ...havingProducts(product({ assigned: 17 })), ...overrides });
  return adviceFor(customerMetrics(made, NIGHT, exclusions), { ...DEFAULT_THRESHOLDS, ...thresholds });
}

const rulesOf = (advice: readonly Advice[]) => advice.map(({ rule }) => rule);
const ofRule = (advice: readonly Advice[], wanted: AdviceRule) => advice.filter(({ rule }) => rule === wanted);

function havingProducts(...products: LicensedProduct[]): Partial<SnapshotsMade> {
  return { licences: licences({ products }) };
}

function having(overrides: Partial<ActivitySnapshot>): Partial<SnapshotsMade> {
  return { activity: activity({ workloads: { exchange: paid(18, 18) }, ...overrides }) };
}

/** So many users of one workload, or of any, of whom so many are active. */
function paid(active: number, all: number) {
  return userCounts({ paid: { active, never: all - active } });
}

/** Seats of one product: so many sold, so many of them held, and when they renew. */
function seats(sold: number, assigned: number, renewsInDays: number | null = null, number = 1): LicensedProduct {
  return product({
    skuId: skuId(number),
    name: `Contoso ${number}`,
    seats: { active: sold, grace: 0, suspended: 0, trial: 0 },
    assigned,
    renewsOn: renewsInDays === null ? null : addDays(NIGHT, renewsInDays),
  });
}

/** So many questions on the as-of day. */
function questions(count: number) {
  return { asOf: AS_OF, opened: count === 0 ? [] : [{ day: AS_OF, count }] };
}

const REPORTED: ReportedSnapshot = {
  deployment: {
    asOf: REPORTED_AS_OF,
    products: [{ skuId: null, name: "CONTOSO BY NAME", asOf: REPORTED_AS_OF, deployed: 4, sold: 10 }],
  },
  usage: { asOf: REPORTED_AS_OF, workloads: [{ workload: "teams", asOf: REPORTED_AS_OF, active: 3, qualified: 10 }] },
};

test("adviceFor() has nothing to say of a customer that is well", () => {
  expect(advised()).toEqual([]);
});

test.each([
  [9, 18, []],
  [8, 18, ["low_usage"]],
  [0, 1, ["low_usage"]],
  [0, 0, []],
])(
  "of %i of %i people active the advice is %j: below a half is low, and of nobody usage is missing",
  (on, all, told) => {
    expect(rulesOf(advised(having({ any: paid(on, all) })))).toEqual(told);
  },
);

test("low usage names its two numbers, the threshold and the day", () => {
  expect(advised(having({ any: paid(7, 17) }))).toEqual([
    {
      rule: "low_usage",
      scenario: "low_adoption",
      skuId: null,
      product: null,
      workload: null,
      triggers: [{ figure: "usage", value: 7 / 17, threshold: 0.5, part: 7, whole: 17, asOf: AS_OF }],
      renewsOn: null,
    },
  ]);
});

test("low usage of workloads is told of the three lowest, the lowest first", () => {
  const workloads = { exchange: paid(4, 10), sharepoint: paid(1, 10), teams: paid(3, 10), officeApps: paid(2, 10) };
  const told = advised(having({ workloads }));
  expect(told.map(({ rule, workload }) => [rule, workload])).toEqual([
    ["low_workload_usage", "sharepoint"],
    ["low_workload_usage", "officeApps"],
    ["low_workload_usage", "teams"],
  ]);
  expect(told[0]?.triggers).toEqual([{ figure: "usage", value: 0.1, threshold: 0.5, part: 1, whole: 10, asOf: AS_OF }]);
});

test("low usage of Viva Engage, or of a workload that we have no word for, is nothing to advise", () => {
  const reported = {
    deployment: null,
    usage: { asOf: AS_OF, workloads: [{ workload: "other:STREAM" as const, asOf: AS_OF, active: 0, qualified: 20 }] },
  };
  expect(advised({ ...having({ workloads: { yammer: paid(0, 20) } }), reported })).toEqual([]);
});

test.each([
  [4, []],
  [5, ["low_workload_usage"]],
])("a workload with %i entitled users of whom none is active: %j", (users, told) => {
  expect(rulesOf(advised(having({ workloads: { teams: paid(0, users) } })))).toEqual(told);
});

test("low usage of the customer is not said again of each workload", () => {
  const told = advised(having({ any: paid(2, 10), workloads: { teams: paid(2, 10), exchange: paid(0, 10) } }));
  expect(rulesOf(told)).toEqual(["low_usage"]);
});

test("a workload is told of where the customer's usage is missing", () => {
  const told = advised(having({ any: paid(0, 0), workloads: { teams: paid(2, 10) } }));
  expect(rulesOf(told)).toEqual(["low_workload_usage"]);
});

test.each([
  [14, []],
  [13, ["low_deployment", "idle_seats"]],
])("of %i of 20 seats held the advice is %j", (assigned, told) => {
  expect(rulesOf(advised(havingProducts(product({ assigned })), { idleSeats: 7 }))).toEqual(told);
});

test("low deployment names its two numbers, the threshold and the day of the licences", () => {
  const [advice] = ofRule(advised(havingProducts(product({ assigned: 8 }))), "low_deployment");
  expect(advice).toMatchObject({
    scenario: "low_adoption",
    skuId: null,
    triggers: [{ figure: "deployment", value: 0.4, threshold: 0.7, part: 8, whole: 20, asOf: LICENCES_AS_OF }],
  });
});

test("figures that Partner Center reports are told as that, of their own days", () => {
  const told = advised({ activity: null, licences: null, reported: REPORTED });
  expect(told.map(({ rule, product: name, skuId: id, triggers }) => [rule, name, id, triggers[0]])).toEqual([
    [
      "low_usage",
      null,
      null,
      { figure: "reportedUsage", value: 0.3, threshold: 0.5, part: 3, whole: 10, asOf: REPORTED_AS_OF },
    ],
    [
      "low_deployment",
      null,
      null,
      { figure: "deployment", value: 0.4, threshold: 0.7, part: 4, whole: 10, asOf: REPORTED_AS_OF },
    ],
    [
      "idle_seats",
      "CONTOSO BY NAME",
      null,
      { figure: "seatsIdle", value: 6, threshold: 5, part: 6, whole: 10, asOf: REPORTED_AS_OF },
    ],
  ]);
});

test.each([
  ["requests", "many_requests", "requestsPerActiveUser"],
  ["tickets", "many_tickets", "ticketsPerActiveUser"],
] as const)("%s: one for ten active users is many, one fewer is not, nor are two of a few", (kind, rule, figure) => {
  const active = having({ any: paid(30, 30) });
  expect(advised({ ...having({ any: paid(5, 5) }), [kind]: questions(2) })).toEqual([]);
  expect(advised({ ...active, [kind]: questions(2) })).toEqual([]);
  expect(advised({ ...active, [kind]: questions(3) })).toEqual([
    {
      rule,
      scenario: "many_questions",
      skuId: null,
      product: null,
      workload: null,
      triggers: [{ figure, value: 0.1, threshold: 0.1, part: 3, whole: 30, asOf: AS_OF }],
      renewsOn: null,
    },
  ]);
});

test("questions of a customer of whom nobody is active, or nobody knows, advise nothing", () => {
  const many = { requests: questions(50), tickets: questions(50) };
  expect(advised({ ...many, activity: null, reported: NOTHING_REPORTED })).toEqual([]);
  expect(rulesOf(advised({ ...many, ...having({ any: paid(0, 18) }) }))).toEqual(["low_usage"]);
});

test.each([
  [-1, "idle_seats"],
  [0, "idle_before_renewal"],
  [60, "idle_before_renewal"],
  [61, "idle_seats"],
  [null, "idle_seats"],
])("idle seats that renew %s days after the night: %s", (renewsInDays, rule) => {
  expect(rulesOf(advised(havingProducts(seats(20, 15, renewsInDays))))).toEqual([rule]);
});

test.each([
  [15, ["idle_seats"]],
  [16, []],
])("of %i of 20 seats held: %j", (assigned, told) => {
  expect(rulesOf(advised(havingProducts(seats(20, assigned))))).toEqual(told);
});

test("idle seats before a renewal name the seats, the days that are left, and the day", () => {
  expect(advised(havingProducts(seats(20, 14, 23)))).toEqual([
    {
      rule: "idle_before_renewal",
      scenario: "seats",
      skuId: skuId(1),
      product: "Contoso 1",
      workload: null,
      triggers: [
        { figure: "seatsIdle", value: 6, threshold: 5, part: 6, whole: 20, asOf: LICENCES_AS_OF },
        { figure: "daysToRenewal", value: 23, threshold: 60, part: null, whole: null, asOf: LICENCES_AS_OF },
      ],
      renewsOn: addDays(NIGHT, 23),
    },
  ]);
});

test("idle seats are told by the day of their renewal, then by how many they are", () => {
  const told = advised(
    havingProducts(
      seats(40, 34, 90, 1),
      seats(40, 30, 50, 2),
      seats(40, 33, 9, 3),
      seats(40, 29, null, 4),
      seats(40, 28, 50, 5),
    ),
  );
  expect(told.map(({ rule, product: name }) => [rule, name])).toEqual([
    ["idle_before_renewal", "Contoso 3"],
    ["idle_before_renewal", "Contoso 5"],
    ["idle_before_renewal", "Contoso 2"],
    ["idle_seats", "Contoso 4"],
    ["idle_seats", "Contoso 1"],
  ]);
});

test.each([
  [20, 19, ["seats_running_out"]],
  [20, 18, []],
  [20, 20, ["seats_running_out"]],
  [20, 21, ["seats_overdrawn"]],
  [5, 5, ["seats_running_out"]],
  [4, 4, []],
  [0, 3, []],
  [1000, 950, ["seats_running_out"]],
  [1000, 949, ["idle_seats"]],
])("of %i seats sold and %i held: %j", (sold, assigned, told) => {
  expect(rulesOf(advised(havingProducts(seats(sold, assigned))))).toEqual(told);
});

test("the share of seats left is met exactly, whatever it is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 100_000 }), fc.integer({ min: 1, max: 99 }), (sold, percent) => {
      const left = Math.floor((sold * percent) / 100);
      const thresholds = { seatsLeft: percent / 100, idleSeats: 1_000_000, deploymentLow: 0 };
      expect(rulesOf(advised(havingProducts(seats(sold, sold - left)), thresholds))).toEqual(["seats_running_out"]);
      expect(rulesOf(advised(havingProducts(seats(sold, sold - left - 1)), thresholds))).toEqual([]);
    }),
  );
});

test("seats that run out are told by the share that is left, overdrawn ones by how many are held too many", () => {
  const told = advised(
    havingProducts(seats(100, 97, 400, 1), seats(100, 99, 400, 2), seats(5, 7, 400, 3), seats(50, 53, 400, 4)),
  );
  expect(told.map(({ rule, product: name, triggers }) => [rule, name, triggers[0]?.value])).toEqual([
    ["seats_overdrawn", "Contoso 4", 1.06],
    ["seats_overdrawn", "Contoso 3", 1.4],
    ["seats_running_out", "Contoso 2", 0.01],
    ["seats_running_out", "Contoso 1", 0.03],
  ]);
  expect(told[0]).toMatchObject({
    scenario: "seats",
    renewsOn: addDays(NIGHT, 400),
    triggers: [{ figure: "deployment", threshold: 1, part: 53, whole: 50, asOf: LICENCES_AS_OF }],
  });
  expect(told[2]?.triggers).toEqual([
    { figure: "seatsLeft", value: 0.01, threshold: 0.05, part: 1, whole: 100, asOf: LICENCES_AS_OF },
  ]);
});

test("an excluded customer is advised nothing, nor is anybody of an excluded product", () => {
  const bad = { ...having({ any: paid(1, 18) }), ...havingProducts(seats(20, 30, 9, 1), seats(20, 2, 9, 2)) };
  const terms = { reason: "A test tenant", until: null };
  const excluding = (exclusions: Partial<Exclusions>) => advised(bad, {}, { ...NOTHING_EXCLUDED, ...exclusions });
  expect(excluding({ customers: new Map([[customerId(1), terms]]) })).toEqual([]);
  const products = new Map([
    [skuId(1), terms],
    [skuId(2), terms],
  ]);
  expect(rulesOf(excluding({ products }))).toEqual(["low_usage"]);
});

test("what is listed and not counted is advised nothing", () => {
  const free = product({ seats: { active: 1_000_000, grace: 0, suspended: 0, trial: 0 }, assigned: 3 });
  expect(advised(havingProducts(free))).toEqual([]);
});

test("a figure that is missing advises nothing", () => {
  expect(advised({ activity: null, licences: null, requests: null, tickets: null })).toEqual([]);
});

test("adviceFor() is by the thresholds it is given", () => {
  const thresholds = {
    usageLow: 0.9,
    deploymentLow: 0.9,
    questionsPerActiveUser: 0.01,
    idleSeats: 3,
    renewalDays: 10,
  };
  const asked = { ...havingProducts(seats(20, 17, 10)), requests: questions(3), tickets: questions(3) };
  expect(rulesOf(advised(asked, thresholds))).toEqual([
    "idle_before_renewal",
    "low_usage",
    "low_deployment",
    "many_requests",
    "many_tickets",
  ]);
  expect(rulesOf(advised(havingProducts(seats(20, 17)), { seatsLeft: 0.2 }))).toEqual(["seats_running_out"]);
});

test("adviceFor() is in the order of the rules, and each advice is of a known shape", () => {
  const anySeats = fc.record({ sold: fc.nat({ max: 40 }), assigned: fc.nat({ max: 40 }), days: fc.option(fc.nat(99)) });
  const anyUsers = fc.record({ on: fc.nat({ max: 20 }), off: fc.nat({ max: 20 }) });
  fc.assert(
    fc.property(
      fc.array(anySeats, { maxLength: 5 }),
      anyUsers,
      anyUsers,
      fc.nat({ max: 9 }),
      (all, any, teams, asked) => {
        const told = advised({
          ...havingProducts(...all.map(({ sold, assigned, days }, index) => seats(sold, assigned, days, index))),
          ...having({
            any: paid(any.on, any.on + any.off),
            workloads: { teams: paid(teams.on, teams.on + teams.off) },
          }),
          requests: questions(asked),
        });
        const places = rulesOf(told).map((rule) => ADVICE_RULES.indexOf(rule));
        expect(places).toEqual(places.toSorted((one, other) => one - other));
        expect(told.map((advice) => Advice.parse(advice))).toEqual(told);
        // Nobody is told to buy seats of a product and to give them up.
        const ofProducts = told.filter(({ skuId: id }) => id !== null);
        expect(new Set(ofProducts.map(({ skuId: id }) => id)).size).toBe(ofProducts.length);
      },
    ),
  );
});
