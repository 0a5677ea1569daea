import { type ActivitySnapshot, withLastGood } from "../domain/activity.ts";
import type { Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import { bookedSeats, isSold, type LicenceSnapshot, licenceSnapshot, type Seats } from "../domain/licences.ts";
import { type PullOutcome, refused, type SourceOutcome, type SourceOutcomes } from "../domain/pull-outcome.ts";
import type { ReportedSnapshot } from "../domain/reported.ts";
import type { PullItem } from "../domain/run.ts";
import type { SupportSnapshot } from "../domain/support.ts";
import type { Environment } from "../environment.ts";
import { type Graph, plansBySku } from "../sources/graph.ts";
import { type InboxSnapshots, inboxSnapshots } from "../sources/inbox.ts";
import { SourceRefusal, SourceThrottled } from "../sources/source-refusal.ts";
import type { PulledSnapshots } from "../storage/snapshots.ts";
import type { Delivery } from "./delivery.ts";
import { askForBackfill } from "./backfill-customer.ts";
import type { PullMessage } from "./messages.ts";

type Parts = Pick<
  Environment,
  | "config"
  | "customers"
  | "snapshots"
  | "reported"
  | "backfills"
  | "runItems"
  | "inbox"
  | "graph"
  | "partnerCenter"
  | "queues"
>;

export type PullResult = Readonly<{ kind: PullItem["state"] | "throttled" }>;

/** A source that has put one customer off so often is not going to answer this night: it counts as refusing. */
const THROTTLED_TIMES_MAX = 20;

/**
 * Pulls one customer: asks its sources, keeps what they gave, and ticks the ledger. What one source refuses is noted
 * and the others are kept; the customer's refusal is its own. Safe to repeat: everything is replaced by key.
 */
export async function pullCustomer(
  parts: Parts,
  message: PullMessage,
  { isLastTry, isRepeated }: Delivery,
): Promise<PullResult> {
  const { runId, customerId, night, throttledTimes } = message;
  const ended = isRepeated ? await parts.runItems.findPull(runId, customerId) : null;
  if (ended !== null && ended.state !== "waiting") return { kind: ended.state };
  try {
    const pulled = await pulledSnapshots(parts, message, throttledTimes < THROTTLED_TIMES_MAX);
    await parts.snapshots.keep(customerId, pulled);
    await askForBackfill(parts, customerId, night);
    const item = pullItem(customerId, pulled.outcome.activity);
    await parts.runItems.tickPull(runId, item);
    return { kind: item.state };
  } catch (error) {
    if (error instanceof SourceThrottled) {
      const next = { ...message, throttledTimes: throttledTimes + 1 };
      await parts.queues.send("pull-customer", next, error.retryAfterSeconds);
      return { kind: "throttled" };
    }
    // The queue tries again, and parks the message in the end: the ledger must not wait for it.
    if (isLastTry) await parts.runItems.tickPull(runId, pullItem(customerId, refused("failed", GAVE_UP)));
    throw error;
  }
}

const GAVE_UP = "The pull failed at every try; its message is in the queue pull-customer-poison";

async function pulledSnapshots(
  parts: Parts,
  { customerId, night, reportedBy }: PullMessage,
  mayWait: boolean,
): Promise<PulledSnapshots> {
  const files = await parts.inbox.files(customerId);
  const dropped = await inboxSnapshots(files, parts.config.partnerTenantId, customerId);
  await keepDropped(parts, customerId, dropped);
  const { graph } = parts;
  const asked =
    graph === null
      ? askedOfNobody(files.length, dropped.refusedFiles.length)
      : await askedOfGraph({ ...parts, graph }, customerId, night, mayWait);
  const books = await askedOfPartnerCenter(parts, { customerId, night, reportedBy, dropped, mayWait });
  const activity = asked.activity && (await withStored(parts, customerId, night, asked.activity));

  return {
    // Graph comes last: of one day it is kept rather than a file.
    activity: [...dropped.activity, ...(activity === null ? [] : [activity])],
    licences: asked.licences ?? dropped.licences,
    requests: books.requests,
    outcome: {
      night,
      ...asked.outcome,
      ...(asked.activity === null && activityOutcomes(dropped)),
      ...(asked.licences === null && licenceOutcomes(dropped)),
      ...books.outcome,
      booked: asked.booked,
      refusedFiles: [...dropped.refusedFiles],
    },
  };
}

/** What files say of the customer beside its reports and licences. */
async function keepDropped(
  { customers, reported }: Parts,
  customerId: CustomerId,
  dropped: InboxSnapshots,
): Promise<void> {
  if (dropped.customer !== null) await customers.saveAll([{ customerId, ...dropped.customer }]);
  if (dropped.tickets !== null) await reported.keepTickets(new Map([[customerId, dropped.tickets]]));
  if (dropped.reported !== null) await reported.keepReported(new Map([[customerId, dropped.reported]]));
}

/** What files gave in the place of a report that nobody else gave. */
function activityOutcomes({ activity, apps }: InboxSnapshots): Partial<PullOutcome> {
  const newest = activity.at(-1);
  return newest === undefined ? {} : { activity: { kind: "kept", asOf: newest.asOf }, apps };
}

function licenceOutcomes({ licences }: InboxSnapshots): Partial<PullOutcome> {
  if (licences === null) return {};
  const kept: SourceOutcome = { kind: "kept", asOf: licences.asOf };
  return { licences: kept, ...(licences.ownSeatsUnmatched !== null && { sales: kept }) };
}

/**
 * A snapshot that lacks a report of its own, with the last good one. Of one and the same day the fuller snapshot is
 * there already, and stays: null.
 */
async function withStored(
  { snapshots }: Parts,
  customerId: CustomerId,
  night: Day,
  activity: ActivitySnapshot,
): Promise<ActivitySnapshot | null> {
  const { officeApps, copilot } = activity.workloads;
  if (officeApps !== undefined && copilot !== undefined) return activity;
  const stored = (await snapshots.near(customerId, night)).activity;
  if (stored === null) return activity;
  const isFuller = officeApps === undefined && stored.workloads.officeApps !== undefined;
  return isFuller && stored.asOf === activity.asOf ? null : withLastGood(activity, stored);
}

type Asked = Readonly<{
  activity: ActivitySnapshot | null;
  licences: LicenceSnapshot | null;
  booked: Seats | null;
  outcome: Omit<SourceOutcomes, "reported" | "requests">;
}>;

/** Without Graph the files are all there is; those that were refused are named one by one beside this. */
function askedOfNobody(files: number, filesRefused: number): Asked {
  const wanting = (what: string) => {
    if (files === 0) return refused("not_configured", "Microsoft Graph is not configured, and no file was dropped in");
    if (filesRefused === 0) return refused("source_not_ready", `No file with ${what} was dropped in`);
    return refused(
      "unreadable",
      `No file with ${what} is among those dropped in: ${filesRefused} of ${files} were refused`,
    );
  };
  return {
    activity: null,
    licences: null,
    booked: null,
    outcome: {
      activity: wanting("active users"),
      apps: wanting("users of Microsoft 365 Apps"),
      copilot: refused("not_configured", "Copilot usage is not read from files"),
      directory: refused("not_configured", "Users are not read from files"),
      licences: wanting("the tenant's licences"),
      subscriptions: wanting("the tenant's subscriptions"),
      sales: wanting("the partner's own sales"),
    },
  };
}

/** Licences first: a user's standing is told by them. */
async function askedOfGraph(
  { graph, partnerCenter, snapshots }: Parts & Readonly<{ graph: Graph }>,
  customerId: CustomerId,
  night: Day,
  mayWait: boolean,
): Promise<Asked> {
  const answerOf = <T>(ask: () => Promise<T>) => answerOrRefusal(ask, mayWait);
  const sales =
    partnerCenter === null ? NO_PARTNER_CENTER : await answerOf(() => partnerCenter.subscriptions(customerId));
  const skus = await answerOf(() => graph.subscribedSkus(customerId));
  const subscriptions = skus.kind === "refused" ? skus : await answerOf(() => graph.subscriptions(customerId));
  const licences =
    skus.kind === "refused" ? null : licenceSnapshot(night, skus.value, valueOf(subscriptions), valueOf(sales));

  // Standings need licences; those of an earlier night are better than none, and they keep their own day.
  const known = licences ?? (await snapshots.near(customerId, night)).licences;
  const report = await answerOf(() =>
    graph.activity(customerId, {
      licences: known,
      plans: plansBySku(valueOf(skus) ?? []),
      isCopilotSold: isSold(known, "copilot"),
    }),
  );

  return {
    activity: valueOf(report)?.activity ?? null,
    licences,
    booked: sales.kind === "given" ? bookedSeats(sales.value) : null,
    outcome: {
      activity: outcomeOf(report, ({ activity }) => activity.asOf),
      apps: report.kind === "given" ? report.value.apps : report.outcome,
      copilot: report.kind === "given" ? report.value.copilot : report.outcome,
      directory: report.kind === "given" ? report.value.directory : report.outcome,
      licences: outcomeOf(skus, () => night),
      subscriptions: outcomeOf(subscriptions, () => night),
      sales: outcomeOf(sales, () => night),
    },
  };
}

type Books = Readonly<{
  requests: SupportSnapshot | null;
  outcome: Readonly<{ requests: SourceOutcome; reported: SourceOutcome | null }>;
}>;

/** What Partner Center tells of one customer to a user of the partner alone. */
async function askedOfPartnerCenter(
  { partnerCenter, reported }: Parts,
  {
    customerId,
    night,
    reportedBy,
    dropped,
    mayWait,
  }: Pick<PullMessage, "customerId" | "night" | "reportedBy"> & Readonly<{ dropped: InboxSnapshots; mayWait: boolean }>,
): Promise<Books> {
  const fromFile: SourceOutcome | null = dropped.reported && {
    kind: "kept",
    asOf: reportedOn(dropped.reported, night),
  };
  if (partnerCenter === null || !partnerCenter.hasUser) {
    return { requests: null, outcome: { requests: NO_USER, reported: fromFile ?? NO_USER } };
  }
  const requests = await answerOrRefusal(() => partnerCenter.serviceRequests(customerId, night), mayWait);
  const outcome = { requests: outcomeOf(requests, ({ asOf }) => asOf) };
  if (reportedBy !== "customer") return { requests: valueOf(requests), outcome: { ...outcome, reported: fromFile } };

  const own = await answerOrRefusal(() => partnerCenter.customerAnalytics(customerId), mayWait);
  if (own.kind === "given") await reported.keepReported(new Map([[customerId, own.value]]));
  return {
    requests: valueOf(requests),
    outcome: { ...outcome, reported: outcomeOf(own, (snapshot) => reportedOn(snapshot, night)) },
  };
}

const NO_USER = refused(
  "not_configured",
  "Partner Center tells this to a signed-in user alone: PARTNER_CENTER_REFRESH_TOKEN is not set",
);

/** A snapshot with neither half is no snapshot; its sources refuse instead. */
function reportedOn({ usage, deployment }: ReportedSnapshot, night: Day): Day {
  return usage?.asOf ?? deployment?.asOf ?? night;
}

/** What one source gave, or why it refused. */
type Answer<T> = Readonly<{ kind: "given"; value: T } | { kind: "refused"; outcome: SourceOutcome }>;

const NO_PARTNER_CENTER: Answer<never> = {
  kind: "refused",
  outcome: refused("not_configured", "Partner Center is not configured: own seats are told by the tenant alone"),
};

/** Patience that a source asks for (429) is thrown on while there is time: the whole pull comes back later. */
async function answerOrRefusal<T>(ask: () => Promise<T>, mayWait: boolean): Promise<Answer<T>> {
  try {
    return { kind: "given", value: await ask() };
  } catch (error) {
    if (error instanceof SourceRefusal) return { kind: "refused", outcome: refused(error.reason, error.message) };
    if (error instanceof SourceThrottled && !mayWait) {
      return { kind: "refused", outcome: refused("failed", `${error.message}, again and again`) };
    }
    throw error;
  }
}

function valueOf<T>(answer: Answer<T>): T | null {
  return answer.kind === "given" ? answer.value : null;
}

function outcomeOf<T>(answer: Answer<T>, asOf: (value: T) => Day): SourceOutcome {
  return answer.kind === "given" ? { kind: "kept", asOf: asOf(answer.value) } : answer.outcome;
}

function pullItem(customerId: CustomerId, activity: SourceOutcome): PullItem {
  return activity.kind === "kept"
    ? { customerId, state: "done", reason: null, detail: null }
    : { customerId, state: "refused", reason: activity.reason, detail: activity.detail };
}
