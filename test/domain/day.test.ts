import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  addDays,
  Day,
  dayNumber,
  dayOf,
  dayOfMonth,
  dayOfNumber,
  dayOfTimestamp,
  daysBetween,
  monthOf,
} from "../../src/domain/day.ts";
import { anyDay } from "./arbitraries.ts";
import { oddDays } from "./odd-days.ts";

test.each(["2024-02-29", "2000-02-29", "2026-12-31", "1601-01-01", "9999-12-31"])("Day takes %s", (text) => {
  expect(Day.safeParse(text).success).toBe(true);
});

test.each([
  ["a leap day in a common year", "2026-02-29"],
  ["a leap day in a century", "2100-02-29"],
  ["30 February", "2026-02-30"],
  ["31 November", "2026-11-31"],
  ["a 13th month", "2026-13-01"],
  ["a month zero", "2026-00-10"],
  ["a day zero", "2026-11-00"],
  ["a day without its zeros", "2026-1-5"],
  ["an instant", "2026-11-20T00:00:00Z"],
  ["a line's end", "2026-11-20\n"],
  ["nothing", ""],
])("Day refuses %s", (_, text) => {
  expect(Day.safeParse(text).success).toBe(false);
});

test.each([
  ["the first millisecond", "2026-11-20T00:00:00.000Z", "2026-11-20"],
  ["the last millisecond", "2026-11-20T23:59:59.999Z", "2026-11-20"],
  ["an instant whose zone is ahead", "2026-11-21T05:00:00+14:00", "2026-11-20"],
  ["an instant whose zone is behind", "2026-11-19T23:00:00-05:00", "2026-11-20"],
])("dayOf() is the UTC day of %s", (_, instant, day) => {
  expect(dayOf(new Date(instant))).toBe(day);
});

test("dayOf() throws on an instant that is none", () => {
  expect(() => dayOf(new Date("no instant"))).toThrow(RangeError);
});

test.each([
  ["into a leap day", "2024-02-28", 1, "2024-02-29"],
  ["over a leap day", "2024-02-28", 2, "2024-03-01"],
  ["over the end of a common February", "2026-02-28", 1, "2026-03-01"],
  ["over the end of a February without its leap day", "2100-02-28", 1, "2100-03-01"],
  ["over a year's end", "2026-12-31", 1, "2027-01-01"],
  ["back over a year's end", "2027-01-01", -1, "2026-12-31"],
  ["over the spring switch of Europe", "2026-03-28", 2, "2026-03-30"],
  ["over the autumn switch of New York", "2026-10-31", 2, "2026-11-02"],
  ["before 1970", "1970-01-01", -1, "1969-12-31"],
  ["nowhere", "2026-11-20", 0, "2026-11-20"],
])("addDays() goes %s", (_, from, days, to) => {
  expect(addDays(Day.parse(from), days)).toBe(to);
});

test("addDays() is undone by its opposite", () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -40_000, max: 40_000 }), (day, days) => {
      expect(addDays(addDays(day, days), -days)).toBe(day);
    }),
  );
});

test("daysBetween() is what addDays() adds", () => {
  fc.assert(
    fc.property(anyDay, anyDay, (first, last) => {
      expect(addDays(first, daysBetween(first, last))).toBe(last);
    }),
  );
});

test("daysBetween() has the sign by which the days sort as text", () => {
  fc.assert(
    fc.property(anyDay, anyDay, (one, other) => {
      expect(daysBetween(one, other) > 0).toBe(one < other);
    }),
  );
});

test("dayNumber() is whole, one more each day, and undone by dayOfNumber()", () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const number = dayNumber(day);
      expect([Number.isInteger(number), dayNumber(addDays(day, 1)), dayOfNumber(number)]).toEqual([
        true,
        number + 1,
        day,
      ]);
    }),
  );
});

test("monthOf() and dayOfMonth() are the two halves of a day", () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      expect(`${monthOf(day)}-${dayOfMonth(day)}`).toBe(day);
    }),
  );
});

test.each([
  ["a plain day", "2026-11-20", "2026-11-20"],
  ["blanks around it", "  2026-11-20 ", "2026-11-20"],
  ["UTC", "2026-11-20T23:59:59Z", "2026-11-20"],
  ["seven digits of a second", "2026-11-20T23:59:59.9999999Z", "2026-11-20"],
  ["no zone, which is UTC", "2026-11-20T00:30:00", "2026-11-20"],
  ["no zone and seven digits", "2026-11-20T23:59:59.9999999", "2026-11-20"],
  ["a blank for the T", "2026-11-20 23:30:00", "2026-11-20"],
  ["a zone ahead of UTC, which is still the day before", "2026-11-20T00:30:00+01:00", "2026-11-19"],
  ["a zone behind UTC, which is already the day after", "2026-11-20T23:30:00-05:00", "2026-11-21"],
  ["a zone without its colon", "2026-11-20T23:30:00-0500", "2026-11-21"],
  ["the midnight of UTC written as such", "2026-11-20T00:00:00+00:00", "2026-11-20"],
  ["a leap day", "2024-02-29T12:00:00Z", "2024-02-29"],
])("dayOfTimestamp() reads %s", (_, text, day) => {
  expect(dayOfTimestamp(text)).toBe(day);
});

test.each([
  ["the sentinel 0001", "0001-01-01T00:00:00Z"],
  ["the sentinel 0001 without a zone", "0001-01-01T00:00:00"],
  ["the sentinel 0001 as a day", "0001-01-01"],
  ["the sentinel 1601", "1601-01-01T00:00:00Z"],
  ["the sentinel 9999", "9999-12-31T23:59:59.9999999Z"],
  ["the sentinel 9999 as a day", "9999-12-31"],
  ["the sentinel 9999 behind UTC, which is in the year 10000", "9999-12-31T23:59:59-05:00"],
  ["nothing", ""],
  ["blanks", "   "],
  ["a word", "False"],
  ["a word that is long", "(Unknown) and more"],
  ["a number", "12"],
  ["a word and a number", "Contoso 5"],
  ["a year", "2026"],
  ["a month", "2026-11"],
  ["a day in another order", "11/20/2026"],
  ["a day without its dashes", "20261120"],
  ["a day without its zeros", "2026-1-5"],
  ["a day that goes on", "2026-11-201"],
  ["a day that runs into its time", "2026-11-20Z"],
  ["a word before the day", "on 2026-11-20"],
  ["30 February", "2026-02-30"],
  ["30 February with a time", "2026-02-30T00:00:00Z"],
  ["a leap day in a common year, without a zone", "2026-02-29 12:00:00"],
  ["a 13th month", "2026-13-01T00:00:00Z"],
  ["a 25th hour", "2026-11-20T25:00:00Z"],
])("dayOfTimestamp() is null for %s", (_, text) => {
  expect(dayOfTimestamp(text)).toBeNull();
});

test("dayOfTimestamp() is at most a zone away from the day that is written, or null where none is", () => {
  const rest = fc.stringMatching(/^[-0-9:TZ+. ]{0,16}$/);
  const texts = fc.oneof(
    rest,
    fc.tuple(anyDay, rest).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const day = dayOfTimestamp(text);
      if (day === null) return;
      const written = Day.parse(text.trim().slice(0, 10));
      expect(Math.abs(daysBetween(written, day))).toBeLessThanOrEqual(1);
    }),
  );
});

// A machine's zone is fixed when its process starts, so each zone is a process of its own.
test.each(["UTC", "America/New_York", "Europe/Amsterdam", "Pacific/Kiritimati", "Australia/Lord_Howe"])(
  "no function of days knows that the machine stands in %s",
  (zone) => {
    const script = fileURLToPath(new URL("print-odd-days.ts", import.meta.url));
    const printed = execFileSync(process.execPath, [script], { env: { ...process.env, TZ: zone }, encoding: "utf8" });
    expect(JSON.parse(printed)).toEqual({ zone, days: oddDays() });
  },
);
