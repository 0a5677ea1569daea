import { expect, test } from "vitest";
import { CustomerId, ExportId, RunId, SkuId } from "../../src/domain/ids.ts";

const ID = "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46";

test.each([
  ["CustomerId", CustomerId],
  ["SkuId", SkuId],
  ["ExportId", ExportId],
])("%s is the same in any case, so that sources join", (_, Id) => {
  expect([Id.parse(ID), Id.parse(ID.toUpperCase()), Id.parse(` ${ID} `)]).toEqual([ID, ID, ID]);
});

test.each([
  ["CustomerId", CustomerId],
  ["SkuId", SkuId],
  ["ExportId", ExportId],
])("%s refuses what is no GUID, and what would reach another key", (_, Id) => {
  for (const text of ["", "contoso.onmicrosoft.com", `${ID}/x`, ID.slice(1), `{${ID}}`]) {
    expect(Id.safeParse(text).success).toBe(false);
  }
});

test.each(["20261124-nightly", "20261124-093012-7f3a"])("RunId takes %s", (text) => {
  expect(RunId.parse(text)).toBe(text);
});

test.each([
  "",
  "nightly",
  "20261124",
  "20261124-",
  "2026-11-24-nightly",
  "20261124-Nightly",
  "20261124-a/b",
  "20261124-x\n",
])("RunId refuses %j", (text) => {
  expect(RunId.safeParse(text).success).toBe(false);
});
