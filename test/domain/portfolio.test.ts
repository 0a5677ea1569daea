import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "../../src/domain/day.ts";
import type { CustomerInsight } from "../../src/domain/insight.ts";
import type { CustomerState } from "../../src/domain/customer-state.ts";
import { type PortfolioCoverage, PublishedPortfolio } from "../../src/domain/portfolio.ts";
import { type RefusalReason, refused } from "../../src/domain/pull-outcome.ts";
import { missing, type Rate, rateOf } from "../../src/domain/rate.ts";
import {
  activity,
  AS_OF,
  customer,
  customerId,
  earlierNight,
  insight,
  licences,
  NIGHT,
  outcome,
  portfolio,
  product,
  PUBLISHED_ON,
  RUN_ID,
  skuId,
  type SnapshotsMade,
  userCounts,
} from "../support/make.ts";

test("portfolioFold() divides sums over customers, never takes the mean of their rates", () => {
  const small = numbered(1, sized(4, 4));
  const large = numbered(2, sized(0, 3_996));
  expect(portfolio([small, large]).insight).toMatchObject({
    deployment: { part: 4, whole: 4_000, value: 0.001 },
    usage: { part: 4, whole: 4_000, value: 0.001 },
    likeForLike: { part: 4, whole: 4_000, value: 0.001 },
    workloads: [{ workload: "teams", customers: 2, measured: 2, usage: { part: 4, whole: 4_000 } }],
    products: [{ customers: 2, sold: 4_000, assigned: 4, deployment: { part: 4, whole: 4_000 } }],
  });
});

test("portfolioFold() takes a customer without figures neither for zero nor for full", () => {
  const blind = numbered(2, { activity: null, licences: null, outcomes: [denied("no_access")] });
  const { insight: totals } = portfolio([numbered(1, sized(4, 5)), blind]);
  expect(totals).toMatchObject({
    usage: rateOf(4, 5, "nobody_entitled"),
    deployment: rateOf(4, 5, "nothing_sold"),
    coverage: {
      customers: 2,
      usage: { counted: 1, absent: 1, absentBecause: { no_access: 1 } },
      deployment: { counted: 1, absent: 1, absentBecause: { not_reported: 1 } },
    },
  });
});

test("portfolioFold() of customers that are all without figures is missing for the reason of most of them", () => {
  const outcomes = [outcome({ activity: refused("no_access", ""), licences: refused("source_not_ready", "") })];
  const blind = { activity: null, licences: null };
  const insights = [1, 2].map((number) => numbered(number, { ...blind, outcomes }));
  const { insight: totals } = portfolio([...insights, numbered(3, { ...blind, outcomes: [denied("failed")] })]);
  expect([totals.usage, totals.likeForLike, totals.deployment]).toEqual([
    missing("no_access"),
    missing("no_access"),
    missing("source_not_ready"),
  ]);
});

test("portfolioFold() of nobody has no rates, and says of how many customers", () => {
  const { insight: totals, customers } = portfolio([]);
  expect(customers).toEqual([]);
  expect(totals).toMatchObject({
    deployment: missing("nothing_sold"),
    usage: missing("nobody_entitled"),
    asOf: { activity: null, licences: null },
    coverage: { customers: 0, usage: { counted: 0, absent: 0 } },
    products: [],
    workloads: [],
  });
});

const STATES: Record<Exclude<CustomerState, "reportedOnly">, Partial<SnapshotsMade>> = {
  measured: {},
  stale: { outcomes: [denied("failed")] },
  noAccess: { activity: null, outcomes: [denied("no_access")] },
  notReady: { activity: null, outcomes: [denied("source_not_ready")] },
  failed: { activity: null, outcomes: [denied("unreadable")] },
};

test.each(Object.entries(STATES))(
  "portfolioFold() counts a customer who is %s there and nowhere else",
  (state, overrides) => {
    const { coverage } = portfolio([numbered(1, overrides)]).insight;
    const { measured, reportedOnly, stale, noAccess, notReady, failed, lists } = coverage;
    const counts = { measured, reportedOnly, stale, noAccess, notReady, failed };
    expect(counts).toEqual({ measured: 0, reportedOnly: 0, stale: 0, noAccess: 0, notReady: 0, failed: 0, [state]: 1 });
    expect(Object.values(lists).flat()).toMatchObject(
      state === "measured" ? [] : [{ customerId: customerId(1), name: "Customer 1" }],
    );
  },
);

test("portfolioFold() still counts a stale customer in the totals, by its last good figures", () => {
  const { insight: totals } = portfolio([numbered(1, { ...sized(4, 5), ...STATES.stale })]);
  expect(totals).toMatchObject({
    usage: rateOf(4, 5, "nobody_entitled"),
    coverage: { stale: 1, usage: { counted: 1 } },
  });
});

test("portfolioFold() sorts customers by name, then by id, the same in every language", () => {
  const names = ["b", "ä", "a", "B", "a"];
  const insights = names.map((name, index) => insight({ customer: customer({ customerId: customerId(index), name }) }));
  const { customers } = portfolio(insights);
  expect(customers.map(({ name, customerId: id }) => [name, id])).toEqual([
    ["B", customerId(3)],
    ["a", customerId(2)],
    ["a", customerId(4)],
    ["b", customerId(0)],
    ["ä", customerId(1)],
  ]);
});

test("portfolioFold() tells the oldest and the newest day its totals are of", () => {
  const old = addDays(AS_OF, -9);
  const insights = [numbered(1, {}), numbered(2, { activity: activity({ asOf: old }), licences: null })];
  expect(portfolio(insights).insight.asOf).toEqual({
    activity: { oldest: old, newest: AS_OF },
    licences: { oldest: addDays(AS_OF, 1), newest: addDays(AS_OF, 1) },
    reportedDeployment: null,
    reportedUsage: null,
  });
});

const KNOWN = numbered(1, {});
const UNKNOWN = numbered(2, { licences: licences({ products: [product({ own: null })] }) });
const ON_TRIAL = numbered(3, {
  licences: licences({
    products: [product({ own: null, seats: { active: 0, grace: 0, suspended: 0, trial: 5 } })],
  }),
});

test.each<[string, CustomerInsight[], ownSold: number | null, ownSoldUnknown: number]>([
  ["the sum of all customers", [KNOWN, KNOWN], 30, 0],
  ["the sum of those known, and of how many it is not", [KNOWN, UNKNOWN, UNKNOWN], 15, 2],
  ["unknown, where nobody knows", [UNKNOWN], null, 1],
  ["not asked where the product is not counted", [KNOWN, ON_TRIAL], 15, 0],
])("portfolioFold() tells a product's own seats: %s", (_, insights, ownSold, ownSoldUnknown) => {
  expect(portfolio(insights).insight.products).toMatchObject([{ ownSold, ownSoldUnknown }]);
});

const LAPSED = numbered(2, {
  licences: licences({
    products: [product({ seats: { active: 0, grace: 20, suspended: 0, trial: 0 }, assigned: 10 })],
  }),
});

test("portfolioFold() counts the seats of a product that are held where nothing is sold, and says what they are", () => {
  expect(portfolio([KNOWN, LAPSED, ON_TRIAL]).insight.products).toMatchObject([
    {
      customers: 3,
      measured: 1,
      sold: 20,
      assigned: 28,
      deployment: rateOf(28, 20, "nothing_sold"),
      deploymentReasons: { balance: 2 },
    },
  ]);
});

test("portfolioFold() has nothing sold of a product of which every customer's seats have lapsed, and no rate", () => {
  expect(portfolio([LAPSED]).insight.products).toMatchObject([
    { customers: 1, measured: 0, sold: 0, assigned: 10, deployment: missing("nothing_sold") },
  ]);
});

test("portfolioFold() names a product by the first of its customers' names for it", () => {
  const insights = ["Contoso Suite", "Contoso Chat", "contoso"].map((name, index) =>
    numbered(index, { licences: licences({ products: [product({ name })] }) }),
  );
  expect(portfolio(insights).insight.products).toMatchObject([{ name: "Contoso Chat", customers: 3 }]);
});

test("portfolioFold() lists a free product without a rate, and counts none of its seats", () => {
  const free = product({ seats: { active: 1_000_000, grace: 0, suspended: 0, trial: 0 } });
  expect(portfolio([numbered(1, { licences: licences({ products: [free] }) })]).insight.products).toMatchObject([
    {
      counted: false,
      customers: 1,
      measured: 0,
      sold: null,
      ownSold: null,
      ownSoldUnknown: 0,
      assigned: null,
      deployment: missing("nothing_sold"),
    },
  ]);
});

test("portfolioFold() says how many customers have a workload, and for how many it is measured", () => {
  const unmeasured = numbered(2, { activity: activity({ workloads: {} }) });
  const { workloads } = portfolio([numbered(1, {}), unmeasured]).insight;
  const teams = workloads.find(({ workload }) => workload === "teams");
  expect(teams).toMatchObject({ customers: 2, measured: 1, usage: { part: 14, whole: 18 } });
});

const counts = fc.nat({ max: 40 });
const anyState = fc.constantFrom(...Object.values(STATES));
const anyInsights = fc
  .array(
    fc.record({
      active: counts,
      others: counts,
      departed: counts,
      sold: counts,
      name: fc.constantFrom("Contoso Suite", "Contoso Chat", "contoso"),
      isOwnKnown: fc.boolean(),
      appliesTo: fc.constantFrom("user", "user", "tenant"),
      state: anyState,
    }),
    { maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ active, others, departed, sold, name, isOwnKnown, appliesTo, state }, index) =>
      numbered(index, {
        activity: activity({
          any: userCounts({ paid: { active, never: others }, departed: { active: departed } }),
          workloads: { teams: userCounts({ paid: { active, never: others } }) },
        }),
        licences: licences({
          products: [1, 2].map((number) =>
            product({
              skuId: skuId(number),
              name,
              appliesTo,
              ...(!isOwnKnown && { own: null }),
              seats: { active: sold * (number - 1), grace: 1, suspended: 0, trial: 0 },
              assigned: others,
            }),
          ),
        }),
        ...state,
      }),
    ),
  );

test("portfolioFold() does not know the order of customers", () => {
  const shuffled = anyInsights.chain((insights) =>
    fc.tuple(fc.constant(insights), fc.shuffledSubarray(insights, { minLength: insights.length })),
  );
  fc.assert(
    fc.property(shuffled, ([insights, others]) => {
      expect(portfolio(others)).toEqual(portfolio(insights));
    }),
  );
});

test("portfolioFold() has every customer in exactly one state, and in the list of that state", () => {
  fc.assert(
    fc.property(anyInsights, (insights) => {
      const { coverage } = portfolio(insights).insight;
      const { measured, lists } = coverage;
      const listed = Object.values(lists).flat();

      expect(coverage.customers).toBe(insights.length);
      expect(measured + listed.length).toBe(insights.length);
      expect(new Set(listed.map((entry) => entry.customerId)).size).toBe(listed.length);
      expect(lengthsOf(lists)).toEqual(countsOf(coverage));
    }),
  );
});

test("portfolioFold() has every customer either counted in a figure or absent from it for a reason", () => {
  fc.assert(
    fc.property(anyInsights, (insights) => {
      const { coverage } = portfolio(insights).insight;
      for (const { counted, absent, absentBecause } of [coverage.deployment, coverage.usage]) {
        expect(counted + absent).toBe(insights.length);
        expect(sum(Object.values(absentBecause))).toBe(absent);
      }
    }),
  );
});

test("portfolioFold() has for its parts and wholes the sums of those of its rows", () => {
  fc.assert(
    fc.property(anyInsights, (insights) => {
      const { insight: totals, customers } = portfolio(insights);
      for (const figure of ["deployment", "usage", "likeForLike"] as const) {
        expect(partsOf([totals[figure]])).toEqual(partsOf(customers.map((row) => row[figure])));
      }
    }),
  );
});

test("portfolioFold() has for a product the sums of its customers, and knows of each whether it is in its own seats", () => {
  fc.assert(
    fc.property(anyInsights, (insights) => {
      for (const each of portfolio(insights).insight.products) {
        const rows = insights.flatMap(({ products }) => products.filter(({ skuId: id }) => id === each.skuId));
        const counted = rows.filter((row) => row.counted);
        const measured = rows.filter(({ deployment }) => deployment.kind === "measured");
        const ownKnown = counted.flatMap(({ ownSold }) => ownSold ?? []);
        expect(each).toMatchObject({
          customers: rows.length,
          counted: counted.length > 0,
          measured: measured.length,
          sold: counted.length === 0 ? null : sum(measured.map(({ sold }) => sold ?? NaN)),
          assigned: counted.length === 0 ? null : sum(counted.map(({ assigned }) => assigned)),
          ownSold: ownKnown.length === 0 ? null : sum(ownKnown),
          ownSoldUnknown: counted.length - ownKnown.length,
          deployment: rateOf(each.assigned ?? 0, each.sold ?? 0, "nothing_sold"),
        });
      }
    }),
  );
});

test("PublishedPortfolio reads back from JSON as what it was", () => {
  fc.assert(
    fc.property(anyInsights, (insights) => {
      const published = portfolio(insights);
      expect(PublishedPortfolio.parse(JSON.parse(JSON.stringify(published)))).toEqual(published);
      expect(published.insight).toMatchObject({ runId: RUN_ID, night: NIGHT, publishedOn: PUBLISHED_ON });
    }),
  );
});

function numbered(number: number, overrides: Partial<SnapshotsMade>): CustomerInsight {
  return insight({ customer: customer({ customerId: customerId(number), name: `Customer ${number}` }), ...overrides });
}

/** So many paid users of whom so many are active, with a seat each, and only the active ones assigned. */
function sized(active: number, seats: number): Partial<SnapshotsMade> {
  const users = userCounts({ paid: { active, never: seats - active } });
  return {
    activity: activity({ any: users, workloads: { teams: users }, products: {} }),
    licences: licences({
      products: [
        product({
          seats: { active: seats, grace: 0, suspended: 0, trial: 0 },
          assigned: active,
          workloads: ["teams"],
        }),
      ],
    }),
  };
}

function denied(reason: RefusalReason) {
  return outcome({ activity: refused(reason, "why it was") });
}

function lengthsOf(lists: PortfolioCoverage["lists"]) {
  return Object.fromEntries(Object.entries(lists).map(([state, entries]) => [state, entries.length]));
}

function countsOf({ reportedOnly, stale, noAccess, notReady, failed }: PortfolioCoverage) {
  return { reportedOnly, stale, noAccess, notReady, failed };
}

function partsOf(rates: readonly Rate[]): [part: number, whole: number] {
  const measured = rates.filter((rate) => rate.kind === "measured");
  return [sum(measured.map(({ part }) => part)), sum(measured.map(({ whole }) => whole))];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const SUSPECT = { reason: "Moves to another partner", until: null };

test("portfolioFold() leaves an excluded customer out of every total, and says who it is and why", () => {
  const excluded = { ...numbered(2, sized(0, 3_996)), excluded: SUSPECT };
  const [whole, without] = [portfolio([numbered(1, sized(4, 5)), excluded]), portfolio([numbered(1, sized(4, 5))])];
  for (const figure of ["deployment", "usage", "likeForLike", "products", "workloads", "asOf"] as const) {
    expect(whole.insight[figure]).toEqual(without.insight[figure]);
  }
  expect(whole.insight.coverage).toMatchObject({
    customers: 2,
    measured: 1,
    excluded: 1,
    excludedCustomers: [{ customerId: customerId(2), ...SUSPECT }],
    usage: { counted: 1, absent: 0 },
  });
  expect(whole.customers).toHaveLength(2);
});

test("portfolioFold() has every customer in exactly one of its seven counts", () => {
  const all = [
    numbered(1, {}),
    { ...numbered(2, {}), excluded: SUSPECT },
    numbered(3, STATES.stale),
    numbered(4, STATES.noAccess),
    { ...numbered(5, STATES.failed), excluded: SUSPECT },
  ];
  const { customers, measured, reportedOnly, stale, noAccess, notReady, failed, excluded } =
    portfolio(all).insight.coverage;
  expect([measured, reportedOnly, stale, noAccess, notReady, failed, excluded]).toEqual([1, 0, 1, 1, 0, 0, 2]);
  expect(measured + reportedOnly + stale + noAccess + notReady + failed + excluded).toBe(customers);
});

test("portfolioFold() names a product that is excluded, at how many customers, and counts it nowhere", () => {
  const exclusions = { customers: new Map(), products: new Map([[skuId(1), SUSPECT]]) };
  const made = insight({}, NIGHT, { exclusions });
  const { insight: totals } = portfolio([made, { ...made, customerId: customerId(2) }]);
  expect(totals.coverage.excludedProducts).toMatchObject([{ skuId: skuId(1), customers: 2, ...SUSPECT }]);
  expect(totals.deployment).toEqual(missing("excluded"));
  expect(totals.products).toMatchObject([{ counted: false, sold: null, assigned: null }]);
  expect(made.products).toMatchObject([{ counting: "excluded", excluded: SUSPECT, sold: null, ownSold: null }]);
});

/** A customer whose usage was so many of 18 four weeks before. */
function moved(number: number, part: number): CustomerInsight {
  const earlier = earlierNight({ ...numbered(number, {}), usage: rateOf(part, 18, "nobody_entitled") });
  return { ...insight({}, NIGHT, { earlier }), customerId: customerId(number), name: `Customer ${number}` };
}

test("portfolioFold() names whose usage moved most, up and down, the most moved first", () => {
  const { movers } = portfolio([moved(1, 15), moved(2, 17), moved(3, 1), moved(4, 18), moved(5, 16)]).insight;
  expect(movers.up.map(({ name }) => name)).toEqual(["Customer 3", "Customer 1"]);
  expect(movers.down.map(({ name }) => name)).toEqual(["Customer 4", "Customer 2"]);
});

test("portfolioFold() explains every total above 100 %: part = whole + all reasons − what makes up for them", () => {
  fc.assert(
    fc.property(anyInsights, (insights) => {
      const { insight: totals } = portfolio(insights);
      const told = [
        ...[totals, ...totals.products, ...totals.workloads].map(({ usage, usageReasons }) => {
          const users = usageReasons.reasons.map((reason) => reason.users);
          return { rate: usage, explained: sum(users), balance: usageReasons.balance };
        }),
        ...[totals, ...totals.products].map(({ deployment, deploymentReasons }) => {
          const seats = deploymentReasons.reasons.map((reason) => reason.seats);
          return { rate: deployment, explained: sum(seats), balance: deploymentReasons.balance };
        }),
      ];
      for (const { rate, explained, balance } of told) {
        const excess = rate.kind === "measured" && rate.value > 1 ? rate.part - rate.whole : 0;
        expect(explained - balance).toBe(excess);
      }
      expect(PublishedPortfolio.shape.insight.parse(totals)).toEqual(totals);
    }),
  );
});
