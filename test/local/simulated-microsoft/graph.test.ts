import { afterAll, expect, test } from "vitest";
import { addDays } from "../../../src/domain/day.ts";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import { PRODUCTS } from "../../../src/local/simulated-microsoft/products.ts";
import {
  ACTIVE_USERS,
  APP_USERS,
  callerOf,
  copilotReport,
  dayReport,
  GRAPH,
  OdataPage,
  rowsOf,
  textLike,
  TODAY,
} from "./caller.ts";

const microsoft = await startSimulatedMicrosoft({ today: TODAY });
afterAll(() => microsoft.stop());
const { graph, reportText, token } = callerOf(microsoft);
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

const FIELDS = "id,userPrincipalName,accountEnabled,userType,assignedLicenses";

async function userPages(title: string, query: string) {
  const pages = [];
  let path: string | undefined = `users?${query}`;
  while (path !== undefined) {
    const page = OdataPage.parse(await (await graph(portfolio.named(title), path)).json());
    pages.push(page);
    path = page["@odata.nextLink"]?.replace(`${microsoft.graphUrl}/v1.0/`, "");
  }
  return pages;
}

test("the directory lists everybody but the deleted, under their own names, with what they hold", async () => {
  for (const title of ["plain", "turnover", "overdrawn", "beside-office", "no-permission", "not-ready"]) {
    const rows = (await userPages(title, `$select=${FIELDS}&$top=999`)).flatMap(({ value }) => value);
    expect(rows).toEqual(
      portfolio
        .tenantOf(portfolio.named(title))
        .users()
        .filter(({ isDeleted }) => !isDeleted)
        .map((user) => ({
          id: user.id,
          userPrincipalName: user.principalName,
          accountEnabled: user.isEnabled,
          userType: user.kind,
          assignedLicenses: user.products.map(({ skuId, plans }) => ({
            skuId,
            disabledPlans: plans.map(({ id }) => id).filter((id) => user.disabledPlans.includes(id)),
          })),
        })),
    );
  }
});

test("plain has a blocked account, two guests, and two licences without Yammer and Viva Engage", async () => {
  const rows = (await userPages("plain", `$select=${FIELDS}`)).flatMap(({ value }) => value);
  expect(rows.filter((row) => row["accountEnabled"] === false)).toHaveLength(1);
  const guests = rows.filter((row) => row["userType"] === "Guest");
  expect(guests.map((row) => [row["userPrincipalName"], row["assignedLicenses"]])).toEqual([
    [textLike(/^canary0023_elsewhere\.example#EXT#@/), []],
    [textLike(/^canary0024_elsewhere\.example#EXT#@/), []],
  ]);
  const without = [
    {
      skuId: PRODUCTS.businessPremium.skuId,
      disabledPlans: ["7547a3fe-08ee-4ccb-b430-5077c5041653", "a82fbf69-b4d7-49f4-83a6-915b2cf354f4"],
    },
  ];
  expect(rows.filter((row) => JSON.stringify(row["assignedLicenses"]) === JSON.stringify(without))).toHaveLength(2);
});

test("users that reports name are those of the directory, by the very same name", async () => {
  const listed = (await userPages("plain", `$select=${FIELDS}`)).flatMap(({ value }) => value);
  const reported = rowsOf(await reportText(portfolio.named("plain"), ACTIVE_USERS));
  expect(reported.map((row) => row["User Principal Name"])).toEqual(listed.map((row) => row["userPrincipalName"]));
});

test("users come in pages of 100 at the most, each once, with what was selected", async () => {
  const pages = await userPages("big", "$select=id,accountEnabled&$top=999");
  expect(pages.map(({ value }) => value.length)).toEqual(Array(30).fill(100));
  expect(pages[0]?.["@odata.nextLink"]?.startsWith(`${microsoft.graphUrl}/v1.0/users?`)).toBe(true);
  const rows = pages.flatMap(({ value }) => value);
  expect(new Set(rows.map((row) => row["id"])).size).toBe(3000);
  expect(rows.every((row) => Object.keys(row).join() === "id,accountEnabled")).toBe(true);

  const small = await userPages("plain", "$select=id&$top=10");
  expect(small.map(({ value }) => value.length)).toEqual([10, 10, 4]);
});

test("without a selection, the directory says nothing of licences", async () => {
  const [page] = await userPages("single", "");
  expect(Object.keys(page?.value[0] ?? {})).toEqual(["id", "displayName", "userPrincipalName"]);
});

test.each([
  ["$top=1000", "Request_BadRequest"],
  ["$top=0", "Request_BadRequest"],
  ["$top=many", "Request_BadRequest"],
  ["$select=id,shoeSize", "BadRequest"],
  ["$filter=accountEnabled eq true", "BadRequest"],
])("users?%s is refused", async (query, code) => {
  const response = await graph(portfolio.named("plain"), `users?${query}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code } });
});

test.each([
  ["rows-ragged", "users", "admin/reportSettings"],
  ["columns-missing", "admin/reportSettings", "users"],
])("%s refuses %s alone", async (title, refused, given) => {
  const response = await graph(portfolio.named(title), refused);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { code: "Authorization_RequestDenied" } });
  expect((await graph(portfolio.named(title), given)).status).toBe(200);
});

const settingsOf = async (title: string): Promise<unknown> =>
  (await graph(portfolio.named(title), "admin/reportSettings")).json();

test("the settings say whether names are concealed, wrapped for even customers and bare for odd ones", async () => {
  expect(await settingsOf("plain")).toMatchObject({ displayConcealedNames: false });
  expect(await settingsOf("turnover")).toEqual({
    value: { "@odata.type": "#microsoft.graph.adminReportSettings", displayConcealedNames: false },
  });
  expect(await settingsOf("overdrawn")).toMatchObject({ displayConcealedNames: true });
  expect(await settingsOf("big")).toMatchObject({ value: { displayConcealedNames: true } });
});

test("nobody changes anything here", async () => {
  const response = await fetch(`${microsoft.graphUrl}/v1.0/admin/reportSettings`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${await token(portfolio.named("plain").id, GRAPH)}` },
    body: '{"displayConcealedNames":true}',
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: "BadRequest" } });
});

test("the report of a day is a redirect to the same host as that of a period", async () => {
  const response = await graph(portfolio.named("plain"), `reports/${dayReport(addDays(TODAY, -4))}`, "manual");
  expect(response.status).toBe(302);
  expect(new URL(response.headers.get("location") ?? "").origin).toBe(microsoft.downloadUrl);
});

test.each([1, 27])("the report of the day %i days ago is given", async (days) => {
  const response = await graph(portfolio.named("stale"), `reports/${dayReport(addDays(TODAY, -days))}`);
  expect(response.status).toBe(200);
});

test.each([0, -1, 28, 400])("the report of the day %i days ago is refused", async (days) => {
  const day = addDays(TODAY, -days);
  const response = await graph(portfolio.named("stale"), `reports/${dayReport(day)}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: {
      code: "InvalidArgument",
      message: `Invalid date value specified: ${day}. Only support data for the past 28 days.`,
    },
  });
});

test.each([
  ["reports/getOffice365ActiveUserDetail(date=2026-02-30)", "InvalidArgument"],
  ["reports/getOffice365ActiveUserDetail(date='2026-11-10')", "BadRequest"],
  ["reports/getOffice365ActiveUserDetail(period=D7)", "BadRequest"],
  ["reports/getOffice365ActiveUserDetail()", "BadRequest"],
  ["reports/getM365AppUserDetail(date=2026-11-10)", "BadRequest"],
  ["copilot/reports/getMicrosoft365CopilotUsageUserDetail()", "BadRequest"],
  ["reports/getMicrosoft365CopilotUsageUserDetail(period='D7')", "BadRequest"],
  ["reports/getSkypeForBusinessActivityUserDetail(period='D7')", "BadRequest"],
])("%s is refused: %s", async (path, code) => {
  const response = await graph(portfolio.named("trial"), path);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code } });
});

test.each([
  ["not-ready", 404, "UnknownTenantId"],
  ["no-permission", 403, "S2SUnauthorized"],
])("each form of a report of %s answers %i", async (title, status, code) => {
  for (const path of [`reports/${dayReport(addDays(TODAY, -4))}`, `copilot/reports/${copilotReport("D28", "v2")}`]) {
    const response = await graph(portfolio.named(title), path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  }
});

test("Copilot's report comes at once, without a redirect", async () => {
  const path = `copilot/reports/${copilotReport("D28", "v2")}`;
  const response = await graph(portfolio.named("beside-office"), path, "manual");
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/octet-stream"]);
});

test.each([
  ["D28", "v2", 200],
  ["ALL", "v2", 200],
  ["D30", "v2", 400],
  ["D30", "v1", 200],
  ["D30", undefined, 200],
  ["D28", undefined, 400],
  ["D7", "v3", 400],
])("Copilot's report of period %s and version %s answers %i", async (period, version, status) => {
  const response = await graph(portfolio.named("beside-office"), `copilot/reports/${copilotReport(period, version)}`);
  const isRefused = (await response.text()).includes('"code":"InvalidArgument"');
  expect([response.status, isRefused]).toEqual([status, status === 400]);
});

test("one customer has the first version alone, behind a redirect", async () => {
  const busy = portfolio.named("busy");
  const ask = (report: string) => graph(busy, `copilot/reports/${report}`, "manual");
  const refused = await ask(copilotReport("D28", "v2"));
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    error: { code: "InvalidArgument", message: "Invalid version value specified: v2." },
  });
  // Like the others, it is not to be had the first time.
  expect((await ask(copilotReport("D7"))).status).toBe(503);
  const redirect = await ask(copilotReport("D7"));
  expect(redirect.status).toBe(302);
  const file = await fetch(redirect.headers.get("location") ?? "");
  expect(file.headers.get("content-disposition")).toContain("getMicrosoft365CopilotUsageUserDetail.csv");
  expect(rowsOf(await file.text())).toHaveLength(6);
});

test("a report may be asked for 14 times in ten minutes, in all its forms together, by each customer", async () => {
  const own = await startSimulatedMicrosoft({ today: TODAY });
  const { graph: ask } = callerOf(own);
  const trial = own.portfolio.named("trial");
  const statuses = [];
  for (let days = 1; days <= 13; days += 1) {
    statuses.push((await ask(trial, `reports/${dayReport(addDays(TODAY, -days))}`, "manual")).status);
  }
  statuses.push((await ask(trial, `reports/${ACTIVE_USERS}`, "manual")).status);
  expect(statuses).toEqual(Array(14).fill(302));

  const refused = await ask(trial, `reports/${ACTIVE_USERS}`, "manual");
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(500);
  expect(seconds).toBeLessThanOrEqual(600);
  expect(await refused.json()).toMatchObject({ error: { code: "TooManyRequests" } });

  const others = await Promise.all([
    ask(trial, `reports/${APP_USERS}`, "manual"),
    ask(trial, `copilot/reports/${copilotReport("D28", "v2")}`, "manual"),
    ask(own.portfolio.named("plain"), `reports/${ACTIVE_USERS}`, "manual"),
    ask(trial, "users"),
  ]);
  await own.stop();
  expect(others.map(({ status }) => status)).toEqual([302, 200, 302, 200]);
});

test("a call that is refused counts, and the limit may be raised", async () => {
  const own = await startSimulatedMicrosoft({ today: TODAY, reportCallsPerTenMinutes: 2 });
  const { graph: ask } = callerOf(own);
  const statuses = [];
  for (const report of [dayReport(TODAY), dayReport(TODAY), ACTIVE_USERS]) {
    statuses.push((await ask(own.portfolio.named("plain"), `reports/${report}`)).status);
  }
  await own.stop();
  expect(statuses).toEqual([400, 400, 429]);
});
