import { expect, test } from "vitest";
import { entitlements, NOTHING_KNOWN } from "../../src/domain/entitlement.ts";
import type { Holding, PlansBySku } from "../../src/domain/holding.ts";
import { SkuId } from "../../src/domain/ids.ts";
import { licences, product, skuId } from "../support/make.ts";

const BUSINESS_PREMIUM = SkuId.parse("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46");
const TEAMS_ROOMS_BASIC = SkuId.parse("6af4b3d6-14bb-4a2a-960c-6c902aad34f3");
const NO_PLANS: PlansBySku = new Map();
const PAID = product({ skuId: skuId(1), name: "Contoso Suite", workloads: ["exchange", "teams"] });
const GRACE = product({
  skuId: skuId(2),
  name: "Contoso Chat",
  seats: { active: 0, grace: 5, suspended: 0, trial: 0 },
  workloads: ["teams", "yammer"],
});

test("entitlements() give the best standing in each workload, and each product its own", () => {
  const { named } = entitlements(licences({ products: [PAID, GRACE] }), NO_PLANS);
  expect(named("CONTOSO CHAT+CONTOSO SUITE")).toEqual({
    standings: { exchange: "paid", teams: "paid", yammer: "grace" },
    products: [
      { product: GRACE, standing: "grace", workloads: GRACE.workloads },
      { product: PAID, standing: "paid", workloads: PAID.workloads },
    ],
    isJoined: true,
    vouchedFor: [],
    isDevice: false,
  });
});

test("entitlements() join by the catalogue's names where the tenant has none of its own", () => {
  const { named } = entitlements(licences({ products: [product({ skuId: BUSINESS_PREMIUM, name: null })] }), NO_PLANS);
  expect(named("MICROSOFT 365 BUSINESS PREMIUM")).toMatchObject({
    products: [{ product: { skuId: BUSINESS_PREMIUM } }],
    isJoined: true,
  });
});

test.each([
  ["a name that no product of the customer has", "CONTOSO SUITE+FABRIKAM UNKNOWN"],
  ["a product that the customer does not have", "CONTOSO SUITE+MICROSOFT 365 E3"],
])("entitlements() are not joined by %s, and keep what is", (_, assignedProducts) => {
  expect(entitlements(licences({ products: [PAID] }), NO_PLANS).named(assignedProducts)).toMatchObject({
    standings: { exchange: "paid", teams: "paid" },
    products: [{ product: PAID }],
    isJoined: false,
  });
});

test("entitlements() do not guess between two products of one name", () => {
  const twins = licences({ products: [PAID, { ...PAID, skuId: skuId(3) }] });
  expect(entitlements(twins, NO_PLANS).named("CONTOSO SUITE")).toEqual(NOTHING_KNOWN);
});

test("entitlements() give nothing through a product for the tenant, though it is joined", () => {
  const { named } = entitlements(licences({ products: [{ ...PAID, appliesTo: "tenant" }] }), NO_PLANS);
  expect(named("CONTOSO SUITE")).toEqual({ ...NOTHING_KNOWN, isJoined: true });
});

test("entitlements() of no products are joined, and empty", () => {
  expect(entitlements(licences(), NO_PLANS).named("")).toEqual({ ...NOTHING_KNOWN, isJoined: true });
});

test.each([
  ["in two spellings", "CONTOSO SUITE+Contoso Suite"],
  ["by the tenant's name and the catalogue's", "CONTOSO SUITE+MICROSOFT 365 BUSINESS PREMIUM"],
])("entitlements() hold a product once, though it is named twice, %s", (_, assignedProducts) => {
  const renamed = { ...PAID, skuId: BUSINESS_PREMIUM };
  expect(entitlements(licences({ products: [renamed] }), NO_PLANS).named(assignedProducts)).toMatchObject({
    products: [{ product: renamed, standing: "paid" }],
    isJoined: true,
  });
});

test.each([
  ["a device product alone", "MICROSOFT TEAMS ROOMS BASIC", true],
  ["a device product beside a person's", "MICROSOFT TEAMS ROOMS BASIC+CONTOSO SUITE", false],
  ["a device product beside one that nobody knows", "MICROSOFT TEAMS ROOMS BASIC+FABRIKAM UNKNOWN", false],
  ["no product", "", false],
])("entitlements() tell a room from a person by %s, whatever is known of licences", (_, assignedProducts, isDevice) => {
  const rooms = product({ skuId: TEAMS_ROOMS_BASIC, name: null, workloads: [] });
  const known = [licences({ products: [PAID, rooms] }), licences({ products: [PAID] }), null];
  expect(known.map((each) => entitlements(each, NO_PLANS).named(assignedProducts).isDevice)).toEqual([
    isDevice,
    isDevice,
    isDevice,
  ]);
});

test("entitlements() without licences join nothing", () => {
  expect(entitlements(null, NO_PLANS).named("CONTOSO SUITE")).toEqual(NOTHING_KNOWN);
});

test("entitlements() say the same of the same products, however many other combinations came between", () => {
  const { named } = entitlements(licences({ products: [PAID, GRACE] }), NO_PLANS);
  const first = named("CONTOSO SUITE");
  for (let number = 0; number < 10_100; number += 1) named(`FABRIKAM ${number}`);
  expect([named("CONTOSO SUITE"), named("FABRIKAM 10099").isJoined]).toEqual([first, false]);
});

const YAMMER_ENTERPRISE = "7547a3fe-08ee-4ccb-b430-5077c5041653";
const VIVA_ENGAGE = "a82fbf69-b4d7-49f4-83a6-915b2cf354f4";
const TEAMS = "57ff2da0-773e-42df-b2af-ffb7a2317929";

const holding = (...licencesHeld: Holding["licences"]): Holding => ({
  licences: licencesHeld,
  isGuest: false,
  isBlocked: false,
});

test("entitlements() held are told by id, with the best standing in each workload", () => {
  const { held } = entitlements(licences({ products: [PAID, GRACE] }), NO_PLANS);
  const both = holding({ skuId: PAID.skuId, disabledPlans: [] }, { skuId: GRACE.skuId, disabledPlans: [] });
  expect(held(both)).toMatchObject({
    standings: { exchange: "paid", teams: "paid", yammer: "grace" },
    isJoined: true,
    vouchedFor: [],
  });
});

test("entitlements() held lack a workload whose plans are switched off, and keep one that has a plan left", () => {
  const chat = product({ skuId: skuId(4), workloads: ["teams", "yammer"] });
  const plans: PlansBySku = new Map([[chat.skuId, [TEAMS, YAMMER_ENTERPRISE, VIVA_ENGAGE]]]);
  const { held } = entitlements(licences({ products: [chat] }), plans);
  const without = (...disabledPlans: string[]) => held(holding({ skuId: chat.skuId, disabledPlans })).standings;
  expect(without(YAMMER_ENTERPRISE.toUpperCase())).toEqual({ teams: "paid", yammer: "paid" });
  expect(without(YAMMER_ENTERPRISE, VIVA_ENGAGE)).toEqual({ teams: "paid" });
  expect(without("00000000-0000-4000-8000-000000000000")).toEqual({ teams: "paid", yammer: "paid" });
});

test("entitlements() held lose a workload with any plan of it, where nobody lists the product's plans", () => {
  const chat = product({ skuId: skuId(4), workloads: ["teams", "yammer"] });
  const { held } = entitlements(licences({ products: [chat] }), NO_PLANS);
  expect(held(holding({ skuId: chat.skuId, disabledPlans: [VIVA_ENGAGE] })).standings).toEqual({ teams: "paid" });
});

test("entitlements() held through a product whose seats are not known are vouched for by the directory", () => {
  const { held } = entitlements(null, NO_PLANS);
  expect(held(holding({ skuId: BUSINESS_PREMIUM, disabledPlans: [] }))).toMatchObject({
    standings: {},
    isJoined: false,
    vouchedFor: ["exchange", "sharepoint", "teams", "yammer", "officeApps"],
  });
});

test("entitlements() held of a room are nobody's", () => {
  const { held } = entitlements(licences({ products: [PAID] }), NO_PLANS);
  expect(held(holding({ skuId: TEAMS_ROOMS_BASIC, disabledPlans: [] })).isDevice).toBe(true);
  expect(held(holding()).isDevice).toBe(false);
});
