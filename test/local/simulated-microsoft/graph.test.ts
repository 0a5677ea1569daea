import { afterAll, expect, test } from "vitest";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import { PRODUCTS } from "../../../src/local/simulated-microsoft/products.ts";
import { ACTIVE_USERS, APP_USERS, callerOf, OdataPage, textLike, TODAY } from "./caller.ts";

const microsoft = await startSimulatedMicrosoft({ today: TODAY });
afterAll(() => microsoft.stop());
const { graph } = callerOf(microsoft);
const { portfolio } = microsoft;

async function skusOf(title: string) {
  return OdataPage.parse(await (await graph(portfolio.named(title), "subscribedSkus")).json()).value;
}

test("a report is a redirect to another origin", async () => {
  const response = await graph(portfolio.named("plain"), `reports/${ACTIVE_USERS}`, "manual");
  expect(response.status).toBe(302);
  const location = new URL(response.headers.get("location") ?? "");
  expect(location.origin).toBe(microsoft.downloadUrl);
  expect(location.origin).not.toBe(new URL(microsoft.graphUrl).origin);
});

test.each(["D28", "D1"])("there is no period %s", async (period) => {
  const response = await graph(portfolio.named("plain"), `reports/getM365AppUserDetail(period='${period}')`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: "InvalidArgument" } });
});

test.each([
  ["not-ready", 404, { code: "UnknownTenantId" }],
  ["not-ready-nested", 404, { code: "UnknownError", message: textLike(/"code":"UnknownTenantId"/) }],
  ["no-permission", 403, { code: "S2SUnauthorized" }],
])("the reports of %s answer %i", async (title, status, error) => {
  const response = await graph(portfolio.named(title), `reports/${ACTIVE_USERS}`);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error });
  expect((await graph(portfolio.named(title), "subscribedSkus")).status).toBe(200);
});

test.each([
  ["throttled-seconds", 429, /^1$/],
  ["throttled-date", 429, / GMT$/],
  ["busy", 503, /^none$/],
])("each report of %s answers %i once", async (title, status, retryAfter) => {
  for (const report of [ACTIVE_USERS, APP_USERS]) {
    const first = await graph(portfolio.named(title), `reports/${report}`);
    expect(first.status).toBe(status);
    expect(first.headers.get("retry-after") ?? "none").toMatch(retryAfter);
    expect((await graph(portfolio.named(title), `reports/${report}`)).status).toBe(200);
  }
});

test("units of every customer's products are those of its subscriptions, and the held ones those of its users", async () => {
  for (const customer of portfolio.customers()) {
    const { licences, consent } = customer.oddity.wire;
    if (licences !== "whole" || consent === "missing") continue;
    const { purchases, users } = portfolio.tenantOf(customer);
    const rows = await skusOf(customer.oddity.title);
    for (const row of rows) {
      const bought = purchases.filter(({ product }) => product.skuId === row["skuId"]);
      const seatsIn = (state: string) => bought.reduce((sum, own) => sum + (own.state === state ? own.seats : 0), 0);
      expect(row).toMatchObject({
        prepaidUnits: {
          enabled: seatsIn("Enabled"),
          warning: seatsIn("Warning"),
          suspended: seatsIn("Suspended"),
          lockedOut: seatsIn("LockedOut"),
        },
        consumedUnits: users().filter(
          (user) => !user.isDeleted && user.products.some(({ skuId }) => skuId === row["skuId"]),
        ).length,
        subscriptionIds: bought.map(({ id }) => id),
      });
    }
    expect(new Set(rows.map((row) => row["skuId"]))).toEqual(new Set(purchases.map(({ product }) => product.skuId)));
  }
});

test("subscriptions say who owns them, which are trials, and what the books call them", async () => {
  const customer = portfolio.named("other-sellers");
  const { value } = OdataPage.parse(await (await graph(customer, "directory/subscriptions")).json());
  const { partnerTenantId } = microsoft.credentials;
  expect(value.map((row) => [row["totalLicenses"], row["ownerTenantId"]])).toEqual([
    [20, partnerTenantId],
    [15, textLike(/^[0-9a-f-]{36}$/)],
    [5, null],
  ]);
  const [sale] = portfolio.tenantOf(customer).sales;
  expect(value[0]?.["commerceSubscriptionId"]).toBe(sale?.id);
});

test("the causes stand in the units", async () => {
  const { businessStandard, exchangePlan1, officeE3, officeE1 } = PRODUCTS;
  expect(await skusOf("grace-beside-active")).toMatchObject([
    { skuId: businessStandard.skuId, prepaidUnits: { enabled: 15, warning: 5 }, consumedUnits: 20 },
  ]);
  expect(await skusOf("grace-only")).toContainEqual(
    expect.objectContaining({ skuId: exchangePlan1.skuId, capabilityStatus: "Warning", consumedUnits: 8 }),
  );
  expect(await skusOf("overdrawn")).toMatchObject([
    { skuId: officeE3.skuId, prepaidUnits: { enabled: 18, suspended: 6 }, consumedUnits: 24 },
  ]);
  expect(await skusOf("suspended-units")).toContainEqual(
    expect.objectContaining({
      skuId: officeE1.skuId,
      capabilityStatus: "Suspended",
      prepaidUnits: { enabled: 0, warning: 0, suspended: 7, lockedOut: 3 },
    }),
  );
  expect(await skusOf("nothing-sold")).toEqual([]);
});

test("free products have a million units, and one product serves the tenant", async () => {
  const skus = await skusOf("free-and-tenant-level");
  expect(skus.filter((row) => row["appliesTo"] === "Company")).toHaveLength(1);
  expect(skus.map((row) => row["prepaidUnits"])).toContainEqual(expect.objectContaining({ enabled: 1_000_000 }));
});

test("pages of one customer link to each other, with loose types on them", async () => {
  for (const list of ["subscribedSkus", "directory/subscriptions"]) {
    const rows = [];
    let path: string | undefined = list;
    while (path !== undefined) {
      const page = OdataPage.parse(await (await graph(portfolio.named("paged"), path)).json());
      rows.push(...page.value);
      path = page["@odata.nextLink"]?.replace(`${microsoft.graphUrl}/v1.0/`, "");
    }
    expect(rows).toHaveLength(5);
    expect(rows[0]?.["skuId"]).toMatch(/^[0-9A-F-]{36}$/);
    expect(rows.map((row) => typeof (row["consumedUnits"] ?? row["totalLicenses"]))).toEqual(Array(5).fill("string"));
  }
});

test("one list goes on at another host, and that host takes no token", async () => {
  const response = await graph(portfolio.named("link-to-another-host"), "subscribedSkus");
  const link = OdataPage.parse(await response.json())["@odata.nextLink"] ?? "";
  expect(link.startsWith(`${microsoft.downloadUrl}/`)).toBe(true);
  expect((await fetch(link, { headers: { authorization: "Bearer anything" } })).status).toBe(400);
});

test("one list is a page of HTML", async () => {
  const response = await graph(portfolio.named("page-of-html"), "subscribedSkus");
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect((await graph(portfolio.named("page-of-html"), "directory/subscriptions")).status).toBe(200);
});
