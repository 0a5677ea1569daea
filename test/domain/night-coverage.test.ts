import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, Day } from "../../src/domain/day.ts";
import { nightCoverage, NightCoverage } from "../../src/domain/night-coverage.ts";
import { pulledNight, type PullOutcome, RefusalReason, refused } from "../../src/domain/pull-outcome.ts";
import { daysOf, windowEnding } from "../../src/domain/window.ts";
import { AS_OF, outcome } from "../support/make.ts";
import { anyDay } from "./arbitraries.ts";

const MISSED = Day.parse("2026-11-03");
const ALL = daysOf(windowEnding(AS_OF));
const BUT_ONE = ALL.filter((day) => day !== MISSED);

/** Days of reports that conceal names, as most do. */
const concealed = (days: readonly Day[]) => days.map((day) => ({ day, naming: "concealed" as const }));

test("nightCoverage() of a whole window misses nothing", () => {
  expect(nightCoverage(AS_OF, concealed(ALL), [])).toEqual({ nights: 28, present: 28, missing: [], breaks: [] });
});

test("nightCoverage() of nothing misses every day of the window, oldest first, for nobody pulled", () => {
  const missing = ALL.map((day) => ({ day, reason: "not_pulled" }));
  expect(nightCoverage(AS_OF, [], [])).toEqual({ nights: 28, present: 0, missing, breaks: [] });
});

test("nightCoverage() does not count a day before or after the window, nor a day twice", () => {
  const present = [addDays(AS_OF, -28), addDays(AS_OF, 1), AS_OF, AS_OF, addDays(AS_OF, -27)];
  expect(nightCoverage(AS_OF, concealed(present), [])).toMatchObject({ present: 2 });
});

test.each<[string, PullOutcome[], string]>([
  ["nobody pulled in the nights after it", [], "not_pulled"],
  ["the only pull was on that very night, which no report speaks for yet", [kept(0)], "not_pulled"],
  ["the only pull came four nights later, which no report speaks for any more", [kept(4)], "not_pulled"],
  ["the source passed it over", [kept(1), kept(2), kept(3)], "not_reported"],
  ["the night after was refused", [denied(1, "no_access")], "no_access"],
  ["the third night after was refused", [denied(3, "failed")], "failed"],
  ["one night was refused and the others passed it over", [kept(1), denied(2, "unreadable"), kept(3)], "unreadable"],
  ["two nights were refused: the first tells why", [denied(1, "failed"), denied(2, "no_access")], "failed"],
  ["the source passed it over so far", [kept(1), kept(2)], "not_reported"],
  ["one of the nights after it was left out, and might have brought it", [kept(1), kept(3)], "not_pulled"],
  ["the first pull ever came on the second night after it", [kept(2), kept(3)], "not_pulled"],
  [
    "a refusal of another day's night says nothing of it",
    [denied(0, "no_access"), kept(1), kept(2), kept(3), denied(4, "failed")],
    "not_reported",
  ],
  [
    "a refusal of licences says nothing of it",
    [outcome({ night: addDays(MISSED, 1), licences: refused("failed", "") })],
    "not_reported",
  ],
])("nightCoverage() of a day for which %s", (_, outcomes, reason) => {
  expect(nightCoverage(AS_OF, concealed(BUT_ONE), outcomes.map(pulledNight))).toEqual({
    nights: 28,
    present: 27,
    missing: [{ day: MISSED, reason }],
    breaks: [],
  });
});

test.each(RefusalReason.options)("nightCoverage() passes on that a night was refused for %s", (reason) => {
  expect(nightCoverage(AS_OF, concealed(BUT_ONE), [pulledNight(denied(2, reason))]).missing).toEqual([
    { day: MISSED, reason },
  ]);
});

test("nightCoverage() has each day of the window either present or missing, once", () => {
  const present = fc.array(fc.integer({ min: -40, max: 10 }));
  const nights = fc.uniqueArray(fc.record({ offset: fc.integer({ min: -40, max: 10 }), isRefused: fc.boolean() }), {
    selector: ({ offset }) => offset,
  });
  fc.assert(
    fc.property(anyDay, present, nights, (last, offsets, pulls) => {
      const days = offsets.map((offset) => addDays(last, offset));
      const outcomes = pulls.map(({ offset, isRefused }) =>
        outcome({ night: addDays(last, offset), ...(isRefused && { activity: refused("failed", "") }) }),
      );
      const coverage = nightCoverage(last, concealed(days), outcomes.map(pulledNight));
      const missing = coverage.missing.map(({ day }) => day);

      expect(NightCoverage.parse(coverage)).toEqual(coverage);
      expect(coverage.present + missing.length).toBe(28);
      expect(missing).toEqual(daysOf(windowEnding(last)).filter((day) => !days.includes(day)));
    }),
  );
});

test("nightCoverage() names the day from which on names are shown, or concealed: standings rest on other evidence", () => {
  const days = ALL.map((day, index) => ({
    day,
    naming: index < 10 || index === 15 ? ("concealed" as const) : ("clear" as const),
  }));
  expect(nightCoverage(AS_OF, days, []).breaks).toEqual([
    { day: ALL[10], from: "concealed", to: "clear" },
    { day: ALL[15], from: "clear", to: "concealed" },
    { day: ALL[16], from: "concealed", to: "clear" },
  ]);
});

test("nightCoverage() sees no break in a report that names nobody, nor across a day without one", () => {
  const days = ALL.map((day, index) => ({ day, naming: index % 3 === 0 ? ("none" as const) : ("clear" as const) }));
  expect(nightCoverage(AS_OF, days, []).breaks).toEqual([]);
  expect(
    nightCoverage(
      AS_OF,
      days.filter((_, index) => index % 2 === 0),
      [],
    ).breaks,
  ).toEqual([]);
});

/** A pull so many nights after the missed day that brought another day's report. */
function kept(nightsLater: number): PullOutcome {
  return outcome({ night: addDays(MISSED, nightsLater) });
}

function denied(nightsLater: number, reason: RefusalReason): PullOutcome {
  return outcome({ night: addDays(MISSED, nightsLater), activity: refused(reason, "") });
}
