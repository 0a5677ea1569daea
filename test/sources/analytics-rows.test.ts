import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, Day } from "../../src/domain/day.ts";
import { CustomerId, SkuId } from "../../src/domain/ids.ts";
import { ReportedSnapshot } from "../../src/domain/reported.ts";
import {
  customerDeployment,
  customerUsage,
  type DeploymentRow,
  deploymentPage,
  isOfAnother,
  reportedFold,
  type UsageRow,
  usagePage,
} from "../../src/sources/analytics-rows.ts";
import { rowsPage } from "../../src/sources/partner-center-rows.ts";
import { fixtureJson } from "./fixture.ts";

const BAKERY = CustomerId.parse("1b0c3a52-8f0e-4c55-9b51-0d6f1f3c7a10");
const FJORD = CustomerId.parse("77d2a9fe-2a5e-4b0b-8c0e-5c1b7a90e002");
const PREMIUM = SkuId.parse("f245ecc8-75af-4f8e-b61f-27d8114de5f3");
const DAY = Day.parse("2026-11-15");

const olderRows = (fixture: string) => rowsPage(fixtureJson(fixture)).rows;

test("deploymentPage() has rows in our words, ids in lower case, and what is absent as absent", () => {
  const { rows, nextLink, total } = deploymentPage(fixtureJson("analytics-deployment-page.json"));
  expect(rows).toEqual([
    {
      customerId: BAKERY,
      service: "o365",
      processedOn: "2026-11-15",
      skuId: PREMIUM,
      name: "OFFICE 365 BUSINESS PREMIUM",
      deployed: 31,
      sold: 40,
    },
    expect.objectContaining({ customerId: BAKERY, skuId: PREMIUM, deployed: 4, sold: 5 }),
    expect.objectContaining({ service: "crm", skuId: null, name: "DYNAMICS 365 SALES", deployed: 1, sold: 0 }),
    {
      customerId: FJORD,
      service: "o365",
      processedOn: "2026-11-15",
      skuId: PREMIUM,
      name: "",
      deployed: 7,
      sold: 9,
    },
  ]);
  expect([nextLink, total]).toEqual([null, 4]);
});

test("usagePage() reads both spellings of used licences, and a workload with its service", () => {
  const { rows, nextLink, total } = usagePage(fixtureJson("analytics-usage-page.json"));
  expect(rows.map(({ service, workload, active, qualified }) => [service, workload, active, qualified])).toEqual([
    ["o365", "sharepoint", 22, 40],
    ["o365", "sharepoint", 3, 5],
    ["o365", "other:SFB", 0, 40],
    ["crm", "other:crm/SPO", 2, 1],
    ["crm", "dynamics", 6, 4],
  ]);
  expect(rows[0]).toMatchObject({ customerId: BAKERY, processedOn: "2026-11-09" });
  expect([nextLink, total]).toEqual([null, null]);
});

const ROW = {
  customerTenantId: BAKERY,
  processedDateTime: "2026-11-15T00:00:00",
  productId: PREMIUM,
  productName: "PREMIUM",
  workloadCode: "EXO",
  licensesDeployed: 1,
  licensesSold: 2,
  licensesActive: 1,
  licensesQualified: 2,
};

test.each([
  ["capitals", { Value: [ROW], "@nextLink": "/next", TotalCount: 7 }],
  ["small letters", { value: [ROW], nextLink: "/next", totalCount: 7 }],
  ["OData", { Value: null, value: [ROW], "@nextLink": "", "@odata.nextLink": "/next", TotalCount: 7 }],
])("deploymentPage() and usagePage() read an envelope in %s", (_, envelope) => {
  for (const { rows, nextLink, total } of [deploymentPage(envelope), usagePage(envelope)]) {
    expect([rows.length, nextLink, total]).toEqual([1, "/next", 7]);
  }
});

test("deploymentPage() marks a page by its first row, and an empty one not", () => {
  const marks = [[ROW], [ROW, ROW], [{ ...ROW, channel: "direct" }], []].map((Value) => deploymentPage({ Value }).mark);
  expect(marks[0]).toBe(marks[1]);
  expect(marks[0]).not.toBe(marks[2]);
  expect(marks[3]).toBeNull();
});

test.each([
  ["2026-11-15T00:00:00", "2026-11-15"],
  ["2026-11-14T23:25:16.36+00:00", "2026-11-14"],
  ["2026-11-15T01:00:00+02:00", "2026-11-14"],
  ["2026-11-15", "2026-11-15"],
])("deploymentPage() takes %s for the day it is in UTC", (processedDateTime, day) => {
  expect(deploymentPage({ Value: [{ ...ROW, processedDateTime }] }).rows[0]?.processedOn).toBe(day);
});

test.each([
  ["no list", {}, "Value"],
  ["another collection", { items: [] }, "Value"],
  ["a list of texts", { Value: ["Ada"] }, "the body"],
  ["a total that is none", { Value: [], TotalCount: -1 }, "TotalCount"],
  ["a row of nobody", { Value: [{ ...ROW, customerTenantId: "Ada" }] }, "customerTenantId"],
  ["a row of no day", { Value: [{ ...ROW, processedDateTime: "0001-01-01T00:00:00" }] }, "processedDateTime"],
  ["a row without its day", { Value: [{ ...ROW, processedDateTime: null }] }, "processedDateTime"],
  ["a product without a name", { Value: [{ ...ROW, productId: "CFQ7", productName: " " }] }, "productName"],
  ["seats that are no number", { Value: [{ ...ROW, licensesSold: "many" }] }, "licensesSold"],
  ["seats that are not told", { Value: [{ ...ROW, licensesDeployed: null }] }, "licensesDeployed"],
])("deploymentPage() refuses %s and names the member alone", (_, body, member) => {
  expect(() => deploymentPage(body)).toThrow(
    expect.objectContaining({
      name: "SourceRefusal",
      reason: "unreadable",
      message: `Partner Center answered something else than expected in ${member}`,
    }),
  );
});

test.each([
  ["no used licences", { ...ROW, licensesActive: null }, "licensesActive"],
  ["used licences that are no number", { ...ROW, licensesActive: null, licenseActive: 0.5 }, "licenseActive"],
  ["no entitling licences", { ...ROW, licensesQualified: undefined }, "licensesQualified"],
  ["no workload", { ...ROW, workloadCode: "", workloadName: null }, "workloadCode"],
  ["nobody", { ...ROW, customerTenantId: undefined }, "customerTenantId"],
])("usagePage() refuses a row of %s and names the member alone", (_, row, member) => {
  expect(() => usagePage({ Value: [row] })).toThrow(
    `Partner Center answered something else than expected in ${member}`,
  );
});

test("customerDeployment() and customerUsage() take rows of the older calls for the customer's that was asked for", () => {
  expect(customerDeployment(olderRows("customer-deployment-older.json"), FJORD)[0]).toEqual({
    customerId: FJORD,
    service: "o365",
    processedOn: "2026-11-14",
    skuId: null,
    name: "EXCHANGE ONLINE (PLAN 1)",
    deployed: 4,
    sold: 5,
  });
  expect(
    customerUsage(olderRows("customer-usage-older.json"), FJORD).map(({ customerId, workload }) => [
      customerId,
      workload,
    ]),
  ).toEqual([
    [FJORD, "exchange"],
    [FJORD, "other:crm/SharePoint"],
  ]);
});

test("workloads as Microsoft's own sample of the partner's usage has them", () => {
  const counts = { licensesActive: 1, licensesQualified: 2 };
  const rows = olderRows("partner-usage-prorated.json").map((row) => Object.assign({}, row, counts));
  const read = customerUsage(rows, BAKERY);
  expect(read.map(({ workload }) => workload)).toEqual([
    "dynamics",
    "other:crm/SharePoint",
    "exchange",
    "sharepoint",
    "other:Skype For Business",
  ]);
  const fold = reportedFold();
  fold.addUsage(read);
  // Dynamics was processed a day after Office, and neither is lost nor looks newer than it is.
  const found = fold.snapshots().get(BAKERY)?.usage;
  expect(found).toMatchObject({ asOf: "2017-03-10", workloads: { length: 5 } });
  expect(found?.workloads.map(({ workload, asOf }) => [workload, asOf])).toContainEqual(["exchange", "2017-03-09"]);
});

test.each([
  [{ customerName: "Adatum Bakery" }, false],
  [{ customerId: BAKERY.toUpperCase() }, false],
  [{ customerId: "", customerTenantId: BAKERY }, false],
  [{ customerId: null }, false],
  [{ customerTenantId: FJORD }, true],
  [{ customerId: BAKERY, customerTenantId: FJORD }, true],
  [{ customerId: 7 }, true],
  ["Ada", false],
])("isOfAnother() of a row with %j is %j", (row, expected) => {
  expect(isOfAnother(row, BAKERY)).toBe(expected);
});

function deployment(overrides: Partial<DeploymentRow> = {}): DeploymentRow {
  const product = { skuId: PREMIUM, name: "PREMIUM", deployed: 1, sold: 2 };
  return { customerId: BAKERY, service: "o365", processedOn: DAY, ...product, ...overrides };
}

function usage(overrides: Partial<UsageRow> = {}): UsageRow {
  const licences = { workload: "exchange", active: 1, qualified: 2 } as const;
  return { customerId: BAKERY, service: "o365", processedOn: DAY, ...licences, ...overrides };
}

function foldOf(
  rows: Readonly<{ deployment?: DeploymentRow[]; usage?: UsageRow[] }>,
): Map<CustomerId, ReportedSnapshot> {
  const fold = reportedFold();
  fold.addDeployment(rows.deployment ?? []);
  fold.addUsage(rows.usage ?? []);
  return fold.snapshots();
}

test("reportedFold() adds channels up, a product by its id whatever it is called, and by its name where it has none", () => {
  const rows = [
    deployment({ deployed: 31, sold: 40 }),
    deployment({ name: "PREMIUM (NEW)", deployed: 4, sold: 5 }),
    deployment({ skuId: null, name: "Sales", deployed: 1, sold: 0 }),
    deployment({ skuId: null, name: "SALES", deployed: 2, sold: 3 }),
    deployment({ customerId: FJORD, deployed: 7, sold: 9 }),
  ];
  expect(foldOf({ deployment: rows })).toEqual(
    new Map([
      [
        BAKERY,
        {
          deployment: {
            asOf: DAY,
            products: [
              { skuId: PREMIUM, name: "PREMIUM", asOf: DAY, deployed: 35, sold: 45 },
              { skuId: null, name: "Sales", asOf: DAY, deployed: 3, sold: 3 },
            ],
          },
          usage: null,
        },
      ],
      [
        FJORD,
        {
          deployment: { asOf: DAY, products: [{ skuId: PREMIUM, name: "PREMIUM", asOf: DAY, deployed: 7, sold: 9 }] },
          usage: null,
        },
      ],
    ]),
  );
});

test("reportedFold() adds a workload up over products, in the usual order, and cuts nothing at the whole", () => {
  const rows = [
    usage({ workload: "other:SFB", active: 0, qualified: 1 }),
    usage({ workload: "teams", active: 9, qualified: 4 }),
    usage({ active: 1, qualified: 2 }),
    usage({ active: 10, qualified: 20 }),
  ];
  expect(foldOf({ usage: rows }).get(BAKERY)).toEqual({
    deployment: null,
    usage: {
      asOf: DAY,
      workloads: [
        { workload: "exchange", asOf: DAY, active: 11, qualified: 22 },
        { workload: "teams", asOf: DAY, active: 9, qualified: 4 },
        { workload: "other:SFB", asOf: DAY, active: 0, qualified: 1 },
      ],
    },
  });
});

test("reportedFold() adds a product up that two services have", () => {
  const rows = [deployment(), deployment({ service: "crm", deployed: 10, sold: 20 })];
  expect(foldOf({ deployment: rows }).get(BAKERY)?.deployment?.products).toMatchObject([{ deployed: 11, sold: 22 }]);
});

test.each([
  ["first", [0, -7]],
  ["last", [-7, 0]],
  ["between", [-7, 0, -7]],
])("reportedFold() counts the newest day of a service alone, be it read %s", (_, days) => {
  const deployments = days.map((ago) => deployment({ processedOn: addDays(DAY, ago), sold: 2 - ago }));
  const usages = days.map((ago) => usage({ processedOn: addDays(DAY, ago), qualified: 2 - ago }));
  expect(foldOf({ deployment: deployments, usage: usages }).get(BAKERY)).toMatchObject({
    deployment: { asOf: DAY, products: [{ sold: 2 }] },
    usage: { asOf: DAY, workloads: [{ qualified: 2 }] },
  });
});

test.each([
  [1, [DAY, addDays(DAY, 1)]],
  [0, [DAY, DAY]],
  [-14, [DAY, addDays(DAY, -14)]],
  [-15, [DAY]],
])("reportedFold() has each row as of the day of its own service: the other one %i days from it", (apart, days) => {
  const crm = { service: "crm", processedOn: addDays(DAY, apart) };
  const sales = { ...crm, skuId: null, name: "SALES" };
  const found = foldOf({
    deployment: [deployment(), deployment(sales)],
    usage: [usage({ ...crm, workload: "dynamics" }), usage()],
  }).get(BAKERY);
  const newest = addDays(DAY, Math.max(0, apart));
  expect([found?.deployment?.asOf, found?.usage?.asOf]).toEqual([newest, newest]);
  expect(found?.deployment?.products.map(({ asOf }) => asOf)).toEqual(days);
  expect(found?.usage?.workloads.map(({ asOf }) => asOf)).toEqual(days);
});

test("reportedFold() counts the newest day alone of a product, and of a workload, that two services tell of", () => {
  const crm = { service: "crm", processedOn: addDays(DAY, -1) };
  const found = foldOf({
    deployment: [deployment({ ...crm, deployed: 10, sold: 20 }), deployment()],
    usage: [usage(), usage({ ...crm, active: 10, qualified: 20 })],
  }).get(BAKERY);
  expect(found).toMatchObject({
    deployment: { asOf: DAY, products: [{ asOf: DAY, deployed: 1, sold: 2 }] },
    usage: { asOf: DAY, workloads: [{ asOf: DAY, active: 1, qualified: 2 }] },
  });
});

test("reportedFold() gives each half its own day", () => {
  const found = foldOf({ deployment: [deployment()], usage: [usage({ processedOn: addDays(DAY, -6) })] }).get(BAKERY);
  expect([found?.deployment?.asOf, found?.usage?.asOf]).toEqual([DAY, addDays(DAY, -6)]);
});

const aCustomer = fc.constantFrom(BAKERY, FJORD);
const aDay = fc.constantFrom(0, -1, -7, -30).map((ago) => addDays(DAY, ago));
const aService = fc.constantFrom("o365", "crm");
const aProduct = fc.constantFrom(
  { skuId: PREMIUM, name: "PREMIUM" },
  { skuId: null, name: "PREMIUM" },
  { skuId: null, name: "SALES" },
);
const aCount = fc.nat({ max: 100_000 });
const someDeployment = fc.array(
  fc
    .tuple(
      fc.record({ customerId: aCustomer, service: aService, processedOn: aDay, deployed: aCount, sold: aCount }),
      aProduct,
    )
    .map(([row, product]): DeploymentRow => Object.assign({}, row, product)),
);
const someUsage = fc.array(
  fc.record({
    customerId: aCustomer,
    service: aService,
    processedOn: aDay,
    workload: fc.constantFrom("exchange" as const, "dynamics" as const, "other:SFB" as const),
    active: aCount,
    qualified: aCount,
  }),
);

/** By key: customers come in the order in which they were met. */
function sorted(snapshots: ReadonlyMap<CustomerId, ReportedSnapshot>) {
  return [...snapshots].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

test("reportedFold() does not mind the order of rows", () => {
  fc.assert(
    fc.property(someDeployment, someUsage, (deployments, usages) => {
      const reversed = foldOf({ deployment: deployments.toReversed(), usage: usages.toReversed() });
      expect(sorted(reversed)).toEqual(sorted(foldOf({ deployment: deployments, usage: usages })));
    }),
  );
});

test("reportedFold() does not mind a row in two parts, nor where a page ends", () => {
  fc.assert(
    fc.property(someDeployment, someUsage, (deployments, usages) => {
      const fold = reportedFold();
      for (const row of deployments) {
        fold.addDeployment([{ ...row, sold: 0 }]);
        fold.addDeployment([{ ...row, deployed: 0 }]);
      }
      for (const row of usages)
        fold.addUsage([
          { ...row, qualified: 0 },
          { ...row, active: 0 },
        ]);
      expect(sorted(fold.snapshots())).toEqual(sorted(foldOf({ deployment: deployments, usage: usages })));
    }),
  );
});

test("reportedFold() makes snapshots as they are kept, and the same ones when it is asked twice", () => {
  fc.assert(
    fc.property(someDeployment, someUsage, (deployments, usages) => {
      const fold = reportedFold();
      fold.addDeployment(deployments);
      fold.addUsage(usages);
      const once = fold.snapshots();
      expect(fold.snapshots()).toEqual(once);
      for (const snapshot of once.values()) {
        expect(ReportedSnapshot.parse(snapshot)).toEqual(snapshot);
        const { deployment: deployed, usage: used } = snapshot;
        // The key by which a half is kept is the newest of its rows: nothing newer hides behind something older.
        expect([deployed?.asOf, used?.asOf]).toEqual([newestOf(deployed?.products), newestOf(used?.workloads)]);
      }
    }),
  );
});

function newestOf(rows: readonly Readonly<{ asOf: Day }>[] = []): Day | undefined {
  return rows
    .map(({ asOf }) => asOf)
    .toSorted()
    .at(-1);
}
