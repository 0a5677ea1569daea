import { expect, test } from "vitest";
import type { CustomerInsight } from "../../src/domain/insight.ts";
import { daysOf, windowEnding } from "../../src/domain/window.ts";
import { missingRows } from "../../src/exports/missing-rows.ts";
import { ENGLISH } from "../../src/exports/workbook-text.ts";
import { activity, AS_OF, insight, licences, outcome, product, report, skuId, userCounts } from "../support/make.ts";

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
  const days = daysOf(windowEnding(AS_OF)).filter((_, index) => ![1, 2, 3, 9].includes(index));
  const [nights] = await rowsOf(insight({ ...WHOLE, activityDays: days }));
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

async function rowsOf(customer: CustomerInsight) {
  return Array.fromAsync(missingRows(() => one(customer), ENGLISH));
}

async function* one(customer: CustomerInsight) {
  yield customer;
}
