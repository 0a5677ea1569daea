import { expect, test } from "vitest";
import {
  directoryUsersPage,
  namesSettingIn,
  refusalCode,
  tenantSkusPage,
  tenantSubscriptionsPage,
} from "../../src/sources/graph-rows.ts";
import { fixtureJson } from "./fixture.ts";

const PARTNER = "aaaaaaaa-0000-4000-8000-000000000001";

test("tenantSkusPage() counts locked-out units with the suspended", () => {
  expect(tenantSkusPage(fixtureJson("graph-skus-locked-out.json"))).toEqual({
    rows: [
      {
        skuId: "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46",
        name: null,
        partNumber: "SPB",
        appliesTo: "user",
        units: { enabled: 20, warning: 5, suspended: 4 },
        assigned: 22,
        planIds: ["9aaf7827-d63c-4b61-89c3-182f06f82e5c"],
      },
      {
        skuId: "00000000-0000-4000-8000-000000000002",
        name: null,
        partNumber: null,
        appliesTo: "tenant",
        units: { enabled: 1, warning: 0, suspended: 0 },
        assigned: 0,
        planIds: [],
      },
    ],
    next: null,
  });
});

test("tenantSubscriptionsPage() tells ours from those of others and of nobody known", () => {
  const { rows } = tenantSubscriptionsPage(fixtureJson("graph-subscriptions-every-owner.json"), PARTNER);
  expect(
    rows.map(({ commerceId, soldByUs, state, isTrial, renewsOn }) => [commerceId, soldByUs, state, isTrial, renewsOn]),
  ).toEqual([
    ["0d0d0d0d-1e1e-4f2f-8a3a-4b4b4b4b4b4b", true, "active", false, "2027-06-01"],
    ["old-name", false, "grace", true, null],
    [null, null, "suspended", false, null],
    [null, null, "suspended", false, null],
    [null, null, "ended", false, null],
  ]);
});

test("tenantSubscriptionsPage() does not know who sold where it is not known who we are", () => {
  const { rows } = tenantSubscriptionsPage(fixtureJson("graph-subscriptions-every-owner.json"), null);
  expect(rows.map(({ soldByUs }) => soldByUs)).toEqual([null, null, null, null, null]);
});

test("directoryUsersPage() tells what each user holds, whatever is left out", () => {
  const { rows } = directoryUsersPage(fixtureJson("graph-users-fields-missing.json"));
  const licence = { skuId: "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", disabledPlans: [] as string[] };
  const switchedOff = { ...licence, disabledPlans: ["7547a3fe-08ee-4ccb-b430-5077c5041653"] };
  expect(rows).toEqual([
    { name: "ada@fabrikam.example", holding: { licences: [switchedOff], isGuest: false, isBlocked: false } },
    { name: "bob@fabrikam.example", holding: { licences: [licence], isGuest: false, isBlocked: true } },
    {
      name: "cem_elsewhere.example#EXT#@fabrikam.example",
      holding: { licences: [], isGuest: true, isBlocked: false },
    },
    { name: "dee@fabrikam.example", holding: { licences: [licence], isGuest: false, isBlocked: false } },
    { name: "eve@fabrikam.example", holding: { licences: [], isGuest: false, isBlocked: false } },
    { name: "", holding: { licences: [], isGuest: false, isBlocked: false } },
  ]);
});

test("directoryUsersPage() refuses a licence without a product: it would pass as none", () => {
  const body = { value: [{ userPrincipalName: "ada@fabrikam.example", assignedLicenses: [{ skuId: "SPB" }] }] };
  expect(() => directoryUsersPage(body)).toThrow("something else than expected in assignedLicenses.0.skuId");
});

test.each([
  [
    "wrapped",
    { value: { "@odata.type": "#microsoft.graph.adminReportSettings", displayConcealedNames: true } },
    "concealed",
  ],
  ["wrapped", { value: { displayConcealedNames: false } }, "clear"],
  ["bare", { "@odata.context": "…", displayConcealedNames: true }, "concealed"],
  ["bare", { displayConcealedNames: false }, "clear"],
])("namesSettingIn() reads a setting that comes %s: %j", (_, body, setting) => {
  expect(namesSettingIn(body)).toBe(setting);
});

test.each([{}, { displayConcealedNames: null }, { value: {} }, null])(
  "namesSettingIn() makes nothing up of %j",
  (body) => {
    expect(() => namesSettingIn(body)).toThrow("Microsoft Graph answered something else than expected");
  },
);

test("a page tells where the next one is", () => {
  const page = tenantSkusPage({ value: [], "@odata.nextLink": "https://graph.microsoft.com/v1.0/next" });
  expect(page.next).toBe("https://graph.microsoft.com/v1.0/next");
});

test.each([
  ["no list", {}, "value"],
  [
    "no units",
    { value: [{ skuId: "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", consumedUnits: 1, prepaidUnits: null }] },
    "prepaidUnits",
  ],
  ["a product without an id", { value: [{ skuId: "SPB" }] }, "skuId"],
])("tenantSkusPage() refuses %s: it would pass as zero", (_, body, member) => {
  expect(() => tenantSkusPage(body)).toThrow(`Microsoft Graph answered something else than expected in ${member}`);
});

test.each([
  ["a plain one", { error: { code: "UnknownTenantId", message: "…" } }, "UnknownTenantId"],
  [
    "one inside another",
    { error: { code: "UnknownError", message: '{"error":{"code":"UnknownTenantId","message":"…"}}' } },
    "UnknownTenantId",
  ],
  ["one with other words inside", { error: { code: "UnknownError", message: "try later" } }, "UnknownError"],
  ["a sentence", { error: { code: "no such tenant" } }, null],
  ["no body", null, null],
])("refusalCode() reads %s", (_, body, code) => {
  expect(refusalCode(body)).toBe(code);
});
