import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { NOTHING_REPORTED, type ReportedSnapshot } from "../../src/domain/reported.ts";
import type { SupportSnapshot } from "../../src/domain/support.ts";
import { Portion } from "../../src/storage/keys.ts";
import { reportedTable } from "../../src/storage/reported.ts";
import { snapshotsTable } from "../../src/storage/snapshots.ts";
import { freshTable } from "../support/azurite.ts";
import { activity, licences, outcome } from "../support/make.ts";

const CUSTOMER = CustomerId.parse("c0000000-0000-4000-8000-000000000001");
const NEIGHBOUR = CustomerId.parse("d0000000-0000-4000-8000-000000000001");
const ALL = Portion.parse("0f");
const day = (text: string) => Day.parse(text);

const deployment = (asOf: string, deployed: number): ReportedSnapshot["deployment"] => ({
  asOf: day(asOf),
  products: [{ skuId: null, name: "CONTOSO SUITE", asOf: day(asOf), deployed, sold: 20 }],
});
const usage = (asOf: string, active: number): ReportedSnapshot["usage"] => ({
  asOf: day(asOf),
  workloads: [{ workload: "other:STREAM", asOf: day(asOf), active, qualified: 20 }],
});
const tickets = (asOf: string): SupportSnapshot => ({ asOf: day(asOf), opened: [{ day: day(asOf), count: 3 }] });

type Table = ReturnType<typeof reportedTable>;
const keep = (table: Table, snapshot: Partial<ReportedSnapshot>) =>
  table.keepReported(new Map([[CUSTOMER, { ...NOTHING_REPORTED, ...snapshot }]]));
const told = async (table: Table, night: string, portion = ALL) =>
  (await table.inPortion(portion, day(night))).get(CUSTOMER)?.() ?? null;

test("inPortion() has the newest of each kind, each of its own day, whatever the order they were kept in", async () => {
  const table = reportedTable(await freshTable());
  await keep(table, { deployment: deployment("2026-11-15", 9), usage: usage("2026-10-25", 5) });
  await keep(table, { deployment: deployment("2026-11-08", 7), usage: usage("2026-10-18", 4) });
  await table.keepTickets(new Map([[CUSTOMER, tickets("2026-11-20")]]));
  expect(await told(table, "2026-11-24")).toEqual({
    reported: { deployment: deployment("2026-11-15", 9), usage: usage("2026-10-25", 5) },
    tickets: tickets("2026-11-20"),
  });
});

test("inPortion() looks back from the night: nothing newer, and nothing of long ago", async () => {
  const table = reportedTable(await freshTable());
  await keep(table, { deployment: deployment("2026-11-15", 9), usage: usage("2026-08-30", 5) });
  await keep(table, { deployment: deployment("2026-11-08", 7) });
  expect(await told(table, "2026-11-14")).toMatchObject({
    reported: { deployment: deployment("2026-11-08", 7), usage: null },
    tickets: null,
  });
  expect(await told(table, "2026-11-24")).toMatchObject({ reported: { usage: null } });
});

test("inPortion() tells of what is as old as it may be, and of nothing a day older, within one month or over two", async () => {
  const table = reportedTable(await freshTable());
  await keep(table, { deployment: deployment("2026-09-25", 9), usage: usage("2026-09-26", 5) });
  await table.keepTickets(new Map([[CUSTOMER, tickets("2026-09-25")]]));
  expect(await told(table, "2026-11-25")).toEqual({
    reported: { deployment: null, usage: usage("2026-09-26", 5) },
    tickets: null,
  });
  expect(await told(table, "2026-11-24")).toEqual({
    reported: { deployment: deployment("2026-09-25", 9), usage: usage("2026-09-26", 5) },
    tickets: tickets("2026-09-25"),
  });
});

test("keepReported() of one half leaves the other, and of a day again replaces it", async () => {
  const table = reportedTable(await freshTable());
  await keep(table, { usage: usage("2026-11-15", 5) });
  await keep(table, { deployment: deployment("2026-11-15", 9) });
  await keep(table, { deployment: deployment("2026-11-15", 10) });
  expect((await told(table, "2026-11-24"))?.reported).toEqual({
    deployment: deployment("2026-11-15", 10),
    usage: usage("2026-11-15", 5),
  });
});

test("inPortion() has the portion's customers alone", async () => {
  const table = reportedTable(await freshTable());
  const snapshot = { deployment: deployment("2026-11-15", 9), usage: null };
  await table.keepReported(
    new Map([
      [CUSTOMER, snapshot],
      [NEIGHBOUR, snapshot],
    ]),
  );
  expect([...(await table.inPortion(Portion.parse("cc"), day("2026-11-24"))).keys()]).toEqual([CUSTOMER]);
  expect([...(await table.inPortion(ALL, day("2026-11-24"))).keys()].toSorted()).toEqual([CUSTOMER, NEIGHBOUR]);
});

test("what is told of all customers and a customer's own snapshots share a table without meeting", async () => {
  const shared = await freshTable();
  const [reported, snapshots] = [reportedTable(shared), snapshotsTable(shared)];
  const night = day("2026-11-22");
  await keep(reported, { deployment: deployment("2026-11-15", 9) });
  await snapshots.keep(CUSTOMER, { activity: [activity()], licences: licences(), requests: null, outcome: outcome() });
  expect([...(await snapshots.inPortion(ALL, night)).keys()]).toEqual([CUSTOMER]);
  expect(await told(reported, night)).toMatchObject({ reported: { deployment: deployment("2026-11-15", 9) } });
});

test("processedOn() is what was told last, and nothing before that", async () => {
  const table = reportedTable(await freshTable());
  expect(await table.processedOn()).toEqual({ deployment: null, usage: null, readOn: null });
  await table.setProcessedOn({ deployment: day("2026-11-08"), usage: day("2026-11-08"), readOn: day("2026-11-16") });
  await table.setProcessedOn({ deployment: day("2026-11-15"), usage: null, readOn: day("2026-11-19") });
  expect(await table.processedOn()).toEqual({ deployment: "2026-11-15", usage: null, readOn: "2026-11-19" });
});
