import { expect, test } from "vitest";
import { RunId } from "../../src/domain/ids.ts";
import { Portion } from "../../src/storage/keys.ts";
import { runItemsTable } from "../../src/storage/run-items.ts";
import { freshTable } from "../support/azurite.ts";
import { customerId } from "../support/make.ts";

const waiting = (number: number) => ({
  customerId: customerId(number),
  state: "waiting" as const,
  reason: null,
  detail: null,
});

const MONDAY = RunId.parse("20261123-nightly");
const TUESDAY = RunId.parse("20261124-nightly");

test("plan() adds pulls that are missing and leaves ended ones ended", async () => {
  const items = runItemsTable(await freshTable());
  const runId = MONDAY;
  await items.plan(runId, [waiting(1), waiting(2)]);
  await items.tickPull(runId, { customerId: customerId(1), state: "refused", reason: "no_access", detail: "403" });
  await items.plan(runId, [waiting(1), waiting(2), waiting(3)]);
  expect(await items.pulls(runId)).toEqual([
    { customerId: customerId(1), state: "refused", reason: "no_access", detail: "403" },
    waiting(2),
    waiting(3),
  ]);
  expect(await items.findPull(runId, customerId(1))).toMatchObject({ state: "refused", reason: "no_access" });
  expect(await items.findPull(runId, customerId(9))).toBeNull();
});

test("pullsIn() and portionsComputed() see their own run and portion only", async () => {
  const items = runItemsTable(await freshTable());
  await items.plan(MONDAY, [waiting(1)]);
  await items.tickComputed(MONDAY, Portion.parse("cc"));
  expect(await items.pullsIn(MONDAY, Portion.parse("0c"))).toHaveLength(1);
  expect(await items.pullsIn(MONDAY, Portion.parse("df"))).toEqual([]);
  expect(await items.pullsIn(TUESDAY, Portion.parse("0f"))).toEqual([]);
  expect(await items.portionsComputed(MONDAY)).toEqual(["cc"]);
  expect(await items.isComputed(MONDAY, Portion.parse("cc"))).toBe(true);
  expect(await items.isComputed(MONDAY, Portion.parse("0f"))).toBe(false);
  expect(await items.portionsComputed(TUESDAY)).toEqual([]);
});
