import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { RunId } from "../../src/domain/ids.ts";
import type { Run } from "../../src/domain/run.ts";
import { runsTable } from "../../src/storage/runs.ts";
import { freshTable } from "../support/azurite.ts";
import { customerId } from "../support/make.ts";

const run = (runId: string, night: string, requestedOn: string): Run => ({
  runId: RunId.parse(runId),
  kind: "pull",
  night: Day.parse(night),
  state: "planning",
  requestedOn,
  dataOf: requestedOn,
  plannedOn: null,
  publishedOn: null,
  customers: null,
  failure: null,
  analyticsRefusal: null,
  refusedFiles: [],
  exclusions: [],
});

const pointerTo = ({ runId, night, dataOf }: Run) => ({ runId, night, dataOf });

const MONDAY = run("20261123-nightly", "2026-11-23", "2026-11-23T02:15:00.000Z");
const TUESDAY = run("20261124-nightly", "2026-11-24", "2026-11-24T02:15:00.000Z");
const TUESDAY_NOON = run("20261124-120000-ab12", "2026-11-24", "2026-11-24T12:00:00.000Z");

test("create() opens a run once, and leaves a known one as it stands", async () => {
  const runs = runsTable(await freshTable());
  expect(await runs.create(MONDAY)).toBe(true);
  await runs.update(MONDAY.runId, { state: "pulling", customers: 3 });
  expect(await runs.create(MONDAY)).toBe(false);
  expect(await runs.find(MONDAY.runId)).toEqual({ ...MONDAY, state: "pulling", customers: 3 });
});

test("find() is null for a run nobody asked for", async () => {
  expect(await runsTable(await freshTable()).find(MONDAY.runId)).toBeNull();
});

test("all() lists runs newest first, and not the pointer among them", async () => {
  const runs = runsTable(await freshTable());
  for (const one of [TUESDAY, TUESDAY_NOON, MONDAY]) await runs.create(one);
  await runs.publish(pointerTo(MONDAY));
  expect((await runs.all()).map(({ runId }) => runId)).toEqual([TUESDAY_NOON.runId, TUESDAY.runId, MONDAY.runId]);
});

test.each([
  ["the first run", [MONDAY], MONDAY.runId, true],
  ["a newer night", [MONDAY, TUESDAY], TUESDAY.runId, true],
  ["an older night that ends later", [TUESDAY, MONDAY], TUESDAY.runId, false],
  ["a later run of the same night", [TUESDAY, TUESDAY_NOON], TUESDAY_NOON.runId, true],
  ["an earlier run of the same night that ends later", [TUESDAY_NOON, TUESDAY], TUESDAY_NOON.runId, false],
  ["the same run again", [TUESDAY, TUESDAY], TUESDAY.runId, true],
])("publish() moves the pointer to the newest alone: %s", async (_, ended, published, isLastPublished) => {
  const runs = runsTable(await freshTable());
  const moved: boolean[] = [];
  for (const one of ended) moved.push(await runs.publish(pointerTo(one)));
  expect((await runs.published())?.runId).toBe(published);
  expect(moved.at(-1)).toBe(isLastPublished);
});

test("publish() of several runs at once leaves the newest", async () => {
  const runs = runsTable(await freshTable());
  await Promise.all([MONDAY, TUESDAY_NOON, TUESDAY, MONDAY, TUESDAY_NOON].map((one) => runs.publish(pointerTo(one))));
  expect((await runs.published())?.runId).toBe(TUESDAY_NOON.runId);
});

test("update() keeps lists of any length, and find() and all() tell them", async () => {
  const runs = runsTable(await freshTable());
  await runs.create(MONDAY);
  const refusedFiles = [{ file: "tickets.csv", line: 3, reason: "has no day" }];
  const exclusions = Array.from({ length: 400 }, (_, number) => ({
    kind: "customer" as const,
    customerId: customerId(number),
    reason: `Leaves us, says paper ${number}: ${"because ".repeat(9).trim()}`,
    until: null,
  }));
  await runs.update(MONDAY.runId, { refusedFiles, exclusions });
  expect(await runs.find(MONDAY.runId)).toEqual({ ...MONDAY, refusedFiles, exclusions });
  expect(await runs.all()).toEqual([{ ...MONDAY, refusedFiles, exclusions }]);
});
