import { expect, test } from "vitest";
import { entitlements } from "../../src/domain/entitlement.ts";
import { SkuId } from "../../src/domain/ids.ts";
import { licences, product, skuId } from "../support/make.ts";

const BUSINESS_PREMIUM = SkuId.parse("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46");
const TEAMS_ROOMS_BASIC = SkuId.parse("6af4b3d6-14bb-4a2a-960c-6c902aad34f3");
const PAID = product({ skuId: skuId(1), name: "Contoso Suite", workloads: ["exchange", "teams"] });
const GRACE = product({
  skuId: skuId(2),
  name: "Contoso Chat",
  seats: { active: 0, grace: 5, suspended: 0, trial: 0 },
  workloads: ["teams", "yammer"],
});

test("entitlements() give the best standing in each workload, and each product its own", () => {
  const entitlementOf = entitlements(licences({ products: [PAID, GRACE] }));
  expect(entitlementOf("CONTOSO CHAT+CONTOSO SUITE")).toEqual({
    standings: { exchange: "paid", teams: "paid", yammer: "grace" },
    products: [
      { product: GRACE, standing: "grace" },
      { product: PAID, standing: "paid" },
    ],
    isJoined: true,
    isDevice: false,
  });
});

test("entitlements() join by the catalogue's names where the tenant has none of its own", () => {
  const entitlementOf = entitlements(licences({ products: [product({ skuId: BUSINESS_PREMIUM, name: null })] }));
  expect(entitlementOf("MICROSOFT 365 BUSINESS PREMIUM")).toMatchObject({
    products: [{ product: { skuId: BUSINESS_PREMIUM } }],
    isJoined: true,
  });
});

test.each([
  ["a name that no product of the customer has", "CONTOSO SUITE+FABRIKAM UNKNOWN"],
  ["a product that the customer does not have", "CONTOSO SUITE+MICROSOFT 365 E3"],
])("entitlements() are not joined by %s, and keep what is", (_, assignedProducts) => {
  expect(entitlements(licences({ products: [PAID] }))(assignedProducts)).toMatchObject({
    standings: { exchange: "paid", teams: "paid" },
    products: [{ product: PAID }],
    isJoined: false,
  });
});

test("entitlements() do not guess between two products of one name", () => {
  const twins = licences({ products: [PAID, { ...PAID, skuId: skuId(3) }] });
  expect(entitlements(twins)("CONTOSO SUITE")).toEqual({
    standings: {},
    products: [],
    isJoined: false,
    isDevice: false,
  });
});

test("entitlements() give nothing through a product for the tenant, though it is joined", () => {
  const entitlementOf = entitlements(licences({ products: [{ ...PAID, appliesTo: "tenant" }] }));
  expect(entitlementOf("CONTOSO SUITE")).toEqual({ standings: {}, products: [], isJoined: true, isDevice: false });
});

test("entitlements() of no products are joined, and empty", () => {
  expect(entitlements(licences())("")).toEqual({ standings: {}, products: [], isJoined: true, isDevice: false });
});

test.each([
  ["in two spellings", "CONTOSO SUITE+Contoso Suite"],
  ["by the tenant's name and the catalogue's", "CONTOSO SUITE+MICROSOFT 365 BUSINESS PREMIUM"],
])("entitlements() hold a product once, though it is named twice, %s", (_, assignedProducts) => {
  const renamed = { ...PAID, skuId: BUSINESS_PREMIUM };
  expect(entitlements(licences({ products: [renamed] }))(assignedProducts)).toMatchObject({
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
  expect(known.map((each) => entitlements(each)(assignedProducts).isDevice)).toEqual([isDevice, isDevice, isDevice]);
});

test("entitlements() without licences join nothing", () => {
  expect(entitlements(null)("CONTOSO SUITE")).toEqual({
    standings: {},
    products: [],
    isJoined: false,
    isDevice: false,
  });
});

test("entitlements() say the same of the same products, however many other combinations came between", () => {
  const entitlementOf = entitlements(licences({ products: [PAID, GRACE] }));
  const first = entitlementOf("CONTOSO SUITE");
  for (let number = 0; number < 10_100; number += 1) entitlementOf(`FABRIKAM ${number}`);
  expect([entitlementOf("CONTOSO SUITE"), entitlementOf("FABRIKAM 10099").isJoined]).toEqual([first, false]);
});
