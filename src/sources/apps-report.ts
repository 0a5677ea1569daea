import type { ReportFacts } from "../domain/activity.ts";
import type { Day } from "../domain/day.ts";
import { readReport } from "./report-csv.ts";
import { dayReader, laterDay } from "./report-fields.ts";
import { isNamed, nameKey, type Naming, namingTally } from "./user-name.ts";

/**
 * Who used the Microsoft 365 Apps, held as a look-up while the other report passes by: a number and a day for each user,
 * no name.
 */
export type AppsReport = Readonly<{ facts: ReportFacts; naming: Naming; joining(): AppsJoining }>;

/** One pass of the other report over this one. */
export type AppsJoining = Readonly<{
  /** The last activity of the user of this name, null for one never active; "unlisted" where there is no such user. */
  lastActivity(name: string): Day | null | "unlisted";
  /** The last activity of each named user whom nobody has asked for. */
  others(): Iterable<Day | null>;
  /** The last activity of each user without a name: it may be one of the other report, and nobody can tell which. */
  unnamed: readonly (Day | null)[];
}>;

/** https://learn.microsoft.com/graph/api/reportroot-getm365appuserdetail */
export function appsReport(bytes: AsyncIterable<Uint8Array>): Promise<AppsReport> {
  return readReport("The Microsoft 365 Apps report", bytes, (columns) => {
    const nameColumn = columns.required("User Principal Name");
    const activityColumn = columns.required("Last Activity Date");
    const dayOf = dayReader();
    const names = namingTally();
    const positions = new Map<number, number>();
    const days: (Day | null)[] = [];
    const daysUnnamed: (Day | null)[] = [];

    return {
      take(fields) {
        const lastActivity = dayOf(fields[activityColumn] ?? "");
        if (lastActivity === "unreadable") return "has no day in Last Activity Date";
        const name = fields[nameColumn] ?? "";
        if (!isNamed(name)) {
          daysUnnamed.push(lastActivity);
          return null;
        }
        names.add(name);
        const key = nameKey(name);
        const position = positions.get(key);
        if (position === undefined) positions.set(key, days.push(lastActivity) - 1);
        else days[position] = laterDay(days[position] ?? null, lastActivity);
        return null;
      },

      end(reading) {
        const naming = names.naming();
        return {
          facts: { report: "apps", ...reading, namesConcealed: naming === "concealed" },
          naming,
          joining: () => joining(positions, days, daysUnnamed),
        };
      },
    };
  });
}

function joining(
  positions: ReadonlyMap<number, number>,
  days: readonly (Day | null)[],
  daysUnnamed: readonly (Day | null)[],
): AppsJoining {
  const isAskedFor = new Uint8Array(days.length);
  return {
    lastActivity(name) {
      const position = positions.get(nameKey(name));
      if (position === undefined) return "unlisted";
      isAskedFor[position] = 1;
      return days[position] ?? null;
    },
    *others() {
      for (const [position, day] of days.entries()) if (isAskedFor[position] === 0) yield day;
    },
    unnamed: daysUnnamed,
  };
}
