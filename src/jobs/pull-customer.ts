import { type ActivitySnapshot, type SideReportKind, withLastGood } from "../domain/activity.ts";
import type { Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import {
  bookedSeats,
  isSold,
  type LicenceSnapshot,
  licenceSnapshot,
  type OwnSale,
  type TenantSku,
  type TenantSubscription,
} from "../domain/licences.ts";
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

/** The night goes on without what stands beside the figures, once its source has put the customer off so often. */
const THROTTLED_TIMES_BESIDE_MAX = 2;

/**
 * Pulls one customer: asks its sources, keeps what they gave, and ticks the ledger. What one source refuses is noted
 * and the others are kept; the customer's refusal is its own. Safe to repeat: everything is replaced by key.
 */
export async function pullCustomer(parts: Parts, message: PullMessage, { isLastTry }: Delivery): Promise<PullResult> {
  const { runId, customerId, night, throttledTimes } = message;
  // A plan that was tried again sends every message again, and each comes as a first try.
  const ended = await parts.runItems.findPull(runId, customerId);
  if (ended !== null && ended.state !== "waiting") return { kind: ended.state };
  try {
    const pulled = await pulledSnapshots(parts, message);
    await parts.snapshots.keep(customerId, pulled);
    if (pulled.outcome.activity.kind === "kept") await askForBackfill(parts, customerId, night);
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
  { customerId, night, reportedBy, throttledTimes }: PullMessage,
): Promise<PulledSnapshots> {
  const mayWait = throttledTimes < THROTTLED_TIMES_MAX;
  const files = await parts.inbox.files(customerId);
  const dropped = await inboxSnapshots(files, parts.config.partnerTenantId, customerId);
  await keepDropped(parts, customerId, dropped);
  // What can be done without comes first: patience that it asks for must not cost what Graph has given already.
  const mayWaitBeside = throttledTimes < THROTTLED_TIMES_BESIDE_MAX;
  const beside = await askedBeside(parts, { customerId, night, reportedBy, dropped, mayWait: mayWaitBeside });
  const { graph, partnerCenter } = parts;
  const sales =
    partnerCenter === null
      ? NO_PARTNER_CENTER
      : await answerOrRefusal(() => partnerCenter.subscriptions(customerId), mayWait);
  const asked =
    graph === null
      ? askedOfNobody(files.length, new Set(dropped.refusedFiles.map(({ file }) => file)).size, sales)
      : await askedOfGraph({ graph, snapshots: parts.snapshots, sales }, customerId, night, mayWait);
  const activity = asked.activity && (await withStored(parts, customerId, night, asked.activity, asked.outcome));

  return {
    // Graph comes last: of one day it is kept rather than a file.
    activity: [...dropped.activity, ...(activity === null ? [] : [activity])],
    licences: asked.licences ?? dropped.licences,
    requests: beside.requests,
    outcome: {
      night,
      ...asked.outcome,
      ...(asked.activity === null && activityOutcomes(dropped)),
      ...(asked.licences === null && licenceOutcomes(dropped)),
      ...beside.outcome,
      booked: sales.kind === "given" ? bookedSeats(sales.value) : null,
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
 * A snapshot that lacks a report which failed, with the last good one. Of one and the same day the fuller snapshot is
 * there already, and stays: null.
 */
async function withStored(
  { snapshots }: Parts,
  customerId: CustomerId,
  night: Day,
  activity: ActivitySnapshot,
  outcome: Pick<SourceOutcomes, SideReportKind>,
): Promise<ActivitySnapshot | null> {
  const failed = (["apps", "copilot"] as const).filter((report) => hasFailed(outcome[report]));
  if (failed.length === 0) return activity;
  const stored = (await snapshots.near(customerId, night)).activity;
  if (stored === null) return activity;
  const isFuller = stored.asOf === activity.asOf && failed.some((report) => stored.joined.includes(report));
  return isFuller ? null : withLastGood(activity, stored, failed);
}

/** Whoever was not asked has not failed: what is no longer sold is no longer shown. */
function hasFailed(outcome: SourceOutcome): boolean {
  return outcome.kind === "refused" && outcome.reason !== "not_configured";
}

type Asked = Readonly<{
  activity: ActivitySnapshot | null;
  licences: LicenceSnapshot | null;
  outcome: Omit<SourceOutcomes, "reported" | "requests">;
}>;

/** Without Graph the files are all there is; those that were refused are named one by one beside this. */
function askedOfNobody(files: number, filesRefused: number, sales: Answer<OwnSale[]>): Asked {
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
    outcome: {
      activity: wanting("active users"),
      apps: wanting("users of Microsoft 365 Apps"),
      copilot: refused("not_configured", "Copilot usage is not read from files"),
      directory: refused("not_configured", "Users are not read from files"),
      licences: wanting("the tenant's licences"),
      subscriptions: wanting("the tenant's subscriptions"),
      sales: sales.kind === "given" ? wanting("the tenant's licences, which sales are of") : sales.outcome,
    },
  };
}

/** Licences first: a user's standing is told by them. */
async function askedOfGraph(
  { graph, snapshots, sales }: Pick<Parts, "snapshots"> & Readonly<{ graph: Graph; sales: Answer<OwnSale[]> }>,
  customerId: CustomerId,
  night: Day,
  mayWait: boolean,
): Promise<Asked> {
  const answerOf = <T>(ask: () => Promise<T>) => answerOrRefusal(ask, mayWait);
  const earlier = async () => (await snapshots.near(customerId, night)).licences;
  const skus = await notSuddenlyEmpty(await answerOf(() => graph.subscribedSkus(customerId)), earlier);
  const subscriptions =
    skus.kind === "refused" ? skus : notEmptyBeside(skus.value, await answerOf(() => graph.subscriptions(customerId)));
  const licences =
    skus.kind === "refused" ? null : licenceSnapshot(night, skus.value, valueOf(subscriptions), valueOf(sales));

  // Standings need licences; those of an earlier night are better than none, and they keep their own day.
  const known = licences ?? (await earlier());
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

/** A tenant that had products and lists none has not lost them overnight: an empty answer is unknown, not zero. */
async function notSuddenlyEmpty(
  answer: Answer<TenantSku[]>,
  earlier: () => Promise<LicenceSnapshot | null>,
): Promise<Answer<TenantSku[]>> {
  if (answer.kind === "refused" || answer.value.length > 0) return answer;
  const stored = await earlier();
  if (stored === null || stored.products.length === 0) return answer;
  const detail = `The tenant's list of products is empty, and had ${stored.products.length} on ${stored.asOf}`;
  return { kind: "refused", outcome: refused("source_not_ready", detail) };
}

/** Seats come from purchases: where there are seats, no purchase at all is no answer. */
function notEmptyBeside(
  skus: readonly TenantSku[],
  answer: Answer<TenantSubscription[]>,
): Answer<TenantSubscription[]> {
  const hasSeats = skus.some(({ appliesTo, units }) => appliesTo === "user" && units.enabled > 0);
  if (answer.kind === "refused" || answer.value.length > 0 || !hasSeats) return answer;
  return { kind: "refused", outcome: refused("source_not_ready", "The tenant's list of subscriptions is empty") };
}

type Beside = Readonly<{
  requests: SupportSnapshot | null;
  outcome: Readonly<{ requests: SourceOutcome; reported: SourceOutcome | null }>;
}>;

/** What Partner Center tells of one customer to a user of the partner alone. */
async function askedBeside(
  { partnerCenter, reported }: Parts,
  {
    customerId,
    night,
    reportedBy,
    dropped,
    mayWait,
  }: Pick<PullMessage, "customerId" | "night" | "reportedBy"> & Readonly<{ dropped: InboxSnapshots; mayWait: boolean }>,
): Promise<Beside> {
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
    outcome: {
      ...outcome,
      // A file that was dropped in counts where nobody else tells.
      reported:
        own.kind === "refused" && fromFile !== null ? fromFile : outcomeOf(own, (told) => reportedOn(told, night)),
    },
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
