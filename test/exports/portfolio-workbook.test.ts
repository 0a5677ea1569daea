import { setImmediate } from "node:timers/promises";
import { Writable } from "node:stream";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DEFINITIONS } from "../../src/domain/definition.ts";
import { CustomerInsight } from "../../src/domain/insight.ts";
import type { Rate } from "../../src/domain/rate.ts";
import { safeText } from "../../src/exports/safe-text.ts";
import { writePortfolioWorkbook } from "../../src/exports/portfolio-workbook.ts";
import { ENGLISH } from "../../src/exports/workbook-text.ts";
import * as make from "../support/make.ts";
import { type CellValue, inOrder, writtenAndRead } from "./read-workbook.ts";
import { zipParts } from "./zip-parts.ts";

const OVER_100 = make.activity({
  any: make.userCounts({ paid: { active: 20, never: 2 }, trial: { active: 2 }, departed: { active: 3 } }),
  workloads: { teams: make.userCounts({ paid: { active: 22, never: 1 }, departed: { active: 3 } }) },
});
const LAPSED = make.product({ seats: { active: 20, grace: 5, suspended: 1, trial: 2 }, assigned: 23 });
const FREE = make.product({ skuId: make.skuId(2), name: "Free", seats: { ...LAPSED.seats, active: 1_000_000 } });
const REFUSED = make.outcome({ activity: { kind: "refused", reason: "no_access", detail: "Graph answered 403" } });

/** One customer above 100 %, one that refuses us, one never asked, one plain. */
const INSIGHTS = [
  make.insight({
    customer: make.customer({ customerId: make.customerId(1), name: "Adatum" }),
    activity: OVER_100,
    licences: make.licences({ products: [LAPSED, FREE] }),
  }),
  make.insight({
    customer: make.customer({ customerId: make.customerId(2), name: "Fabrikam", domain: null }),
    activity: null,
    activityDays: [],
    outcomes: [REFUSED],
  }),
  make.insight({
    customer: make.customer({ customerId: make.customerId(3), name: "Northwind" }),
    activity: null,
    activityDays: [],
    licences: null,
    outcomes: [],
  }),
  make.insight({ customer: make.customer({ customerId: make.customerId(4), name: "Woodgrove" }) }),
];

/** What a tool reads over HTTP. */
const JSON_INSIGHTS = INSIGHTS.map((insight) => CustomerInsight.parse(JSON.parse(JSON.stringify(insight))));

test("a row of Customers is the customer's insight, cell by cell", async () => {
  const { table } = await writtenAndRead(INSIGHTS);
  expect(table("Customers")).toEqual(
    JSON_INSIGHTS.map((insight) => ({
      Customer: insight.name,
      Domain: insight.domain,
      State: ENGLISH.states[insight.state].name,
      Deployment: valueOf(insight.deployment),
      Usage: valueOf(insight.usage),
      "Like for like": valueOf(insight.likeForLike),
      Sold: insight.seatsSold,
      "Own sold": insight.ownSeatsSold,
      Assigned: insight.seatsAssigned,
      "Active users": insight.usersActive,
      "Total users": insight.usersTotal,
      "Nights of 28": insight.coverage.present,
      "Activity as of": dateOf(insight.asOf.activity),
      "Licences as of": dateOf(insight.asOf.licences),
      Basis: insight.basis === "users" ? "Users" : "None",
      "Why above 100%":
        insight.name === "Adatum"
          ? "3 users left, or lost the licence to somebody else (+15.0 points); 2 users on trial seats (+10.0 points)"
          : null,
      "State in words": insight.stateDetail,
      "Customer id": insight.customerId,
    })),
  );
});

test("a row of Products is one product of one customer, cell by cell", async () => {
  const { table } = await writtenAndRead(INSIGHTS);
  expect(table("Products")).toEqual(
    JSON_INSIGHTS.flatMap((insight) =>
      insight.products.map((product) => ({
        Customer: insight.name,
        Product: product.name,
        "Part number": product.partNumber,
        Counted: product.counted ? "Yes" : "No: free or unlimited",
        Deployment: valueOf(product.deployment),
        Usage: valueOf(product.usage),
        "Like for like": valueOf(product.likeForLike),
        "Seats active": product.seats.active,
        "Seats in grace": product.seats.grace,
        "Seats suspended": product.seats.suspended,
        "Seats on trial": product.seats.trial,
        Sold: product.sold,
        "Own sold": product.ownSold,
        Assigned: product.assigned,
        "Active users": product.usage.kind === "measured" ? product.usage.part : null,
        "Total users": product.usage.kind === "measured" ? product.usage.whole : null,
        "Renews on": dateOf(product.renewsOn),
        "As of": dateOf(product.asOf),
        "Why above 100%": null,
        "Customer id": insight.customerId,
        "Product id": product.skuId,
      })),
    ),
  );
});

test("a row of Workloads is one workload of one customer, with every standing", async () => {
  const { table } = await writtenAndRead(INSIGHTS);
  const rows = table("Workloads");
  const metrics = JSON_INSIGHTS.flatMap((insight) => insight.workloads.map((workload) => ({ insight, ...workload })));
  expect(rows.map((row) => row["Usage"])).toEqual(metrics.map(({ usage }) => valueOf(usage)));
  expect(rows.find((row) => row["Customer"] === "Adatum" && row["Workload"] === "Teams")).toEqual({
    Customer: "Adatum",
    Workload: "Teams",
    Usage: 1.25,
    "Like for like": 22 / 23,
    "Active users": 25,
    "Total users": 20,
    "Paid users": 23,
    "Paid active": 22,
    "Grace users": 0,
    "Grace active": 0,
    "Trial users": 0,
    "Trial active": 0,
    "Unlicensed users": 0,
    "Unlicensed active": 0,
    "Departed users": 3,
    "Departed active": 3,
    Overdrawn: 3,
    "Active in 7 days": 25,
    "Never active": 1,
    "Bound by seats": "Yes",
    "As of": dateOf(make.AS_OF),
    "Why above 100%":
      "3 users left, or lost the licence to somebody else (+15.0 points); 2 users on seats in grace, suspended or disabled (+10.0 points)",
    "Customer id": make.customerId(1),
  });
});

test("every blank rate of the sheets has a row in Missing that says why", async () => {
  const { table } = await writtenAndRead(INSIGHTS);
  const missing = table("Missing");
  const isSaid = (figure: string, customer: unknown, where: unknown) =>
    missing.some(
      (row) =>
        row["What is missing"] === figure &&
        row["Customer"] === customer &&
        String(row["Where"]).includes(String(where)),
    );
  const blanks = [
    ...table("Customers").flatMap((row) => blankFigures(row).map((figure) => [figure, row["Customer"], "as a whole"])),
    ...table("Workloads").flatMap((row) =>
      blankFigures(row).map((figure) => [figure, row["Customer"], row["Workload"]]),
    ),
    ...table("Products")
      .filter((row) => row["Counted"] === "Yes")
      .flatMap((row) => blankFigures(row).map((figure) => [figure, row["Customer"], row["Product"]])),
  ];
  expect(blanks).toHaveLength(3 + 13 + 1);
  expect(blanks.filter(([figure, customer, where]) => !isSaid(String(figure), customer, where))).toEqual([]);
});

test("Overview says the run, the rates with part and whole, and who is absent", async () => {
  const { rows } = await writtenAndRead(INSIGHTS);
  const { insight } = make.portfolio(INSIGHTS);
  const line = (name: string) => rows("Overview").find(([first]) => first === name);
  expect(line("Run")?.[1]).toBe(insight.runId);
  expect(line("Night")?.[1]).toEqual(dateOf(insight.night));
  expect(line("Published (UTC)")?.[1]).toEqual(new Date(insight.publishedOn));
  expect(line("Definition")?.[1]).toBe("partner-center-28d, version 1");
  expect(insight.usage).toMatchObject({ kind: "measured", part: 41, whole: 38 });
  expect(line("Usage")).toEqual([
    "Usage", 41 / 38, 41, 38, "active ÷ total users", 2, 2, "1 not reported; 1 no access", null, null,
  ]); // prettier-ignore
  expect(line("No access")?.[1]).toBe(1);
  expect(line("All customers")?.[1]).toBe(4);
  expect(line("Teams")?.slice(0, 4)).toEqual(["Teams", 39 / 38, 39, 38]);
  expect(line("Microsoft 365 Business Premium")?.slice(4, 8)).toEqual([59 / 60, 59, 60, 45]);
});

test("Definitions says what every figure means", async () => {
  const { table } = await writtenAndRead([]);
  expect(table("Definitions")).toEqual(
    DEFINITIONS.map(({ figure, meaning }) => ({ Figure: figure, Meaning: meaning })),
  );
});

test("an empty portfolio is a workbook of headers", async () => {
  const { written, rows } = await writtenAndRead([]);
  expect(written.sheets).toEqual(["Overview", "Customers", "Products", "Workloads", "Missing", "Definitions"]);
  expect(rows("Customers")).toHaveLength(1);
});

test("rates are percentages, days are dates, the header is frozen and has a filter", async () => {
  const { workbook } = await writtenAndRead(INSIGHTS);
  const customers = workbook.getWorksheet("Customers");
  expect(customers?.getCell("E2").numFmt).toBe("0.0%");
  expect(customers?.getCell("M2").numFmt).toBe("yyyy-mm-dd");
  expect(customers?.views[0]).toMatchObject({ state: "frozen", xSplit: 1, ySplit: 1 });
  expect(customers?.autoFilter).toBe("A1:R5");
});

test("the workbook is dated by the run, and a second one holds the same parts", async () => {
  const [one, other] = [await writtenAndRead(INSIGHTS), await writtenAndRead(INSIGHTS)];
  expect(one.workbook.created).toEqual(new Date("2026-11-22T02:31:07.000Z"));
  expect(one.workbook.title).toBe("Licence adoption of the portfolio");
  expect(zipParts(one.bytes)).toEqual(zipParts(other.bytes));
});

test("whatever a name is made of, it is text: no formula, no link, nothing outside the workbook", async () => {
  const hostile = fc.oneof(
    fc.constantFrom('=HYPERLINK("http://x.example","here")', "+1", "@SUM(A1)", '{"formula":"1+1"}', "<f>1</f>", "]]>"),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 10 }), async (names) => {
      const insights = names.map((name, number) =>
        make.insight({
          customer: make.customer({ customerId: make.customerId(number), name, domain: name }),
          licences: make.licences({ products: [make.product({ name, partNumber: name })] }),
        }),
      );
      const published = make.portfolio(insights);
      const { bytes, table } = await writtenAndRead(insights, { portfolio: published });
      for (const [part, xml] of zipParts(bytes)) {
        expect(`${part}: ${xml}`).not.toMatch(/<f[ >/]|<hyperlink |TargetMode|externalLink/);
      }
      expect(table("Customers").map((row) => row["Customer"])).toEqual(
        published.customers.map(({ name }) => safeText(name) || null),
      );
    }),
    { numRuns: 30 },
  );
}, 120_000);

test("what does not fit on a sheet goes on in the next, under the same header", async () => {
  const insights = Array.from({ length: 5 }, (_, number) =>
    make.insight({ customer: make.customer({ customerId: make.customerId(number), name: `Customer ${number}` }) }),
  );
  const { written, table } = await writtenAndRead(insights, { sheetRowsMax: 3 });
  expect(written.sheets.filter((name) => name.startsWith("Customers"))).toEqual([
    "Customers",
    "Customers 2",
    "Customers 3",
  ]);
  const names = ["Customers", "Customers 2", "Customers 3"].map((sheet) => table(sheet).map((row) => row["Customer"]));
  expect(names).toEqual([["Customer 0", "Customer 1"], ["Customer 2", "Customer 3"], ["Customer 4"]]);
});

test("a destination that fails rejects, and the source is closed", async () => {
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) yield* INSIGHTS;
    } finally {
      isClosed = true;
    }
  }
  const destination = new Writable({
    write(_chunk, _encoding, done) {
      done(new Error("The storage account is gone"));
    },
  });
  const writing = writePortfolioWorkbook({ portfolio: make.portfolio(INSIGHTS), customers: endless, destination });
  await expect(writing).rejects.toThrow("The storage account is gone");
  await setImmediate();
  expect(isClosed).toBe(true);
});

test("a destination that fails while the source is slow rejects without waiting for it", async () => {
  const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
  const writing = writePortfolioWorkbook({
    portfolio: make.portfolio(INSIGHTS),
    customers: async function* never() {
      destination.destroy(new Error("The connection was reset"));
      await new Promise(() => {});
      yield* INSIGHTS;
    },
    destination,
  });
  await expect(writing).rejects.toThrow("The connection was reset");
});

test.each([
  ["at its beginning", 0],
  ["later", 2],
])("a source that throws %s rejects and destroys the destination", async (_, after) => {
  const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
  const published = make.portfolio(INSIGHTS);
  const writing = writePortfolioWorkbook({
    portfolio: published,
    customers: async function* broken() {
      for await (const insight of inOrder(published, INSIGHTS.slice(0, after))) yield insight;
      throw new Error("The table answered 500");
    },
    destination,
  });
  await expect(writing).rejects.toThrow("The table answered 500");
  expect(destination.destroyed).toBe(true);
  expect(destination.writableFinished).toBe(false);
});

/** Deployment is no figure of a workload; a blank like for like is said with usage. */
function blankFigures(row: Record<string, CellValue>): string[] {
  return [
    ...(row["Deployment"] === null ? ["Deployment"] : []),
    ...(row["Usage"] === null || row["Like for like"] === null ? ["Usage"] : []),
  ];
}

function valueOf(rate: Rate): number | null {
  return rate.kind === "measured" ? rate.value : null;
}

function dateOf(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00Z`);
}
