import { z } from "zod";
import { addDays, Day } from "./day.ts";
import { CustomerId, type RunId } from "./ids.ts";
import { CustomerInsight, HEADLINE } from "./insight.ts";
import { daysOf, type Window } from "./window.ts";

/** One night of one customer, with the numerators and denominators of its day and the definition it was computed by. */
export const HistoryPoint = CustomerInsight.pick({
  night: true,
  runId: true,
  definition: true,
  ...HEADLINE,
});
export type HistoryPoint = Readonly<z.infer<typeof HistoryPoint>>;

/** One point a published night, oldest first. A night without one is a gap, named, and never filled in. */
export const CustomerHistory = z.object({
  customerId: CustomerId,
  from: Day,
  to: Day,
  value: z.array(HistoryPoint),
  missing: z.array(Day),
});
export type CustomerHistory = Readonly<z.infer<typeof CustomerHistory>>;

/**
 * A customer's history from what its runs computed. Of a night with several runs the one published last counts; a run
 * that was never published does not. Gaps are counted from the first night there is: before it, nobody was asked.
 */
export function customerHistory(
  customerId: CustomerId,
  window: Window,
  insights: readonly CustomerInsight[],
  publishedOn: ReadonlyMap<RunId, string>,
): CustomerHistory {
  const byNight = new Map<Day, CustomerInsight>();
  for (const insight of insights) {
    const published = publishedOn.get(insight.runId);
    if (published === undefined) continue;
    const other = byNight.get(insight.night);
    if (other === undefined || (publishedOn.get(other.runId) ?? "") < published) byNight.set(insight.night, insight);
  }
  const nights = [...byNight.keys()].toSorted();
  const [first] = nights;
  return {
    customerId,
    from: window.first,
    to: window.last,
    value: nights.flatMap((night) => HistoryPoint.parse(byNight.get(night))),
    missing:
      first === undefined
        ? []
        : daysOf({ first: addDays(first, 1), last: window.last }).filter((night) => !byNight.has(night)),
  };
}
