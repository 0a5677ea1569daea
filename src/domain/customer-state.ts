import { z } from "zod";
import type { ActivitySnapshot } from "./activity.ts";
import type { CustomerSnapshots } from "./customer-snapshots.ts";
import type { LicenceSnapshot } from "./licences.ts";
import type { PullOutcome, SourceOutcome } from "./pull-outcome.ts";
import { type Day, daysBetween } from "./day.ts";

/**
 * How far a customer's figures can be trusted, told apart so that no total can hide anybody. `stale`: the last good
 * figures, dated, because the newest night brought none or the source is days behind. `reportedOnly`: no activity of its
 * own, and Partner Center's totals in its place. The last three have no usage.
 */
export const CustomerState = z.enum(["measured", "reportedOnly", "stale", "noAccess", "notReady", "failed"]);
export type CustomerState = z.infer<typeof CustomerState>;

/** Reports run one or two days behind by Microsoft's own word, and longer at the start of a week. */
const DAYS_BEHIND_MAX = 4;

/** A customer's state at one night, and in words what keeps it from being `measured`. */
export function customerState(
  { activity, licences, reported, newest }: CustomerSnapshots,
  night: Day,
): { state: CustomerState; stateDetail: string | null } {
  const refusal = newest?.activity.kind === "refused" ? newest.activity : null;
  const detail = refusal?.detail ?? null;

  if (activity !== null) {
    const daysLate = daysBetween(activity.asOf, night);
    if (refusal !== null) return { state: "stale", stateDetail: `Figures of ${activity.asOf}: ${refusal.detail}` };
    if (daysLate <= DAYS_BEHIND_MAX)
      return { state: "measured", stateDetail: reservations(activity, licences, newest) };
    return { state: "stale", stateDetail: `The report's newest day is ${activity.asOf}, ${daysLate} days behind` };
  }
  const isReported = reported.usage !== null || (licences === null && reported.deployment !== null);
  if (isReported) return { state: "reportedOnly", stateDetail: detail };
  switch (refusal?.reason) {
    case "no_access":
      return { state: "noAccess", stateDetail: detail };
    case "source_not_ready":
    case "not_configured":
      return { state: "notReady", stateDetail: detail };
    case "unreadable":
    case "failed":
      return { state: "failed", stateDetail: detail };
    case undefined:
      return {
        state: "notReady",
        stateDetail: newest === null ? "Not pulled in the last 28 nights" : "Its last figures are no longer stored",
      };
  }
}

/** Figures that lack a few people, a report or tonight's seats say so, measured as they are. */
function reservations(
  { reports }: ActivitySnapshot,
  licences: LicenceSnapshot | null,
  newest: PullOutcome | null,
): string | null {
  const said = [
    ...reports
      .filter(({ rowsUnreadable }) => rowsUnreadable > 0)
      .map(({ rows, rowsUnreadable }) => `${rowsUnreadable} of ${rows} rows could not be read`),
    ...missingOf("Without the Microsoft 365 Apps report of this night", newest?.apps),
    ...missingOf("Without the Copilot report of this night", newest?.copilot),
    ...(licences === null ? [] : missingOf(`Seats of ${licences.asOf}`, newest?.licences)),
    ...(licences === null || newest?.licences.kind === "refused"
      ? []
      : missingOf("Trial seats are not told from paid ones", newest?.subscriptions)),
  ];
  return said.length === 0 ? null : said.join("; ");
}

/** What nobody asked for is not missed. */
function missingOf(what: string, outcome: SourceOutcome | undefined): string[] {
  const isMissed = outcome?.kind === "refused" && outcome.reason !== "not_configured";
  return isMissed ? [`${what}: ${outcome.detail}`] : [];
}
