import { expect, test } from "vitest";
import type { Exclusion } from "../../src/domain/exclusion.ts";
import { SkuId } from "../../src/domain/ids.ts";
import { exclusionsTable } from "../../src/storage/exclusions.ts";
import { freshTable } from "../support/azurite.ts";
import { customerId, NIGHT, skuId } from "../support/make.ts";

const CUSTOMER: Exclusion = {
  kind: "customer",
  customerId: customerId(1),
  reason: "O'Brien & שלום 🙂: a test tenant",
  until: NIGHT,
};
const PRODUCT: Exclusion = { kind: "product", skuId: skuId(1), reason: "Donated", until: null };

test("save() and all() round-trip, customers first, each kind by id", async () => {
  const exclusions = exclusionsTable(await freshTable());
  const laterCustomer: Exclusion = { ...CUSTOMER, customerId: customerId(2) };
  const laterProduct: Exclusion = { ...PRODUCT, skuId: skuId(2), until: NIGHT };
  for (const one of [laterProduct, laterCustomer, PRODUCT, CUSTOMER]) await exclusions.save(one);
  expect(await exclusions.all()).toEqual([CUSTOMER, laterCustomer, PRODUCT, laterProduct]);
});

test("save() again is one row, of which nothing earlier is left", async () => {
  const exclusions = exclusionsTable(await freshTable());
  const forGood = { ...CUSTOMER, reason: "A test tenant for good", until: null };
  for (const one of [CUSTOMER, CUSTOMER, forGood]) await exclusions.save(one);
  expect(await exclusions.all()).toEqual([forGood]);
});

test("remove() takes that one away, and tells whether there was one", async () => {
  const exclusions = exclusionsTable(await freshTable());
  for (const one of [CUSTOMER, PRODUCT]) await exclusions.save(one);
  expect(await exclusions.remove({ kind: "customer", customerId: customerId(2) })).toBe(false);
  expect(await exclusions.remove({ kind: "customer", customerId: customerId(1) })).toBe(true);
  expect(await exclusions.remove({ kind: "customer", customerId: customerId(1) })).toBe(false);
  expect(await exclusions.all()).toEqual([PRODUCT]);
});

test("a customer is not taken for a product of the same id", async () => {
  const exclusions = exclusionsTable(await freshTable());
  const namesake: Exclusion = { ...PRODUCT, skuId: SkuId.parse(CUSTOMER.customerId) };
  for (const one of [CUSTOMER, namesake]) await exclusions.save(one);
  expect(await exclusions.all()).toEqual([CUSTOMER, namesake]);
  expect(await exclusions.remove({ kind: "customer", customerId: CUSTOMER.customerId })).toBe(true);
  expect(await exclusions.all()).toEqual([namesake]);
});

test("all() fails where storage does, and is not empty", async () => {
  const table = await freshTable();
  const exclusions = exclusionsTable(table);
  await table.deleteTable();
  await expect(exclusions.all()).rejects.toMatchObject({ statusCode: 404 });
});

test("all() reads beyond one page of the table", async () => {
  const table = await freshTable();
  const exclusions = exclusionsTable(table);
  const many = Array.from({ length: 1_010 }, (_, number): Exclusion => ({
    ...CUSTOMER,
    customerId: customerId(number),
  }));
  for (let first = 0; first < many.length; first += 100) {
    await Promise.all(many.slice(first, first + 100).map((one) => exclusions.save(one)));
  }
  expect(await exclusions.all()).toEqual(many);
});
