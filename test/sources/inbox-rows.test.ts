import { expect, test } from "vitest";
import { z } from "zod";
import { CustomerId } from "../../src/domain/ids.ts";
import { csvContent, type InboxContent, type InboxOwner, jsonContent } from "../../src/sources/inbox-rows.ts";
import { rowsPage } from "../../src/sources/partner-center-rows.ts";
import { fixtureJson } from "./fixture.ts";
import { ACTIVE_USER_HEADERS } from "./report-text.ts";

const OWNER: InboxOwner = {
  customerId: CustomerId.parse("1b0c3a52-8f0e-4c55-9b51-0d6f1f3c7a10"),
  partnerTenantId: null,
};

const [OLDER_ROW] = z.array(z.looseObject({})).parse(rowsPage(fixtureJson("customer-deployment-older.json")).rows);
const ANALYTICS_ROWS = z
  .object({ Value: z.array(z.unknown()) })
  .parse(fixtureJson("analytics-deployment-page.json")).Value;

const APPS_HEADERS = ["Report Refresh Date", "User Principal Name", "Last Activation Date", "Last Activity Date"];

test.each([
  ["active users", ACTIVE_USER_HEADERS, { kind: "activeUsers", day: "2026-11-20" }],
  [
    "active users, in other letters",
    ACTIVE_USER_HEADERS.map((name) => ` ${name.toUpperCase()}`),
    { kind: "activeUsers", day: "2026-11-20" },
  ],
  ["Microsoft 365 Apps", APPS_HEADERS, { kind: "apps", day: "2026-11-20" }],
  ["tickets", ["Tenant ID", " Opened On", "TICKETS"], { kind: "tickets" }],
  ["tickets, beside people", ["customer", "date", "count", "User Principal Name"], { kind: "tickets" }],
])("csvContent() knows %s", (_, header, content) => {
  expect(csvContent(header, ["2026-11-20T00:00:00"])).toEqual(content);
});

test("csvContent() knows no day where there is none", () => {
  expect(csvContent(APPS_HEADERS, [])).toEqual({ kind: "apps", day: null });
  expect(csvContent(APPS_HEADERS, ["11/20/2026"])).toEqual({ kind: "apps", day: null });
});

test.each([
  ["another usage report", ["Report Refresh Date", "User Principal Name", "Send Count"], "another usage report"],
  ["a list of users", ["User principal name", "Display name", "Licenses"], "list of users"],
  ["what Excel makes of a report", ["Report Refresh Date;User Principal Name;Is Deleted"], "semicolons"],
  ["anything else", ["Article", "Price"], "no table of a known kind"],
])("csvContent() does not use %s, and says so", (_, header, reason) => {
  expect(reasonOf(csvContent(header, []))).toContain(reason === "no table of a known kind" ? "not a table" : reason);
});

test.each([
  ["products of Graph", "graph-skus-locked-out.json", "skus"],
  ["products of Partner Center", "partner-center-skus-tenant-level.json", "skus"],
  ["purchases of Graph", "graph-subscriptions-every-owner.json", "subscriptions"],
  ["sales of Partner Center", "subscriptions-every-state.json", "ownSales"],
])("jsonContent() knows %s", (_, fixture, kind) => {
  expect(jsonContent(fixtureJson(fixture), OWNER).kind).toBe(kind);
});

test("jsonContent() knows a bare list by its rows", () => {
  const row = { skuId: "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", status: "Enabled", totalLicenses: 25 };
  expect(jsonContent([row], OWNER).kind).toBe("subscriptions");
});

test.each([
  [
    { name: "Fabrikam", domain: "fabrikam.example" },
    { kind: "customer", name: "Fabrikam", domain: "fabrikam.example" },
  ],
  [
    { name: " Fabrikam ", domain: null },
    { kind: "customer", name: "Fabrikam", domain: null },
  ],
  [{ name: "x".repeat(256) }, { kind: "customer", name: "x".repeat(256), domain: null }],
])("jsonContent() knows the customer's name in %j", (body, content) => {
  expect(jsonContent(body, OWNER)).toEqual(content);
});

test("jsonContent() reads Partner Center's own figures of this customer, by the names of its rows", () => {
  expect(jsonContent(fixtureJson("customer-deployment-older.json"), OWNER)).toEqual({
    kind: "deployment",
    deployment: {
      asOf: "2026-11-14",
      products: [{ skuId: null, name: "EXCHANGE ONLINE (PLAN 1)", asOf: "2026-11-14", deployed: 6, sold: 8 }],
    },
  });
  expect(jsonContent(fixtureJson("customer-usage-older.json"), OWNER)).toMatchObject({
    kind: "usage",
    usage: { asOf: "2026-11-09", workloads: [{ workload: "exchange" }, { workload: "other:crm/SharePoint" }] },
  });
});

test.each([
  ["names this customer", [{ ...OLDER_ROW, customerId: OWNER.customerId.toUpperCase() }]],
  ["is of the newer calls, and of this customer alone", ANALYTICS_ROWS.slice(0, 3)],
])("jsonContent() reads a list that %s", (_, rows) => {
  expect(jsonContent(rows, OWNER).kind).toBe("deployment");
});

test("jsonContent() is loud about figures of another shape than the first one's", () => {
  expect(() => jsonContent({ items: [OLDER_ROW, { ...OLDER_ROW, licensesSold: null }] }, OWNER)).toThrow(
    "Partner Center answered something else than expected in licensesSold",
  );
});

test.each([
  ["an empty list", { value: [] }, "empty list"],
  ["an empty bare list", [], "empty list"],
  [
    "one page of Graph",
    { value: [{}], "@odata.nextLink": "https://graph.microsoft.com/next" },
    "first page of several",
  ],
  ["one page of Partner Center", { items: [{}], links: { next: { uri: "/next" } } }, "first page of several"],
  ["users of Partner Center", { items: [{ id: "1", userPrincipalName: "ada@fabrikam.example" }] }, "list of users"],
  ["deployment of the whole portfolio", { items: [{ licensesSold: 343, serviceName: "crm" }] }, "licence insights"],
  ["usage of the whole portfolio", { items: [{ workloadName: "Exchange", serviceName: "o365" }] }, "licence insights"],
  ["usage by codes alone", { items: [{ workloadCode: "EXO", serviceCode: "o365" }] }, "licence insights"],
  ["Microsoft's sample of deployment", fixtureJson("partner-deployment-prorated.json"), "over all customers"],
  ["Microsoft's sample of usage", fixtureJson("partner-usage-prorated.json"), "over all customers"],
  ["figures of several customers", ANALYTICS_ROWS, "licence insights of other customers"],
  ["figures of another customer", [{ ...OLDER_ROW, customerId: "another" }], "licence insights of other customers"],
  ["a list of anything", { value: [{ id: 1 }] }, "list of no known kind"],
  ["a list of no rows", { value: [1] }, "list of no known kind"],
  ["a refusal", { error: { code: "Forbidden" } }, "JSON of no known kind"],
  ["a name that is none", { name: " " }, "is not the customer's own file"],
  ["a name without end", { name: "x".repeat(257) }, "is not the customer's own file"],
  ["a name that is no text", { name: 7 }, "is not the customer's own file"],
  ["a domain that is none", { name: "Fabrikam", domain: "ada@fabrikam.example" }, "is not the customer's own file"],
  ["an empty domain", { name: "Fabrikam", domain: "" }, "is not the customer's own file"],
  ["the claims of a token", { aud: "https://graph.microsoft.com", name: "Ada" }, "is not the customer's own file"],
  ["an export of a person", { name: "Ada", mail: "ada@fabrikam.example" }, "is not the customer's own file"],
  ["a text", "name", "JSON of no known kind"],
])("jsonContent() does not use %s, and says so", (_, body, reason) => {
  expect(reasonOf(jsonContent(body, OWNER))).toContain(reason);
});

function reasonOf(content: InboxContent): string {
  return content.kind === "unused" ? content.reason : content.kind;
}
