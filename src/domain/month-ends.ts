import { addDays, type Day, dayOfMonth, monthOf } from "./day.ts";

/** The same month of the year before is among them. */
const MONTH_ENDS = 13;

/**
 * The nights that stand for a history of months, newest first: `last` itself, and of each of the last 13 months that
 * have ended by then the last night there is. A month without a night is left out.
 */
export function monthEnds(nights: readonly Day[], last: Day): Day[] {
  const chosen = [last];
  let end = isMonthEnd(last) ? last : endOfMonthBefore(last);
  for (let months = 0; months < MONTH_ENDS; months += 1) {
    const month = monthOf(end);
    const night = [...nights, last]
      .filter((each) => monthOf(each) === month && each <= last)
      .toSorted()
      .at(-1);
    if (night !== undefined && !chosen.includes(night)) chosen.push(night);
    end = endOfMonthBefore(end);
  }
  return chosen;
}

function isMonthEnd(day: Day): boolean {
  return monthOf(addDays(day, 1)) !== monthOf(day);
}

function endOfMonthBefore(day: Day): Day {
  return addDays(day, -Number(dayOfMonth(day)));
}
