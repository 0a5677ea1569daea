import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { dayReader, flagIn, laterDay } from "../../src/sources/report-fields.ts";

test.each([
  ["True", true],
  ["yes", true],
  ["FALSE", false],
  [" No ", false],
  ["", null],
  ["1", null],
  ["Ja", null],
])("flagIn(%j) is %j", (field, flag) => {
  expect(flagIn(field)).toBe(flag);
});

test.each([
  ["2026-11-20", "2026-11-20"],
  ["2026-11-20T23:59:59", "2026-11-20"],
  ["2026-11-20 00:00:00.0000000", "2026-11-20"],
  ["2026-11-20T23:30:00-02:00", "2026-11-21"],
  ["", null],
  [" ", null],
  ["0001-01-01", null],
  ["9999-12-31T23:59:59Z", null],
  ["2026-02-30", "unreadable"],
  ["2026-02-30T00:00:00", "unreadable"],
  ["11/20/2026", "unreadable"],
  ["20-11-2026", "unreadable"],
  ["2026-11-20?", "unreadable"],
  ["never", "unreadable"],
])("a field of %j has the day %j", (field, day) => {
  const dayOf = dayReader();
  expect([dayOf(field), dayOf(field)]).toEqual([day, day]);
});

test("dayReader() goes on reading when it can hold no more", () => {
  const dayOf = dayReader();
  for (let minute = 0; minute < 5_000; minute += 1) {
    const time = `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    dayOf(`2026-11-20T${time}:00.${minute}`);
  }
  expect(dayOf("2026-11-21")).toBe("2026-11-21");
});

const dayOf = (text: string | null) => (text === null ? null : Day.parse(text));

test.each([
  ["the later of two", "2026-11-19", "2026-11-20", "2026-11-20"],
  ["a day before none", null, "2026-11-20", "2026-11-20"],
  ["none of none", null, null, null],
  ["a day of the report before one that it cannot know of", "2026-11-19", "2026-11-22", "2026-11-19"],
  ["the first of two that it cannot know of", "2026-11-23", "2026-11-22", "2026-11-22"],
])("laterDay() takes %s, in any order", (_, one, other, later) => {
  const refreshedOn = Day.parse("2026-11-20");
  expect(laterDay(dayOf(one), dayOf(other), refreshedOn)).toBe(later);
  expect(laterDay(dayOf(other), dayOf(one), refreshedOn)).toBe(later);
});
