import { expect, test } from "vitest";
import { addDays, Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { snapshotsTable } from "../../src/storage/snapshots.ts";
import { Portion } from "../../src/storage/keys.ts";
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
    outcome: outcome({ night, activity: { kind: "kept", asOf } }),
  };
};

const nights = (last: Day, count: number) => Array.from({ length: count }, (_, index) => addDays(last, -index));

test("keep() and inPortion() round-trip across the ends of months and years", async () => {
  for (const night of ["2026-01-01", "2026-03-01", "2024-03-01", "2026-11-15"].map((text) => Day.parse(text))) {
    const table = snapshotsTable(await freshTable());
    for (const one of nights(night, 30)) await table.keep(CUSTOMER, pulledOn(one));
    const stored = (await table.inPortion(Portion.parse("cc"), night)).get(CUSTOMER);

    expect(stored?.activity).toEqual(activity({ asOf: addDays(night, -1) }));
    expect(stored?.licences).toEqual(licences({ asOf: night }));
    expect(stored?.activityDays).toEqual(expect.arrayContaining(nights(addDays(night, -1), 28)));
    expect(stored?.newest).toMatchObject({ night, activity: { kind: "kept" } });
  }
});

test("keep() twice is keep() once, in whatever order the days come", async () => {
  const night = Day.parse("2026-11-20");
  const [straight, shuffled] = [snapshotsTable(await freshTable()), snapshotsTable(await freshTable())];
  for (const one of nights(night, 5).toReversed()) await straight.keep(CUSTOMER, pulledOn(one));
  for (const one of [...nights(night, 5), ...nights(night, 5)]) await shuffled.keep(CUSTOMER, pulledOn(one));
  const flat = async (table: typeof straight) =>
    JSON.stringify([...(await table.inPortion(Portion.parse("cc"), night))]);
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
    outcome: outcome({ night, activity: refused, licences: refused }),
  });
  const stored = (await table.inPortion(Portion.parse("cc"), night)).get(CUSTOMER);
  expect(stored?.activity?.asOf).toBe("2026-11-18");
  expect(stored?.newest?.activity).toEqual(refused);
});

test("inPortion() reads the newest snapshot at or before the night, never a later one", async () => {
  const table = snapshotsTable(await freshTable());
  const night = Day.parse("2026-11-20");
  for (const one of [addDays(night, -3), night, addDays(night, 2)]) await table.keep(CUSTOMER, pulledOn(one));
  expect((await table.inPortion(Portion.parse("cc"), night)).get(CUSTOMER)?.activity?.asOf).toBe("2026-11-19");
  expect((await table.inPortion(Portion.parse("cc"), addDays(night, -2))).get(CUSTOMER)?.activity?.asOf).toBe(
    "2026-11-16",
  );
});

test("inPortion() fetches a last good snapshot of long ago by the day that its pull named", async () => {
  const table = snapshotsTable(await freshTable());
  const night = Day.parse("2026-11-20");
  const longAgo = Day.parse("2022-10-23");
  await table.keep(CUSTOMER, {
    activity: [activity({ asOf: longAgo })],
    licences: null,
    outcome: outcome({ night, activity: { kind: "kept", asOf: longAgo } }),
  });
  const stored = (await table.inPortion(Portion.parse("cc"), night)).get(CUSTOMER);
  expect(stored?.activity?.asOf).toBe(longAgo);
  expect(stored?.activityDays).toEqual([longAgo]);
});

test("inPortion() reads its own customers only, beyond one page of a thousand", async () => {
  const table = snapshotsTable(await freshTable());
  const night = Day.parse("2026-11-20");
  const small = { activity: [], licences: null, outcome: outcome({ night }) };
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
