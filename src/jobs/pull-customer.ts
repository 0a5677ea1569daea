import type { ActivitySnapshot } from "../domain/activity.ts";
import type { Day } from "../domain/day.ts";
import type { CustomerId } from "../domain/ids.ts";
import { type LicenceSnapshot, licenceSnapshot } from "../domain/licences.ts";
import { refused, type SourceOutcome, type SourceOutcomes } from "../domain/pull-outcome.ts";
import type { PullItem } from "../domain/run.ts";
import type { Environment } from "../environment.ts";
import type { Graph } from "../sources/graph.ts";
import { type InboxSnapshots, inboxSnapshots } from "../sources/inbox.ts";
import { SourceRefusal, SourceThrottled } from "../sources/source-refusal.ts";
import type { PulledSnapshots } from "../storage/snapshots.ts";
import type { Delivery } from "./delivery.ts";
import type { PullMessage } from "./messages.ts";

type Parts = Pick<
  Environment,
  "config" | "customers" | "snapshots" | "runItems" | "inbox" | "graph" | "partnerCenter" | "queues"
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
  const { runId, night, customerId, throttledTimes } = message;
  const ended = isRepeated ? await parts.runItems.findPull(runId, customerId) : null;
  if (ended !== null && ended.state !== "waiting") return { kind: ended.state };
  try {
    const pulled = await pulledSnapshots(parts, message, throttledTimes < THROTTLED_TIMES_MAX);
    await parts.snapshots.keep(customerId, pulled);
    const item = pullItem(customerId, pulled.outcome.activity);
    await parts.runItems.tickPull(runId, item);
    return { kind: item.state };
  } catch (error) {
    if (error instanceof SourceThrottled) {
      const next = { runId, night, customerId, throttledTimes: throttledTimes + 1 };
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
  { customerId, night }: PullMessage,
  mayWait: boolean,
): Promise<PulledSnapshots> {
  const files = await parts.inbox.files(customerId);
  const dropped = await inboxSnapshots(files, parts.config.partnerTenantId);
  if (dropped.customer !== null) await parts.customers.saveAll([{ customerId, ...dropped.customer }]);
  const { graph } = parts;
  const asked =
    graph === null
      ? askedOfNobody(files.length, dropped.refusedFiles.length)
      : await askedOfGraph({ ...parts, graph }, customerId, night, mayWait);
  const isPoorer = asked.activity !== null && (await isPoorerThanStored(parts, customerId, night, asked.activity));

  return {
    // Graph comes last: of one day it is kept rather than a file.
    activity: [...dropped.activity, ...(asked.activity === null || isPoorer ? [] : [asked.activity])],
    licences: asked.licences ?? dropped.licences,
    outcome: {
      night,
      ...asked.outcome,
      ...(asked.activity === null && activityOutcomes(dropped)),
      ...(asked.licences === null && licenceOutcomes(dropped)),
      refusedFiles: [...dropped.refusedFiles],
    },
  };
}

/** What files gave in the place of a report that nobody else gave. */
function activityOutcomes({ activity, apps }: InboxSnapshots): Partial<SourceOutcomes> {
  const newest = activity.at(-1);
  return newest === undefined ? {} : { activity: { kind: "kept", asOf: newest.asOf }, apps };
}

function licenceOutcomes({ licences }: InboxSnapshots): Partial<SourceOutcomes> {
  if (licences === null) return {};
  const kept: SourceOutcome = { kind: "kept", asOf: licences.asOf };
  return { licences: kept, ...(licences.ownSeatsUnmatched !== null && { sales: kept }) };
}

/** Whether the day is stored already with the Apps report, which failed this time: the fuller snapshot stays. */
async function isPoorerThanStored(
  { snapshots }: Parts,
  customerId: CustomerId,
  night: Day,
  activity: ActivitySnapshot,
): Promise<boolean> {
  if (activity.workloads.officeApps !== undefined) return false;
  const stored = (await snapshots.near(customerId, night)).activity;
  return stored?.asOf === activity.asOf && stored.workloads.officeApps !== undefined;
}

type Asked = Readonly<{
  activity: ActivitySnapshot | null;
  licences: LicenceSnapshot | null;
  outcome: SourceOutcomes;
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
    outcome: {
      activity: wanting("active users"),
      apps: wanting("users of Microsoft 365 Apps"),
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
  const report = await answerOf(() => graph.activity(customerId, known));

  return {
    activity: valueOf(report)?.activity ?? null,
    licences,
    outcome: {
      activity: outcomeOf(report, ({ activity }) => activity.asOf),
      apps: report.kind === "given" ? report.value.apps : report.outcome,
      licences: outcomeOf(skus, () => night),
      subscriptions: outcomeOf(subscriptions, () => night),
      sales: outcomeOf(sales, () => night),
    },
  };
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
