import type { ActivitySnapshot } from "../domain/activity.ts";
import { daysBetween, type Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import {
  type LicenceSnapshot,
  licenceSnapshot,
  type OwnSale,
  type TenantSku,
  type TenantSubscription,
} from "../domain/licences.ts";
import { type RefusedFile, refused, type SourceOutcome } from "../domain/pull-outcome.ts";
import { NOTHING_REPORTED, type ReportedSnapshot } from "../domain/reported.ts";
import type { SupportSnapshot } from "../domain/support.ts";
import { activeUsersReport, NO_BACKGROUND, NOTHING_JOINED } from "./active-users-report.ts";
import { inboxContent, type InboxFile, withoutAddresses } from "./inbox-file.ts";
import type { InboxOwner } from "./inbox-rows.ts";
import { joinedActivity, type JoinedActivity } from "./joined-activity.ts";
import { UnreadableReport } from "./report-csv.ts";
import { type SideReport, sideReport } from "./side-report.ts";
import { SourceRefusal } from "./source-refusal.ts";
import { customerTicketFile, type RefusedLine } from "./ticket-rows.ts";

export type InboxSnapshots = Readonly<{
  customer: Readonly<{ name: string; domain: string | null }> | null;
  /** Lists do not say of which day they are: it is the day on which the newest of them was saved. */
  licences: LicenceSnapshot | null;
  /** One for each day that a report speaks for, oldest first. */
  activity: readonly ActivitySnapshot[];
  /** What became of the Apps report of the newest of these days. */
  apps: SourceOutcome;
  /** Partner Center's own figures of this customer, each half of its own day. */
  reported: ReportedSnapshot | null;
  /** Questions to the partner, as known on the day on which the newest list of them was saved. */
  tickets: SupportSnapshot | null;
  refusedFiles: readonly RefusedFile[];
}>;

/** An Apps report this far from the other one still tells of the same people; its figures keep their own day. */
const APPS_DAYS_APART_MAX = 7;

const NOT_IN_FILES = new SourceRefusal("not_configured", "Is not read from files");

/**
 * Everything that one customer's dropped-in files say. Of two files that say the same the one saved later counts, then the
 * one with the later name. A file that cannot be read or used costs itself only. `partnerTenantId` tells our sales from
 * those of others, where it is known.
 */
export async function inboxSnapshots(
  files: readonly InboxFile[],
  partnerTenantId: string | null,
  customerId: CustomerId,
): Promise<InboxSnapshots> {
  const refusals = fileRefusals();
  const found = await sorted(files, { customerId, partnerTenantId }, refusals);
  const licences = joinedLicences(found, refusals);
  const days = await joinedDays(found.activeUsers, found.apps, licences, refusals);
  return {
    customer: found.customer,
    licences,
    activity: days.map(({ activity }) => activity),
    apps: days.at(-1)?.apps ?? refused("not_configured", "No report on active users was dropped in"),
    reported: found.reported,
    tickets: await newestTickets(found.tickets, customerId, refusals),
    refusedFiles: refusals.all(),
  };
}

type List<Row> = Readonly<{ file: InboxFile; rows: readonly Row[] }>;
type DatedFile = Readonly<{ file: InboxFile; day: Day }>;

type SortedFiles = {
  customer: InboxSnapshots["customer"];
  skus: List<TenantSku> | null;
  subscriptions: List<TenantSubscription> | null;
  ownSales: List<OwnSale> | null;
  /** Newest file first. */
  activeUsers: DatedFile[];
  apps: DatedFile[];
  reported: ReportedSnapshot | null;
  /** Newest file first. */
  tickets: InboxFile[];
};

/** Files by what is in them; of the lists the newest. */
async function sorted(files: readonly InboxFile[], owner: InboxOwner, refusals: FileRefusals): Promise<SortedFiles> {
  const sorting: SortedFiles = {
    customer: null,
    skus: null,
    subscriptions: null,
    ownSales: null,
    activeUsers: [],
    apps: [],
    reported: null,
    tickets: [],
  };
  for (const file of files.toSorted(newestFirst)) {
    const content = await refusals.guard(file, () => inboxContent(file, owner));
    switch (content?.kind) {
      case "customer":
        sorting.customer ??= { name: content.name, domain: content.domain };
        break;
      case "skus":
        sorting.skus ??= { file, rows: content.skus };
        break;
      case "subscriptions":
        sorting.subscriptions ??= { file, rows: content.subscriptions };
        break;
      case "ownSales":
        sorting.ownSales ??= { file, rows: content.ownSales };
        break;
      case "deployment": {
        const { deployment, usage } = sorting.reported ?? NOTHING_REPORTED;
        sorting.reported = { deployment: deployment ?? content.deployment, usage };
        break;
      }
      case "usage": {
        const { deployment, usage } = sorting.reported ?? NOTHING_REPORTED;
        sorting.reported = { deployment, usage: usage ?? content.usage };
        break;
      }
      case "tickets":
        sorting.tickets.push(file);
        break;
      case "activeUsers": {
        const read = async () => (await activeUsersReport(file.open(), NO_BACKGROUND, NOTHING_JOINED)).activity.asOf;
        const day = content.day ?? (await refusals.guard(file, read));
        if (day !== null) sorting.activeUsers.push({ file, day });
        break;
      }
      case "apps": {
        const read = async () => (await sideReport("apps", file.open())).facts.refreshedOn;
        const day = content.day ?? (await refusals.guard(file, read));
        if (day !== null) sorting.apps.push({ file, day });
        break;
      }
      case "unused":
        refusals.add(file, content.line, content.reason);
        break;
      case undefined:
        break;
    }
  }
  return sorting;
}

function newestFirst(one: InboxFile, other: InboxFile): number {
  if (one.modifiedOn !== other.modifiedOn) return one.modifiedOn > other.modifiedOn ? -1 : 1;
  return one.name > other.name ? -1 : 1;
}

/** The lists as one snapshot. What was bought is of no use without the products it was bought of. */
function joinedLicences(
  { skus, subscriptions, ownSales }: Pick<SortedFiles, "skus" | "subscriptions" | "ownSales">,
  refusals: FileRefusals,
): LicenceSnapshot | null {
  const purchases = [subscriptions, ownSales].filter((list) => list !== null);
  if (skus === null) {
    for (const { file } of purchases) {
      refusals.add(file, null, "is of no use without the list of the tenant's products");
    }
    return null;
  }
  const asOf = latest([skus.file, ...purchases.map(({ file }) => file)]);
  return licenceSnapshot(asOf, skus.rows, subscriptions?.rows ?? null, ownSales?.rows ?? null);
}

function latest(files: readonly [InboxFile, ...InboxFile[]]): Day {
  return files.reduce((day, { modifiedOn }) => (modifiedOn > day ? modifiedOn : day), files[0].modifiedOn);
}

/** One joined report for each day. Of several for one day the newest that can be read counts. */
async function joinedDays(
  activeUsers: readonly DatedFile[],
  apps: readonly DatedFile[],
  licences: LicenceSnapshot | null,
  refusals: FileRefusals,
): Promise<JoinedActivity[]> {
  const days: JoinedActivity[] = [];
  const filesByDay = [...Map.groupBy(activeUsers, ({ day }) => day)].toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  );
  for (const [day, candidates] of filesByDay) {
    const found = await nearestApps(apps, day, refusals);
    for (const { file } of candidates) {
      const joined = await refusals.guard(file, () =>
        joinedActivity({ apps: found, copilot: NOT_IN_FILES, directory: NOT_IN_FILES }, async (joinable) =>
          activeUsersReport(file.open(), { ...NO_BACKGROUND, licences }, joinable),
        ),
      );
      if (joined === null) continue;
      days.push(joined);
      break;
    }
  }
  for (const { file, day } of apps) {
    if (filesByDay.some(([other]) => isNear(day, other))) continue;
    refusals.add(file, null, `has no report on active users within ${APPS_DAYS_APART_MAX} days to be joined to`);
  }
  return days;
}

function isNear(one: Day, other: Day): boolean {
  return Math.abs(daysBetween(one, other)) <= APPS_DAYS_APART_MAX;
}

/**
 * The Apps report nearest to a day that can be read; of two that are equally near the earlier, of two for one day the
 * newer file. One may serve several days: it lags behind the other report, and is exported less often.
 */
async function nearestApps(
  apps: readonly DatedFile[],
  day: Day,
  refusals: FileRefusals,
): Promise<SideReport | SourceRefusal> {
  const nearest = apps
    .filter((candidate) => isNear(candidate.day, day))
    .toSorted((one, other) => {
      const apart = Math.abs(daysBetween(one.day, day)) - Math.abs(daysBetween(other.day, day));
      return apart === 0 ? daysBetween(other.day, one.day) : apart;
    });
  for (const { file } of nearest) {
    const report = await refusals.guard(file, () => sideReport("apps", file.open()));
    if (report !== null) return report;
  }
  return nearest.length === 0
    ? new SourceRefusal(
        "not_configured",
        `No Microsoft 365 Apps report within ${APPS_DAYS_APART_MAX} days was dropped in`,
      )
    : new SourceRefusal("unreadable", "No Microsoft 365 Apps report could be read");
}

/** The list saved last that can be read: a list says all that was asked until then, so that two of them are not added. */
async function newestTickets(
  files: readonly InboxFile[],
  customerId: CustomerId,
  refusals: FileRefusals,
): Promise<SupportSnapshot | null> {
  for (const [place, file] of files.entries()) {
    const reading = await refusals.guard(file, () => customerTicketFile(file.open(), file.modifiedOn, customerId));
    if (reading === null) continue;
    refusals.addLines(file, reading.refusedLines);
    if (reading.tickets === null) continue;
    for (const older of files.slice(place + 1)) {
      refusals.add(older, null, `is older than "${file.name}", which is the list of tickets that counts`);
    }
    return reading.tickets;
  }
  return null;
}

/** So many refused lines of a file are told: with more of them it is of another kind, and the outcome has to stay small. */
const LINES_TOLD_MAX = 20;

type FileRefusals = ReturnType<typeof fileRefusals>;

/**
 * One refusal a file and line: the same fault may be met again for another day. Names are told without addresses, those in
 * a reason too; files that are alike then are numbered, since whoever counts refused files counts names.
 */
function fileRefusals() {
  const refusals = new Map<string, RefusedFile>();
  const namesTold = new Map<string, string>();

  function nameTold(name: string): string {
    const known = namesTold.get(name);
    if (known !== undefined) return known;
    const bare = withoutAddresses(name);
    const alike = namesTold.keys().reduce((count, other) => count + (withoutAddresses(other) === bare ? 1 : 0), 0);
    const told = alike === 0 ? bare : `${bare} (${alike + 1})`;
    namesTold.set(name, told);
    return told;
  }

  return {
    add(file: InboxFile, line: number | null, reason: string): void {
      refusals.set(`${line} ${file.name}`, { file: nameTold(file.name), line, reason: withoutAddresses(reason) });
    },

    addLines(file: InboxFile, lines: readonly RefusedLine[]): void {
      for (const { line, reason } of lines.slice(0, LINES_TOLD_MAX)) this.add(file, line, reason);
      const rest = lines.length - LINES_TOLD_MAX;
      if (rest > 0) this.add(file, null, `has ${rest} more lines that were refused`);
    },

    /** What `read` makes of the file; null for a file that was refused, which is then told. */
    async guard<T>(file: InboxFile, read: () => Promise<T>): Promise<T | null> {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof SourceRefusal)) throw error;
        const isByLine = error instanceof UnreadableReport;
        this.add(file, isByLine ? error.line : null, isByLine ? error.why : error.message);
        return null;
      }
    },

    all: (): RefusedFile[] => [...refusals.values()],
  };
}
