import { z } from "zod";
import { addDays, Day } from "./day.ts";
import { type PulledNight, RefusalReason } from "./pull-outcome.ts";
import { daysOf, WINDOW_DAYS, windowEnding } from "./window.ts";

/** Beside the reasons of a refusal: nobody asked for that day (`not_pulled`), or the source passed it over (`not_reported`). */
export const MissingDayReason = z.enum([...RefusalReason.options, "not_pulled", "not_reported"]);
export type MissingDayReason = z.infer<typeof MissingDayReason>;

/** Which days of the window have an activity snapshot of their own, and why the others have none. */
export const NightCoverage = z.object({
  nights: z.literal(WINDOW_DAYS),
  present: z.int().nonnegative(),
  missing: z.array(z.object({ day: Day, reason: MissingDayReason })),
});
export type NightCoverage = Readonly<z.infer<typeof NightCoverage>>;

/** A report speaks for a day one or two nights before it is pulled, rarely three. */
const NIGHTS_BEHIND_MAX = 3;

export function nightCoverage(last: Day, present: readonly Day[], nights: readonly PulledNight[]): NightCoverage {
  const days = daysOf(windowEnding(last));
  const kept = new Set(present);
  const missing = days.filter((day) => !kept.has(day)).map((day) => ({ day, reason: missingDayReason(day, nights) }));
  return { nights: WINDOW_DAYS, present: days.length - missing.length, missing };
}

function missingDayReason(day: Day, nights: readonly PulledNight[]): MissingDayReason {
  const asked = nights.filter(({ night }) => day < night && night <= addDays(day, NIGHTS_BEHIND_MAX));
  if (asked.length === 0) return "not_pulled";
  return asked.find(({ refusal }) => refusal !== null)?.refusal ?? "not_reported";
}
