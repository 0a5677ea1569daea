import { z } from "zod";
import type { Naming } from "./activity.ts";
import { addDays, Day } from "./day.ts";
import { type PulledNight, RefusalReason } from "./pull-outcome.ts";
import { daysOf, WINDOW_DAYS, windowEnding } from "./window.ts";

/** Beside the reasons of a refusal: nobody asked for that day (`not_pulled`), or the source passed it over (`not_reported`). */
export const MissingDayReason = z.enum([...RefusalReason.options, "not_pulled", "not_reported"]);
export type MissingDayReason = z.infer<typeof MissingDayReason>;

/** A day from which on the reports name users another way: standings rest on other evidence than before. */
const NamingBreak = z.object({ day: Day, from: z.enum(["clear", "concealed"]), to: z.enum(["clear", "concealed"]) });

/** Which days of the window have an activity snapshot of their own, and why the others have none. */
export const NightCoverage = z.object({
  nights: z.literal(WINDOW_DAYS),
  present: z.int().nonnegative(),
  missing: z.array(z.object({ day: Day, reason: MissingDayReason })),
  breaks: z.array(NamingBreak),
});
export type NightCoverage = Readonly<z.infer<typeof NightCoverage>>;

/** A day that has a snapshot, and how its report names users. */
export type ActivityDay = Readonly<{ day: Day; naming: Naming }>;

/** A report speaks for a day one or two nights before it is pulled, rarely three. */
const NIGHTS_BEHIND_MAX = 3;

/** `present` in any number, oldest first. */
export function nightCoverage(
  last: Day,
  present: readonly ActivityDay[],
  nights: readonly PulledNight[],
): NightCoverage {
  const days = daysOf(windowEnding(last));
  const kept = new Set(present.map(({ day }) => day));
  const missing = days.filter((day) => !kept.has(day)).map((day) => ({ day, reason: missingDayReason(day, nights) }));
  return { nights: WINDOW_DAYS, present: days.length - missing.length, missing, breaks: namingBreaks(present) };
}

function missingDayReason(day: Day, nights: readonly PulledNight[]): MissingDayReason {
  const newest = nights.at(-1)?.night;
  const last = addDays(day, NIGHTS_BEHIND_MAX);
  const asked = nights.filter(({ night }) => day < night && night <= last);
  const refusal = asked.find((pulled) => pulled.refusal !== null)?.refusal ?? null;
  if (refusal !== null) return refusal;
  // Only if every one of these nights asked, as far as they have come, has the source passed the day over.
  const due = newest === undefined ? [] : daysOf({ first: addDays(day, 1), last: newest < last ? newest : last });
  const isAskedThroughout = due.length > 0 && due.every((night) => asked.some((pulled) => pulled.night === night));
  return isAskedThroughout ? "not_reported" : "not_pulled";
}

/** A report that names nobody says nothing of the setting, and breaks nothing. */
function namingBreaks(present: readonly ActivityDay[]): NightCoverage["breaks"] {
  const breaks: NightCoverage["breaks"] = [];
  let before: Naming = "none";
  for (const { day, naming } of present) {
    if (naming === "none") continue;
    if (before !== "none" && before !== naming) breaks.push({ day, from: before, to: naming });
    before = naming;
  }
  return breaks;
}
