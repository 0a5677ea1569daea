import { expect, test } from "vitest";
import {
  customersPage,
  isForUsersAlone,
  ownSalesPage,
  partnerCenterSkus,
  refusalCode,
  rowsPage,
} from "../../src/sources/partner-center-rows.ts";
import { fixtureJson } from "./fixture.ts";

test("customersPage() has those we sell to, in lower case, and where to go on", () => {
  expect(customersPage(fixtureJson("customers-page-with-next.json"))).toEqual({
    rows: [
      {
        customerId: "1b0c3a52-8f0e-4c55-9b51-0d6f1f3c7a10",
        name: "Adatum Bakery",
        domain: "adatumbakery.example",
      },
      { customerId: "88d2a9fe-2a5e-4b0b-8c0e-5c1b7a90e003", name: "", domain: null },
    ],
    next: { uri: "/customers?seekOperation=Next", headers: { "MS-ContinuationToken": "bWFkZS11cA==" } },
  });
});

test.each([
  ["no list", {}, "items"],
  ["an error", { code: 2000, description: "…" }, "items"],
  ["a customer without an id", { items: [{ relationshipToPartner: "reseller" }] }, "id"],
  [
    "a header that is none",
    { items: [], links: { next: { uri: "/", headers: [{ key: "A", value: "1\r\nHost: evil" }] } } },
    "links.next.headers.0.value",
  ],
])("customersPage() refuses %s and names the member", (_, body, member) => {
  expect(() => customersPage(body)).toThrow(`Partner Center answered something else than expected in ${member}`);
});

test("ownSalesPage() has what is sold by the seat, in every state", () => {
  const { rows } = ownSalesPage(fixtureJson("subscriptions-every-state.json"));
  expect(
    rows.map(({ commerceId, seats, state, isTrial, renewsOn }) => [commerceId, seats, state, isTrial, renewsOn]),
  ).toEqual([
    ["4f26a5ca-c468-4715-8fc5-a14f28bcc29b", 40, "active", false, "2027-02-02"],
    ["expired", 5, "grace", false, "2026-11-02"],
    ["suspended", 4, "suspended", false, null],
    ["disabled", 3, "suspended", false, null],
    ["deleted", 2, "ended", false, null],
    ["invented", 1, null, false, null],
    ["integers", 6, "grace", true, null],
    ["old", 7, "active", false, null],
  ]);
  expect(rows.at(-1)?.offerName).toBe("");
});

test("ownSalesPage() refuses seats that are no number: they would pass as none", () => {
  const body = { items: [{ id: "1", quantity: "many", unitType: "Licenses", status: "active" }] };
  expect(() => ownSalesPage(body)).toThrow("quantity");
});

test("partnerCenterSkus() reads products of users and of the tenant", () => {
  expect(partnerCenterSkus(fixtureJson("partner-center-skus-tenant-level.json"))).toEqual([
    {
      skuId: "f245ecc8-75af-4f8e-b61f-27d8114de5f3",
      name: "Microsoft 365 Business Standard",
      partNumber: "O365_BUSINESS_PREMIUM",
      appliesTo: "user",
      units: { enabled: 40, warning: 5, suspended: 2 },
      assigned: 31,
      planIds: ["9aaf7827-d63c-4b61-89c3-182f06f82e5c"],
    },
    {
      skuId: "00000000-0000-4000-8000-000000000002",
      name: "Serves the whole tenant",
      partNumber: "WHOLE_TENANT",
      appliesTo: "tenant",
      units: { enabled: 1, warning: 0, suspended: 0 },
      assigned: 0,
      planIds: [],
    },
  ]);
});

test.each([
  ["a text", { code: "20002", description: "…" }, "20002"],
  ["a number", { code: 900421 }, "900421"],
  ["a gateway's answer", { statusCode: 429, message: "Rate limit is exceeded." }, null],
  ["no body", null, null],
  ["a code that is a sentence", { code: "Ada may not" }, null],
])("refusalCode() of %s", (_, body, code) => {
  expect(refusalCode(body)).toBe(code);
});

test("rowsPage() has the rows as they came, and where to go on", () => {
  const next = { uri: "/customers/1/x?seekOperation=Next", headers: [{ key: "MS-ContinuationToken", value: "one" }] };
  expect(rowsPage({ items: [{ a: 1 }, null], links: { next } })).toEqual({
    rows: [{ a: 1 }, null],
    next: { uri: next.uri, headers: { "MS-ContinuationToken": "one" } },
  });
});

test.each([
  [
    "in its description",
    { code: 900150, description: "This resource can't be accessed by application credentials." },
    true,
  ],
  ["in another member", { message: "It cannot be accessed By Application Credentials" }, true],
  ["nowhere", { code: 900150, description: "The supplied role does not have the rights." }, false],
  ["without a body", null, false],
])("isForUsersAlone() when it is said %s", (_, body, expected) => {
  expect(isForUsersAlone(body)).toBe(expected);
});
