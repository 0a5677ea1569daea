import { assert, constant, date, double, integer, oneof, property, tuple, uniqueArray } from "fast-check";
import { expect, test } from "vitest";
import { crontab, nextOccurrence } from "../../../src/local/functions-host/ncrontab.ts";
import { schedule } from "../../../src/local/functions-host/schedule.ts";

test.each([
  ["0 */5 * * * *", "2026-11-24T10:02:03Z", "2026-11-24T10:05:00Z"],
  ["*/5 * * * *", "2026-11-24T10:02:03Z", "2026-11-24T10:05:00Z"],
  ["0 0 3 * * *", "2026-11-24T03:00:00Z", "2026-11-25T03:00:00Z"],
  ["0 0 3 * * *", "2026-11-24T02:59:59.999Z", "2026-11-24T03:00:00Z"],
  ["*/20 * * * * *", "2026-11-24T10:00:40Z", "2026-11-24T10:01:00Z"],
  ["10/20 * * * * *", "2026-11-24T10:00:31Z", "2026-11-24T10:00:50Z"],
  ["0 5-10/3 * * * *", "2026-11-24T10:05:00Z", "2026-11-24T10:08:00Z"],
  ["0 0 9,17 * * 1-5", "2026-11-27T17:00:00Z", "2026-11-30T09:00:00Z"],
  ["0 0 9 * * Mon", "2026-11-24T00:00:00Z", "2026-11-30T09:00:00Z"],
  ["0 0 9 * JAN,march sat-saturday", "2026-11-24T00:00:00Z", "2027-01-02T09:00:00Z"],
  ["0 0 0 1 1 *", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"],
  ["0 0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"],
])("%s is next met after %s at %s", (expression, after, expected) => {
  expect(nextOccurrence(crontab(expression), new Date(after))).toEqual(new Date(expected));
});

test("day of the month and weekday must both be met", () => {
  const fridayThe13th = crontab("0 0 0 13 * Fri");
  expect(nextOccurrence(fridayThe13th, new Date("2026-11-14T00:00:00Z"))).toEqual(new Date("2027-08-13T00:00:00Z"));
});

test.each([
  ["0 0 3 * * 7", '"7" is not a weekday from 0 to 6'],
  ["0 60 * * * *", '"60" is not a minute from 0 to 59'],
  ["0 0 0 0 * *", '"0" is not a day from 1 to 31'],
  ["0 0 0 ? * *", '"?" is not a day from 1 to 31'],
  ["0 0 0 L * *", '"L" is not a day from 1 to 31'],
  ["0 0 0 * Foo *", '"Foo" is not a month from 1 to 12'],
  ["0 */0 * * * *", '"*/0" is not a minute from 0 to 59'],
  ["0 1,,2 * * * *", '"" is not a minute from 0 to 59'],
  ["0 0 9 * * Fri-Mon", '"Fri-Mon" runs backwards: write the weekdays from low to high'],
  ["@daily", '"@daily" is not a schedule: it needs six fields, or five without seconds'],
  ["0 0 0 30 2 *", '"0 0 0 30 2 *" never comes'],
  ["00:00:00", '"00:00:00" is no time between two runs'],
])("%s is refused: %s", (expression, message) => {
  expect(() => schedule(expression)).toThrow(message);
});

test("an interval is counted from the last run", () => {
  expect(schedule("1.00:05:00").next(new Date("2026-11-24T10:00:00Z"))).toEqual(new Date("2026-11-25T10:05:00Z"));
});

const field = (first: number, last: number) =>
  oneof(
    constant("*"),
    integer({ min: first, max: last }).map(String),
    integer({ min: 1, max: last }).map((every) => `*/${every}`),
    uniqueArray(integer({ min: first, max: last }), { minLength: 1, maxLength: 4 }).map((list) => list.join(",")),
    tuple(integer({ min: first, max: last }), integer({ min: first, max: last })).map((ends) =>
      ends.toSorted((a, b) => a - b).join("-"),
    ),
  );
/** Days up to the 28th, so that each schedule comes within a few years. */
const expressions = tuple(field(0, 59), field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6)).map(
  (fields) => fields.join(" "),
);
const instants = date({
  min: new Date("2000-01-01T00:00:00Z"),
  max: new Date("2099-01-01T00:00:00Z"),
  noInvalidDate: true,
});

test("an occurrence meets every field, is later, and nothing comes between", () => {
  assert(
    property(expressions, instants, double({ min: 0, max: 1, noNaN: true }), (expression, after, part) => {
      const fields = crontab(expression);
      const next = schedule(expression).next(after);
      expect(next.getTime()).toBeGreaterThan(after.getTime());
      expect(isMet(fields, next)).toBe(true);

      const between = new Date(after.getTime() + Math.floor(part * (next.getTime() - after.getTime() - 1)));
      expect(schedule(expression).next(between)).toEqual(next);
    }),
  );
});

test("the first of the seconds that follow to meet every field is the occurrence", () => {
  assert(
    property(field(0, 59), field(0, 59), instants, (second, minute, after) => {
      const fields = crontab(`${second} ${minute} * * * *`);
      const next = nextOccurrence(fields, after);
      let candidate = Math.floor(after.getTime() / 1000) * 1000 + 1000;
      while (!isMet(fields, new Date(candidate))) candidate += 1000;
      expect(next).toEqual(new Date(candidate));
    }),
    { numRuns: 50 },
  );
});

function isMet(fields: ReturnType<typeof crontab>, at: Date): boolean {
  return (
    at.getUTCMilliseconds() === 0 &&
    fields.second.has(at.getUTCSeconds()) &&
    fields.minute.has(at.getUTCMinutes()) &&
    fields.hour.has(at.getUTCHours()) &&
    fields.day.has(at.getUTCDate()) &&
    fields.month.has(at.getUTCMonth() + 1) &&
    fields.weekday.has(at.getUTCDay())
  );
}
