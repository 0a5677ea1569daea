import type { RefusedFile } from "../domain/pull-outcome.ts";
import type { Environment } from "../environment.ts";
import { reportedFold } from "../sources/analytics-rows.ts";
import type { PartnerCenter } from "../sources/partner-center.ts";
import { SourceRefusal } from "../sources/source-refusal.ts";
import { ticketFile } from "../sources/ticket-rows.ts";
import type { ReportedBy } from "./messages.ts";

/**
 * Keeps Partner Center's own figures of all customers, unless what it has processed is kept already, and says who has
 * to ask for them from here on: where the portfolio-wide call is refused or empty, each pull does.
 */
export async function keepAnalytics({
  partnerCenter,
  reported,
}: Pick<Environment, "partnerCenter" | "reported">): Promise<ReportedBy> {
  if (partnerCenter === null || !partnerCenter.hasUser) return "nobody";
  try {
    await keepNewAnalytics(partnerCenter, reported);
    return "portfolio";
  } catch (error) {
    if (error instanceof SourceRefusal) return "customer";
    throw error;
  }
}

async function keepNewAnalytics(partnerCenter: PartnerCenter, reported: Environment["reported"]): Promise<void> {
  const [processed, kept] = [await partnerCenter.analyticsProcessedOn(), await reported.processedOn()];
  const isKept = processed.deployment === kept.deployment && processed.usage === kept.usage;
  const isEmpty = processed.deployment === null && processed.usage === null;
  if (isKept && !isEmpty) return;
  const fold = reportedFold();
  for await (const page of partnerCenter.analyticsDeployment()) fold.addDeployment(page);
  for await (const page of partnerCenter.analyticsUsage()) fold.addUsage(page);
  await reported.keepReported(fold.snapshots());
  await reported.setProcessedOn(processed);
}

/** So many refused lines are told; a file with more is of another kind. */
const LINES_TOLD_MAX = 50;

/** Keeps the ticket counts of files beside the customers' folders, and answers the lines that could not be read. */
export async function keepTickets({
  inbox,
  reported,
}: Pick<Environment, "inbox" | "reported">): Promise<RefusedFile[]> {
  const refused: RefusedFile[] = [];
  for (const { name: file, modifiedOn, open } of await inbox.rootFiles()) {
    try {
      const { tickets, refusedLines } = await ticketFile(open(), modifiedOn);
      await reported.keepTickets(tickets);
      for (const { line, reason } of refusedLines.slice(0, LINES_TOLD_MAX)) refused.push({ file, line, reason });
    } catch (error) {
      if (!(error instanceof SourceRefusal)) throw error;
      refused.push({ file, line: null, reason: error.message });
    }
  }
  return refused;
}
