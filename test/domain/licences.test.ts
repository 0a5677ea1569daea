import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { SkuId } from "../../src/domain/ids.ts";
import {
  type Counting,
  countingOf,
  type LicensedProduct,
  licenceSnapshot,
  LicenceSnapshot,
  type OwnSale,
  productName,
  type Seats,
  type SubscriptionState,
  type TenantSku,
  type TenantSubscription,
} from "../../src/domain/licences.ts";
import { AS_OF, product, skuId } from "../support/make.ts";

const BUSINESS_PREMIUM = SkuId.parse("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46");
const POWER_BI_FREE = SkuId.parse("a403ebcc-fae0-4ca2-8c8c-7a907fd6c235");
const TEAMS_ROOMS_BASIC = SkuId.parse("6af4b3d6-14bb-4a2a-960c-6c902aad34f3");
const TEAMS_PLAN = "57ff2da0-773e-42df-b2af-ffb7a2317929";
const EXCHANGE_PLAN = "9aaf7827-d63c-4b61-89c3-182f06f82e5c";

test.each<[string, Seats]>([
  ["paid seats, beside seats in every other state", { active: 1, grace: 2, suspended: 3, trial: 4 }],
  [
    "paid seats, of which some may be trials that nobody tells apart",
    { active: 5, grace: 0, suspended: 0, trial: null },
  ],
  ["lapsed seats only", { active: 0, grace: 5, suspended: 0, trial: 0 }],
  ["suspended seats only", { active: 0, grace: 0, suspended: 5, trial: 0 }],
  ["lapsed seats beside a trial", { active: 0, grace: 1, suspended: 0, trial: 5 }],
  ["no seat left", { active: 0, grace: 0, suspended: 0, trial: 0 }],
  ["one seat less than unlimited", { active: 999_996, grace: 1, suspended: 1, trial: 1 }],
])("countingOf() counts a product with %s", (_, seats) => {
  expect(countingOf(product({ seats }))).toBe("counted");
});

test("countingOf() counts a product with paid seats beside a trial that has run out", () => {
  expect(countingOf(product({ trialLapsed: 25 }))).toBe("counted");
});

const none = { active: 0, grace: 0, suspended: 0, trial: 0 };

test.each<[string, Partial<LicensedProduct>]>([
  ["10,000 seats that somebody pays for", { skuId: BUSINESS_PREMIUM, seats: { ...none, active: 10_000 } }],
  ["one seat less than the catalogue's free ones have", { seats: { ...none, active: 9_999 } }],
  ["one seat more than the catalogue's free ones have", { seats: { ...none, active: 9_999, suspended: 2 } }],
])("countingOf() counts a product with %s", (_, overrides) => {
  expect(countingOf(product(overrides))).toBe("counted");
});

test.each<[Counting, string, Partial<LicensedProduct>]>([
  ["trial", "a product had on trial only", { seats: { ...none, trial: 25 } }],
  ["trial", "a product whose only trial has run out", { seats: none, trialLapsed: 25 }],
  ["trial", "a product tried once more", { seats: { ...none, trial: 5 }, trialLapsed: 25 }],
  ["free", "an unlimited product", { seats: { ...none, active: 1_000_000 } }],
  ["free", "an unlimited product that has lapsed", { seats: { ...none, grace: 1_000_000 } }],
  ["free", "an unlimited product that is suspended", { seats: { ...none, suspended: 1_000_000 } }],
  ["free", "an unlimited trial", { seats: { ...none, trial: 1_000_000 } }],
  ["free", "an unlimited trial that has run out", { seats: none, trialLapsed: 1_000_000 }],
  [
    "free",
    "a product unlimited in all states together",
    { seats: { active: 600_000, grace: 100_000, suspended: 100_000, trial: 100_000 }, trialLapsed: 100_000 },
  ],
  ["free", "a product that nobody pays for", { skuId: POWER_BI_FREE, seats: { ...none, active: 10_000 } }],
  ["free", "10,000 units of a product that the catalogue lacks", { seats: { ...none, active: 10_000 } }],
  [
    "free",
    "10,000 units, of a product that the catalogue lacks, in all states together",
    { seats: { active: 9_600, grace: 100, suspended: 100, trial: 100 }, trialLapsed: 100 },
  ],
  ["tenant", "a product for all", { appliesTo: "tenant" }],
  ["tenant", "an unlimited product for all", { appliesTo: "tenant", seats: { ...none, active: 1_000_000 } }],
])("countingOf() says %s of %s", (counting, _, overrides) => {
  expect(countingOf(product(overrides))).toBe(counting);
});

test.each<[string, TenantSubscription[] | null, Seats, trialLapsed: number]>([
  ["of which nobody tells the trials", null, { active: 30, grace: 10, suspended: 5, trial: null }, 0],
  ["that are all paid", [subscription({ seats: 30 })], { active: 30, grace: 10, suspended: 5, trial: 0 }, 0],
  [
    "of two subscriptions, one of them in grace",
    [subscription({ seats: 30 }), subscription({ seats: 10, state: "grace" })],
    { active: 30, grace: 10, suspended: 5, trial: 0 },
    0,
  ],
  [
    "with a trial among them",
    [subscription({ seats: 25 }), subscription({ seats: 5, isTrial: true })],
    { active: 25, grace: 10, suspended: 5, trial: 5 },
    0,
  ],
  [
    "with a trial that has run out, which was never paid and lapses for nobody",
    [
      subscription({ seats: 4, isTrial: true, state: "grace" }),
      subscription({ seats: 5, isTrial: true, state: "suspended" }),
    ],
    { active: 30, grace: 6, suspended: 0, trial: 0 },
    9,
  ],
  [
    "with a trial that has ended, which holds no unit any more",
    [subscription({ seats: 25, isTrial: true, state: "ended" })],
    { active: 30, grace: 10, suspended: 5, trial: 0 },
    0,
  ],
  [
    "with a trial larger than the units",
    [subscription({ seats: 99, isTrial: true }), subscription({ seats: 99, isTrial: true, state: "grace" })],
    { active: 0, grace: 0, suspended: 5, trial: 30 },
    10,
  ],
  [
    "with a trial of another product",
    [subscription({ skuId: skuId(2), seats: 5, isTrial: true })],
    { active: 30, grace: 10, suspended: 5, trial: 0 },
    0,
  ],
])("licenceSnapshot() tells seats %s", (_, subscriptions, seats, trialLapsed) => {
  const units = { enabled: 30, warning: 10, suspended: 5 };
  const { products } = licenceSnapshot(AS_OF, [sku({ units })], subscriptions, null);
  expect(products).toMatchObject([{ seats, trialLapsed }]);
});

test("licenceSnapshot() keeps a product whose only trial has run out from being counted", () => {
  const units = { enabled: 0, warning: 25, suspended: 0 };
  const trial = subscription({ seats: 25, isTrial: true, state: "grace" });
  const { products } = licenceSnapshot(AS_OF, [sku({ units })], [trial], null);
  expect(products.map(countingOf)).toEqual(["trial"]);
});

test.each<[string, TenantSubscription[] | null, OwnSale[] | null, Seats | null]>([
  ["nothing told", null, null, null],
  ["a seller that is not told", [subscription({ soldByUs: null }), subscription({ soldByUs: true })], null, null],
  ["only sales of others", [subscription({ soldByUs: false })], null, none],
  ["no purchase at all", [], null, null],
  ["no purchase of the product", [subscription({ skuId: skuId(2), soldByUs: true })], null, null],
  ["books, and no purchase of the product", [], [], none],
  [
    "a sale of ours and one of another",
    [subscription({ seats: 15, soldByUs: true }), subscription({ seats: 5, soldByUs: false })],
    null,
    { ...none, active: 15 },
  ],
  [
    "a sale of ours in each state",
    [
      subscription({ seats: 1, soldByUs: true }),
      subscription({ seats: 2, soldByUs: true, state: "grace" }),
      subscription({ seats: 3, soldByUs: true, state: "suspended" }),
      subscription({ seats: 4, soldByUs: true, isTrial: true }),
      subscription({ seats: 5, soldByUs: true, state: "ended" }),
    ],
    null,
    { active: 1, grace: 2, suspended: 3, trial: 4 },
  ],
  ["books that know nothing of the product", [subscription({ soldByUs: true })], [], none],
  [
    "books and a tenant that disagree: the books are ours",
    [subscription({ commerceId: "a", seats: 20, soldByUs: false })],
    [sale({ commerceId: "a", seats: 15 })],
    { ...none, active: 15 },
  ],
  [
    "books with two subscriptions of one product, one in grace",
    [subscription({ commerceId: "a" }), subscription({ commerceId: "b" })],
    [sale({ commerceId: "a", seats: 15 }), sale({ commerceId: "b", seats: 5, state: "grace" })],
    { ...none, active: 15, grace: 5 },
  ],
  [
    "books alone, with an offer that names one product of the tenant",
    null,
    [sale({ commerceId: "z", offerName: "Microsoft 365 Business Premium", seats: 7 })],
    { ...none, active: 7 },
  ],
  [
    "books with an offer of that name, which the tenant's purchase ties to another product",
    [subscription({ commerceId: "a", skuId: skuId(2) })],
    [sale({ commerceId: "a", offerName: "Microsoft 365 Business Premium", seats: 7 })],
    none,
  ],
  [
    "books with an offer of that name, and a tenant that knows none of their purchases",
    [subscription({ commerceId: "b" })],
    [sale({ commerceId: "z", offerName: "Microsoft 365 Business Premium", seats: 7 })],
    { ...none, active: 7 },
  ],
  [
    "books with an offer of that name, and a tenant that knows another of their purchases, and so would know it",
    [subscription({ commerceId: "a", skuId: skuId(2) })],
    [sale({ commerceId: "a" }), sale({ commerceId: "z", offerName: "Microsoft 365 Business Premium", seats: 7 })],
    none,
  ],
  [
    "books with an unknown status, and a tenant that knows the state of the same purchase",
    [subscription({ commerceId: "a", state: "grace" }), subscription({ commerceId: "b" })],
    [sale({ commerceId: "a", state: null, seats: 7 }), sale({ commerceId: "b", seats: 5 })],
    { ...none, active: 5, grace: 7 },
  ],
  [
    "books whose own word on a purchase is another than the tenant's",
    [subscription({ commerceId: "a", state: "grace" })],
    [sale({ commerceId: "a", state: "active", seats: 7 })],
    { ...none, active: 7 },
  ],
  [
    "books with an unknown status among others, of which nobody knows the state",
    null,
    [
      sale({ commerceId: "y", offerName: "Microsoft 365 Business Premium", seats: 5 }),
      sale({ commerceId: "z", offerName: "Microsoft 365 Business Premium", seats: 7, state: null }),
    ],
    null,
  ],
  [
    "books with an unknown status that is of another product",
    null,
    [
      sale({ commerceId: "y", offerName: "Microsoft 365 Business Premium", seats: 5 }),
      sale({ commerceId: "z", offerName: "Fabrikam Unknown", seats: 7, state: null }),
    ],
    { ...none, active: 5 },
  ],
])("licenceSnapshot() with %s, tells whose seats they are", (_, subscriptions, sales, own) => {
  const skus = [sku(), sku({ skuId: skuId(2), name: "Contoso Suite" })];
  const { products } = licenceSnapshot(AS_OF, skus, subscriptions, sales);
  expect(products.find((each) => each.skuId === BUSINESS_PREMIUM)?.own).toEqual(own);
});

test("licenceSnapshot() counts paid, active seats of its own books that match no product, and no others", () => {
  const lost = { commerceId: "z", offerName: "Fabrikam Unknown" };
  const sales = [
    sale({ ...lost, seats: 7 }),
    sale({ ...lost, seats: 5 }),
    sale({ ...lost, seats: 3, state: "grace" }),
    sale({ ...lost, seats: 2, isTrial: true }),
    sale({ commerceId: "y", offerName: "Microsoft 365 E3", seats: 1 }),
    // Storage, say, is of no product that a tenant lists.
    sale({ ...lost, seats: 9, isAddOn: true }),
  ];
  expect(licenceSnapshot(AS_OF, [sku()], [], sales).ownSeatsUnmatched).toBe(13);
});

test("licenceSnapshot() counts an add-on as any other sale, where it is of a product of the tenant", () => {
  const addOn = sale({ offerName: "Microsoft 365 Business Premium", seats: 9, isAddOn: true });
  expect(licenceSnapshot(AS_OF, [sku()], [], [addOn])).toMatchObject({
    products: [{ own: { active: 9 } }],
    ownSeatsUnmatched: 0,
  });
});

test("licenceSnapshot() asks the tenant for the state of a sale, though it lists no such product", () => {
  const purchases = [
    subscription({ commerceId: "a", skuId: skuId(9) }),
    subscription({ commerceId: "b", skuId: skuId(9), state: "grace" }),
  ];
  const books = [sale({ commerceId: "a", state: null, seats: 7 }), sale({ commerceId: "b", state: null, seats: 5 })];
  expect(licenceSnapshot(AS_OF, [sku()], purchases, books).ownSeatsUnmatched).toBe(7);
});

test("licenceSnapshot() does not know which sales match no product, where no books were read; empty ones have none", () => {
  const purchases = [subscription({ soldByUs: true })];
  expect([
    licenceSnapshot(AS_OF, [sku()], purchases, null).ownSeatsUnmatched,
    licenceSnapshot(AS_OF, [sku()], purchases, []).ownSeatsUnmatched,
  ]).toEqual([null, 0]);
});

test.each<[string, Partial<TenantSku>[], string[]]>([
  ["the tenant's own plans", [{ planIds: [TEAMS_PLAN, EXCHANGE_PLAN] }], ["exchange", "teams"]],
  ["plans in any case", [{ planIds: [TEAMS_PLAN.toUpperCase()] }], ["teams"]],
  [
    "plans that come in several rows",
    [{ planIds: [TEAMS_PLAN] }, { planIds: [EXCHANGE_PLAN, TEAMS_PLAN] }],
    ["exchange", "teams"],
  ],
  [
    "the catalogue, where the tenant tells no plans",
    [{ planIds: [] }],
    ["exchange", "sharepoint", "teams", "yammer", "officeApps"],
  ],
  ["nobody's, for a device, whatever its plans", [{ skuId: TEAMS_ROOMS_BASIC, planIds: [TEAMS_PLAN] }], []],
  ["nothing, where nobody knows the product", [{ skuId: skuId(9), planIds: [] }], []],
])("licenceSnapshot() takes a product's workloads from %s", (_, rows, workloads) => {
  expect(licenceSnapshot(AS_OF, rows.map(sku), null, null).products[0]?.workloads).toEqual(workloads);
});

test.each<[string, Partial<TenantSubscription>[], string | null]>([
  ["the earliest", [{ renewsOn: day("2027-06-01") }, { renewsOn: day("2027-03-01") }], "2027-03-01"],
  [
    "not that of lapsed seats",
    [{ renewsOn: day("2026-12-01"), state: "grace" }, { renewsOn: day("2027-03-01") }],
    "2027-03-01",
  ],
  [
    "not that of a trial",
    [{ renewsOn: day("2026-12-01"), isTrial: true }, { renewsOn: day("2027-06-01") }],
    "2027-06-01",
  ],
  ["unknown", [{ renewsOn: null }], null],
  ["unknown of a trial alone", [{ renewsOn: day("2026-12-01"), isTrial: true }], null],
])("licenceSnapshot() tells the next renewal: %s", (_, subscriptions, renewsOn) => {
  expect(licenceSnapshot(AS_OF, [sku()], subscriptions.map(subscription), null).products[0]).toMatchObject({
    renewsOn,
  });
});

test("licenceSnapshot() tells the next renewal of its own books, where the tenant lists no purchase", () => {
  const books = [
    sale({ offerName: "Microsoft 365 Business Premium", renewsOn: day("2027-03-01") }),
    sale({ offerName: "Microsoft 365 Business Premium", renewsOn: day("2026-12-01"), isTrial: true }),
    sale({ offerName: "Microsoft 365 Business Premium", renewsOn: day("2026-12-01"), state: null }),
  ];
  expect(licenceSnapshot(AS_OF, [sku()], null, books).products).toMatchObject([{ renewsOn: "2027-03-01" }]);
});

test("licenceSnapshot() calls a product the tenant's only where every row does", () => {
  const rows = [sku({ appliesTo: "tenant" }), sku({ appliesTo: "user" })];
  expect(licenceSnapshot(AS_OF, rows, null, null).products).toMatchObject([{ appliesTo: "user" }]);
  expect(licenceSnapshot(AS_OF, rows.slice(0, 1), null, null).products).toMatchObject([{ appliesTo: "tenant" }]);
});

test("licenceSnapshot() names a product by the first name in their order, whichever row has it", () => {
  const rows = [
    sku({ name: "Contoso Suite", partNumber: "SUITE" }),
    sku({ name: null, partNumber: null }),
    sku({ name: "Contoso Chat", partNumber: "CHAT" }),
  ];
  expect(licenceSnapshot(AS_OF, rows, null, null).products).toMatchObject([
    { name: "Contoso Chat", partNumber: "CHAT" },
  ]);
});

test("productName() is the catalogue's, else the tenant's, else the part number, else the id", () => {
  const unknown = { skuId: skuId(9), name: "Contoso", partNumber: "CONTOSO" };
  expect([
    productName({ ...unknown, skuId: BUSINESS_PREMIUM }),
    productName(unknown),
    productName({ ...unknown, name: null }),
    productName({ ...unknown, name: null, partNumber: null }),
  ]).toEqual(["Microsoft 365 Business Premium", "Contoso", "CONTOSO", skuId(9)]);
});

const count = fc.nat({ max: 1_000 });
const skuIds = fc.constantFrom(skuId(1), skuId(2), BUSINESS_PREMIUM);
const commerceIds = fc.constantFrom("a", "b", "c", "d");
const states = fc.constantFrom<SubscriptionState>("active", "grace", "suspended", "ended");
const renewals = fc.option(fc.constantFrom(day("2026-12-01"), day("2027-03-01")));

/** Rows of one product need agree on nothing but its id. */
const skus = fc.array(
  fc
    .record({
      skuId: skuIds,
      name: fc.option(fc.constantFrom("Contoso Suite", "Contoso Chat", "contoso")),
      partNumber: fc.option(fc.constantFrom("SUITE", "CHAT")),
      appliesTo: fc.constantFrom("user", "tenant"),
      units: fc.record({ enabled: count, warning: count, suspended: count }),
      assigned: count,
      planIds: fc.subarray([TEAMS_PLAN, EXCHANGE_PLAN]),
    })
    .map(sku),
);
/** One purchase is of one product. */
const subscriptions = fc.option(
  fc.uniqueArray(
    fc.record({
      commerceId: commerceIds,
      skuId: skuIds,
      seats: count,
      state: states,
      isTrial: fc.boolean(),
      soldByUs: fc.option(fc.boolean(), { freq: 9 }),
      renewsOn: renewals,
    }),
    { selector: ({ commerceId }) => commerceId },
  ),
);
/** One offer is named as a product is, and the other as none. */
const books = fc.array(
  fc.record({
    commerceId: commerceIds,
    offerName: fc.constantFrom("Microsoft 365 Business Premium", "Fabrikam Unknown"),
    seats: count,
    state: fc.option(states),
    isTrial: fc.boolean(),
    isAddOn: fc.boolean(),
    renewsOn: renewals,
  }),
);
const sales = fc.option(books);

test("licenceSnapshot() does not know the order of rows", () => {
  fc.assert(
    fc.property(skus, subscriptions, sales, (rows, purchases, sold) => {
      expect(
        licenceSnapshot(AS_OF, rows.toReversed(), purchases?.toReversed() ?? null, sold?.toReversed() ?? null),
      ).toEqual(licenceSnapshot(AS_OF, rows, purchases, sold));
    }),
  );
});

test("licenceSnapshot() does not change when rows, subscriptions and sales come in two pieces", () => {
  fc.assert(
    fc.property(skus, subscriptions, sales, (rows, purchases, sold) => {
      expect(
        licenceSnapshot(
          AS_OF,
          rows.flatMap(inTwo),
          purchases?.flatMap(bySeats) ?? null,
          sold?.flatMap(bySeats) ?? null,
        ),
      ).toEqual(licenceSnapshot(AS_OF, rows, purchases, sold));
    }),
  );
});

test("licenceSnapshot() loses no unit", () => {
  fc.assert(
    fc.property(skus, subscriptions, sales, (rows, purchases, sold) => {
      const { products } = licenceSnapshot(AS_OF, rows, purchases, sold);
      const active = sum(products.map(({ seats }) => seats.active + (seats.trial ?? 0)));
      const lapsed = sum(products.map(({ seats, trialLapsed }) => seats.grace + seats.suspended + trialLapsed));

      expect(active).toBe(sum(rows.map(({ units }) => units.enabled)));
      expect(lapsed).toBe(sum(rows.map(({ units }) => units.warning + units.suspended)));
      expect(sum(products.map(({ assigned }) => assigned))).toBe(sum(rows.map(({ assigned }) => assigned)));
    }),
  );
});

test("licenceSnapshot() has each sale in the product that it joins to, or among those that join to none", () => {
  fc.assert(
    fc.property(skus, subscriptions, books, (rows, purchases, sold) => {
      const purchaseOf = (each: OwnSale) => purchases?.find(({ commerceId }) => commerceId === each.commerceId);
      const isAnyKnown = sold.some((each) => purchaseOf(each) !== undefined);
      const joined = sold.map((each) => {
        const isNamed = !isAnyKnown && each.offerName === "Microsoft 365 Business Premium";
        const id = isNamed ? BUSINESS_PREMIUM : purchaseOf(each)?.skuId;
        return {
          ...each,
          state: each.state ?? purchaseOf(each)?.state,
          joinsTo: rows.find((row) => row.skuId === id)?.skuId,
        };
      });
      const paid = joined.filter(({ state, isTrial }) => state === "active" && !isTrial);

      const { products, ownSeatsUnmatched } = licenceSnapshot(AS_OF, rows, purchases, sold);
      for (const { skuId: id, own } of products) {
        const isUnknown = joined.some((each) => each.joinsTo === id && each.state === undefined);
        const active = sum(paid.filter((each) => each.joinsTo === id).map(({ seats }) => seats));
        expect(own?.active ?? null).toBe(isUnknown ? null : active);
      }
      const lost = joined.filter(({ joinsTo, isAddOn, isTrial }) => joinsTo === undefined && !isAddOn && !isTrial);
      const isAnyUnknown = lost.some(({ state }) => state === undefined);
      const lostSeats = sum(lost.filter(({ state }) => state === "active").map(({ seats }) => seats));
      expect(ownSeatsUnmatched).toBe(isAnyUnknown ? null : lostSeats);
    }),
  );
});

test("LicenceSnapshot reads back from JSON as what it was", () => {
  fc.assert(
    fc.property(skus, subscriptions, sales, (rows, purchases, sold) => {
      const snapshot = licenceSnapshot(AS_OF, rows, purchases, sold);
      expect(LicenceSnapshot.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
    }),
  );
});

function sku(overrides: Partial<TenantSku> = {}): TenantSku {
  return {
    skuId: BUSINESS_PREMIUM,
    name: "Contoso",
    partNumber: "SPB",
    appliesTo: "user",
    units: { enabled: 20, warning: 0, suspended: 0 },
    assigned: 18,
    planIds: [TEAMS_PLAN],
    ...overrides,
  };
}

function subscription(overrides: Partial<TenantSubscription> = {}): TenantSubscription {
  return {
    skuId: BUSINESS_PREMIUM,
    commerceId: null,
    seats: 20,
    state: "active",
    isTrial: false,
    soldByUs: false,
    renewsOn: null,
    ...overrides,
  };
}

function sale(overrides: Partial<OwnSale> = {}): OwnSale {
  return {
    commerceId: "a",
    offerName: "Contoso",
    seats: 20,
    state: "active",
    isTrial: false,
    isAddOn: false,
    renewsOn: null,
    ...overrides,
  };
}

function day(text: string): Day {
  return Day.parse(text);
}

/** The same row in two pieces, which differ by one unit where the number is odd. */
function inTwo(row: TenantSku): TenantSku[] {
  return [piece(row, Math.ceil), piece(row, Math.floor)];
}

function piece(row: TenantSku, round: (half: number) => number): TenantSku {
  const { enabled, warning, suspended } = row.units;
  const units = { enabled: round(enabled / 2), warning: round(warning / 2), suspended: round(suspended / 2) };
  return { ...row, units, assigned: round(row.assigned / 2) };
}

function bySeats<P extends Readonly<{ seats: number }>>(purchase: P): P[] {
  const first = Math.ceil(purchase.seats / 2);
  return [
    { ...purchase, seats: first },
    { ...purchase, seats: purchase.seats - first },
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
