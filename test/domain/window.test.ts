import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, Day, daysBetween } from "../../src/domain/day.ts";
import { daysOf, isWithin, WINDOW_DAYS, windowEnding } from "../../src/domain/window.ts";
import { anyDay } from "./arbitraries.ts";

test("WINDOW_DAYS is the 28 calendar days of Microsoft's page", () => {
  expect(WINDOW_DAYS).toBe(28);
});

test.each([
  ["2026-11-20", "2026-10-24"],
  ["2024-03-01", "2024-02-03"],
  ["2026-03-01", "2026-02-02"],
  ["2027-01-10", "2026-12-14"],
])("windowEnding() of %s begins on %s", (last, first) => {
  expect(windowEnding(Day.parse(last))).toEqual({ first, last });
});

test("isWithin() holds the two ends of the window and 28 days, and nothing else", () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -60, max: 60 }), (last, offset) => {
      const day = addDays(last, offset);
      expect(isWithin(windowEnding(last), day)).toBe(offset <= 0 && offset >= -27);
    }),
  );
});

test("daysOf() is every day of the window once, oldest first", () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 100 }), (last, length) => {
      const days = daysOf(windowEnding(last, length));
      expect(days.map((day) => daysBetween(day, last))).toEqual(Array.from({ length }, (_, n) => length - 1 - n));
    }),
  );
});
