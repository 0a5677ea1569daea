import type { ReportFacts, UserActivity } from "../domain/activity.ts";
import type { Day } from "../domain/day.ts";
import type { KnownWorkload } from "../domain/workload.ts";
import { readReport } from "./report-csv.ts";
import { dayReader, laterDay } from "./report-fields.ts";
import { isNamed, nameKey, namingTally } from "./user-name.ts";

/** One user in one workload, as a report has it. */
export type WorkloadActivity = NonNullable<UserActivity["workloads"][KnownWorkload]>;

/**
 * Who used the one workload that a report beside the active users report tells of, held as a look-up while that one
 * passes by: a number and a day for each user, no name.
 */
export type SideReport = Readonly<{
  title: string;
  workload: KnownWorkload;
  facts: ReportFacts;
  joining(): SideJoining;
}>;

/** One pass of the active users report over this one. */
export type SideJoining = Readonly<{
  workload: KnownWorkload;
  /** What the report says of the user of this name, by its key; `unlisted` where there is no such user. */
  activityOf(key: number): WorkloadActivity;
  /** The keys of named users whom nobody has asked for so far. */
  others(): Iterable<number>;
  /** Users without a name: each may be one of the other report, and nobody can tell which. */
  unnamed: readonly WorkloadActivity[];
}>;

export type SideReportKind = "apps" | "copilot";

/**
 * https://learn.microsoft.com/graph/api/reportroot-getm365appuserdetail
 * https://learn.microsoft.com/microsoft-365-copilot/extensibility/api/admin-settings/reports/copilotreportroot-getmicrosoft365copilotusageuserdetail
 */
const SIDE_REPORTS = {
  apps: { title: "The Microsoft 365 Apps report", workload: "officeApps" },
  copilot: { title: "The Microsoft 365 Copilot report", workload: "copilot" },
} as const satisfies Record<SideReportKind, Readonly<{ title: string; workload: KnownWorkload }>>;

/** Reads the one or the other: both list users with the day of their last activity, and no word of a licence. */
export function sideReport(kind: SideReportKind, bytes: AsyncIterable<Uint8Array>): Promise<SideReport> {
  const { title, workload } = SIDE_REPORTS[kind];
  return readReport(title, bytes, (columns) => {
    const nameColumn = columns.required("User Principal Name");
    const activityColumn = columns.required("Last Activity Date");
    const dayOf = dayReader();
    const names = namingTally();
    const positions = new Map<number, number>();
    const days: (Day | null)[] = [];
    const unnamed: WorkloadActivity[] = [];

    return {
      take(fields, refreshedOn) {
        const lastActivity = dayOf(fields[activityColumn] ?? "");
        if (lastActivity === "unreadable") return "has no day in Last Activity Date";
        const name = fields[nameColumn] ?? "";
        if (!isNamed(name)) {
          unnamed.push({ evidence: "listed", lastActivity });
          return null;
        }
        names.add(name);
        const key = nameKey(name);
        const position = positions.get(key);
        if (position === undefined) positions.set(key, days.push(lastActivity) - 1);
        else days[position] = laterDay(days[position] ?? null, lastActivity, refreshedOn);
        return null;
      },

      end: (reading) => ({
        title,
        workload,
        facts: { report: kind, ...reading, naming: names.naming() },
        joining: () => ({ workload, unnamed, ...lookUp(positions, days) }),
      }),
    };
  });
}

const UNLISTED: WorkloadActivity = { evidence: "unlisted", lastActivity: null };

function lookUp(
  positions: ReadonlyMap<number, number>,
  days: readonly (Day | null)[],
): Pick<SideJoining, "activityOf" | "others"> {
  const isAskedFor = new Uint8Array(days.length);
  return {
    activityOf(key) {
      const position = positions.get(key);
      if (position === undefined) return UNLISTED;
      isAskedFor[position] = 1;
      return { evidence: "listed", lastActivity: days[position] ?? null };
    },
    *others() {
      for (const [key, position] of positions) if (isAskedFor[position] === 0) yield key;
    },
  };
}
