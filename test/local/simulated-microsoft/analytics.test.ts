import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { addDays, Day } from "../../../src/domain/day.ts";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import { deploymentCounts } from "../../../src/local/simulated-microsoft/analytics-counts.ts";
import type { Customer } from "../../../src/local/simulated-microsoft/portfolio.ts";
import { type Product, PRODUCTS, type Service } from "../../../src/local/simulated-microsoft/products.ts";
import { lastActivityBy, servicesOf } from "../../../src/local/simulated-microsoft/users.ts";
import { callerOf, Collection, jsonOf, rawText, TODAY } from "./caller.ts";

const microsoft = await startSimulatedMicrosoft({ today: TODAY });
const customersOnly = await startSimulatedMicrosoft({ today: TODAY, analytics: "customers only" });
const empty = await startSimulatedMicrosoft({ today: TODAY, analytics: "empty" });
afterAll(async () => {
  await Promise.all([microsoft.stop(), customersOnly.stop(), empty.stop()]);
});
const { partnerCenter, asUser, token } = callerOf(microsoft);
const { portfolio } = microsoft;

const DEPLOYMENT = "/partner/v1/analytics/commercial/deployment/license";
const USAGE = "/partner/v1/analytics/commercial/usage/license";
const olderPath = ({ id }: Customer, figure: string) => `/v1/customers/${id}/analytics/licenses/${figure}`;

/** Both spellings of the envelope come to one. */
const Envelope = z.union([
  z
    .strictObject({
      Value: z.array(z.record(z.string(), z.unknown())),
      "@nextLink": z.string().nullable(),
      TotalCount: z.number(),
    })
    .transform(({ Value, "@nextLink": next, TotalCount }) => ({
      spelling: "upper",
      rows: Value,
      next,
      count: TotalCount,
    })),
  z
    .strictObject({
      value: z.array(z.record(z.string(), z.unknown())),
      nextLink: z.string().nullable(),
      totalCount: z.number(),
    })
    .transform(({ value, nextLink, totalCount }) => ({
      spelling: "lower",
      rows: value,
      next: nextLink,
      count: totalCount,
    })),
]);

async function pageAt(path: string, ask = asUser) {
  return Envelope.parse(jsonOf(await rawText(await ask(path))));
}

async function pagesFrom(path: string, { partnerCenterUrl } = microsoft, ask = asUser) {
  const pages = [];
  let next: string | null = path;
  while (next !== null) {
    const page = await pageAt(next, ask);
    pages.push(page);
    next =
      page.next === null
        ? null
        : page.next.replace(partnerCenterUrl, "").replace(/^\/analytics/, "/partner/v1/analytics");
  }
  return pages;
}

const Row = z.object({
  processedDateTime: z.string(),
  serviceCode: z.string(),
  workloadCode: z.string().default(""),
  channel: z.enum(["reseller", "direct"]),
  customerTenantId: z.string(),
  customerName: z.string(),
  productId: z.string(),
  productName: z.string(),
});
const DeploymentRow = z.strictObject({
  ...Row.shape,
  serviceName: z.string(),
  licensesDeployed: z.number(),
  licensesSold: z.number(),
});
const UsageRow = z
  .strictObject({
    ...Row.shape,
    serviceName: z.string(),
    workloadName: z.string(),
    licensesActive: z.number().optional(),
    licenseActive: z.number().optional(),
    licensesQualified: z.number(),
  })
  .transform(({ licensesActive, licenseActive, ...row }) => ({
    ...row,
    active: licensesActive ?? licenseActive ?? -1,
  }));

const rawUsage = (await pagesFrom(USAGE)).flatMap(({ rows }) => rows);
const usage = z.array(UsageRow).parse(rawUsage);
const deployment = z.array(DeploymentRow).parse((await pagesFrom(DEPLOYMENT)).flatMap(({ rows }) => rows));

const usageOf = (title: string) =>
  usage.filter((row) => row.customerTenantId.toLowerCase() === portfolio.named(title).id);
const deploymentOf = (title: string) =>
  deployment.filter((row) => row.customerTenantId.toLowerCase() === portfolio.named(title).id);
const briefly = (title: string) =>
  usageOf(title).map((row) => [row.productName, row.workloadCode, row.channel, row.active, row.licensesQualified]);

test.each(["deployment", "usage"])("the %s of the portfolio is under /partner/v1 alone", async (figure) => {
  for (const slash of ["", "/"]) {
    const response = await asUser(`/v1/analytics/commercial/${figure}/license${slash}`);
    expect(response.status).toBe(404);
    expect(jsonOf(await rawText(response))).toMatchObject({ code: "1000" });
    expect((await asUser(`/partner/v1/analytics/commercial/${figure}/license${slash}`)).status).toBe(200);
  }
});

test("analytics are for users, not for applications", async () => {
  const headers = {
    authorization: `Bearer ${await token(microsoft.credentials.partnerTenantId, "https://api.partnercenter.microsoft.com")}`,
  };
  const plain = portfolio.named("plain");
  for (const path of [DEPLOYMENT, USAGE, olderPath(plain, "deployment"), olderPath(plain, "usage")]) {
    const response = await fetch(`${microsoft.partnerCenterUrl}${path}`, { headers });
    expect(response.status).toBe(403);
    expect(jsonOf(await rawText(response))).toMatchObject({
      code: "900150",
      description: "This resource can't be accessed by application credentials.",
    });
  }
  expect((await partnerCenter("/customers")).status).toBe(200);
});

test("rows come in pages of 60, in two envelopes, with links of two kinds", async () => {
  const deployments = await pagesFrom(DEPLOYMENT);
  expect(deployments.map(({ count }) => count)).toEqual(deployments.map(({ rows }) => rows.length));
  expect(deployments[0]).toMatchObject({
    spelling: "upper",
    count: 60,
    next: `${microsoft.partnerCenterUrl}${DEPLOYMENT}?top=60&skip=60`,
  });
  expect(deployments.at(-1)).toMatchObject({ next: null });
  expect(deployments.length).toBe(2);

  const usages = await pagesFrom(`${USAGE}/`);
  expect(usages[0]).toMatchObject({
    spelling: "lower",
    count: 60,
    next: "/analytics/commercial/usage/license?top=60&skip=60",
  });
  expect(usages.at(-1)?.rows.length).toBeLessThanOrEqual(60);
  expect(usages.length).toBeGreaterThan(3);
});

test("a page may begin anywhere and be smaller, and is never larger", async () => {
  expect((await pageAt(`${USAGE}?top=7&skip=100`)).rows).toEqual(rawUsage.slice(100, 107));
  expect((await pageAt(`${USAGE}?top=7&skip=100`)).next).toBe("/analytics/commercial/usage/license?top=7&skip=107");
  expect((await pageAt(`${USAGE}?top=10000`)).rows).toEqual(rawUsage.slice(0, 60));
  expect(await pageAt(`${USAGE}?skip=${rawUsage.length}`)).toMatchObject({ rows: [], next: null });
  expect(await pageAt(`${USAGE}?top=2&skip=${rawUsage.length - 2}`)).toMatchObject({ next: null });
});

test.each([
  "top=0",
  "top=10001",
  "top=1.5",
  "top=all",
  "skip=-1",
  "skip=next",
  "filter=channel eq 'direct'",
  "groupby=channel",
])("%s is refused", async (query) => {
  const response = await asUser(`${USAGE}?${query}`);
  expect(response.status).toBe(400);
  expect(jsonOf(await rawText(response))).toMatchObject({ code: "800002" });
});

test.each([
  ["2026-11-24", "2026-11-16", "2026-11-16"],
  ["2026-11-25", "2026-11-23", "2026-11-16"],
  ["2026-11-29", "2026-11-23", "2026-11-23"],
  ["2026-11-30", "2026-11-23", "2026-11-23"],
  ["2026-12-01", "2026-11-23", "2026-11-23"],
])("on %s deployment is that of %s and usage that of %s", async (today, deployedOn, usedOn) => {
  const other = await startSimulatedMicrosoft({ today: Day.parse(today), customers: 2 });
  const { asUser: ask } = callerOf(other);
  const days = await Promise.all(
    [DEPLOYMENT, USAGE].map(async (path) => (await pageAt(path, ask)).rows[0]?.["processedDateTime"]),
  );
  await other.stop();
  expect(days).toEqual([`${deployedOn}T00:00:00`, `${usedOn}T00:00:00`]);
});

test("ids and names are in upper case, and the used licences are spelled in two ways, by turns", () => {
  for (const row of [...deployment, ...usage]) {
    const { customerTenantId, customerName, productId, productName } = row;
    for (const text of [customerTenantId, customerName, productId, productName]) expect(text).toBe(text.toUpperCase());
    expect(portfolio.find(customerTenantId)?.name.toUpperCase()).toBe(customerName);
  }
  const spellings = rawUsage.map((row) => ("licensesActive" in row ? "licensesActive" : "licenseActive"));
  expect(spellings).toEqual(rawUsage.map((_, index) => (index % 2 === 0 ? "licensesActive" : "licenseActive")));
});

test("a product has one row a channel, service and workload", () => {
  for (const rows of [deployment, usage]) {
    const keys = rows.map((row) =>
      [row.customerTenantId, row.productId, row.channel, row.serviceCode, row.workloadCode].join(),
    );
    expect(new Set(keys).size).toBe(keys.length);
  }
});

const SERVICES: Readonly<Record<string, readonly Service[]>> = {
  EXO: ["exchange"],
  SPO: ["sharePoint", "oneDrive"],
  TEAMS: ["teams"],
  YAMMER: ["yammer"],
  PROPLUS: ["apps"],
  CRM: ["dynamics"],
};

/** In these customers Partner Center itself counts otherwise. */
const MISCOUNTED = new Set(["not-ready", "single", "grace-beside-active", "not-ready-nested"]);

test("over the channels, deployment is what was bought and what is held", () => {
  for (const customer of portfolio.customers()) {
    if (MISCOUNTED.has(customer.oddity.title)) continue;
    const tenant = portfolio.tenantOf(customer);
    const products = new Set(
      tenant.purchases
        .filter(({ isTrial, seats, product }) => !isTrial && seats < 1_000_000 && product.appliesTo === "User")
        .map(({ product }) => product),
    );
    const expected = [...products].map((product) => [
      product.skuId.toUpperCase(),
      tenant.users().filter((user) => !user.isDeleted && user.products.includes(product)).length,
      sum(
        tenant.purchases
          .filter((own) => own.product === product && own.state === "Enabled" && !own.isTrial)
          .map(({ seats }) => seats),
      ),
    ]);
    const rows = deploymentOf(customer.oddity.title);
    const told = [...Map.groupBy(rows, ({ productId }) => productId)].map(([id, own]) => [
      id,
      sum(own.map((row) => row.licensesDeployed)),
      sum(own.map((row) => row.licensesSold)),
    ]);
    expect(told).toEqual(expected);
  }
});

test("over the channels, usage is what is held under paid seats, and who used it in the 28 days to the Monday", () => {
  const monday = Day.parse("2026-11-16");
  const from = addDays(monday, -27);
  for (const customer of portfolio.customers()) {
    if (MISCOUNTED.has(customer.oddity.title)) continue;
    const tenant = portfolio.tenantOf(customer);
    const rows = usageOf(customer.oddity.title).filter((row) => row.workloadCode !== "STREAM");
    const groups = [...Map.groupBy(rows, (row) => `${row.productId} ${row.workloadCode}`).values()];
    for (const group of groups) {
      const [productId, workloadCode] = [group[0]?.productId ?? "", group[0]?.workloadCode ?? ""];
      const services = SERVICES[workloadCode] ?? [];
      const holders = tenant.users().filter((user) => {
        const isHeld = user.products.some(({ skuId }) => skuId.toUpperCase() === productId);
        return isHeld && !user.isDeleted && services.some((service) => servicesOf(user).has(service));
      });
      const active = holders.filter((user) => {
        const activity = lastActivityBy(user, monday);
        return services.some((service) => activity[service] !== null && activity[service] >= from);
      });
      const isPaid = tenant.purchases.some(
        (own) => own.product.skuId.toUpperCase() === productId && own.state === "Enabled" && !own.isTrial,
      );
      expect([sum(group.map((row) => row.active)), sum(group.map((row) => row.licensesQualified))]).toEqual([
        active.length,
        isPaid ? holders.length : 0,
      ]);
    }
    const carried = (product: Product) =>
      Object.values(SERVICES).filter((services) =>
        product.plans.some(({ gives }) => gives.some((given) => services.includes(given))),
      ).length;
    const bought = new Set(
      tenant.purchases.map(({ product }) => product).filter(({ appliesTo }) => appliesTo === "User"),
    );
    expect(groups.length).toBe(sum([...bought].map((product) => carried(product))));
  }
});

test("seats of partners are a reseller's, those of Microsoft direct, and people are split in proportion", () => {
  expect(deploymentOf("other-sellers").map((row) => [row.channel, row.licensesDeployed, row.licensesSold])).toEqual([
    ["reseller", 32, 35],
    ["direct", 4, 5],
  ]);
  const exchange = usageOf("other-sellers").filter(({ workloadCode }) => workloadCode === "EXO");
  expect(exchange.map((row) => [row.channel, row.licensesQualified])).toEqual([
    ["reseller", 32],
    ["direct", 4],
  ]);
});

test("who works through trial or lapsed seats is active and not qualified", () => {
  const trial = PRODUCTS.microsoftE5.reportName;
  expect(briefly("trial").filter(([name]) => name === trial)).toContainEqual([trial, "EXO", "reseller", 6, 0]);
  expect(deploymentOf("trial").map(({ productName }) => productName)).not.toContain(trial);
  expect(briefly("grace-only")).toContainEqual([PRODUCTS.exchangePlan1.reportName, "EXO", "reseller", 8, 0]);
  expect(deploymentOf("grace-only").map((row) => [row.licensesDeployed, row.licensesSold])).toEqual([
    [12, 12],
    [8, 0],
  ]);
});

test("who was deleted holds nothing, whatever is still written down", () => {
  const plain = portfolio.named("plain");
  const tenant = portfolio.tenantOf(plain);
  const deleted = Object.assign({}, tenant.users()[0], { isDeleted: true });
  const users = () => tenant.users().with(0, deleted);
  const deployed = deploymentCounts(plain, { ...tenant, users }).map((count) => count.deployed);
  expect(deployed).toEqual([21, 4]);
});

test("a plan that is switched off does not qualify", () => {
  const rows = usageOf("plain").map((row) => [row.workloadCode, row.licensesQualified]);
  expect(rows).toEqual(
    expect.arrayContaining([
      ["EXO", 22],
      ["YAMMER", 20],
    ]),
  );
});

test("one customer's seats in grace are counted as sold", () => {
  expect(deploymentOf("grace-beside-active")).toMatchObject([{ licensesDeployed: 20, licensesSold: 20 }]);
});

test("Dynamics is a service of its own, SharePoint included, and one workload is known to nobody", () => {
  const rows = usageOf("beside-office");
  const dynamics = rows.filter(({ serviceCode }) => serviceCode === "crm");
  expect(
    dynamics.map((row) => [row.productName, row.workloadCode, row.workloadName, row.active, row.licensesQualified]),
  ).toEqual([
    [PRODUCTS.dynamicsSales.reportName, "SPO", "SharePoint", expect.any(Number), 6],
    [PRODUCTS.dynamicsSales.reportName, "CRM", "Microsoft Dynamics CRM", 6, 6],
    [PRODUCTS.businessCentral.reportName, "CRM", "Microsoft Dynamics CRM", 4, 4],
  ]);
  expect(new Set(dynamics.map(({ serviceName }) => serviceName))).toEqual(new Set(["Microsoft Dynamics"]));
  expect(rows.filter(({ workloadCode }) => workloadCode === "STREAM")).toMatchObject([
    { workloadName: "Stream", serviceCode: "o365", active: 8, licensesQualified: 26 },
  ]);
  expect(
    new Set(
      usage.map(({ serviceCode, workloadCode, workloadName }) => `${serviceCode} ${workloadCode} ${workloadName}`),
    ),
  ).toEqual(
    new Set([
      "o365 EXO Exchange",
      "o365 SPO SharePoint",
      "o365 TEAMS Microsoft Teams",
      "o365 YAMMER Yammer",
      "o365 PROPLUS Office ProPlus",
      "o365 STREAM Stream",
      "crm SPO SharePoint",
      "crm CRM Microsoft Dynamics CRM",
    ]),
  );
});

test("some customers have no row, and two are told of by nobody else", () => {
  const titles = [...portfolio.customers()].map(({ oddity }) => oddity.title);
  expect(titles.filter((title) => usageOf(title).length === 0)).toEqual(["nothing-sold", "single", "not-ready"]);
  expect(titles.filter((title) => deploymentOf(title).length === 0)).toEqual(["nothing-sold", "single", "not-ready"]);
  expect(usageOf("no-consent").length).toBeGreaterThan(0);
  expect(usageOf("no-permission").length).toBeGreaterThan(0);
});

test("one customer has more active licences than there are", () => {
  const rows = usageOf("not-ready-nested");
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every((row) => row.active === row.licensesQualified + 2)).toBe(true);
});

test("the older calls tell the same of one customer, without codes", async () => {
  for (const customer of portfolio.customers()) {
    const { title } = customer.oddity;
    const [deployed, used] = await Promise.all(
      ["deployment", "usage"].map(async (figure) => {
        const text = await rawText(await asUser(olderPath(customer, figure)));
        expect(text.startsWith("\uFEFF")).toBe(customer.number % 2 === 0);
        return OlderCollection.parse(jsonOf(text)).items;
      }),
    );
    expect(
      deployed?.map((row) => [
        row["productName"],
        row["serviceName"],
        row["channel"],
        row["licensesDeployed"],
        row["licensesSold"],
      ]),
    ).toEqual(
      deploymentOf(title).map((row) => [
        row.productName,
        row.serviceCode,
        row.channel,
        row.licensesDeployed,
        row.licensesSold,
      ]),
    );
    expect(
      used?.map((row) => [
        row["productName"],
        row["serviceName"],
        row["channel"],
        row["workloadName"],
        row["licensesActive"],
        row["licensesQualified"],
      ]),
    ).toEqual(
      usageOf(title).map((row) => [
        row.productName,
        row.serviceCode,
        row.channel,
        row.workloadName,
        row.active,
        row.licensesQualified,
      ]),
    );
    for (const row of [...(deployed ?? []), ...(used ?? [])]) {
      expect(row["customerName"]).toBe(customer.name);
      expect(Object.keys(row)).not.toEqual(expect.arrayContaining([expect.stringMatching(/Id$|Code$/)]));
    }
  }
});

const OlderCollection = Collection.omit({ links: true })
  .strict()
  .extend({ attributes: z.object({ objectType: z.literal("Collection") }) });

const itemsOf = async (title: string, figure: string) =>
  OlderCollection.parse(jsonOf(await rawText(await asUser(olderPath(portfolio.named(title), figure))))).items;

test("the older calls give per cent, and none of nothing", async () => {
  expect(await itemsOf("overdrawn", "deployment")).toMatchObject([
    {
      deploymentPercent: 133.3,
      processedDateTime: "2026-11-16T03:25:16.36+00:00",
      attributes: { objectType: "CustomerLicensesDeploymentInsights" },
    },
  ]);
  expect(await itemsOf("grace-only", "deployment")).toMatchObject([
    { deploymentPercent: 100 },
    { deploymentPercent: 0 },
  ]);
  expect((await itemsOf("overdrawn", "usage"))[0]).toMatchObject({
    usagePercent: 100,
    processedDateTime: "2026-11-16T00:00:00+00:00",
    attributes: { objectType: "CustomerLicensesUsageInsights" },
  });
});

test.each([
  ["not-a-guid", 400, "900118"],
  [crypto.randomUUID(), 404, "60003"],
])("the older calls refuse customer %s with %i", async (id, status, code) => {
  const response = await asUser(`/v1/customers/${id}/analytics/licenses/usage`);
  expect(response.status).toBe(status);
  expect(jsonOf(await rawText(response))).toMatchObject({ code });
});

test("the calls for the whole portfolio may be switched off", async () => {
  const { asUser: ask } = callerOf(customersOnly);
  for (const path of [DEPLOYMENT, USAGE]) {
    const response = await ask(path);
    expect(response.status).toBe(404);
    expect(jsonOf(await rawText(response))).toMatchObject({ code: "1000" });
  }
  const older = Collection.omit({ links: true }).parse(
    jsonOf(await rawText(await ask(olderPath(portfolio.named("plain"), "usage")))),
  );
  expect(older.items).toHaveLength(5);
});

test("all calls may be without a row", async () => {
  const { asUser: ask } = callerOf(empty);
  expect(await pagesFrom(DEPLOYMENT, empty, ask)).toMatchObject([{ rows: [], next: null, count: 0 }]);
  expect(await pagesFrom(USAGE, empty, ask)).toMatchObject([{ rows: [], next: null, count: 0 }]);
  for (const figure of ["deployment", "usage"]) {
    const response = await ask(olderPath(portfolio.named("plain"), figure));
    expect(jsonOf(await rawText(response))).toEqual({
      totalCount: 0,
      items: [],
      attributes: { objectType: "Collection" },
    });
  }
});

test("a large portfolio has large pages", async () => {
  const large = await startSimulatedMicrosoft({ today: TODAY, customers: 150 });
  const page = await pageAt(DEPLOYMENT, callerOf(large).asUser);
  await large.stop();
  expect(page.rows.length).toBeGreaterThan(150);
  expect(page.next).toBeNull();
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
