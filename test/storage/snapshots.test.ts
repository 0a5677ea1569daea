import { expect, test } from "vitest";
import { addDays, Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { snapshotsTable } from "../../src/storage/snapshots.ts";
import { Portion, snapshotsKey } from "../../src/storage/keys.ts";
import { freshTable } from "../support/azurite.ts";
import { activity, licences, outcome } from "../support/make.ts";

const CUSTOMER = CustomerId.parse("c0000000-0000-4000-8000-000000000001");
const NEIGHBOUR = CustomerId.parse("d0000000-0000-4000-8000-000000000001");

/** A pull on `night` of a report that speaks for the day before. */
const pulledOn = (night: Day) => {
  const asOf = addDays(night, -1);
  return {
    activity: [activity({ asOf })],
    licences: licences({ asOf: night }),
    requests: { asOf: night, opened: [{ day: asOf, count: 2 }] },
    outcome: outcome({ night, activity: { kind: "kept", asOf } }),
  };
};

type Table = ReturnType<typeof snapshotsTable>;

/** The customer's snapshots as a computation of its portion reads them. */
const storedAt = async (table: Table, night: Day) =>
  (await table.inPortion(Portion.parse("cc"), night)).get(CUSTOMER)?.() ?? null;

const nights = (last: Day, count: number) => Array.from({ length: count }, (_, index) => addDays(last, -index));

test("keep() and inPortion() round-trip across the ends of months and years", async () => {
  for (const night of ["2026-01-01", "2026-03-01", "2024-03-01", "2026-11-15"].map((text) => Day.parse(text))) {
    const table = snapshotsTable(await freshTable());
    for (const one of nights(night, 30)) await table.keep(CUSTOMER, pulledOn(one));
    const stored = await storedAt(table, night);

    expect(stored?.activity).toEqual(activity({ asOf: addDays(night, -1) }));
    expect(stored?.licences).toEqual(licences({ asOf: night }));
    expect(stored?.requests).toEqual(pulledOn(night).requests);
    expect(stored?.activityDays).toEqual(
      nights(addDays(night, -1), 28)
        .map((day) => ({ day, naming: "concealed" }))
        .toReversed(),
    );
    expect(stored?.newest).toMatchObject({ night, activity: { kind: "kept" } });
  }
});

test("keep() twice is keep() once, in whatever order the days come", async () => {
  const night = Day.parse("2026-11-20");
  const [straight, shuffled] = [snapshotsTable(await freshTable()), snapshotsTable(await freshTable())];
  for (const one of nights(night, 5).toReversed()) await straight.keep(CUSTOMER, pulledOn(one));
  for (const one of [...nights(night, 5), ...nights(night, 5)]) await shuffled.keep(CUSTOMER, pulledOn(one));
  const flat = async (table: Table) => JSON.stringify(await storedAt(table, night));
  expect(await flat(shuffled)).toBe(await flat(straight));
});

test("keep() of a night that brought nothing leaves the last good snapshot in its place", async () => {
  const table = snapshotsTable(await freshTable());
  const night = Day.parse("2026-11-20");
  await table.keep(CUSTOMER, pulledOn(addDays(night, -1)));
  const refused = { kind: "refused", reason: "failed", detail: "503" } as const;
  await table.keep(CUSTOMER, {
    activity: [],
    licences: null,
    requests: null,
    outcome: outcome({ night, activity: refused, licences: refused }),
  });
  const stored = await storedAt(table, night);
  expect(stored?.activity?.asOf).toBe("2026-11-18");
  expect(stored?.newest?.activity).toEqual(refused);
});

test("inPortion() reads the newest snapshot at or before the night, never a later one", async () => {
  const table = snapshotsTable(await freshTable());
  const night = Day.parse("2026-11-20");
  for (const one of [addDays(night, -3), night, addDays(night, 2)]) await table.keep(CUSTOMER, pulledOn(one));
  expect((await storedAt(table, night))?.activity?.asOf).toBe("2026-11-19");
  expect((await storedAt(table, addDays(night, -2)))?.activity?.asOf).toBe("2026-11-16");
});

test("inPortion() fetches a last good snapshot of long ago by the day that its pull named", async () => {
  const table = snapshotsTable(await freshTable());
  const night = Day.parse("2026-11-20");
  const longAgo = Day.parse("2022-10-23");
  await table.keep(CUSTOMER, {
    activity: [activity({ asOf: longAgo })],
    licences: null,
    requests: null,
    outcome: outcome({ night, activity: { kind: "kept", asOf: longAgo } }),
  });
  const stored = await storedAt(table, night);
  expect(stored?.activity?.asOf).toBe(longAgo);
  expect(stored?.activityDays).toEqual([{ day: longAgo, naming: "concealed" }]);
});

/** Files stay where they are: each night brings those of all days again. */
const ofFiles = (night: Day, days: readonly Day[]) => ({
  activity: days.map((asOf) => activity({ asOf })),
  licences: null,
  requests: null,
  outcome: outcome({ night, activity: { kind: "kept", asOf: days.at(-1) ?? night } }),
});

test("keep() lists the days of files that anybody reads, and no others, however many there are", async () => {
  const raw = await freshTable();
  const table = snapshotsTable(raw);
  const night = Day.parse("2026-11-20");
  const days = nights(addDays(night, 1), 400).toReversed();
  await table.keep(CUSTOMER, ofFiles(night, days));
  const { partitionKey, rowKey } = snapshotsKey(CUSTOMER, "2026-11");
  const { pulled_20: pulled } = await raw.getEntity(partitionKey, rowKey);
  expect(String(pulled).split(" ")).toEqual(days.slice(-36).map((day) => `${day}:concealed`));
  expect((await storedAt(table, night))?.activityDays.map(({ day }) => day)).toEqual(nights(night, 28).toReversed());
});

test("keep() lists the newest day too where all are of long ago, or the others are still to come", async () => {
  const night = Day.parse("2026-11-20");
  const longAgo = ["2022-10-22", "2022-10-23"].map((text) => Day.parse(text));
  for (const days of [longAgo, longAgo.toReversed(), [...longAgo, addDays(night, 1)]]) {
    const table = snapshotsTable(await freshTable());
    await table.keep(CUSTOMER, ofFiles(night, days));
    const stored = await storedAt(table, night);
    expect(stored?.activity?.asOf).toBe("2022-10-23");
    expect(stored?.activityDays.map(({ day }) => day)).toEqual(longAgo);
  }
});

test("inPortion() reads its own customers only, beyond one page of a thousand", async () => {
  const table = snapshotsTable(await freshTable());
  const night = Day.parse("2026-11-20");
  const small = { activity: [], licences: null, requests: null, outcome: outcome({ night }) };
  await table.keep(NEIGHBOUR, small);
  const ids = Array.from({ length: 1_005 }, (_, index) =>
    CustomerId.parse(`c0000000-0000-4000-8000-${String(index).padStart(12, "0")}`),
  );
  for (let first = 0; first < ids.length; first += 50) {
    await Promise.all(ids.slice(first, first + 50).map((id) => table.keep(id, small)));
  }
  expect((await table.inPortion(Portion.parse("cc"), night)).size).toBe(1_005);
  expect([...(await table.inPortion(Portion.parse("dd"), night)).keys()]).toEqual([NEIGHBOUR]);
});

test("keep() of a refused pull takes nothing away from the same night's good one", async () => {
  const table = snapshotsTable(await freshTable());
  const night = Day.parse("2026-11-20");
  await table.keep(CUSTOMER, pulledOn(night));
  const refusal = { kind: "refused", reason: "failed", detail: "503" } as const;
  await table.keep(CUSTOMER, {
    activity: [],
    licences: null,
    requests: null,
    outcome: outcome({ night, activity: refusal }),
  });
  const stored = await storedAt(table, night);
  expect(stored?.activity?.asOf).toBe("2026-11-19");
  expect(stored?.activityDays).toEqual([{ day: "2026-11-19", naming: "concealed" }]);
  expect(stored?.nights).toEqual([{ night, refusal: "failed" }]);
});

test("inPortion() takes the newest licences there are, not those of the same days a month ago", async () => {
  const table = snapshotsTable(await freshTable());
  const night = Day.parse("2026-11-24");
  const refusal = { kind: "refused", reason: "no_access", detail: "403" } as const;
  for (const one of nights(addDays(night, -4), 30)) await table.keep(CUSTOMER, pulledOn(one));
  for (const one of nights(night, 4)) {
    await table.keep(CUSTOMER, {
      ...pulledOn(one),
      licences: null,
      outcome: outcome({ night: one, licences: refusal }),
    });
  }
  expect((await storedAt(table, night))?.licences?.asOf).toBe("2026-11-20");
  expect((await table.near(CUSTOMER, night)).licences?.asOf).toBe("2026-11-20");
});

test("inPortion() fails for the customer that cannot be read, when it is asked for, and for nobody else", async () => {
  const raw = await freshTable();
  const table = snapshotsTable(raw);
  const night = Day.parse("2026-11-20");
  const other = CustomerId.parse("c0000000-0000-4000-8000-000000000002");
  await table.keep(CUSTOMER, pulledOn(night));
  await table.keep(other, pulledOn(night));
  const broken = { partitionKey: "c", rowKey: `2026-11|${CUSTOMER}`, outcome_20: "{" };
  await raw.upsertEntity(broken, "Merge");
  const customers = await table.inPortion(Portion.parse("0f"), night);
  await expect(customers.get(CUSTOMER)?.()).rejects.toThrow(/JSON/);
  expect((await customers.get(other)?.())?.activity?.asOf).toBe("2026-11-19");
});
