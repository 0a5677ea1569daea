import { expect, test } from "vitest";
import { addDays } from "../../src/domain/day.ts";
import type { CustomerInsight } from "../../src/domain/insight.ts";
import { RefusalReason } from "../../src/domain/pull-outcome.ts";
import { missingRows } from "../../src/exports/missing-rows.ts";
import { ENGLISH } from "../../src/exports/workbook-text.ts";
import {
  activity,
  activityDays,
  AS_OF,
  customerId,
  directory,
  insight,
  licences,
  NIGHT,
  outcome,
  product,
  report,
  skuId,
  userCounts,
} from "../support/make.ts";

/** Everything of what make.ts gives is there but for the workloads its activity leaves out. */
const WHOLE = {
  activity: activity({
    workloads: {
      exchange: userCounts({ paid: { active: 1 } }),
      sharepoint: userCounts({ paid: { active: 1 } }),
      teams: userCounts({ paid: { active: 1 } }),
      yammer: userCounts({ paid: { active: 1 } }),
      officeApps: userCounts({ paid: { active: 1 } }),
    },
  }),
};

test("a customer of whom everything is known has no row", async () => {
  expect(await rowsOf(insight(WHOLE))).toEqual([]);
});

test("a customer that refuses us is said once, with its words, and its blank rates in one row a figure", async () => {
  const refused = outcome({ activity: { kind: "refused", reason: "no_access", detail: "Graph answered 403" } });
  const rows = await rowsOf(insight({ activity: null, activityDays: [], outcomes: [refused] }));
  expect(rows.map(({ what, where, count, detail }) => ({ what, where, count, detail }))).toEqual([
    { what: "Customer", where: "No access", count: null, detail: "Graph answered 403" },
    {
      what: "Usage",
      where:
        "The customer as a whole; Exchange; SharePoint and OneDrive; Teams; Viva Engage (Yammer); Microsoft 365 Apps; Microsoft 365 Business Premium",
      count: 7,
      detail: null,
    },
    { what: "Nights", where: "2026-10-25 to 2026-11-18", count: 25, detail: null },
    { what: "Nights", where: "2026-11-19 to 2026-11-21", count: 3, detail: null },
  ]);
});

test("nights that follow one another are one stretch", async () => {
  const [nights] = await rowsOf(insight({ ...WHOLE, activityDays: activityDays([1, 2, 3, 9]) }));
  expect(nights).toMatchObject({ what: "Nights", count: 4, where: "2026-10-25 to 2026-10-27; 2026-11-02" });
});

test("a refused file has its name, its line, and the reason it was refused for", async () => {
  const refusedFiles = [{ file: "licences.csv", line: 12, reason: "SkuId is not a GUID" }];
  const [file] = await rowsOf(insight({ ...WHOLE, outcomes: [outcome({ refusedFiles })] }));
  expect(file).toMatchObject({ what: "File", where: "licences.csv", line: 12, detail: "SkuId is not a GUID" });
});

test("rows that nobody could read are counted by report", async () => {
  const reports = [report({ rows: 120, rowsUnreadable: 3 })];
  const [rows] = await rowsOf(insight({ activity: { ...WHOLE.activity, reports } }));
  expect(rows).toMatchObject({
    what: "Rows of a report",
    where: "Active users report",
    count: 3,
    detail: "of 120 rows",
  });
});

test("an unknown seller, trials nobody tells apart, and own seats without a product are said", async () => {
  const unknown = product({ own: null, seats: { active: 20, grace: 0, suspended: 0, trial: null } });
  const rows = await rowsOf(insight({ ...WHOLE, licences: licences({ products: [unknown], ownSeatsUnmatched: 5 }) }));
  expect(rows.map(({ what, count }) => [what, count])).toEqual([
    ["Own sold", 1],
    ["Seats on trial", 1],
    ["Own seats", 5],
  ]);
});

test("a product that is not counted lacks no rate", async () => {
  const free = product({ skuId: skuId(2), seats: { active: 1_000_000, grace: 0, suspended: 0, trial: 0 }, own: null });
  expect(await rowsOf(insight({ ...WHOLE, licences: licences({ products: [product(), free] }) }))).toEqual([]);
});

test.each([
  ["copilot", "Microsoft 365 Copilot report"],
  ["directory", "Users of the directory"],
  ["reported", "Partner Center's own figures"],
  ["requests", "Service requests at Microsoft"],
] as const)("a source that gave nothing has a row, and none where nobody asks it: %s", async (source, name) => {
  const refusing = (reason: "no_access" | "not_configured") =>
    outcome({ [source]: { kind: "refused", reason, detail: "It answered 403" } });
  const rows = await rowsOf(insight({ ...WHOLE, outcomes: [refusing("no_access")] }));
  expect(rows).toMatchObject([{ what: "Source", where: name, detail: "It answered 403" }]);
  expect(await rowsOf(insight({ ...WHOLE, outcomes: [refusing("not_configured")] }))).toEqual([]);
});

test("a source that the product cannot do without has a row also where nobody has configured it", async () => {
  const sales = { kind: "refused", reason: "not_configured", detail: "No sign-in" } as const;
  const rows = await rowsOf(insight({ ...WHOLE, outcomes: [outcome({ sales })] }));
  expect(rows).toMatchObject([
    {
      what: "Source",
      where: "The partner's own books",
      reason: "Nobody asks it",
      detail: "No sign-in",
      toDo: "Set it up: see the detail.",
    },
  ]);
});

test("a source that gave nothing says so of the customer, and not of a day, whose night is past", async () => {
  const said = await Promise.all(
    RefusalReason.options.map(async (reason) => {
      const subscriptions = { kind: "refused", reason, detail: "It answered 403" } as const;
      const [row] = await rowsOf(insight({ ...WHOLE, outcomes: [outcome({ subscriptions })] }));
      return [reason, row?.reason, row?.toDo];
    }),
  );
  expect(said).toEqual([
    ["no_access", "It refuses us", "See the detail: give or renew the access that it asks for."],
    ["source_not_ready", "It has nothing of this customer yet", "Nothing: the next nights ask again."],
    [
      "unreadable",
      "It answered what cannot be trusted",
      "See the detail. Nothing at first: the next night asks again.",
    ],
    [
      "failed",
      "It could not be reached, or kept failing",
      "Nothing at first: the next night asks again. If it lasts, see the detail.",
    ],
    ["not_configured", "Nobody asks it", "Set it up: see the detail."],
  ]);
});

test.each(["no_access", "source_not_ready", "unreadable", "failed"] as const)(
  "a customer of whom only totals are reported sends its reader to the detail, for access may not be what lacks: %s",
  async (reason) => {
    const workloads = [{ workload: "teams" as const, asOf: AS_OF, active: 3, qualified: 4 }];
    const reported = { deployment: null, usage: { asOf: AS_OF, workloads } };
    const refused = outcome({ activity: { kind: "refused", reason, detail: "The reports are not there" } });
    const [row] = await rowsOf(insight({ activity: null, activityDays: [], reported, outcomes: [refused] }));
    expect(row).toMatchObject({
      what: "Customer",
      where: "Reported only",
      reason:
        "No activity reports: they are refused, not ready, empty or broken. The figures are the totals Partner Center reports.",
      detail: "The reports are not there",
      toDo: "See the detail.",
    });
  },
);

test("a customer whose source is days behind is said to have the last good figures", async () => {
  const [row] = await rowsOf(insight(WHOLE, addDays(NIGHT, 4)));
  expect(row).toMatchObject({
    where: "Stale",
    reason: "The last good figures, with their day: the newest night brought none, or the source is days behind.",
    detail: "The report's newest day is 2026-11-20, 6 days behind",
  });
});

test("a day from which on reports conceal names, or show them, has a row", async () => {
  const days = activityDays().map(({ day }, index) => ({
    day,
    naming: index < 5 || index > 9 ? ("clear" as const) : ("concealed" as const),
  }));
  const rows = await rowsOf(insight({ ...WHOLE, activityDays: days }));
  expect(rows.map(({ what, where, reason }) => ({ what, where, reason }))).toEqual([
    { what: "Names in reports", where: "2026-10-29", reason: ENGLISH.missing.namesReasons.concealed },
    { what: "Names in reports", where: "2026-11-03", reason: ENGLISH.missing.namesReasons.clear },
  ]);
});

test("what the directory brings to light has a row for each kind, with its count", async () => {
  const found = directory({ unlisted: 4, deletedContradicted: 3, flagsContradicted: 2, blockedPaid: 1 });
  const rows = await rowsOf(insight({ activity: { ...WHOLE.activity, directory: found } }));
  expect(rows.map(({ what, count, detail }) => [what, count, detail])).toEqual([
    ["Users not in the report yet", 4, null],
    ["Sources contradict each other", 3, "Users whom the report calls deleted, and the directory has"],
    [
      "Sources contradict each other",
      2,
      "Users whose licence flags in the report differ from their licences in the directory",
    ],
    ["Blocked accounts with a paid seat", 1, null],
  ]);
});

test("a directory and a report that agree have no row", async () => {
  expect(await rowsOf(insight({ activity: { ...WHOLE.activity, directory: directory() } }))).toEqual([]);
});

test("an excluded customer has a row, and so has an excluded product, with the reason and until when", async () => {
  const exclusions = {
    customers: new Map([[customerId(1), { reason: "Our own tenant", until: null }]]),
    products: new Map([[skuId(1), { reason: "Given away", until: NIGHT }]]),
  };
  const rows = await rowsOf(insight(WHOLE, NIGHT, { exclusions }));
  expect(rows.slice(0, 2).map(({ what, where, detail }) => [what, where, detail])).toEqual([
    ["Excluded", "The customer as a whole", "Our own tenant"],
    ["Excluded", "Microsoft 365 Business Premium", "Given away (up to and including 2026-11-22)"],
  ]);
});

test("questions by active users are blank where nobody is active, and that is said once", async () => {
  const asked = { asOf: AS_OF, opened: [{ day: AS_OF, count: 3 }] };
  const idle = activity({ ...WHOLE.activity, any: userCounts({ paid: { never: 18 } }) });
  const rows = await rowsOf(insight({ activity: idle, requests: asked, tickets: asked }));
  expect(rows.map(({ what, count, reason }) => [what, count, reason])).toEqual([
    ["Requests per 100 active", 3, "No user was active, so there is nobody to divide by"],
    ["Tickets per 100 active", 3, "No user was active, so there is nobody to divide by"],
  ]);
  expect(await rowsOf(insight({ ...WHOLE, requests: asked, tickets: asked }))).toEqual([]);
  const unknown = await rowsOf(insight({ activity: null, requests: asked, tickets: asked }));
  expect(unknown.map(({ what }) => what)).not.toContain("Requests per 100 active");
});

test("a product that is only reported has no seats by state, and lacks no trials", async () => {
  const products = [{ skuId: skuId(1), name: "Contoso", asOf: AS_OF, deployed: 3, sold: 4 }];
  const reported = { deployment: { asOf: AS_OF, products }, usage: null };
  const rows = await rowsOf(insight({ ...WHOLE, licences: null, reported }));
  expect(rows.map(({ what, where }) => [what, where])).toEqual([
    ["Usage", "Contoso"],
    ["Own sold", "Contoso"],
  ]);
});

async function rowsOf(customer: CustomerInsight) {
  return Array.fromAsync(missingRows(() => one(customer), ENGLISH));
}

async function* one(customer: CustomerInsight) {
  yield customer;
}
