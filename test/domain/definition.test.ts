import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { activityFold, Naming, ReportFacts, type UserActivity } from "../../src/domain/activity.ts";
import { ADVICE_RULES, Scenario, TriggerFigure } from "../../src/domain/advice.ts";
import { adviceTitle, Language } from "../../src/domain/advice-text.ts";
import { NoChangeReason, rateChange } from "../../src/domain/change.ts";
import { addDays, type Day } from "../../src/domain/day.ts";
import { Definition, DEFINITION, DEFINITIONS, figuresIn, nameInFull } from "../../src/domain/definition.ts";
import { FigureDefinition, FIGURES } from "../../src/domain/definition-text.ts";
import { NOTHING_EXCLUDED } from "../../src/domain/exclusion.ts";
import { CustomerHistory, DailyPoint } from "../../src/domain/history.ts";
import { CustomerInsight, CustomerRow } from "../../src/domain/insight.ts";
import {
  licenceSnapshot,
  type LicensedProduct,
  type TenantSku,
  type TenantSubscription,
} from "../../src/domain/licences.ts";
import { CustomerMetrics, customerMetrics } from "../../src/domain/metrics.ts";
import { CustomerState } from "../../src/domain/customer-state.ts";
import { ProductMetrics } from "../../src/domain/product-metrics.ts";
import { MissingDayReason } from "../../src/domain/night-coverage.ts";
import { PortfolioInsight } from "../../src/domain/portfolio.ts";
import { refused, SourceOutcomes } from "../../src/domain/pull-outcome.ts";
import { MissingReason, missing, type Rate, rateOf, rateSum } from "../../src/domain/rate.ts";
import { CAUSES, Evidence, SEAT_CAUSES } from "../../src/domain/reasons.ts";
import { Explanation } from "../../src/domain/reconciliation.ts";
import type { ReportedSnapshot } from "../../src/domain/reported.ts";
import { STANDINGS } from "../../src/domain/standing.ts";
import type { Usage } from "../../src/domain/usage.ts";
import { WORKLOADS } from "../../src/domain/workload.ts";
import {
  activity,
  AS_OF,
  customer,
  customerId,
  histogram,
  insight,
  licences,
  NIGHT,
  outcome,
  portfolio,
  product,
  report,
  skuId,
  snapshots,
  type SnapshotsMade,
  userCounts,
} from "../support/make.ts";
import digests from "./definition-digests.json" with { type: "json" };

test("DEFINITION is one that a figure can be told by", () => {
  expect(Definition.parse(DEFINITION)).toEqual({ id: "partner-center-28d", version: 1 });
});

const figures = FIGURES.map(({ figure }) => figure);

test("every figure is said once, by a name of its own and in whole sentences, in each language", () => {
  expect(FIGURES.map((figure) => FigureDefinition.strict().parse(figure))).toEqual(FIGURES);
  expect(new Set(figures).size).toBe(figures.length);
  for (const language of Language.options) {
    const names = figures.map((figure) => nameInFull(figure, language));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(figuresIn(language).filter(({ name }) => !/^\S.*\S$/.test(name))).toEqual([]);
    expect(figuresIn(language).filter(({ meaning }) => !/^[A-ZÉ].*[.]$/.test(meaning))).toEqual([]);
  }
});

test("no figure is explained in one language with the words of the other", () => {
  expect(FIGURES.filter(({ en, nl }) => en.meaning === nl.meaning)).toEqual([]);
});

test("figuresIn() has every figure in the order of the table, in one language", () => {
  const [first] = FIGURES;
  expect(figuresIn("nl").map(({ figure }) => figure)).toEqual(figures);
  expect(first && figuresIn("nl")[0]).toEqual({ figure: first?.figure, unit: first?.unit, ...first?.nl });
});

test("DEFINITIONS names a word by what it belongs to as well", () => {
  const known = FIGURES.find(({ figure }) => figure === "standing.paid");
  expect(DEFINITIONS).toContainEqual({ figure: "Standing: Paid", meaning: known?.en.meaning });
  expect(DEFINITIONS.map(({ figure }) => figure)).toEqual(figures.map((figure) => nameInFull(figure, "en")));
  expect(nameInFull("usage", "nl")).toBe("Gebruik");
  expect(nameInFull("standing.paid", "nl")).toBe("Grond: Betaald");
  expect(nameInFull("nothing known", "en")).toBe("nothing known");
});

test("a figure within another is said after it", () => {
  const within = figures.filter((figure) => figure.includes("."));
  expect(within.filter((figure) => !figures.includes(figure.replace(/[.][^.]*$/, "")))).toEqual([]);
});

test("a rule of advice goes by one name everywhere", () => {
  for (const language of Language.options) {
    const told = ADVICE_RULES.map((rule) => FIGURES.find(({ figure }) => figure === `rule.${rule}`)?.[language].name);
    expect(told).toEqual(ADVICE_RULES.map((rule) => adviceTitle(rule, language)));
  }
});

/** The words that figures are told by, as the schemas have them. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  standing: STANDINGS,
  cause: CAUSES,
  seatCause: SEAT_CAUSES,
  evidence: Evidence.options,
  missingReason: MissingReason.options,
  refusalReason: MissingDayReason.options,
  noChangeReason: NoChangeReason.options,
  state: CustomerState.options,
  basis: CustomerMetrics.shape.basis.options,
  deploymentBasis: CustomerMetrics.shape.deploymentBasis.options,
  standingsBy: CustomerMetrics.shape.standingsBy.unwrap().options,
  naming: Naming.options,
  counting: ProductMetrics.shape.counting.options,
  soldDifference: ProductMetrics.shape.soldDifference.unwrap().options,
  explanation: Explanation.options,
  workload: WORKLOADS,
  "daily.from": DailyPoint.shape.from.options,
  source: Object.keys(SourceOutcomes.shape),
  report: ReportFacts.shape.report.options,
  scenario: Scenario.options,
  rule: ADVICE_RULES,
};

test.each(Object.entries(WORDS))("every word of %s is said, and no other", (vocabulary, words) => {
  const said = figures.filter((figure) => figure.startsWith(`${vocabulary}.`));
  expect(said.toSorted()).toEqual(words.map((word) => `${vocabulary}.${word}`).toSorted());
});

type Member = Readonly<{ path: readonly string[] }> &
  Readonly<{ kind: "figure" } | { kind: "words"; words: readonly string[] } | { kind: "holder" }>;

/** Every member that an answer can have, and of it whether it is a figure, or of which words it is one. */
function* membersOf(schema: z.core.JSONSchema._JSONSchema, path: readonly string[]): Generator<Member> {
  if (typeof schema === "boolean") return;
  const {
    enum: words,
    properties = {},
    additionalProperties = false,
    propertyNames = false,
    anyOf = [],
    oneOf = [],
  } = schema;
  yield { path, kind: "holder" };
  if (words !== undefined) yield { path, kind: "words", words: words.map(String) };
  if (isFigure(schema)) yield { path, kind: "figure" };
  for (const [name, member] of Object.entries(properties)) yield* membersOf(member, [...path, name]);
  // A record is told by its keys, and its values are the record's own.
  for (const same of [propertyNames, additionalProperties, ...anyOf, ...oneOf]) yield* membersOf(same, path);
  for (const each of [schema.items ?? []].flat()) yield* membersOf(each, path);
}

/** Numbers, days, and what is so or is not; every other text is a name, an id, or words for the operator. */
function isFigure({ type, pattern, format }: z.core.JSONSchema.BaseSchema): boolean {
  if (type === "string") return format === "date-time" || pattern?.startsWith("^\\d{4}-") === true;
  return type === "number" || type === "integer" || type === "boolean";
}

const MEMBERS: readonly Member[] = Object.entries({
  customer: CustomerInsight,
  row: CustomerRow,
  history: CustomerHistory,
  portfolio: PortfolioInsight,
}).flatMap(([name, schema]) =>
  Array.from(membersOf(z.toJSONSchema(schema, { unrepresentable: "any", reused: "inline" }), [name])),
);

/** `coverage.absent` says `portfolio.coverage.usage.absent`: its names in their order, down to the last. */
function says(figure: string, path: readonly string[]): boolean {
  const names = figure.split(".");
  if (names.at(-1) !== path.at(-1)) return false;
  let found = 0;
  for (const step of path) if (step === names[found]) found += 1;
  return found === names.length;
}

const isSaid = (path: readonly string[]) => figures.some((figure) => says(figure, path));

/** What is one thought, whatever it is made of. */
const SAID_AS_A_WHOLE = new Set([
  "definition",
  "asOf",
  "daysBehind",
  "own",
  "refusedFiles",
  "since",
  "missing",
  "breaks",
  "lastGood",
  "moved",
]);

test("every figure of every answer is said", () => {
  const unsaid = MEMBERS.filter(({ kind }) => kind === "figure")
    .map(({ path }) => path)
    .filter((path) => {
      const whole = path.findIndex((name) => SAID_AS_A_WHOLE.has(name));
      const isCountOfState = path.includes("coverage") && figures.includes(`state.${path.at(-1)}`);
      return !isSaid(path) && !isSaid(path.slice(0, whole + 1)) && !isCountOfState;
    });
  expect(unsaid.map((path) => path.join("."))).toEqual([]);
});

test("every word that an answer tells a figure by is said", () => {
  const unsaid = MEMBERS.flatMap((member) => {
    if (member.kind !== "words") return [];
    const isKnown = [...Object.values(WORDS), figures].some((known) =>
      member.words.every((word) => known.includes(word)),
    );
    return isKnown ? [] : [member.path.join(".")];
  });
  expect(unsaid).toEqual([]);
});

test("nothing is said that no answer has", () => {
  const elsewhere: readonly string[] = [...Object.keys(WORDS), ...TriggerFigure.options, "blank"];
  const said = figures.filter((figure) => !elsewhere.some((known) => `${figure}.`.startsWith(`${known}.`)));
  expect(said.filter((figure) => !MEMBERS.some(({ path }) => says(figure, path)))).toEqual([]);
});

/** A figure as it is compared: its numbers and the words it is told by, whatever else an answer comes to hold. */
function rateTold(rate: Rate) {
  return rate.kind === "missing" ? rate.reason : [rate.part, rate.whole, rate.value];
}

function usageTold({ basis, usage, likeForLike, reasons, ...counts }: Usage) {
  const { active, total, overdrawn, isBoundBySeats, paidByFlag, activeIn7Days, neverActive, datedLater } = counts;
  return {
    basis,
    usage: rateTold(usage),
    likeForLike: rateTold(likeForLike),
    counts: [active, total, overdrawn, isBoundBySeats, paidByFlag, activeIn7Days, neverActive, datedLater],
    users: STANDINGS.map((standing) => [counts.users?.[standing] ?? null, counts.usersActive?.[standing] ?? null]),
    reasons: reasons.map(({ cause, users, points, evidence }) => [cause, users, points, evidence]),
  };
}

function seatsTold({ deployment, deploymentReasons }: Pick<ProductMetrics, "deployment" | "deploymentReasons">) {
  return [
    rateTold(deployment),
    deploymentReasons.map(({ cause, seats, points, evidence }) => [cause, seats, points, evidence]),
  ];
}

function metricsTold(metrics: CustomerMetrics) {
  const { state, basis, deploymentBasis, standingsBy, daily, support, coverage } = metrics;
  const { seatsSold, ownSeatsSold, seatsAssigned, seatsIdle, ownSeatsUnmatched } = metrics;
  return {
    words: [state, basis, deploymentBasis, standingsBy],
    deployment: seatsTold(metrics),
    seats: [seatsSold, ownSeatsSold, seatsAssigned, seatsIdle, ownSeatsUnmatched],
    anyWorkload: usageTold(metrics.anyWorkload),
    products: metrics.products.map((each) => ({
      words: [each.counting, each.counted, each.deploymentBasis, each.soldDifference],
      seats: [each.sold, each.ownSold, each.soldElsewhere, each.assigned],
      deployment: seatsTold(each),
      usage: usageTold(each),
    })),
    workloads: metrics.workloads.map((usage) => [usage.workload, usageTold(usage)]),
    daily: daily && [daily.any, WORKLOADS.map((workload) => daily.workloads[workload] ?? null)],
    reconciliation: metrics.reconciliation.map(({ figure, workload, ours, reported, points, explanation }) => [
      [figure, workload, points, explanation],
      [rateTold(ours), rateTold(reported)],
    ]),
    support: [support.requests, support.tickets].map(
      (figure) => figure && [figure.opened, rateTold(figure.perActiveUser)],
    ),
    coverage: [coverage.present, coverage.missing.map(({ reason }) => reason)],
  };
}

function metricsOf(overrides: Partial<SnapshotsMade> = {}, exclusions = NOTHING_EXCLUDED) {
  return metricsTold(customerMetrics(snapshots(overrides), NIGHT, exclusions));
}

const daysAgo = (days: number) => addDays(AS_OF, -days);

function person(lastActivity: Day | null, overrides: Partial<UserActivity> = {}): UserActivity {
  return {
    isDeleted: false,
    assignedProducts: "CONTOSO SUITE",
    holding: null,
    workloads: { teams: { evidence: "licensed", lastActivity } },
    ...overrides,
  };
}

function suite(number: number, name: string, overrides: Partial<LicensedProduct> = {}): LicensedProduct {
  return product({ skuId: skuId(number), name, partNumber: null, workloads: ["teams", "yammer"], ...overrides });
}

const seats = (active: number, grace = 0, suspended = 0, trial: number | null = 0) => ({
  active,
  grace,
  suspended,
  trial,
});

/** Everybody of a small company, on and around each edge of the window, and by each right there is. */
function company(): Partial<SnapshotsMade> {
  const products = [
    suite(1, "Contoso Suite", { seats: seats(9, 2, 1, 1), assigned: 12, trialLapsed: 1 }),
    suite(2, "Contoso Grace", { seats: seats(0, 3, 1), assigned: 3 }),
    suite(3, "Contoso Trial", { seats: seats(0, 0, 0, 5), assigned: 2 }),
    suite(4, "Contoso Free", { seats: seats(1_000_000), assigned: 40 }),
    suite(5, "Contoso Tenant", { appliesTo: "tenant", seats: seats(1) }),
  ];
  const known = licences({ products });
  const joined = { users: 2, joined: 2, unlisted: 0, deletedContradicted: 0 };
  const fold = activityFold(AS_OF, { teams: AS_OF, yammer: daysAgo(1) }, known);
  for (const days of [-1, 0, 6, 7, 26, 27, 28, 29, 89, 90]) fold.add(person(daysAgo(days)));
  fold.add(person(null));
  fold.add(person(daysAgo(3), { assignedProducts: "CONTOSO GRACE" }));
  fold.add(person(daysAgo(3), { assignedProducts: "CONTOSO TRIAL" }));
  fold.add(person(daysAgo(3), { assignedProducts: "CONTOSO FREE" }));
  fold.add(person(daysAgo(3), { assignedProducts: "CONTOSO TRIAL+CONTOSO SUITE" }));
  fold.add(person(daysAgo(3), { assignedProducts: "FABRIKAM UNKNOWN" }));
  fold.add(person(daysAgo(3), { assignedProducts: "MICROSOFT TEAMS ROOMS BASIC" }));
  fold.add(person(daysAgo(3), { isDeleted: true }));
  fold.add(
    person(null, {
      workloads: {
        teams: { evidence: "licensed", lastActivity: daysAgo(2) },
        yammer: { evidence: "licensed", lastActivity: null },
      },
    }),
  );
  fold.add(
    person(null, { assignedProducts: "", workloads: { teams: { evidence: "unlicensed", lastActivity: daysAgo(27) } } }),
  );
  fold.add(
    person(null, {
      assignedProducts: "",
      workloads: { yammer: { evidence: "unlicensed", lastActivity: daysAgo(28) } },
    }),
  );
  fold.add(
    person(null, {
      assignedProducts: "",
      workloads: { yammer: { evidence: "unlicensed", lastActivity: daysAgo(29) } },
    }),
  );
  fold.add(person(daysAgo(1), { holding: { licences: [], isGuest: true, isBlocked: false } }));
  fold.add(
    person(daysAgo(1), {
      holding: { licences: [{ skuId: skuId(1), disabledPlans: [] }], isGuest: false, isBlocked: true },
    }),
  );
  return { licences: known, activity: fold.snapshot({ reports: [report()], directory: joined, namesSetting: null }) };
}

/** Seats as the sources list them: trials and lapsed trials among the units, and two subscriptions of one product. */
function purchases(): Partial<SnapshotsMade> {
  const sku: TenantSku = {
    skuId: skuId(1),
    name: "Contoso Suite",
    partNumber: null,
    appliesTo: "user",
    units: { enabled: 30, warning: 5, suspended: 2 },
    assigned: 33,
    planIds: [],
  };
  const bought: TenantSubscription = {
    skuId: skuId(1),
    commerceId: null,
    seats: 20,
    state: "active",
    isTrial: false,
    soldByUs: true,
    renewsOn: null,
  };
  const subscriptions: TenantSubscription[] = [
    bought,
    { ...bought, seats: 6, soldByUs: false },
    { ...bought, seats: 4, isTrial: true, soldByUs: false },
    { ...bought, seats: 2, state: "grace", isTrial: true, soldByUs: false },
    { ...bought, seats: 3, state: "grace" },
  ];
  return { licences: licenceSnapshot(AS_OF, [sku], subscriptions, null) };
}

const REPORTED: ReportedSnapshot = {
  deployment: {
    asOf: daysAgo(5),
    products: [
      { skuId: skuId(1), name: "CONTOSO SUITE", asOf: daysAgo(5), deployed: 31, sold: 40 },
      { skuId: null, name: "CONTOSO BY NAME", asOf: daysAgo(5), deployed: 7, sold: 4 },
    ],
  },
  usage: {
    asOf: daysAgo(12),
    workloads: [
      { workload: "teams", asOf: daysAgo(12), active: 35, qualified: 30 },
      { workload: "yammer", asOf: daysAgo(12), active: 9, qualified: 5 },
      { workload: "dynamics", asOf: daysAgo(12), active: 6, qualified: 8 },
      { workload: "other:STREAM", asOf: daysAgo(12), active: 2, qualified: 40 },
    ],
  },
};

/** What Partner Center says of the builders' customer, whose product has been sold so many seats by its count. */
function reconciledWith(sold: number, asOf = addDays(AS_OF, 1), deployed = 18) {
  const own = seats(15);
  const reported: ReportedSnapshot = {
    deployment: { asOf, products: [{ skuId: skuId(1), name: "SUITE", asOf, deployed, sold }] },
    usage: { asOf: AS_OF, workloads: [{ workload: "teams", asOf: AS_OF, active: 14, qualified: sold }] },
  };
  return metricsOf({ licences: licences({ products: [product({ own, seats: seats(20, 4, 3, 2) })] }), reported });
}

const questions = (days: readonly number[]) => ({
  asOf: AS_OF,
  opened: days.toReversed().map((ago) => ({ day: daysAgo(ago), count: 3 })),
});

function unavailable(reason: "no_access" | "source_not_ready" | "failed") {
  const refusal = refused(reason, "Refused");
  return outcome({ activity: refusal, licences: refusal, reported: null, booked: seats(0, 2, 1, 1) });
}

function paid(active: number, never: number, paidByFlag = 0) {
  return userCounts({ paid: { active, never } }, { paidByFlag });
}

/** Worked examples of every rule there is. What they come to is what the definition of a figure is, in numbers. */
function workedExamples() {
  const both = { active: 3, never: 2 };
  const everyStanding = userCounts({
    paid: both,
    grace: both,
    trial: both,
    unlicensed: both,
    guest: both,
    departed: both,
  });
  const few = licences({ products: [product({ seats: seats(10, 3, 1, 2), assigned: 18 })] });
  const terms = { reason: "Donated", until: null };
  const excluded = { customers: new Map([[customerId(5), terms]]), products: new Map([[skuId(1), terms]]) };
  const rates = [rateOf(3, 4, "nothing_sold"), missing("no_access"), rateOf(996, 4_000, "nothing_sold")];
  const sumOf = (...all: Rate[]) => {
    const sum = rateSum();
    for (const rate of all) sum.add(rate);
    return rateTold(sum.rate("not_reported"));
  };
  const { insight: whole } = portfolio([
    insight(),
    insight({ customer: customer({ customerId: customerId(2) }), ...company() }),
    insight({ customer: customer({ customerId: customerId(3) }), activity: null, licences: null, reported: REPORTED }),
    insight({ customer: customer({ customerId: customerId(4) }), activity: null, licences: null }),
    insight({ customer: customer({ customerId: customerId(5) }) }, NIGHT, { exclusions: excluded }),
  ]);

  return {
    plain: metricsOf(),
    everyStanding: metricsOf({
      activity: activity({ any: everyStanding, workloads: { teams: everyStanding, yammer: everyStanding } }),
    }),
    yammerAlone: metricsOf({
      activity: activity({ any: everyStanding, anyThroughYammerAlone: histogram({ 0: 2, 28: 1 }) }),
    }),
    boundBySeats: metricsOf({
      activity: activity({ any: paid(17, 1), workloads: { teams: paid(17, 1) } }),
      licences: few,
    }),
    besideLapsed: metricsOf({
      activity: activity({ any: paid(17, 1), workloads: { teams: paid(17, 1) } }),
      licences: licences({
        products: [suite(1, "Contoso Suite", { seats: seats(10) }), suite(2, "Contoso Grace", { seats: seats(0, 5) })],
      }),
    }),
    vouchedForByFlag: metricsOf({
      activity: activity({ any: paid(17, 1, 6), workloads: { teams: paid(17, 1, 6) } }),
      licences: few,
    }),
    withoutLicences: metricsOf({ licences: null }),
    company: metricsOf(company()),
    purchases: metricsOf(purchases()),
    overAndIdle: metricsOf({
      licences: licences({
        products: [
          suite(1, "Contoso One", { seats: seats(10, 1, 1, 1), trialLapsed: 1, assigned: 20 }),
          suite(2, "Contoso Two", { seats: seats(10, 0, 0, null), assigned: 13 }),
          suite(3, "Contoso Three", { seats: seats(10), assigned: 4 }),
          suite(4, "Contoso Four", { seats: seats(0, 5), assigned: 5 }),
        ],
      }),
    }),
    excludedProduct: metricsOf({}, excluded),
    reportedOnly: metricsOf({
      activity: null,
      activityDays: [],
      licences: null,
      reported: REPORTED,
      outcomes: [unavailable("no_access")],
    }),
    reportedUsageOnly: metricsOf({ activity: null, reported: { ...REPORTED, deployment: null }, ...purchases() }),
    reportedOnTrial: metricsOf({
      activity: null,
      licences: licences({ products: [suite(1, "Contoso Trial", { seats: seats(0, 0, 0, 5) })] }),
      reported: { ...REPORTED, deployment: null },
    }),
    stale: metricsOf({ outcomes: [unavailable("failed")] }),
    nothing: (["no_access", "source_not_ready", "failed"] as const).map((reason) =>
      metricsOf({ activity: null, activityDays: [], licences: null, outcomes: [unavailable(reason)] }),
    ),
    reconciliation: [20, 15, 24, 22, 27, 18, 21].map((sold) => reconciledWith(sold)),
    reconciliationOfOthersHandedOut: [15, 24].map((sold) => reconciledWith(sold, addDays(AS_OF, 1), 13)),
    reconciliationByLicence: metricsOf({
      licences: few,
      reported: {
        deployment: null,
        usage: { asOf: AS_OF, workloads: [{ workload: "teams", asOf: AS_OF, active: 14, qualified: 18 }] },
      },
    }),
    reconciliationOfEntitled: metricsOf({
      activity: activity({
        workloads: { teams: userCounts({ paid: { active: 14, never: 4 }, departed: { active: 6 } }) },
      }),
      reported: {
        deployment: null,
        usage: { asOf: AS_OF, workloads: [{ workload: "teams", asOf: AS_OF, active: 14, qualified: 18 }] },
      },
    }),
    reconciliationOfAnotherDay: reconciledWith(21, daysAgo(9)),
    support: metricsOf({ requests: questions([0, 27, 28]), tickets: questions([]) }),
    supportOfNobody: metricsOf({ activity: activity({ any: paid(0, 18) }), requests: questions([1]) }),
    change: [
      rateChange(rateOf(10, 20, "nothing_sold"), rateOf(18, 24, "nothing_sold")),
      rateChange(rateOf(10, 20, "nothing_sold"), rateOf(10, 16, "nothing_sold")),
    ].map((change) =>
      change.kind === "missing" ? change.reason : [change.points, change.peoplePoints, change.seatsPoints],
    ),
    sums: [sumOf(...rates), sumOf(missing("no_access"), missing("no_access"), missing("nothing_sold")), sumOf()],
    portfolio: [
      [rateTold(whole.deployment), rateTold(whole.usage), rateTold(whole.likeForLike)],
      whole.products.map(({ customers, measured, sold, ownSold, assigned, deployment, usage }) => [
        [customers, measured, sold, ownSold, assigned],
        [rateTold(deployment), rateTold(usage)],
      ]),
      whole.workloads.map(({ workload, customers, measured, reported, usage, likeForLike }) => [
        [workload, customers, measured, reported],
        [rateTold(usage), rateTold(likeForLike)],
      ]),
    ],
  };
}

/** JSON whose members are in the order of their names: the same numbers are the same text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => {
    if (typeof held !== "object" || held === null || Array.isArray(held)) return held;
    return Object.fromEntries(Object.entries(held).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}

const VERSION = `${DEFINITION.id} v${DEFINITION.version}`;
const PINNED: Readonly<Record<string, string>> = digests;

test("the figures come out as the version of their definition says, to the last digit", () => {
  const digest = createHash("sha256").update(canonicalJson(workedExamples())).digest("hex");
  const changed =
    `The worked examples do not come out as ${VERSION} is pinned: the same snapshots give other figures than before. ` +
    "If that is meant, raise the version in src/domain/definition.ts, so that nothing is compared across the change, " +
    `and pin the new digest in test/domain/definition-digests.json: ${digest}`;
  expect(PINNED[VERSION] === digest ? "as pinned" : changed).toBe("as pinned");
});

test("the worked examples come to every word that a figure is told by", () => {
  const told = canonicalJson(workedExamples());
  const vocabularies = ["state", "basis", "deploymentBasis", "standingsBy", "counting", "soldDifference"];
  const words = [...vocabularies, "cause", "seatCause", "evidence", "missingReason", "explanation"].flatMap(
    (vocabulary) => WORDS[vocabulary] ?? [],
  );
  expect(words.filter((word) => !told.includes(`"${word}"`))).toEqual([]);
});

test("a version that gives the same figures as another is none: it would only keep them from being compared", () => {
  const pinned = Object.values(PINNED);
  expect(new Set(pinned).size).toBe(pinned.length);
});
