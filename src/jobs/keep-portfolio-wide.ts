import type { CustomerId } from "../domain/ids.ts";
import { type Day, daysBetween } from "../domain/day.ts";
import type { RefusedFile } from "../domain/pull-outcome.ts";
import type { Environment } from "../environment.ts";
import type { AnalyticsDays } from "../sources/analytics.ts";
import { reportedFold } from "../sources/analytics-rows.ts";
import { withoutAddresses } from "../sources/inbox-file.ts";
import type { PartnerCenter } from "../sources/partner-center.ts";
import { SourceRefusal, SourceThrottled } from "../sources/source-refusal.ts";
import { ticketFile } from "../sources/ticket-rows.ts";
import type { InboxFile } from "../storage/inbox.ts";
import type { ReportedBy } from "./messages.ts";

/**
 * One row tells of one service's day alone, and the others are processed on days of their own. As often as this, both
 * halves are read whole whatever it says, so that no service's news waits for another service to move.
 */
const NIGHTS_BETWEEN_READS = 3;

/** Who has to ask for Partner Center's own figures from here on, and what of the portfolio-wide call was refused. */
export type AnalyticsKept = Readonly<{ reportedBy: ReportedBy; refusal: string | null }>;

type Parts = Pick<Environment, "partnerCenter" | "reported">;

/**
 * Keeps Partner Center's own figures of all customers, unless what it has processed is kept already. Where both halves
 * of the portfolio-wide call are refused or empty, each pull asks for them; one that is takes nothing from the other.
 * Throws `SourceThrottled` where it `mayWait`; otherwise the night goes on with the figures that were kept before.
 */
export async function keepAnalytics(
  { partnerCenter, reported }: Parts,
  { night, mayWait }: Readonly<{ night: Day; mayWait: boolean }>,
): Promise<AnalyticsKept> {
  if (partnerCenter === null || !partnerCenter.hasUser) return { reportedBy: "nobody", refusal: null };
  try {
    return await keepNewAnalytics(partnerCenter, reported, night);
  } catch (error) {
    if (!(error instanceof SourceThrottled) || mayWait) throw error;
    // Customer by customer, it would be asked for yet more.
    const refusal = `${error.message} for its own figures, and the night does not wait: those kept before stay`;
    return { reportedBy: "portfolio", refusal };
  }
}

async function keepNewAnalytics(
  partnerCenter: PartnerCenter,
  reported: Parts["reported"],
  night: Day,
): Promise<AnalyticsKept> {
  const processed = await partnerCenter.analyticsProcessedOn();
  const { readOn, ...kept } = await reported.processedOn();
  const isDue = readOn === null || daysBetween(readOn, night) >= NIGHTS_BETWEEN_READS;

  /** The day that a half is kept of, or why there is none of it, and the next night asks for it again. */
  const keptOn = async (half: keyof AnalyticsDays, rowsTold: () => Promise<ReportedFold>) => {
    const day = processed[half];
    if (day instanceof SourceRefusal || (!isDue && day === kept[half])) return day;
    const fold = await givenOrRefusal(rowsTold);
    if (fold instanceof SourceRefusal) return fold;
    await reported.keepReported(fold.snapshots());
    return day;
  };
  const deployment = await keptOn("deployment", () => deploymentTold(partnerCenter));
  const usage = await keptOn("usage", () => usageTold(partnerCenter));
  const halves = [deployment, usage];
  const refusals = new Set(halves.flatMap((half) => (half instanceof SourceRefusal ? [half.message] : [])));
  const refusal = refusals.size === 0 ? null : [...refusals].join("; ");
  if (halves.every((half) => half instanceof SourceRefusal)) return { reportedBy: "customer", refusal };
  await reported.setProcessedOn({
    deployment: dayOrNull(deployment),
    usage: dayOrNull(usage),
    readOn: isDue ? night : readOn,
  });
  return { reportedBy: "portfolio", refusal };
}

const dayOrNull = (half: Day | SourceRefusal): Day | null => (half instanceof SourceRefusal ? null : half);

type ReportedFold = ReturnType<typeof reportedFold>;

async function deploymentTold(partnerCenter: PartnerCenter): Promise<ReportedFold> {
  const fold = reportedFold();
  for await (const page of partnerCenter.analyticsDeployment()) fold.addDeployment(page);
  return fold;
}

async function usageTold(partnerCenter: PartnerCenter): Promise<ReportedFold> {
  const fold = reportedFold();
  for await (const page of partnerCenter.analyticsUsage()) fold.addUsage(page);
  return fold;
}

/** A request for patience is no refusal, and is thrown on. */
async function givenOrRefusal<Given>(ask: () => Promise<Given>): Promise<Given | SourceRefusal> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SourceRefusal) return error;
    throw error;
  }
}

/** So many refused lines are told; a file with more is of another kind. */
const LINES_TOLD_MAX = 50;

/**
 * Keeps the ticket counts of files beside the customers' folders, and answers what of them does not count: lines that
 * could not be read, and customers of whom another file tells as well. A file says all that was asked until it was saved,
 * so that two of them are not added: of one customer the file saved later counts, then the one with the later name.
 */
export async function keepTickets(
  { inbox, reported }: Pick<Environment, "inbox" | "reported">,
  portfolio: ReadonlySet<CustomerId>,
): Promise<RefusedFile[]> {
  const refused: RefusedFile[] = [];
  const toldBy = new Map<CustomerId, string>();
  for (const { name: file, modifiedOn, open } of (await inbox.rootFiles()).toSorted(newestFirst)) {
    const refuse = (line: number | null, reason: string) =>
      refused.push({ file: withoutAddresses(file), line, reason: withoutAddresses(reason) });
    try {
      const { tickets, refusedLines } = await ticketFile(open(), modifiedOn);
      await reported.keepTickets(new Map(tickets.entries().filter(([customerId]) => !toldBy.has(customerId))));
      for (const { line, reason } of refusedLines.slice(0, LINES_TOLD_MAX)) refuse(line, reason);
      const rest = refusedLines.length - LINES_TOLD_MAX;
      if (rest > 0) refuse(null, `has ${rest} more lines that were refused`);
      const foreign = [...tickets.keys()].filter((customerId) => !portfolio.has(customerId));
      if (foreign.length > 0) refuse(null, foreignText(foreign));
      for (const customerId of tickets.keys()) toldBy.set(customerId, toldBy.get(customerId) ?? file);
      for (const [newer, { length }] of Map.groupBy(tickets.keys(), (customerId) => toldBy.get(customerId))) {
        if (newer === file) continue;
        refuse(null, `gives way to "${newer}", which tells of ${length} of its customers as well`);
      }
    } catch (error) {
      if (!(error instanceof SourceRefusal)) throw error;
      refuse(null, error.message);
    }
  }
  return refused;
}

/** A mistyped tenant id loses its tickets, and is seen by nobody unless it is told. */
function foreignText(customerIds: readonly CustomerId[]): string {
  const [first] = customerIds;
  const others = customerIds.length > 1 ? ` and ${customerIds.length - 1} others` : "";
  return `tells of customers who are not in the portfolio: ${first}${others}`;
}

function newestFirst(one: InboxFile, other: InboxFile): number {
  const isNewer = one.modifiedOn === other.modifiedOn ? one.name > other.name : one.modifiedOn > other.modifiedOn;
  return isNewer ? -1 : 1;
}
