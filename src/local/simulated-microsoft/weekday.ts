import { type Day, dayNumber, dayOfNumber } from "../../domain/day.ts";

/** Days since 1970-01-01, a Thursday, modulo 7. */
export const WEEKDAY = { friday: 1, saturday: 2, sunday: 3, monday: 4, wednesday: 6 } as const;

/** The last such weekday up to the day, the day itself included. */
export function newestWeekday(weekday: keyof typeof WEEKDAY, upTo: Day): Day {
  const number = dayNumber(upTo);
  return dayOfNumber(number - ((number - WEEKDAY[weekday] + 7) % 7));
}
