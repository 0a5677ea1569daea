import { expect, test } from "vitest";
import { RunId } from "../../src/domain/ids.ts";
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

test("saveAll() throws when the table is not there: nothing is lost in silence", async () => {
  const table = await freshTable();
  const metrics = metricsTable(table);
  await table.deleteTable();
  await expect(metrics.saveAll([insightOf(1)])).rejects.toMatchObject({ statusCode: 404 });
});
