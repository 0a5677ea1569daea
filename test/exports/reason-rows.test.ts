import * as fc from "fast-check";
import { expect, test } from "vitest";
import { activityFold } from "../../src/domain/activity.ts";
import { addDays } from "../../src/domain/day.ts";
import type { CustomerInsight } from "../../src/domain/insight.ts";
import type { Rate } from "../../src/domain/rate.ts";
import { NOTHING_REPORTED, type ReportedSnapshot } from "../../src/domain/reported.ts";
import { reasonRows } from "../../src/exports/reason-rows.ts";
import { ENGLISH } from "../../src/exports/workbook-text.ts";
import { rawCustomer } from "../domain/arbitraries.ts";
import { activity, AS_OF, insight, licences, outcome, product, skuId, userCounts } from "../support/make.ts";

const NO_SEATS = { active: 0, grace: 0, suspended: 0, trial: 0 };

/** 23 seats assigned of 20 sold: five lapsed. */
const OVERDRAWN = product({ name: "Overdrawn", seats: { ...NO_SEATS, active: 20, grace: 1, trial: 1 }, assigned: 23 });
const IDLE = product({ skuId: skuId(2), name: "Idle", seats: { ...NO_SEATS, active: 4 }, assigned: 3 });
const UNSOLD = product({ skuId: skuId(3), name: "Unsold", seats: { ...NO_SEATS, grace: 6 }, assigned: 6 });

/** 10 paid users of 10 seats, of whom 6 are active, and 9 others. */
const CROWDED = activity({
  any: userCounts({ paid: { active: 6, never: 4 }, guest: { active: 2 }, departed: { active: 7 } }),
});

const [SEATS_REPORTED_ON, USAGE_REPORTED_ON] = [addDays(AS_OF, -5), addDays(AS_OF, -6)];

/** What Partner Center alone tells: seats of two products, and usage of two workloads. */
const REPORTED: ReportedSnapshot = {
  deployment: {
    asOf: SEATS_REPORTED_ON,
    products: [
      { skuId: skuId(1), name: "One", asOf: SEATS_REPORTED_ON, deployed: 14, sold: 10 },
      { skuId: null, name: "Two", asOf: SEATS_REPORTED_ON, deployed: 1, sold: 2 },
    ],
  },
  usage: {
    asOf: USAGE_REPORTED_ON,
    workloads: [
      { workload: "yammer", asOf: USAGE_REPORTED_ON, active: 9, qualified: 6 },
      { workload: "other:planner", asOf: USAGE_REPORTED_ON, active: 5, qualified: 4 },
    ],
  },
};

const ONLY_REPORTED = { activity: null, activityDays: [], licences: null, reported: REPORTED };

const CUSTOMERS: readonly (readonly [string, CustomerInsight])[] = [
  ["plain", insight()],
  ["above 100% in usage, with entitled users who are not active", insight({ activity: CROWDED })],
  ["above 100% in deployment, of one product", insight({ licences: licences({ products: [OVERDRAWN] }) })],
  ["with idle seats of another product", insight({ licences: licences({ products: [OVERDRAWN, IDLE] }) })],
  ["with seats of a product of which nothing is sold", insight({ licences: licences({ products: [IDLE, UNSOLD] }) })],
  ["reported only", insight(ONLY_REPORTED)],
  ["with nothing at all", insight({ activity: null, activityDays: [], licences: null, outcomes: [] })],
];

test.each(CUSTOMERS)(
  "the rows of a figure above 100% add up to it, and stand together: a customer %s",
  (_, customer) => {
    expect(figuresAmiss(customer)).toEqual([]);
    expect(figuresApart(customer)).toEqual([]);
  },
);

test("the rows of a figure above 100% add up to it and stand together, whatever the sources say of the customer", () => {
  const count = fc.nat({ max: 9 });
  const reported: fc.Arbitrary<ReportedSnapshot> = fc.record({
    deployment: fc.option(
      fc.record({
        asOf: fc.constant(AS_OF),
        products: fc.array(
          fc.record({
            skuId: fc.constantFrom(null, skuId(1)),
            name: fc.string(),
            asOf: fc.constant(AS_OF),
            deployed: count,
            sold: count,
          }),
          { maxLength: 3 },
        ),
      }),
    ),
    usage: fc.option(
      fc.record({
        asOf: fc.constant(AS_OF),
        workloads: fc.uniqueArray(
          fc.record({
            workload: fc.constantFrom("yammer", "dynamics", "teams", "other:planner"),
            asOf: fc.constant(AS_OF),
            active: count,
            qualified: count,
          }),
          { selector: ({ workload }) => workload },
        ),
      }),
    ),
  });
  let above = 0;
  fc.assert(
    fc.property(rawCustomer, fc.boolean(), reported, (raw, isReportedOnly, told) => {
      const fold = activityFold(AS_OF, raw.reported, raw.licences, raw.plans);
      for (const user of raw.users) fold.add(user);
      const made = insight({
        activity: isReportedOnly ? null : fold.snapshot({ reports: [], directory: null, namesSetting: null }),
        licences: raw.licences,
        reported: told,
        outcomes: [outcome({ booked: { ...NO_SEATS, grace: 2 } })],
      });
      expect(figuresAmiss(made)).toEqual([]);
      expect(figuresApart(made)).toEqual([]);
      above += figuresAbove(made).length;
    }),
    { numRuns: 500 },
  );
  expect(above).toBeGreaterThan(100);
});

test("the figure furthest above 100% comes first, of each the largest cause, and what holds it down last", () => {
  const rows = reasonRows(insight({ activity: CROWDED, licences: licences({ products: [OVERDRAWN, IDLE] }) }), ENGLISH);
  expect(rows.map(({ above, cause }) => [above.figure, above.of, cause.inWords, cause.count])).toEqual([
    ["usage", "The customer as a whole", "Left, or lost the licence to somebody else", 7],
    ["usage", "The customer as a whole", "From other companies, as guests, without a licence", 2],
    ["usage", "The customer as a whole", "Entitled users not active", -4],
    ["deployment", "Overdrawn", "In grace, suspended or disabled", 1],
    ["deployment", "Overdrawn", "On trial, running or run out", 1],
    ["deployment", "Overdrawn", "Held beyond every seat there is: theirs have lapsed", 1],
    ["deployment", "The customer as a whole", "In grace, suspended or disabled", 1],
    ["deployment", "The customer as a whole", "On trial, running or run out", 1],
    ["deployment", "The customer as a whole", "Held beyond every seat there is: theirs have lapsed", 1],
    ["deployment", "The customer as a whole", "Idle seats of other products", -1],
  ]);
});

test("seats that are held of a product of which nothing is sold are a cause of the whole customer's deployment", () => {
  const customer = insight({ activity: null, activityDays: [], licences: licences({ products: [IDLE, UNSOLD] }) });
  const rows = reasonRows(customer, ENGLISH);
  expect(rows.map(({ cause }) => [cause.inWords, cause.count, cause.points])).toEqual([
    ["In grace, suspended or disabled", 6, 1.5],
    ["Idle seats of other products", -1, -0.25],
  ]);
});

test("a figure of seats and users says so, and the day of its own source; its causes are counted", () => {
  const rows = reasonRows(insight({ activity: CROWDED, licences: licences({ products: [OVERDRAWN] }) }), ENGLISH);
  expect(
    new Set(rows.map(({ above, cause }) => [above.figure, above.basis, above.asOf, cause.evidence].join())),
  ).toEqual(new Set([`deployment,Seats,${addDays(AS_OF, 1)},measured`, `usage,Users,${AS_OF},measured`]));
});

test("a figure that is only reported says so, and the day it is reported for; its causes of usage are possible ones", () => {
  const rows = reasonRows(insight(ONLY_REPORTED), ENGLISH);
  expect(rows.map(({ above, cause }) => [above.figure, above.of, above.basis, above.asOf, cause.evidence])).toEqual([
    ["usage", "The customer as a whole", "Reported totals", USAGE_REPORTED_ON, "possible"],
    ["usage", "Viva Engage (Yammer)", "Reported totals", USAGE_REPORTED_ON, "possible"],
    ["deployment", "One", "Reported totals", SEATS_REPORTED_ON, "measured"],
    ["deployment", "The customer as a whole", "Reported totals", SEATS_REPORTED_ON, "measured"],
    ["deployment", "The customer as a whole", "Reported totals", SEATS_REPORTED_ON, "measured"],
    ["usage", "planner", "Reported totals", USAGE_REPORTED_ON, "possible"],
  ]);
});

test("a customer without a figure above 100% has no row", () => {
  expect(reasonRows(insight({ reported: NOTHING_REPORTED }), ENGLISH)).toEqual([]);
});

type Above = Readonly<{ part: number; whole: number; value: number }>;

/** Every figure above 100 % of the sheets beside this one. */
function figuresAbove({ deployment, usage, workloads, products }: CustomerInsight): Above[] {
  const rates: Rate[] = [
    deployment,
    usage,
    ...workloads.map((metrics) => metrics.usage),
    ...products.flatMap((each) => [each.deployment, each.usage]),
  ];
  return rates.flatMap((rate) => (rate.kind === "measured" && rate.value > 1 ? [rate] : []));
}

/** The figures that their rows do not add up to, and rows of other figures. A figure's rows hold its very rate. */
function figuresAmiss(customer: CustomerInsight): Above[] {
  const rows = Map.groupBy(reasonRows(customer, ENGLISH), ({ above }): Above => above.rate);
  const figures = figuresAbove(customer);
  const isAmiss = (rate: Above) => {
    const causes = (rows.get(rate) ?? []).map(({ cause }) => cause);
    const count = causes.reduce((sum, cause) => sum + cause.count, 0);
    const points = causes.reduce((sum, cause) => sum + cause.points, 0);
    return count !== rate.part - rate.whole || Math.abs(points - (rate.value - 1)) > 1e-9;
  };
  return [...figures.filter(isAmiss), ...rows.keys().filter((rate) => !figures.includes(rate))];
}

/** The figures that rows of another one stand between, and those that stand below a lesser one. */
function figuresApart(customer: CustomerInsight): Above[] {
  const rates = reasonRows(customer, ENGLISH).map(({ above }): Above => above.rate);
  const runs = rates.filter((rate, index) => rate !== rates[index - 1]);
  return runs.filter((rate, index) => {
    const before = runs.slice(0, index);
    return before.includes(rate) || before.some(({ value }) => value < rate.value);
  });
}
