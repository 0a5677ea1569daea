import { z } from "zod";
import { Day, daysBetween } from "./day.ts";

/** The day each source speaks for; null where it has not spoken. */
export const AsOf = z.object({
  activity: Day.nullable(),
  licences: Day.nullable(),
  reportedDeployment: Day.nullable(),
  reportedUsage: Day.nullable(),
  requests: Day.nullable(),
  tickets: Day.nullable(),
});
export type AsOf = Readonly<z.infer<typeof AsOf>>;

/** Days from each `asOf` to the night: how fresh each source is. */
export const DaysBehind = z.object({
  activity: z.int().nullable(),
  licences: z.int().nullable(),
  reportedDeployment: z.int().nullable(),
  reportedUsage: z.int().nullable(),
  requests: z.int().nullable(),
  tickets: z.int().nullable(),
});
export type DaysBehind = Readonly<z.infer<typeof DaysBehind>>;

export function daysBehind(asOf: AsOf, night: Day): DaysBehind {
  const behind = (day: Day | null) => (day === null ? null : daysBetween(day, night));
  return {
    activity: behind(asOf.activity),
    licences: behind(asOf.licences),
    reportedDeployment: behind(asOf.reportedDeployment),
    reportedUsage: behind(asOf.reportedUsage),
    requests: behind(asOf.requests),
    tickets: behind(asOf.tickets),
  };
}
