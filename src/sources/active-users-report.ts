import { activityFold, type ActivityFold, type ActivitySnapshot, type UserActivity } from "../domain/activity.ts";
import type { Day } from "../domain/day.ts";
import type { PlansBySku } from "../domain/holding.ts";
import type { LicenceSnapshot } from "../domain/licences.ts";
import type { KnownWorkload } from "../domain/workload.ts";
import type { Directory, NameOwner, UndecidedOwner } from "./directory.ts";
import { type Columns, readReport } from "./report-csv.ts";
import { dayReader, flagIn, laterDay } from "./report-fields.ts";
import type { SideReport, WorkloadActivity } from "./side-report.ts";
import { isNamed, nameKey, namingTally } from "./user-name.ts";

/** What is known of the customer whose report it is. */
export type Background = Readonly<{
  licences: LicenceSnapshot | null;
  plans: PlansBySku;
  namesSetting: ActivitySnapshot["namesSetting"];
}>;

/** What the users of the report are joined to; null where there is none. */
export type Joinable = Readonly<{ apps: SideReport | null; copilot: SideReport | null; directory: Directory | null }>;

export const NO_BACKGROUND: Background = { licences: null, plans: new Map(), namesSetting: null };
export const NOTHING_JOINED: Joinable = { apps: null, copilot: null, directory: null };

export type ActiveUsers = Readonly<{
  activity: ActivitySnapshot;
  /** Rows that bear a name, and those of them whose name the directory has; null where there was none to ask. */
  rowsInDirectory: Readonly<{ named: number; found: number }> | null;
}>;

/**
 * Users with their licences and their last activity in each workload, folded into counts while they stream by: a large
 * customer takes time, not memory.
 * https://learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail
 */
export function activeUsersReport(
  bytes: AsyncIterable<Uint8Array>,
  { licences, plans, namesSetting }: Background,
  joinable: Joinable,
): Promise<ActiveUsers> {
  return readReport("The active users report", bytes, (columns) => {
    const deletedColumn = columns.required("Is Deleted");
    const nameColumn = columns.find("User Principal Name");
    const productsColumn = columns.find("Assigned Products");
    const readers = workloadReaders(columns);
    const sides = [joinable.apps, joinable.copilot].filter((side) => side !== null);
    const names = namingTally();
    const joining = usersJoining(sides, joinable.directory);

    let begun: ActivityFold | null = null;
    const foldOn = (day: Day): ActivityFold => {
      begun ??= activityFold(
        day,
        {
          ...Object.fromEntries(readers.map(({ workload }) => [workload, day])),
          ...Object.fromEntries(sides.map(({ workload, facts }) => [workload, facts.refreshedOn])),
        },
        licences,
        plans,
      );
      return begun;
    };

    return {
      take(fields, refreshedOn) {
        const isDeleted = flagIn(fields[deletedColumn] ?? "");
        if (isDeleted === null) return "has neither yes nor no in Is Deleted";
        const workloads: Partial<Record<KnownWorkload, WorkloadActivity>> = {};
        for (const { workload, activityIn } of readers) {
          const activity = activityIn(fields, refreshedOn);
          if (typeof activity === "string") return activity;
          workloads[workload] = activity;
        }
        const assignedProducts = productsColumn === null ? null : (fields[productsColumn] ?? null);
        const user = { isDeleted, assignedProducts, holding: null, workloads };

        const name = nameColumn === null ? "" : (fields[nameColumn] ?? "");
        if (isNamed(name)) {
          names.add(name);
          joining.add(foldOn(refreshedOn), name, user);
        } else {
          // In the other reports too it is one of those without a name: counted from there.
          foldOn(refreshedOn).add(user);
        }
        return null;
      },

      end(reading) {
        const fold = foldOn(reading.refreshedOn);
        const directory = joining.end(fold);
        const facts = { report: "activeUsers" as const, ...reading, naming: names.naming() };
        const reports = [facts, ...sides.map((side) => side.facts)];
        return {
          activity: fold.snapshot({ reports, directory: directory?.join ?? null, namesSetting }),
          rowsInDirectory: directory?.rows ?? null,
        };
      },
    };
  });
}

/** A user of one report, to whom others may add what they know. */
type ReportedUser = Omit<UserActivity, "workloads"> &
  Readonly<{ workloads: Partial<Record<KnownWorkload, WorkloadActivity>> }>;

/**
 * Joins named users to the reports of one workload, and to the directory. Without a directory a name that comes twice
 * (deleted, and made again) is both times the one in the other reports, so that the order of rows is irrelevant.
 */
function usersJoining(sideReports: readonly SideReport[], directory: Directory | null) {
  const sides = sideReports.map((side) => side.joining());
  const owners = directory?.joining() ?? null;
  const waiting: { key: number; user: ReportedUser; owner: UndecidedOwner }[] = [];

  function pass(fold: ActivityFold, key: number, user: ReportedUser, owner: NameOwner | null): void {
    if (owner?.isNamesake !== true) {
      for (const side of sides) user.workloads[side.workload] = side.activityOf(key);
    }
    fold.add(owner === null ? user : { ...user, isDeleted: owner.isDeleted, holding: owner.holding });
  }

  return {
    add(fold: ActivityFold, name: string, user: ReportedUser): void {
      if (sides.length === 0 && owners === null) return fold.add(user);
      const key = nameKey(name);
      const owner = owners?.ownerOf(key, user.isDeleted) ?? null;
      if (typeof owner === "function") waiting.push({ key, user, owner });
      else pass(fold, key, user, owner);
    },

    /** Passes on those who have waited, and those of whom only other reports tell: one in two of them is one user. */
    end(fold: ActivityFold) {
      for (const { key, user, owner } of waiting) pass(fold, key, user, owner());
      for (const side of sides) {
        for (const key of side.others()) pass(fold, key, elsewhere({}), owners?.ownerElsewhere(key) ?? null);
      }
      for (const { workload, unnamed } of sides) {
        for (const activity of unnamed) fold.addUnnamed(elsewhere({ [workload]: activity }));
      }
      return owners && { join: owners.join(), rows: owners.rows() };
    },
  };
}

/** A user whom the active users report lacks. */
function elsewhere(workloads: ReportedUser["workloads"]): ReportedUser {
  return { isDeleted: false, assignedProducts: null, holding: null, workloads };
}

/** The services whose columns make up a workload. OneDrive counts with SharePoint. */
const SERVICES: readonly (readonly [KnownWorkload, readonly string[]])[] = [
  ["exchange", ["Exchange"]],
  ["sharepoint", ["SharePoint", "OneDrive"]],
  ["teams", ["Teams"]],
  ["yammer", ["Yammer"]],
];

/** Reads one workload out of a row, or says why it cannot. */
type WorkloadReader = Readonly<{
  workload: KnownWorkload;
  activityIn(fields: readonly string[], refreshedOn: Day): WorkloadActivity | string;
}>;

/** A workload is reported where all columns of all its services are there: clouds and times differ in them. */
function workloadReaders(columns: Columns): WorkloadReader[] {
  const dayOf = dayReader();
  return SERVICES.flatMap(([workload, services]) => {
    const pairs = services.flatMap((service) => {
      const licenceColumn = columns.find(`Has ${service} License`);
      const activityColumn = columns.find(`${service} Last Activity Date`);
      return licenceColumn === null || activityColumn === null ? [] : [{ service, licenceColumn, activityColumn }];
    });
    if (pairs.length < services.length) return [];

    const activityIn = (fields: readonly string[], refreshedOn: Day): WorkloadActivity | string => {
      let isLicensed = false;
      let lastActivity: Day | null = null;
      for (const { service, licenceColumn, activityColumn } of pairs) {
        const licence = flagIn(fields[licenceColumn] ?? "");
        const day = dayOf(fields[activityColumn] ?? "");
        if (licence === null) return `has neither yes nor no in Has ${service} License`;
        if (day === "unreadable") return `has no day in ${service} Last Activity Date`;
        isLicensed ||= licence;
        lastActivity = laterDay(lastActivity, day, refreshedOn);
      }
      return { evidence: isLicensed ? "licensed" : "unlicensed", lastActivity };
    };
    return [{ workload, activityIn }];
  });
}
