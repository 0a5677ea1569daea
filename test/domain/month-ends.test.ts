import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, Day, daysBetween, monthOf } from "../../src/domain/day.ts";
import { monthEnds } from "../../src/domain/month-ends.ts";
import { daysOf } from "../../src/domain/window.ts";

const day = (text: string) => Day.parse(text);

/** Every night from two years before to a month after. */
const EVERY_NIGHT = daysOf({ first: day("2024-11-01"), last: day("2026-12-31") });

const MONTH_ENDS = [
  "2026-10-31",
  "2026-09-30",
  "2026-08-31",
  "2026-07-31",
  "2026-06-30",
  "2026-05-31",
  "2026-04-30",
  "2026-03-31",
  "2026-02-28",
  "2026-01-31",
  "2025-12-31",
  "2025-11-30",
].map(day);

test("monthEnds() is the night itself, and the 13 month ends before it, newest first", () => {
  expect(monthEnds(EVERY_NIGHT, day("2026-11-22"))).toEqual([day("2026-11-22"), ...MONTH_ENDS, day("2025-10-31")]);
});

test("monthEnds() of a month end is that one and the twelve before it", () => {
  expect(monthEnds(EVERY_NIGHT, day("2026-11-30"))).toEqual([day("2026-11-30"), ...MONTH_ENDS]);
});

test("monthEnds() takes the last night there is of a month, and leaves a month without one out", () => {
  const nights = ["2026-08-03", "2026-10-29", "2026-10-02", "2026-08-02", "2026-11-21"].map(day);
  expect(monthEnds(nights, day("2026-11-22"))).toEqual(["2026-11-22", "2026-10-29", "2026-08-03"].map(day));
});

test("monthEnds() of a night that nobody lists is that night alone", () => {
  expect(monthEnds([], day("2026-11-30"))).toEqual([day("2026-11-30")]);
  expect(monthEnds([day("2026-11-12")], day("2026-11-30"))).toEqual([day("2026-11-30")]);
});

test("monthEnds() has of each month that ended lately its last night, and no other, in any order of nights", () => {
  const night = fc.integer({ min: -500, max: 40 }).map((days) => addDays(day("2026-11-01"), days));
  fc.assert(
    fc.property(fc.uniqueArray(night), night, (nights, last) => {
      const [first, ...before] = monthEnds(nights, last);
      const ended = Map.groupBy(nights, monthOf);
      for (const month of ended.keys()) if (month >= monthOf(last)) ended.delete(month);
      const lastOfMonths = [...ended.values()].flatMap((each) => each.toSorted().slice(-1));

      expect(first).toBe(last);
      expect(before).toEqual(before.toSorted().toReversed());
      expect(lastOfMonths).toEqual(expect.arrayContaining(before));
      // Thirteen months are more than a year, whenever it begins.
      expect(before).toEqual(expect.arrayContaining(lastOfMonths.filter((each) => daysBetween(each, last) <= 365)));
      expect(before.length).toBeLessThanOrEqual(13);
    }),
  );
});
