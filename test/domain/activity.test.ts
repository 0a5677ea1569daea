import * as fc from "fast-check";
import { expect, test } from "vitest";
import { activityFold, ActivitySnapshot, type LicenceEvidence, type UserActivity } from "../../src/domain/activity.ts";
import { addDays, type Day } from "../../src/domain/day.ts";
import { SkuId } from "../../src/domain/ids.ts";
import type { LicenceSnapshot, LicensedProduct } from "../../src/domain/licences.ts";
import { BIN_COUNT, LATER_BIN, MONTHS_AGO_BIN, NEVER_BIN, WEEKS_AGO_BIN } from "../../src/domain/recency.ts";
import type { Standing } from "../../src/domain/standing.ts";
import type { KnownWorkload } from "../../src/domain/workload.ts";
import { AS_OF, histogram, licences, product, report, skuId } from "../support/make.ts";
import { user } from "../support/make-user.ts";
import { rawCustomer, type RawCustomer } from "./arbitraries.ts";

/** A snapshot that says nothing of what it rests on. */
const NO_EVIDENCE = { reports: [], directory: null, namesSetting: null };

const BUSINESS_PREMIUM = SkuId.parse("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46");
const ROOMS = product({
  skuId: SkuId.parse("6af4b3d6-14bb-4a2a-960c-6c902aad34f3"),
  name: "Microsoft Teams Rooms Basic",
  workloads: [],
});

/** One product of each kind, all but one with Teams and Microsoft 365 Apps. */
const LICENCES = licences({
  products: [
    suite(1, "Contoso Paid", { active: 5 }),
    suite(2, "Contoso Half Lapsed", { active: 1, grace: 4, suspended: 3, trial: 2 }),
    suite(3, "Contoso Grace", { grace: 5 }),
    suite(4, "Contoso Suspended", { suspended: 5 }),
    suite(5, "Contoso Lapsed And Tried", { grace: 1, trial: 5 }),
    suite(6, "Contoso Gone", {}),
    suite(7, "Contoso Trial", { trial: 5 }),
    suite(8, "Contoso Free", { active: 1_000_000 }),
    suite(9, "Contoso Untold", { active: 5, trial: null }),
    suite(10, "Contoso Tenant", { active: 5 }, { appliesTo: "tenant" }),
    suite(11, "Contoso Mail", { active: 5 }, { workloads: ["exchange"] }),
    suite(12, "Contoso Twin", { active: 5 }),
    suite(13, "Contoso Twin", { active: 5 }),
    suite(14, "Contoso Tried", {}, { trialLapsed: 5 }),
  ],
});

/** What a fold of Teams says before it has seen anybody who counts. */
const NOBODY_IN_TEAMS = activityFold(AS_OF, { teams: AS_OF }, LICENCES).snapshot(NO_EVIDENCE);

const NOBODY = "nobody";
const PAID_BY_FLAG = "paid, by the report's word";

test.each<[held: string | null, evidence: LicenceEvidence, Standing | typeof NOBODY | typeof PAID_BY_FLAG]>([
  ["CONTOSO PAID", "licensed", "paid"],
  ["CONTOSO HALF LAPSED", "licensed", "paid"],
  ["CONTOSO UNTOLD", "licensed", "paid"],
  ["CONTOSO GRACE", "licensed", "grace"],
  ["CONTOSO SUSPENDED", "licensed", "grace"],
  ["CONTOSO LAPSED AND TRIED", "licensed", "grace"],
  ["CONTOSO GONE", "licensed", "grace"],
  ["CONTOSO TRIAL", "licensed", "trial"],
  ["CONTOSO TRIED", "licensed", "trial"],
  ["CONTOSO FREE", "licensed", "trial"],
  ["CONTOSO GRACE+CONTOSO PAID", "licensed", "paid"],
  ["CONTOSO TRIAL+CONTOSO GRACE", "licensed", "grace"],
  ["CONTOSO FREE+CONTOSO MAIL", "licensed", "trial"],
  ["contoso paid", "licensed", "paid"],
  // The plan is switched off for this one user, or the licence was taken away.
  ["CONTOSO PAID", "unlicensed", "unlicensed"],
  ["CONTOSO MAIL", "unlicensed", "unlicensed"],
  ["CONTOSO PAID+CONTOSO GRACE", "unlicensed", "unlicensed"],
  ["CONTOSO TRIAL", "unlicensed", "unlicensed"],
  ["", "unlicensed", "unlicensed"],
  [null, "unlicensed", "unlicensed"],
  // Every seat of the product has lapsed, which clears the flag as well.
  ["CONTOSO GRACE", "unlicensed", "grace"],
  ["CONTOSO SUSPENDED", "unlicensed", "grace"],
  // No product of the customer, or none that is known for certain: the report's own flag decides.
  ["FABRIKAM UNKNOWN", "licensed", PAID_BY_FLAG],
  ["CONTOSO TWIN", "licensed", PAID_BY_FLAG],
  [null, "licensed", PAID_BY_FLAG],
  ["CONTOSO MAIL", "licensed", PAID_BY_FLAG],
  ["CONTOSO TENANT", "licensed", PAID_BY_FLAG],
  // A paid product that joins is worth more than the report's word for one that does not; any other may be worth less.
  ["CONTOSO PAID+FABRIKAM UNKNOWN", "licensed", "paid"],
  ["CONTOSO GRACE+FABRIKAM UNKNOWN", "licensed", PAID_BY_FLAG],
  ["CONTOSO TRIAL+FABRIKAM UNKNOWN", "licensed", PAID_BY_FLAG],
  ["CONTOSO FREE+CONTOSO TWIN", "licensed", PAID_BY_FLAG],
  ["CONTOSO GRACE+FABRIKAM UNKNOWN", "unlicensed", "grace"],
  ["CONTOSO TRIAL+FABRIKAM UNKNOWN", "unlicensed", "unlicensed"],
])(
  "activityFold() makes an active user with %s, whom a report calls %s, %s",
  (assignedProducts, evidence, standing) => {
    const active = user({ assignedProducts, workloads: { teams: { evidence, lastActivity: AS_OF } } });
    expect(standingIn("teams", active)).toBe(standing);
  },
);

test.each<[held: string | null, evidence: LicenceEvidence, Standing | typeof NOBODY | typeof PAID_BY_FLAG]>([
  ["CONTOSO PAID", "listed", "paid"],
  ["CONTOSO PAID", "unlisted", "paid"],
  ["CONTOSO TRIAL", "unlisted", "trial"],
  // Listed for using a part that needs no licence, such as the web.
  ["CONTOSO MAIL", "listed", NOBODY],
  ["CONTOSO MAIL", "unlisted", NOBODY],
  ["CONTOSO TENANT", "listed", NOBODY],
  ["", "listed", NOBODY],
  ["CONTOSO MAIL+FABRIKAM UNKNOWN", "listed", PAID_BY_FLAG],
  ["CONTOSO MAIL+FABRIKAM UNKNOWN", "unlisted", NOBODY],
  // No flag says that the product which does not join is a better one.
  ["CONTOSO TRIAL+FABRIKAM UNKNOWN", "listed", "trial"],
  [null, "listed", PAID_BY_FLAG],
  [null, "unlisted", NOBODY],
])(
  "activityFold() makes an active user with %s, in a report without a flag %s, %s",
  (assignedProducts, evidence, standing) => {
    const active = user({ assignedProducts, workloads: { officeApps: { evidence, lastActivity: AS_OF } } });
    expect(standingIn("officeApps", active)).toBe(standing);
  },
);

test.each<[held: string, evidence: LicenceEvidence, Standing | typeof NOBODY | typeof PAID_BY_FLAG]>([
  ["CONTOSO PAID", "licensed", "paid"],
  ["CONTOSO GRACE", "licensed", "grace"],
  ["CONTOSO TRIAL", "licensed", "trial"],
  ["FABRIKAM UNKNOWN", "licensed", PAID_BY_FLAG],
  ["CONTOSO PAID", "unlicensed", NOBODY],
  ["CONTOSO GRACE", "unlicensed", NOBODY],
  ["CONTOSO MAIL", "unlicensed", NOBODY],
  ["", "listed", NOBODY],
  ["", "unlisted", NOBODY],
])(
  "activityFold() makes a user with %s, who is %s and was never active, %s",
  (assignedProducts, evidence, standing) => {
    const idle = user({ assignedProducts, workloads: { teams: { evidence, lastActivity: null } } });
    expect(standingIn("teams", idle)).toBe(standing);
  },
);

test.each<[LicenceEvidence, lastActivity: Day | null, Standing | typeof NOBODY]>([
  ["licensed", AS_OF, "departed"],
  ["licensed", null, "departed"],
  ["listed", null, "departed"],
  ["unlicensed", AS_OF, "departed"],
  ["unlisted", AS_OF, "departed"],
  ["unlicensed", null, NOBODY],
  ["unlisted", null, NOBODY],
])("activityFold() makes a deleted user, %s and last active %s, %s", (evidence, lastActivity, standing) => {
  const gone = user({
    isDeleted: true,
    assignedProducts: "CONTOSO PAID",
    workloads: { teams: { evidence, lastActivity } },
  });
  expect(standingIn("teams", gone)).toBe(standing);
});

test("activityFold() takes the report's word for everybody where no licences are known", () => {
  const active = user({ assignedProducts: "CONTOSO PAID", workloads: { teams: licensed(AS_OF) } });
  expect(standingIn("teams", active, null)).toBe(PAID_BY_FLAG);
});

test.each([
  [0, 0],
  [27, 27],
  [28, WEEKS_AGO_BIN],
  [90, MONTHS_AGO_BIN],
  [-1, LATER_BIN],
  [null, NEVER_BIN],
])("activityFold() counts a user last active %s days ago in bin %i", (daysAgo, bin) => {
  const lastActivity = daysAgo === null ? null : addDays(AS_OF, -daysAgo);
  const snapshot = folded([user({ assignedProducts: "CONTOSO PAID", workloads: { teams: licensed(lastActivity) } })]);
  expect([snapshot.any.users, snapshot.workloads.teams?.users, snapshot.products[skuId(1)]?.users]).toEqual([
    { paid: histogram({ [bin]: 1 }) },
    { paid: histogram({ [bin]: 1 }) },
    { paid: histogram({ [bin]: 1 }) },
  ]);
});

test("activityFold() counts a user of several workloads once in any, with the best right and the latest day", () => {
  const { any, workloads } = folded([
    user({
      assignedProducts: "CONTOSO MAIL",
      workloads: {
        exchange: licensed(addDays(AS_OF, -9)),
        teams: { evidence: "unlicensed", lastActivity: addDays(AS_OF, -2) },
        yammer: { evidence: "unlicensed", lastActivity: null },
      },
    }),
  ]);
  expect(any).toEqual({ asOf: AS_OF, users: { paid: histogram({ 2: 1 }) }, paidByFlag: 0 });
  expect([workloads.exchange?.users, workloads.teams?.users, workloads.yammer?.users]).toEqual([
    { paid: histogram({ 9: 1 }) },
    { unlicensed: histogram({ 2: 1 }) },
    {},
  ]);
});

test("activityFold() needs the report's word in any only for whom no workload joins to seats", () => {
  const byFlag = { evidence: "licensed" as const, lastActivity: AS_OF };
  const both = user({ assignedProducts: "CONTOSO MAIL", workloads: { exchange: byFlag, teams: byFlag } });
  expect(folded([both])).toMatchObject({ any: { paidByFlag: 0 }, workloads: { teams: { paidByFlag: 1 } } });
});

test("activityFold() sets apart who was active in Yammer alone within the window, and has no licence", () => {
  const unlicensed = { evidence: "unlicensed" as const, lastActivity: addDays(AS_OF, -3) };
  const longAgo = { ...unlicensed, lastActivity: addDays(AS_OF, -28) };
  const { any, anyThroughYammerAlone } = folded([
    user({ workloads: { yammer: unlicensed } }),
    user({ workloads: { yammer: unlicensed, teams: { ...unlicensed, lastActivity: null } } }),
    user({ workloads: { yammer: unlicensed, teams: longAgo } }),
    user({ workloads: { yammer: unlicensed, teams: unlicensed } }),
    user({ workloads: { teams: unlicensed } }),
    user({ isDeleted: true, workloads: { yammer: unlicensed } }),
    user({ assignedProducts: "CONTOSO PAID", workloads: { yammer: licensed(AS_OF) } }),
  ]);
  expect(any.users.unlicensed).toEqual(histogram({ 3: 5 }));
  expect(anyThroughYammerAlone).toEqual(histogram({ 3: 3 }));
});

test("activityFold() counts a user without a name in its workloads and products, and not again in any", () => {
  const unlicensed = { evidence: "unlicensed" as const, lastActivity: AS_OF };
  const fold = activityFold(AS_OF, { teams: AS_OF, yammer: AS_OF }, LICENCES);
  fold.addUnnamed(user({ assignedProducts: "CONTOSO PAID", workloads: { teams: licensed(AS_OF) } }));
  fold.addUnnamed(user({ workloads: { yammer: unlicensed } }));
  expect(fold.snapshot(NO_EVIDENCE)).toMatchObject({
    any: { users: {}, paidByFlag: 0 },
    anyThroughYammerAlone: histogram({}),
    workloads: {
      teams: { users: { paid: histogram({ 0: 1 }) } },
      yammer: { users: { unlicensed: histogram({ 0: 1 }) } },
    },
    products: { [skuId(1)]: { users: { paid: histogram({ 0: 1 }) } } },
  });
});

test("activityFold() counts a user of a product by the workloads that the product carries", () => {
  const { products } = folded([
    user({
      assignedProducts: "CONTOSO MAIL+CONTOSO TRIAL",
      workloads: { exchange: licensed(addDays(AS_OF, -20)), teams: licensed(addDays(AS_OF, -1)) },
    }),
    user({ isDeleted: true, assignedProducts: "CONTOSO MAIL", workloads: { exchange: licensed(AS_OF) } }),
    user({ assignedProducts: "CONTOSO TENANT+FABRIKAM UNKNOWN", workloads: { teams: licensed(AS_OF) } }),
  ]);
  expect(products).toEqual({
    [skuId(11)]: { asOf: AS_OF, users: { paid: histogram({ 20: 1 }), departed: histogram({ 0: 1 }) }, paidByFlag: 0 },
    [skuId(7)]: { asOf: AS_OF, users: { trial: histogram({ 1: 1 }) }, paidByFlag: 0 },
  });
});

test("activityFold() counts a user of a product once, though two names lead to it", () => {
  const renamed = product({ skuId: BUSINESS_PREMIUM, name: "Contoso Suite", workloads: ["teams"] });
  const twice = user({
    assignedProducts: "CONTOSO SUITE+MICROSOFT 365 BUSINESS PREMIUM",
    workloads: { teams: licensed(AS_OF) },
  });
  const { products } = filled([twice], {
    reported: { teams: AS_OF },
    licences: licences({ products: [renamed] }),
  }).snapshot(NO_EVIDENCE);
  expect(products[BUSINESS_PREMIUM]?.users).toEqual({ paid: histogram({ 0: 1 }) });
});

test.each([
  ["a week behind", -6],
  ["a day ahead", 1],
])("activityFold() measures a workload whose column is %s by its own day, and so any and each product", (_, days) => {
  const ownDay = addDays(AS_OF, days);
  const someone = user({
    assignedProducts: "CONTOSO PAID",
    workloads: { teams: licensed(addDays(AS_OF, -20)), officeApps: { evidence: "listed", lastActivity: ownDay } },
  });
  const { any, workloads, products } = filled([someone], {
    reported: { teams: AS_OF, officeApps: ownDay },
    licences: LICENCES,
  }).snapshot(NO_EVIDENCE);
  const onItsDay = { paid: histogram({ 0: 1 }) };
  expect(workloads).toMatchObject({
    teams: { asOf: AS_OF, users: { paid: histogram({ 20: 1 }) } },
    officeApps: { asOf: ownDay, users: onItsDay },
  });
  expect([any, products[skuId(1)]]).toMatchObject([
    { asOf: AS_OF, users: onItsDay },
    { asOf: AS_OF, users: onItsDay },
  ]);
});

test("activityFold() of nobody has the day and the workloads of its reports, and no users", () => {
  expect(NOBODY_IN_TEAMS).toEqual({
    asOf: AS_OF,
    reports: [],
    joined: [],
    directory: null,
    namesSetting: null,
    any: { asOf: AS_OF, users: {}, paidByFlag: 0 },
    anyOnDay: 0,
    anyThroughYammerAlone: histogram({}),
    workloads: { teams: { asOf: AS_OF, users: {}, paidByFlag: 0 } },
    products: {},
  });
});

test.each([
  ["where its licence is known", licences({ products: [ROOMS] })],
  ["where no licences are known", null],
])("activityFold() counts no room, which holds device products only and is nobody, %s", (_, known) => {
  const room = user({ assignedProducts: "MICROSOFT TEAMS ROOMS BASIC", workloads: { teams: licensed(AS_OF) } });
  expect(filled([room], { reported: { teams: AS_OF }, licences: known }).snapshot(NO_EVIDENCE)).toEqual(
    NOBODY_IN_TEAMS,
  );
});

test("activityFold() says nothing of a workload that was not reported, whatever users did in it", () => {
  const fold = activityFold(AS_OF, { teams: AS_OF }, LICENCES);
  fold.add(user({ assignedProducts: "CONTOSO MAIL", workloads: { exchange: licensed(AS_OF) } }));
  expect(fold.snapshot(NO_EVIDENCE)).toEqual(NOBODY_IN_TEAMS);
});

test("activityFold() counts the same with concealed names as with clear ones: no user it is given has a name", () => {
  fc.assert(
    fc.property(rawCustomer, ({ users, ...customer }) => {
      const fold = filled(users, customer);
      const { reports: clear, ...ofClear } = fold.snapshot({ ...NO_EVIDENCE, reports: [report({ naming: "clear" })] });
      const { reports: concealed, ...ofConcealed } = fold.snapshot({
        ...NO_EVIDENCE,
        reports: [report({ naming: "concealed" })],
      });
      expect(ofConcealed).toEqual(ofClear);
      expect([clear[0]?.naming, concealed[0]?.naming]).toEqual(["clear", "concealed"]);
    }),
  );
});

test("activityFold() keeps neither product names nor anything else that its users brought", () => {
  fc.assert(
    fc.property(rawCustomer, ({ users, ...customer }) => {
      const written = JSON.stringify(filled(users, customer).snapshot(NO_EVIDENCE));
      expect(written).not.toMatch(/contoso|fabrikam/i);
    }),
  );
});

test("activityFold() does not know the order of its users", () => {
  const shuffled = rawCustomer.chain((customer) =>
    fc.tuple(fc.constant(customer), fc.shuffledSubarray([...customer.users], { minLength: customer.users.length })),
  );
  fc.assert(
    fc.property(shuffled, ([{ users, ...customer }, others]) => {
      expect(filled(others, customer).snapshot(NO_EVIDENCE)).toEqual(filled(users, customer).snapshot(NO_EVIDENCE));
    }),
  );
});

test("activityFold() counts two halves of a report as the whole: bin by bin, they add up", () => {
  fc.assert(
    fc.property(rawCustomer, fc.nat({ max: 30 }), ({ users, ...customer }, cut) => {
      const whole = filled(users, customer).snapshot(NO_EVIDENCE);
      const halves = [users.slice(0, cut), users.slice(cut)].map((half) =>
        filled(half, customer).snapshot(NO_EVIDENCE),
      );
      expect(flat(whole)).toEqual(added(halves.map(flat)));
    }),
  );
});

test("activityFold() counts users without a name as the others, but for any: there, as if they had not come", () => {
  fc.assert(
    fc.property(rawCustomer, ({ users, unnamed, ...customer }) => {
      const fold = activityFold(AS_OF, customer.reported, customer.licences, customer.plans);
      for (const each of unnamed) fold.addUnnamed(each);
      for (const each of users) fold.add(each);
      const { any, anyOnDay, anyThroughYammerAlone, ...others } = fold.snapshot(NO_EVIDENCE);
      const named = filled(users, customer).snapshot(NO_EVIDENCE);

      expect({ any, anyOnDay, anyThroughYammerAlone }).toEqual({
        any: named.any,
        anyOnDay: named.anyOnDay,
        anyThroughYammerAlone: named.anyThroughYammerAlone,
      });
      expect(filled([...users, ...unnamed], customer).snapshot(NO_EVIDENCE)).toMatchObject(others);
    }),
  );
});

test("activityFold() folds the same users to the same snapshot, and a snapshot changes nothing", () => {
  fc.assert(
    fc.property(rawCustomer, ({ users, ...customer }) => {
      const fold = filled(users, customer);
      const first = fold.snapshot(NO_EVIDENCE);
      expect(fold.snapshot(NO_EVIDENCE)).toEqual(first);
      expect(filled(users, customer).snapshot(NO_EVIDENCE)).toEqual(first);
    }),
  );
});

test("activityFold() leaves a snapshot as it was, when more users come", () => {
  const fold = activityFold(AS_OF, { teams: AS_OF }, LICENCES);
  const someone = user({ assignedProducts: "CONTOSO PAID", workloads: { teams: licensed(AS_OF) } });
  fold.add(someone);
  const early = fold.snapshot(NO_EVIDENCE);
  fold.add(someone);
  expect(early.any.users).toEqual({ paid: histogram({ 0: 1 }) });
});

test("ActivitySnapshot reads back from JSON as what it was", () => {
  fc.assert(
    fc.property(rawCustomer, ({ users, ...customer }) => {
      const snapshot = filled(users, customer).snapshot({
        reports: [report()],
        directory: { users: 30, joined: 20, unlisted: 2, deletedContradicted: 1 },
        namesSetting: "clear",
      });
      expect(ActivitySnapshot.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
    }),
  );
});

function suite(
  number: number,
  name: string,
  seats: Partial<LicensedProduct["seats"]>,
  overrides: Partial<LicensedProduct> = {},
): LicensedProduct {
  return product({
    skuId: skuId(number),
    name,
    partNumber: null,
    seats: { active: 0, grace: 0, suspended: 0, trial: 0, ...seats },
    workloads: ["teams", "officeApps"],
    ...overrides,
  });
}

function licensed(lastActivity: Day | null) {
  return { evidence: "licensed" as const, lastActivity };
}

/** Nobody lists the plans of products, unless told otherwise. */
function filled(
  users: readonly UserActivity[],
  { reported, licences: known, plans = new Map() }: Pick<RawCustomer, "reported" | "licences"> & Partial<RawCustomer>,
) {
  const fold = activityFold(AS_OF, reported, known, plans);
  for (const each of users) fold.add(each);
  return fold;
}

function folded(users: readonly UserActivity[]): ActivitySnapshot {
  return filled(users, { reported: { exchange: AS_OF, teams: AS_OF, yammer: AS_OF }, licences: LICENCES }).snapshot(
    NO_EVIDENCE,
  );
}

/** How the fold counts one single user, in the workload and in any workload alike. */
function standingIn(workload: KnownWorkload, someone: UserActivity, known: LicenceSnapshot | null = LICENCES): string {
  const { any, workloads } = filled([someone], { reported: { [workload]: AS_OF }, licences: known }).snapshot(
    NO_EVIDENCE,
  );
  expect(workloads[workload]).toEqual(any);
  const [standing = NOBODY] = Object.keys(any.users);
  return any.paidByFlag > 0 ? PAID_BY_FLAG : standing;
}

/** Every count of a snapshot, by its path: `teams paid 27`. */
function flat({ any, anyOnDay, anyThroughYammerAlone, workloads, products }: ActivitySnapshot): Map<string, number> {
  const counts = new Map(anyThroughYammerAlone.map((users, bin) => [`yammer alone ${bin}`, users]));
  counts.set("on the day", anyOnDay);
  for (const [name, each] of Object.entries({ any, ...workloads, ...products })) {
    counts.set(`${name} by flag`, each.paidByFlag);
    for (const [standing, bins] of Object.entries(each.users)) {
      for (const bin of Array(BIN_COUNT).keys()) counts.set(`${name} ${standing} ${bin}`, bins[bin] ?? NaN);
    }
  }
  return counts;
}

function added(all: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const counts of all) for (const [path, users] of counts) sums.set(path, (sums.get(path) ?? 0) + users);
  return sums;
}
