import { expect, test } from "vitest";
import { Day } from "../../../src/domain/day.ts";
import { newestWeekday, WEEKDAY } from "../../../src/local/simulated-microsoft/weekday.ts";

test.each([
  ["monday", "2026-11-24", "2026-11-23"],
  ["monday", "2026-11-23", "2026-11-23"],
  ["monday", "2026-11-22", "2026-11-16"],
  ["wednesday", "2026-11-24", "2026-11-18"],
  ["friday", "2026-03-01", "2026-02-27"],
  ["saturday", "2026-01-02", "2025-12-27"],
  ["sunday", "2026-11-22", "2026-11-22"],
] as const)("the newest %s up to %s is %s", (weekday, upTo, expected) => {
  expect(newestWeekday(weekday, Day.parse(upTo))).toBe(expected);
});

test("every weekday is where the calendar has it", () => {
  const upTo = Day.parse("2026-11-24");
  const names = ["sunday", "monday", null, "wednesday", null, "friday", "saturday"];
  for (const weekday of ["friday", "saturday", "sunday", "monday", "wednesday"] as const) {
    expect(names[new Date(newestWeekday(weekday, upTo)).getUTCDay()]).toBe(weekday);
  }
  expect(Object.keys(WEEKDAY)).toHaveLength(5);
});
