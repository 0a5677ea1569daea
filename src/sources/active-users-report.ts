import { activityFold, type ActivityFold, type ActivitySnapshot, type UserActivity } from "../domain/activity.ts";
import type { Day } from "../domain/day.ts";
import type { LicenceSnapshot } from "../domain/licences.ts";
import type { KnownWorkload } from "../domain/workload.ts";
import type { AppsReport } from "./apps-report.ts";
import { type Columns, readReport } from "./report-csv.ts";
import { dayReader, flagIn, laterDay } from "./report-fields.ts";
import { isNamed, type Naming, namingTally } from "./user-name.ts";

export type ActiveUsers = Readonly<{ activity: ActivitySnapshot; naming: Naming }>;

/**
 * Users with their licences and their last activity in each workload, folded into counts while they stream by: a large
 * customer takes time, not memory. Users of the Apps report are joined by name. A name that comes twice (deleted, and made
 * again) is both times the one in the Apps report, so that the order of rows is irrelevant.
 * https://learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail
 */
export function activeUsersReport(
  bytes: AsyncIterable<Uint8Array>,
  licences: LicenceSnapshot | null,
  apps: AppsReport | null,
): Promise<ActiveUsers> {
  return readReport("The active users report", bytes, (columns) => {
    const deletedColumn = columns.required("Is Deleted");
    const nameColumn = columns.find("User Principal Name");
    const productsColumn = columns.find("Assigned Products");
    const readers = workloadReaders(columns);
    const names = namingTally();
    const joining = apps?.joining() ?? null;

    let begun: ActivityFold | null = null;
    const foldOn = (day: Day): ActivityFold => {
      begun ??= activityFold(
        day,
        {
          ...Object.fromEntries(readers.map(({ workload }) => [workload, day])),
          ...(apps !== null && { officeApps: apps.facts.refreshedOn }),
        },
        licences,
      );
      return begun;
    };

    return {
      take(fields, refreshedOn) {
        const isDeleted = flagIn(fields[deletedColumn] ?? "");
        if (isDeleted === null) return "has neither yes nor no in Is Deleted";
        const workloads: Partial<Record<KnownWorkload, WorkloadActivity>> = {};
        for (const { workload, activityIn } of readers) {
          const activity = activityIn(fields);
          if (typeof activity === "string") return activity;
          workloads[workload] = activity;
        }

        const name = nameColumn === null ? "" : (fields[nameColumn] ?? "");
        const hasName = isNamed(name);
        if (hasName) names.add(name);
        // A user without a name is in the Apps report too, as one of those without a name there: counted from there.
        if (joining !== null && hasName) workloads.officeApps = appsActivity(joining.lastActivity(name));
        const assignedProducts = productsColumn === null ? null : (fields[productsColumn] ?? null);
        foldOn(refreshedOn).add({ isDeleted, assignedProducts, workloads });
        return null;
      },

      end(reading) {
        const fold = foldOn(reading.refreshedOn);
        for (const lastActivity of joining?.others() ?? []) fold.add(appsUser(lastActivity));
        for (const lastActivity of joining?.unnamed ?? []) fold.addUnnamed(appsUser(lastActivity));
        const naming = names.naming();
        const facts = { report: "activeUsers" as const, ...reading, namesConcealed: naming === "concealed" };
        return { activity: fold.snapshot(apps === null ? [facts] : [facts, apps.facts]), naming };
      },
    };
  });
}

type WorkloadActivity = NonNullable<UserActivity["workloads"][KnownWorkload]>;

function appsActivity(lastActivity: Day | null | "unlisted"): WorkloadActivity {
  if (lastActivity === "unlisted") return { evidence: "unlisted", lastActivity: null };
  return { evidence: "listed", lastActivity };
}

/** A user of whom the Apps report alone tells. */
function appsUser(lastActivity: Day | null): UserActivity {
  return { isDeleted: false, assignedProducts: null, workloads: { officeApps: appsActivity(lastActivity) } };
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
  activityIn(fields: readonly string[]): WorkloadActivity | string;
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

    const activityIn = (fields: readonly string[]): WorkloadActivity | string => {
      let isLicensed = false;
      let lastActivity: Day | null = null;
      for (const { service, licenceColumn, activityColumn } of pairs) {
        const licence = flagIn(fields[licenceColumn] ?? "");
        const day = dayOf(fields[activityColumn] ?? "");
        if (licence === null) return `has neither yes nor no in Has ${service} License`;
        if (day === "unreadable") return `has no day in ${service} Last Activity Date`;
        isLicensed ||= licence;
        lastActivity = laterDay(lastActivity, day);
      }
      return { evidence: isLicensed ? "licensed" : "unlicensed", lastActivity };
    };
    return [{ workload, activityIn }];
  });
}
