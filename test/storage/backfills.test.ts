import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { backfillsTable } from "../../src/storage/backfills.ts";
import { freshTable } from "../support/azurite.ts";
import { customerId } from "../support/make.ts";

const CUSTOMER = customerId(1);
const daily = (day: string, any: number) => ({ day: Day.parse(day), any, workloads: { teams: any } });

test("find() is null until a backfill is asked for, and then has the days that were kept, oldest first", async () => {
  const table = backfillsTable(await freshTable());
  expect(await table.find(CUSTOMER)).toBeNull();
  await table.open(CUSTOMER, Day.parse("2026-11-24"));
  expect(await table.find(CUSTOMER)).toEqual({ askedOn: "2026-11-24", days: [] });
  await table.keep(CUSTOMER, [daily("2026-11-22", 9), daily("2026-11-21", 8)]);
  await table.keep(CUSTOMER, [daily("2026-10-30", 7)]);
  expect((await table.find(CUSTOMER))?.days).toEqual([
    daily("2026-10-30", 7),
    daily("2026-11-21", 8),
    daily("2026-11-22", 9),
  ]);
});

test("days that were kept before the asking was noted are found, and are not asked for again", async () => {
  const table = backfillsTable(await freshTable());
  await table.keep(CUSTOMER, [daily("2026-11-22", 9)]);
  expect(await table.find(CUSTOMER)).toEqual({ askedOn: null, days: [daily("2026-11-22", 9)] });
});

test("a day kept again is replaced, and opening again loses nothing", async () => {
  const table = backfillsTable(await freshTable());
  await table.open(CUSTOMER, Day.parse("2026-11-24"));
  await table.keep(CUSTOMER, [daily("2026-11-22", 9)]);
  await table.keep(CUSTOMER, [daily("2026-11-22", 10)]);
  await table.keep(CUSTOMER, []);
  await table.open(CUSTOMER, Day.parse("2026-11-25"));
  expect(await table.find(CUSTOMER)).toEqual({ askedOn: "2026-11-25", days: [daily("2026-11-22", 10)] });
});
