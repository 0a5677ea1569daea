import { z } from "zod";
import { daysBetween, type Day } from "./day.ts";
import { WINDOW_DAYS } from "./window.ts";

/**
 * Users by days since their last activity, in 32 bins: one for each day of the window (0 = on the as-of day itself),
 * then 28–89 days, 90 days and more, dated after the as-of day, and never. Sparse enough to keep, and the 28-day and
 * 7-day counts are plain sums of its beginning.
 */
export const BIN_COUNT = WINDOW_DAYS + 4;
export const WEEKS_AGO_BIN = WINDOW_DAYS;
export const MONTHS_AGO_BIN = WINDOW_DAYS + 1;
/** A source that dates activity after the day it speaks for contradicts itself: the user is kept, and not counted as active. */
export const LATER_BIN = WINDOW_DAYS + 2;
export const NEVER_BIN = WINDOW_DAYS + 3;

const MONTHS_AGO_DAYS = 90;

export type Histogram = readonly number[];

/** Checked in one go: a night reads a dozen of them a customer. */
export const Histogram = z.custom<number[]>(isHistogram, `must be ${BIN_COUNT} counts`);

function isHistogram(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === BIN_COUNT &&
    value.every((count: unknown) => typeof count === "number" && Number.isSafeInteger(count) && count >= 0)
  );
}

export function binOf(asOf: Day, lastActivity: Day | null): number {
  if (lastActivity === null) return NEVER_BIN;
  const days = daysBetween(lastActivity, asOf);
  if (days < 0) return LATER_BIN;
  if (days < WINDOW_DAYS) return days;
  return days < MONTHS_AGO_DAYS ? WEEKS_AGO_BIN : MONTHS_AGO_BIN;
}

/** Users whose last activity lies in the `days` days that end on the as-of day, which is the first of them. */
export function usersActiveIn(histogram: Histogram, days: number): number {
  return sum(histogram.slice(0, days));
}

export function usersIn(histogram: Histogram): number {
  return sum(histogram);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
