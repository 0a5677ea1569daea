import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, Day } from "../../src/domain/day.ts";
import {
  BIN_COUNT,
  binOf,
  Histogram,
  LATER_BIN,
  MONTHS_AGO_BIN,
  NEVER_BIN,
  usersActiveIn,
  usersIn,
  WEEKS_AGO_BIN,
} from "../../src/domain/recency.ts";
import { isWithin, WINDOW_DAYS, windowEnding } from "../../src/domain/window.ts";
import { anyDay } from "./arbitraries.ts";

const AS_OF = Day.parse("2026-11-20");

test.each([
  ["on the as-of day", 0, 0],
  ["on the day before", 1, 1],
  ["on the first day of the window", 27, 27],
  ["one day before the window", 28, WEEKS_AGO_BIN],
  ["89 days ago", 89, WEEKS_AGO_BIN],
  ["90 days ago", 90, MONTHS_AGO_BIN],
  ["years ago", 4_000, MONTHS_AGO_BIN],
  ["on the day after the as-of day", -1, LATER_BIN],
])("binOf() of an activity %s", (_, daysAgo, bin) => {
  expect(binOf(AS_OF, addDays(AS_OF, -daysAgo))).toBe(bin);
});

test("binOf() of no activity is never", () => {
  expect(binOf(AS_OF, null)).toBe(NEVER_BIN);
});

test("binOf() puts a day in one of the first 28 bins where the window holds it, and there alone", () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -50, max: 200 }), (asOf, daysAgo) => {
      const day = addDays(asOf, -daysAgo);
      expect(binOf(asOf, day) < WINDOW_DAYS).toBe(isWithin(windowEnding(asOf), day));
    }),
  );
});

test("usersActiveIn() of 28 days counts whom the window holds, of 7 days whom the last week holds", () => {
  const ages = fc.array(fc.option(fc.integer({ min: -3, max: 100 })));
  fc.assert(
    fc.property(anyDay, ages, (asOf, daysAgo) => {
      const days = daysAgo.map((age) => (age === null ? null : addDays(asOf, -age)));
      const activeIn = (length: number) =>
        days.filter((day) => day !== null && isWithin(windowEnding(asOf, length), day)).length;
      const histogram = histogramOf(days.map((day) => binOf(asOf, day)));

      expect(usersActiveIn(histogram, 28)).toBe(activeIn(28));
      expect(usersActiveIn(histogram, 7)).toBe(activeIn(7));
      expect(usersIn(histogram)).toBe(days.length);
    }),
  );
});

test("usersActiveIn() and usersIn() of no histogram are nobody", () => {
  expect([usersActiveIn([], 28), usersIn([])]).toEqual([0, 0]);
});

test("Histogram refuses a row that lacks a bin", () => {
  expect(Histogram.safeParse(Array<number>(BIN_COUNT - 1).fill(0)).success).toBe(false);
});

function histogramOf(bins: readonly number[]): Histogram {
  return Array.from({ length: BIN_COUNT }, (_, bin) => bins.filter((other) => other === bin).length);
}
