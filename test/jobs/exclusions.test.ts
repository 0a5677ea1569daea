import { expect, test } from "vitest";
import { addDays } from "../../src/domain/day.ts";
import type { Exclusion } from "../../src/domain/exclusion.ts";
import { exclude, listedExclusions, takeBack } from "../../src/jobs/exclusions.ts";
import { exclusionsTable } from "../../src/storage/exclusions.ts";
import { freshTable } from "../support/azurite.ts";
import { customerId, NIGHT, skuId } from "../support/make.ts";

const freshParts = async () => ({ exclusions: exclusionsTable(await freshTable()) });

const CUSTOMER: Exclusion = { kind: "customer", customerId: customerId(1), reason: "A charity", until: NIGHT };

test("exclude() takes today as the last night, and says from when on it counts", async () => {
  const parts = await freshParts();
  const answer = await exclude(parts, CUSTOMER, NIGHT);
  expect(answer).toEqual({ ...CUSTOMER, isInForce: true, effect: answer.effect });
  expect(answer.effect).toContain("from the next run on");
  expect(await parts.exclusions.all()).toEqual([CUSTOMER]);
});

test("exclude() refuses a last night before today, says which day it is, and keeps what there was", async () => {
  const parts = await freshParts();
  await exclude(parts, CUSTOMER, NIGHT);
  const message = `must be today, ${addDays(NIGHT, 1)} in UTC, or a later day`;
  await expect(exclude(parts, { ...CUSTOMER, reason: "Gone" }, addDays(NIGHT, 1))).rejects.toMatchObject({
    code: "invalid_request",
    message: `"until" ${message}`,
    fields: [{ pointer: "/until", message }],
  });
  expect(await parts.exclusions.all()).toEqual([CUSTOMER]);
});

test("listedExclusions() keeps those that have run out, and says so", async () => {
  const parts = await freshParts();
  await exclude(parts, CUSTOMER, NIGHT);
  expect(await listedExclusions(parts, NIGHT)).toEqual([{ ...CUSTOMER, isInForce: true }]);
  expect(await listedExclusions(parts, addDays(NIGHT, 1))).toEqual([{ ...CUSTOMER, isInForce: false }]);
});

test.each([
  [{ kind: "customer", customerId: customerId(1) } as const, `Customer "${customerId(1)}" is not excluded`],
  [{ kind: "product", skuId: skuId(1) } as const, `Product "${skuId(1)}" is not excluded`],
])("takeBack() ends an exclusion once: %o", async (excluded, message) => {
  const parts = await freshParts();
  await exclude(parts, { ...excluded, reason: "A charity", until: null }, NIGHT);
  await takeBack(parts, excluded);
  expect(await parts.exclusions.all()).toEqual([]);
  await expect(takeBack(parts, excluded)).rejects.toMatchObject({ code: "exclusion_not_found", message });
});
