import { addDays, type Day } from "./day.ts";

/** "Active" means used within the last 28 calendar days: Microsoft's rule on its page about adoption metrics. */
export const WINDOW_DAYS = 28;

/** A stretch of UTC days, both ends included. */
export type Window = Readonly<{ first: Day; last: Day }>;

export function windowEnding(last: Day, days: number = WINDOW_DAYS): Window {
  return { first: addDays(last, 1 - days), last };
}

export function isWithin(window: Window, day: Day): boolean {
  return window.first <= day && day <= window.last;
}

/** Every day of the window, oldest first. */
export function daysOf(window: Window): Day[] {
  const days: Day[] = [];
  for (let day = window.first; day <= window.last; day = addDays(day, 1)) days.push(day);
  return days;
}
