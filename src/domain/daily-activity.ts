import { z } from "zod";
import { type ActivitySnapshot, REPORTED_ALONE, type UserCounts } from "./activity.ts";
import { Day } from "./day.ts";
import { usersActiveIn } from "./recency.ts";
import { KnownWorkload, WORKLOADS } from "./workload.ts";

/**
 * How many users were active on one day: a day by itself, not a window of 28. It is all that can be learnt of the days
 * before a customer's first night, and every later night tells it too, so that the two make one line.
 */
export const DailyActivity = z.object({
  day: Day,
  /** Active in any workload that the report covers. */
  any: z.int().nonnegative(),
  workloads: z.partialRecord(KnownWorkload, z.int().nonnegative()),
});
export type DailyActivity = Readonly<z.infer<typeof DailyActivity>>;

/**
 * Whoever was last active on the report's own day was active on it. By the active users report alone: the others speak
 * for days of their own, and fail on theirs, which would make steps in a line of days.
 */
export function dailyActivityOf({ asOf, anyOnDay, workloads }: ActivitySnapshot): DailyActivity {
  return {
    day: asOf,
    any: anyOnDay,
    workloads: Object.fromEntries(
      WORKLOADS.flatMap((workload) => {
        const counts = workloads[workload];
        return counts === undefined || ALONE.has(workload) ? [] : [[workload, activeOnDay(counts)]];
      }),
    ),
  };
}

const ALONE: ReadonlySet<KnownWorkload> = new Set(Object.values(REPORTED_ALONE));

function activeOnDay({ users }: UserCounts): number {
  return Object.values(users).reduce((sum, histogram) => sum + usersActiveIn(histogram, 1), 0);
}
