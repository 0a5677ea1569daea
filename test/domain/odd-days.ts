import { addDays, Day, dayNumber, dayOf, dayOfNumber, dayOfTimestamp, daysBetween } from "../../src/domain/day.ts";
import { daysOf, windowEnding } from "../../src/domain/window.ts";

/** Days on which a count of local hours goes wrong: somewhere they have 23, 25 or no hours, or they come every 4 years. */
const ODD_DAYS = [
  "2026-03-08", // New York loses an hour
  "2026-11-01", // New York gains one
  "2026-03-29", // Amsterdam loses an hour
  "2026-10-25", // Amsterdam gains one
  "1994-12-31", // Kiritimati has no such day
  "2024-02-29",
  "2026-12-31",
  "2027-01-01",
];

const TIMES = ["T00:00:00", "T02:30:00", "T23:59:59.9999999", "T12:00:00Z", "T00:30:00+13:00", "T23:30:00-11:00", ""];

/** What the functions of days say of each odd day: the same in every zone. */
export function oddDays() {
  return ODD_DAYS.map((text) => {
    const day = Day.parse(text);
    return {
      day,
      number: dayNumber(day),
      back: dayOfNumber(dayNumber(day)),
      neighbours: [addDays(day, -1), addDays(day, 1)],
      yearLater: daysBetween(day, addDays(day, 365)),
      window: daysOf(windowEnding(day)),
      ofInstants: [dayOf(new Date(`${text}T00:00:00.000Z`)), dayOf(new Date(`${text}T23:59:59.999Z`))],
      ofTimestamps: TIMES.map((time) => dayOfTimestamp(text + time)),
    };
  });
}
