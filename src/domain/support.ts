import { z } from "zod";
import { Day, daysBetween } from "./day.ts";
import { missing, type MissingReason, Rate, rateOf } from "./rate.ts";
import type { Usage } from "./usage.ts";
import { windowEnding, isWithin, WINDOW_DAYS } from "./window.ts";

/** How many were opened on one day. */
const Opened = z.object({ day: Day, count: z.int().positive() });

/** Questions of one customer by the day they were opened on, as known on `asOf`. A day that is not here had none. */
export const SupportSnapshot = z.object({ asOf: Day, opened: z.array(Opened) });
export type SupportSnapshot = Readonly<z.infer<typeof SupportSnapshot>>;

/** Questions opened in the 28 days that end on `asOf`, and how many that is for each active user. */
export const SupportFigure = z.object({ asOf: Day, opened: z.int().nonnegative(), perActiveUser: Rate });
export type SupportFigure = Readonly<z.infer<typeof SupportFigure>>;

/**
 * How much help a customer asks for. `requests`: filed with Microsoft through Partner Center. `tickets`: filed with the
 * partner, imported. The two are different questions and are never added. Null where nothing is known, which is not none.
 */
export const Support = z.object({ requests: SupportFigure.nullable(), tickets: SupportFigure.nullable() });
export type Support = Readonly<z.infer<typeof Support>>;

/** Questions known up to a day this long before that of the users were asked by others, in a window of their own. */
const DAYS_BEFORE_USERS_MAX = WINDOW_DAYS;

/**
 * One kind of questions over the active users of any workload. Questions of long ago are counted for their own day, and
 * divided by nobody of today.
 */
export function supportFigure(
  snapshot: SupportSnapshot | null,
  anyWorkload: Pick<Usage, "asOf" | "active">,
  reasonIfUnknown: MissingReason,
): SupportFigure | null {
  if (snapshot === null) return null;
  const { asOf } = snapshot;
  const window = windowEnding(asOf);
  const opened = snapshot.opened
    .filter(({ day }) => isWithin(window, day))
    .reduce((total, { count }) => total + count, 0);
  return { asOf, opened, perActiveUser: perActiveUser({ asOf, opened }, anyWorkload, reasonIfUnknown) };
}

function perActiveUser(
  { asOf, opened }: Pick<SupportFigure, "asOf" | "opened">,
  users: Pick<Usage, "asOf" | "active">,
  reasonIfUnknown: MissingReason,
): Rate {
  if (users.asOf === null || users.active === null) return missing(reasonIfUnknown);
  if (daysBetween(asOf, users.asOf) > DAYS_BEFORE_USERS_MAX) return missing("source_not_ready");
  return rateOf(opened, users.active, "nobody_active");
}

/** Days and counts in any order and number, as one count a day, oldest first. */
export function openedByDay(opened: readonly Readonly<{ day: Day; count: number }>[]): SupportSnapshot["opened"] {
  const byDay = new Map<Day, number>();
  for (const { day, count } of opened) byDay.set(day, (byDay.get(day) ?? 0) + count);
  return [...byDay]
    .filter(([, count]) => count > 0)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, count]) => ({ day, count }));
}
