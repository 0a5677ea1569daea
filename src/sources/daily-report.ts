import { type DailyActivity, dailyActivityOf } from "../domain/daily-activity.ts";
import type { Day } from "../domain/day.ts";
import { activeUsersReport, NO_BACKGROUND, NOTHING_JOINED } from "./active-users-report.ts";
import { UnreadableReport } from "./report-csv.ts";

/**
 * Reads the active users of one day: those whose last activity in a workload is that very day, whatever else the report
 * lists. It is folded as a night's report is, so that the two make one line; what a user holds plays no part in it.
 */
export async function dailyReport(bytes: AsyncIterable<Uint8Array>, day: Day): Promise<DailyActivity> {
  const { activity } = await activeUsersReport(bytes, NO_BACKGROUND, NOTHING_JOINED);
  if (activity.asOf !== day) {
    throw new UnreadableReport(`The active users report of ${day}`, null, `speaks for ${activity.asOf}`);
  }
  return dailyActivityOf(activity);
}
