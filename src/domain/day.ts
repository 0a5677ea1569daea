import { z } from "zod";

/**
 * One UTC calendar day, written `2026-11-20`, so that days compare and sort as text. This is the only file that touches
 * Date: a day has no clock, no zone and no daylight saving, and everything above counts in whole days.
 */
export const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day such as 2026-11-20")
  .refine((text) => isCalendarDay(text), "must be a day of the calendar")
  .brand<"Day">();
export type Day = z.infer<typeof Day>;

const DAY_MS = 86_400_000;

/** The UTC day an instant falls on. Throws on an invalid instant. */
export function dayOf(instant: Date): Day {
  return Day.parse(instant.toISOString().slice(0, 10));
}

export function addDays(day: Day, days: number): Day {
  return dayOfNumber(dayNumber(day) + days);
}

/** Whole days from `first` to `last`; negative when `last` is the earlier one. */
export function daysBetween(first: Day, last: Day): number {
  return dayNumber(last) - dayNumber(first);
}

/** Days since 1970-01-01: a day as a small number, for places that keep very many. */
export function dayNumber(day: Day): number {
  let number = knownNumbers.get(day);
  if (number === undefined) {
    number = Date.parse(`${day}T00:00:00.000Z`) / DAY_MS;
    if (knownNumbers.size < KNOWN_DAYS_MAX) knownNumbers.set(day, number);
  }
  return number;
}

/**
 * A night meets the same few hundred days a million times, and reading a date costs more than all that is done with it.
 * Eleven years of days are remembered, both ways.
 */
const knownNumbers = new Map<string, number>();
const knownDays = new Map<number, Day>();
const KNOWN_DAYS_MAX = 4_096;

export function dayOfNumber(number: number): Day {
  let day = knownDays.get(number);
  if (day === undefined) {
    day = dayOf(new Date(number * DAY_MS));
    if (knownDays.size < KNOWN_DAYS_MAX) knownDays.set(number, day);
  }
  return day;
}

/** `2026-11`: the grain of one stored entity of snapshots. */
export function monthOf(day: Day): string {
  return day.slice(0, 7);
}

/** `20`: the day within its month. */
export function dayOfMonth(day: Day): string {
  return day.slice(8, 10);
}

/**
 * The day of a timestamp as Microsoft writes it: with `Z`, with an offset, or with no zone at all, which means UTC and
 * which JavaScript would read as local time. The sentinel years 0001 and 9999 mean "none". Null where there is no day.
 */
export function dayOfTimestamp(text: string): Day | null {
  const timestamp = text.trim();
  // JavaScript would also read "12" and "11/20/2026", in the machine's own zone.
  if (!TIMESTAMP.test(timestamp) || !isCalendarDay(timestamp.slice(0, 10))) return null;
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(timestamp.slice(10));
  const instant = new Date(hasZone || timestamp.length <= 10 ? timestamp : `${timestamp}Z`);
  if (Number.isNaN(instant.getTime())) return null;
  const year = instant.getUTCFullYear();
  return year <= 1601 || year >= 9999 ? null : dayOf(instant);
}

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Date.parse refuses a 13th month, and quietly turns 30 February into 2 March. */
function isCalendarDay(text: string): boolean {
  if (knownNumbers.has(text)) return true;
  const instant = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}
