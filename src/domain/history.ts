import { z } from "zod";
import { Day } from "./day.ts";
import { CustomerId, type RunId } from "./ids.ts";
import { DailyActivity } from "./daily-activity.ts";
import { CustomerInsight, HEADLINE } from "./insight.ts";
import { daysOf, isWithin, type Window } from "./window.ts";

/** One night of one customer, with the numerators and denominators of its day and the definition it was computed by. */
export const HistoryPoint = CustomerInsight.pick({
  night: true,
  runId: true,
  definition: true,
  ...HEADLINE,
  change: true,
});
export type HistoryPoint = Readonly<z.infer<typeof HistoryPoint>>;

/** How many users were active on a day, and whether a night told so or the backfill of the days before the first. */
export const DailyPoint = z.object({ ...DailyActivity.shape, from: z.enum(["night", "backfill"]) });
export type DailyPoint = Readonly<z.infer<typeof DailyPoint>>;

/** One point a published night, oldest first. A night without one is a gap, named, and never filled in. */
export const CustomerHistory = z.object({
  customerId: CustomerId,
  from: Day,
  to: Day,
  value: z.array(HistoryPoint),
  missing: z.array(Day),
  /** Active users day by day: not comparable with the 28-day figures above, and there from the first week on. */
  daily: z.array(DailyPoint),
});
export type CustomerHistory = Readonly<z.infer<typeof CustomerHistory>>;

/** What is known of one customer: the nights of the window by run, when each run was published, and beside them. */
export type KnownHistory = Readonly<{
  insights: readonly CustomerInsight[];
  publishedOn: ReadonlyMap<RunId, string>;
  /** The first night that any run computed of the customer, whatever the window; null where none did. */
  firstNight: Day | null;
  backfilled: readonly DailyActivity[];
}>;

/**
 * A customer's history from what its runs computed, in a window that ends on the published night or before it. Of a night
 * with several runs the one published last counts; a run that was never published does not. Gaps are counted from the
 * customer's first night: before it, nobody was asked. A day that a night tells of is not taken from the backfill.
 */
export function customerHistory(
  customerId: CustomerId,
  window: Window,
  { insights, publishedOn, firstNight, backfilled }: KnownHistory,
): CustomerHistory {
  const byNight = new Map<Day, CustomerInsight>();
  for (const insight of insights) {
    const published = publishedOn.get(insight.runId);
    if (published === undefined) continue;
    const other = byNight.get(insight.night);
    if (other === undefined || (publishedOn.get(other.runId) ?? "") < published) byNight.set(insight.night, insight);
  }
  const nights = [...byNight.keys()].toSorted();
  return {
    customerId,
    from: window.first,
    to: window.last,
    value: nights.flatMap((night) => HistoryPoint.parse(byNight.get(night))),
    missing: nightsSince(firstNight, window).filter((night) => !byNight.has(night)),
    daily: dailyPoints(window, [...byNight.values()], backfilled),
  };
}

/** The nights of the window on which the customer was known. */
function nightsSince(firstNight: Day | null, { first, last }: Window): Day[] {
  return firstNight === null ? [] : daysOf({ first: firstNight < first ? first : firstNight, last });
}

function dailyPoints(
  window: Window,
  insights: readonly CustomerInsight[],
  backfilled: readonly DailyActivity[],
): DailyPoint[] {
  const points = new Map<Day, DailyPoint>();
  for (const daily of backfilled) points.set(daily.day, { ...daily, from: "backfill" });
  for (const { daily } of insights) if (daily !== null) points.set(daily.day, { ...daily, from: "night" });
  return [...points.values()]
    .filter(({ day }) => isWithin(window, day))
    .toSorted((one, other) => (one.day < other.day ? -1 : 1));
}
