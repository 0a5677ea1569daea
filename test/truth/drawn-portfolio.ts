import * as fc from "fast-check";
import { type MicrosoftProduct, PRODUCTS } from "./microsoft-products.ts";

/** One customer as it is drawn, before anybody has written a text of it. */
export type DrawnCustomer = Readonly<{
  isExcluded: boolean;
  products: readonly DrawnProduct[];
  people: readonly DrawnPerson[];
  reports: DrawnReports;
  refusals: Readonly<Record<Source, Refusal | null>>;
  namesSetting: "clear" | "concealed" | "refused";
  books: DrawnBooks;
  /** Partner Center's own totals: of two workloads, and of as many products as are drawn. */
  reportedUsage: readonly Readonly<{ active: number; qualified: number }>[] | null;
  reportedDeployment: readonly Readonly<{ deployed: number; sold: number }>[] | null;
}>;

export type Source = "activeUsers" | "apps" | "copilot" | "users" | "skus" | "subscriptions" | "sales";
export type Refusal = "no_access" | "source_not_ready" | "failed";

export type DrawnProduct = Readonly<{
  product: MicrosoftProduct;
  purchases: readonly DrawnPurchase[];
  assigned: number;
  isForTenant: boolean;
  isListingPlans: boolean;
  /** The tenant lists it in two rows. */
  isInTwo: boolean;
  /** Units that the tenant counts more, or fewer, than its purchases have seats. */
  unitsAmiss: number;
}>;

export type DrawnPurchase = Readonly<{
  seats: number;
  state: "Enabled" | "Warning" | "Suspended" | "LockedOut" | "Deleted";
  isTrial: boolean;
  seller: "us" | "other" | "nobody knows";
  renewsInDays: number | null;
}>;

/** Days before the day of the report; negative for days after it, null for none. */
export type DaysAgo = number | null;

export type DrawnRow = Readonly<{
  isDeleted: boolean;
  /** By service: whether its licence flag says the contrary of what the products give. */
  flipped: readonly boolean[];
  days: readonly DaysAgo[];
}>;

export type NameForm = "as it is" | "in capitals" | "(Unknown)" | "none" | "in clear all the same";

export type DrawnPerson = Readonly<{
  name: NameForm;
  rows: readonly DrawnRow[];
  /** Numbers of the customer's products, or of names that are none of them. */
  holds: readonly number[];
  apps: readonly DrawnSide[];
  copilot: readonly DrawnSide[];
  account: DrawnAccount | null;
}>;

export type DrawnSide = Readonly<{ daysAgo: DaysAgo; name: NameForm }>;

export type DrawnAccount = Readonly<{
  /** A product that the report does not tell of; null for none. */
  holdsToo: number | null;
  holdsNothing: boolean;
  /** The first plans of the first product that are switched off. */
  plansOff: readonly boolean[];
  isGuest: boolean;
  isEnabled: boolean | null;
}>;

export type DrawnReports = Readonly<{
  daysBehind: number;
  appsBehind: number;
  copilotBehind: number;
  naming: Readonly<Record<"activeUsers" | "apps" | "copilot", "clear" | "concealed">>;
  columns: readonly number[];
  leftOut: LeftOut;
  hasMark: boolean;
  hasCarriageReturns: boolean;
  hasEmptyLines: boolean;
  words: "True/False" | "Yes/No";
  broken: readonly BrokenRow[];
}>;

export type LeftOut = "nothing" | "yammer" | "teams" | "onedrive" | "products" | "names";
export type BrokenRow =
  | "too many fields"
  | "a flag that is none"
  | "a day that is none"
  | "a quote in the middle"
  | "no day at all";

export type DrawnBooks = Readonly<{
  /** How a sale finds its purchase in the tenant. */
  join: "by id" | "by name" | "some by id";
  hasUnknownStatus: boolean;
  /** Sales of what the tenant does not list: a product, a trial, storage, and what is billed by use. */
  others: readonly ("product" | "trial" | "storage" | "use")[];
}>;

export type DrawnPortfolio = Readonly<{
  night: string;
  customers: readonly DrawnCustomer[];
  /** Numbers of products that a person has taken out. */
  excluded: readonly number[];
}>;

export const COLUMNS_COUNT = 20;

/** How many more names than its own products a customer's people may hold. */
export const STRANGE_NAMES_COUNT = 3;

function seldom(times: number): fc.Arbitrary<boolean> {
  return fc.nat({ max: times }).map((number) => number === times);
}

/** Around each edge of the window, of the week and of the bins: a uniform draw would nearly never hit one. */
const daysAgo: fc.Arbitrary<DaysAgo> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 6, 7, 27, 28, 89, 90) },
  { weight: 3, arbitrary: fc.constantFrom(0, 1, 2, 3, 5, 12) },
  { weight: 1, arbitrary: fc.integer({ min: -2, max: 120 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, -2) },
  { weight: 3, arbitrary: fc.constant(null) },
);

/** Of a person who is active in nothing at all; by chance nearly nobody would be. */
const longAgo: fc.Arbitrary<DaysAgo> = fc.constantFrom(28, 90, -1, null);

const SERVICES_COUNT = 5;

function daysOfServices(days: fc.Arbitrary<DaysAgo>): fc.Arbitrary<DaysAgo[]> {
  return fc.array(days, { minLength: SERVICES_COUNT, maxLength: SERVICES_COUNT });
}

const row: fc.Arbitrary<DrawnRow> = fc.record({
  isDeleted: seldom(8),
  flipped: fc.array(seldom(6), { minLength: SERVICES_COUNT, maxLength: SERVICES_COUNT }),
  days: fc.oneof(
    { weight: 5, arbitrary: daysOfServices(daysAgo) },
    { weight: 1, arbitrary: daysOfServices(longAgo) },
    { weight: 1, arbitrary: daysOfServices(fc.constantFrom(-1, null)) },
  ),
});

const name: fc.Arbitrary<NameForm> = fc.oneof(
  { weight: 20, arbitrary: fc.constant<NameForm>("as it is") },
  { weight: 3, arbitrary: fc.constantFrom<NameForm>("in capitals", "(Unknown)", "none", "in clear all the same") },
);

const side: fc.Arbitrary<DrawnSide[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<DrawnSide[]>([]) },
  { weight: 6, arbitrary: fc.array(fc.record({ daysAgo, name }), { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(fc.record({ daysAgo: longAgo, name }), { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(fc.record({ daysAgo, name }), { minLength: 2, maxLength: 2 }) },
);

const account: fc.Arbitrary<DrawnAccount> = fc.record({
  holdsToo: fc.option(fc.nat({ max: PRODUCTS.length - 1 }), { freq: 2 }),
  holdsNothing: seldom(8),
  plansOff: fc.oneof(
    { weight: 3, arbitrary: fc.constant<boolean[]>([]) },
    { weight: 1, arbitrary: fc.array(fc.boolean(), { maxLength: 6 }) },
  ),
  isGuest: seldom(6),
  isEnabled: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constantFrom(false, null)),
});

/** One product is everybody's sooner than another: else its seats would nearly never run out. */
const hold = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat({ max: 40 }) });

const person: fc.Arbitrary<DrawnPerson> = fc.record({
  name,
  rows: fc.oneof(
    { weight: 10, arbitrary: fc.array(row, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(row, { minLength: 2, maxLength: 3 }) },
    { weight: 2, arbitrary: fc.constant([]) },
  ),
  holds: fc.array(hold, { maxLength: 3 }),
  apps: side,
  copilot: side,
  account: fc.option(account, { freq: 5 }),
});

/** Few, so that people run out of them; now and then as many as Microsoft gives of what is not sold by the seat. */
const seats = fc.oneof(
  { weight: 16, arbitrary: fc.nat({ max: 2 }) },
  { weight: 12, arbitrary: fc.nat({ max: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(10_000, 1_000_000) },
);

const purchase: fc.Arbitrary<DrawnPurchase> = fc.record({
  seats,
  state: fc.oneof(
    { weight: 6, arbitrary: fc.constant("Enabled" as const) },
    { weight: 4, arbitrary: fc.constantFrom("Warning", "Suspended", "LockedOut", "Deleted") },
  ),
  isTrial: seldom(4),
  seller: fc.oneof(
    { weight: 6, arbitrary: fc.constant("us" as const) },
    { weight: 3, arbitrary: fc.constant("other" as const) },
    { weight: 1, arbitrary: fc.constant("nobody knows" as const) },
  ),
  renewsInDays: fc.option(fc.nat({ max: 400 }), { freq: 4 }),
});

function drawnProduct(product: MicrosoftProduct): fc.Arbitrary<DrawnProduct> {
  return fc.record({
    product: fc.constant(product),
    purchases: fc.array(purchase, { minLength: 1, maxLength: 3 }),
    assigned: fc.nat({ max: 9 }),
    isForTenant: seldom(14),
    isListingPlans: seldom(5).map((isSilent) => !isSilent),
    isInTwo: seldom(9),
    unitsAmiss: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.integer({ min: -2, max: 2 })),
  });
}

const someProducts: fc.Arbitrary<DrawnProduct[]> = fc
  .subarray([...PRODUCTS], { maxLength: 5 })
  .chain((products) => fc.tuple(...products.map(drawnProduct)));

const naming = fc.constantFrom("clear" as const, "concealed" as const);

const namings: fc.Arbitrary<DrawnReports["naming"]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ activeUsers: "clear", apps: "clear", copilot: "clear" } as const) },
  { weight: 3, arbitrary: fc.constant({ activeUsers: "concealed", apps: "concealed", copilot: "concealed" } as const) },
  { weight: 1, arbitrary: fc.record({ activeUsers: naming, apps: naming, copilot: naming }) },
);

const behind = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: -1, max: 6 }));

const reports: fc.Arbitrary<DrawnReports> = fc.record({
  daysBehind: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(1, 2, 4) }, fc.constantFrom(5, 9)),
  appsBehind: behind,
  copilotBehind: behind,
  naming: namings,
  columns: fc.shuffledSubarray([...Array(COLUMNS_COUNT).keys()], { minLength: COLUMNS_COUNT }),
  leftOut: fc.oneof(
    { weight: 10, arbitrary: fc.constant<LeftOut>("nothing") },
    fc.constantFrom<LeftOut[]>("yammer", "teams", "onedrive", "products", "names"),
  ),
  hasMark: fc.boolean(),
  hasCarriageReturns: fc.boolean(),
  hasEmptyLines: seldom(3),
  words: fc.constantFrom("True/False", "Yes/No"),
  broken: fc.oneof(
    { weight: 8, arbitrary: fc.constant<BrokenRow[]>([]) },
    {
      weight: 2,
      arbitrary: fc.array(
        fc.constantFrom<BrokenRow[]>(
          "too many fields",
          "a flag that is none",
          "a day that is none",
          "a quote in the middle",
          "no day at all",
        ),
        { minLength: 1, maxLength: 2 },
      ),
    },
  ),
});

const refusal: fc.Arbitrary<Refusal | null> = fc.oneof(
  { weight: 14, arbitrary: fc.constant(null) },
  fc.constantFrom<Refusal[]>("no_access", "source_not_ready", "failed"),
);

const books: fc.Arbitrary<DrawnBooks> = fc.record({
  join: fc.constantFrom("by id", "by name", "some by id"),
  hasUnknownStatus: seldom(8),
  others: fc.subarray(["product", "trial", "storage", "use"] as const),
});

const count = fc.nat({ max: 9 });

const customer: fc.Arbitrary<DrawnCustomer> = fc.record({
  isExcluded: seldom(9),
  products: someProducts,
  people: fc.oneof(
    { weight: 3, arbitrary: fc.array(person, { maxLength: 7, size: "max" }) },
    { weight: 2, arbitrary: fc.array(person, { maxLength: 15, size: "max" }) },
  ),
  reports,
  refusals: fc.record({
    activeUsers: refusal,
    apps: refusal,
    copilot: refusal,
    users: refusal,
    skus: refusal,
    subscriptions: refusal,
    sales: refusal,
  }),
  namesSetting: fc.oneof(
    { weight: 5, arbitrary: fc.constant("clear" as const) },
    { weight: 2, arbitrary: fc.constant("concealed" as const) },
    { weight: 2, arbitrary: fc.constant("refused" as const) },
  ),
  books,
  reportedUsage: fc.option(fc.array(fc.record({ active: count, qualified: count }), { minLength: 4, maxLength: 4 }), {
    freq: 2,
  }),
  reportedDeployment: fc.option(fc.array(fc.record({ deployed: count, sold: count }), { maxLength: 3 }), { freq: 2 }),
});

/** Small, so that thousands are read in seconds; and with every oddity, each often enough to be met many times. */
export const drawnPortfolio: fc.Arbitrary<DrawnPortfolio> = fc.record({
  night: fc.constantFrom("2026-11-22", "2024-03-01", "2025-01-02", "2028-02-29"),
  customers: fc.array(customer, { minLength: 1, maxLength: 3 }),
  excluded: fc.oneof(
    { weight: 3, arbitrary: fc.constant<number[]>([]) },
    fc.uniqueArray(fc.nat({ max: PRODUCTS.length - 1 }), { maxLength: 3 }),
  ),
});
