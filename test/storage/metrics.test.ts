import { expect, test } from "vitest";
import { addDays } from "../../src/domain/day.ts";
import { RunId } from "../../src/domain/ids.ts";
import { metricsKey } from "../../src/storage/keys.ts";
import { metricsTable } from "../../src/storage/metrics.ts";
import { freshTable } from "../support/azurite.ts";
import { customer, customerId, insight, NIGHT, RUN_ID } from "../support/make.ts";

const insightOf = (number: number) => insight({ customer: customer({ customerId: customerId(number) }) });

test("saveAll() and find() round-trip, beyond one transaction", async () => {
  const table = metricsTable(await freshTable());
  const rows = Array.from({ length: 230 }, (_, index) => insightOf(index));
  await table.saveAll(rows);
  expect(await table.find(customerId(229), NIGHT, RUN_ID)).toEqual(rows[229]);
});

test("find() never sees the rows of another run, and is null for a stranger", async () => {
  const table = metricsTable(await freshTable());
  await table.saveAll([insightOf(1)]);
  expect(await table.find(customerId(1), NIGHT, RunId.parse("20261122-120000-ab12"))).toBeNull();
  expect(await table.find(customerId(2), NIGHT, RUN_ID)).toBeNull();
});

test("firstNight() is the earliest a customer has, and null for a stranger between two who are known", async () => {
  const table = metricsTable(await freshTable());
  for (const days of [-3, -9, 0]) await table.saveAll([{ ...insightOf(2), night: addDays(NIGHT, days) }]);
  await table.saveAll([{ ...insightOf(1), night: addDays(NIGHT, -20) }, insightOf(4)]);
  expect(await table.firstNight(customerId(2))).toBe(addDays(NIGHT, -9));
  expect(await table.firstNight(customerId(3))).toBeNull();
});

test("firstNight() counts a row of an older shape, whose night is a gap to between()", async () => {
  const table = await freshTable();
  const metrics = metricsTable(table);
  await table.createEntity({ ...metricsKey(customerId(1), addDays(NIGHT, -9), RUN_ID), insight: '{"shape":"older"}' });
  await metrics.saveAll([insightOf(1)]);
  expect(await metrics.firstNight(customerId(1))).toBe(addDays(NIGHT, -9));
  expect(await metrics.between(customerId(1), addDays(NIGHT, -9), NIGHT)).toEqual([insightOf(1)]);
});

test("saveAll() throws when the table is not there: nothing is lost in silence", async () => {
  const table = await freshTable();
  const metrics = metricsTable(table);
  await table.deleteTable();
  await expect(metrics.saveAll([insightOf(1)])).rejects.toMatchObject({ statusCode: 404 });
});
