import { AdoptionError } from "../errors.ts";
import type { CustomerId } from "../domain/ids.ts";
import type { PullItem, Run } from "../domain/run.ts";
import type { Environment } from "../environment.ts";
import { SourceRefusal, SourceThrottled } from "../sources/source-refusal.ts";
import { portionsFor } from "../storage/keys.ts";
import { type AnalyticsKept, keepAnalytics, keepTickets } from "./keep-portfolio-wide.ts";
import type { PlanMessage, ReportedBy } from "./messages.ts";

type Parts = Pick<
  Environment,
  "config" | "runs" | "runItems" | "customers" | "inbox" | "partnerCenter" | "reported" | "exclusions" | "queues"
>;

export type PlanResult = Readonly<
  | { kind: "planned"; customers: number; foreignFolders: readonly string[]; analyticsRefusal: string | null }
  | { kind: "throttled" | "already_planned" }
  | { kind: "failed"; failure: string }
>;

/** A source that has put the plan off so often is not going to answer this night. */
const THROTTLED_TIMES_MAX = 20;

/** Partner Center's own figures come about weekly, and keep: the night waits for them no longer than this. */
const ANALYTICS_THROTTLED_TIMES_MAX = 3;

const NOT_ASKED: AnalyticsKept = { reportedBy: "nobody", refusal: null };

/**
 * Finds out who is in the portfolio, keeps what is told of all customers at once, writes the ledger, and asks for every
 * pull and every computation. Repeating it
 * adds only what is missing: a pull that has ended stays ended.
 */
export async function planRun(
  parts: Parts,
  { runId, throttledTimes }: PlanMessage,
  { now, isLastTry }: { now: Date; isLastTry: boolean },
): Promise<PlanResult> {
  const run = await parts.runs.find(runId);
  if (run === null) throw new AdoptionError("run_not_found", `There is no run "${runId}" to plan`);
  if (run.state !== "planning") return { kind: "already_planned" };
  try {
    const { items, foreignFolders } = await itemsOf(parts, run);
    if (items.length === 0) return await failed(parts, run, NOBODY);
    const isPull = run.kind === "pull";
    const mayWait = throttledTimes < ANALYTICS_THROTTLED_TIMES_MAX;
    const analytics = isPull ? await keepAnalytics(parts, { night: run.night, mayWait }) : NOT_ASKED;
    const refusedFiles = isPull ? await keepTickets(parts, new Set(items.map(({ customerId }) => customerId))) : [];
    const exclusions = await parts.exclusions.all();
    await parts.runs.update(runId, { exclusions, refusedFiles, analyticsRefusal: analytics.refusal });
    await parts.runItems.plan(runId, items);
    if (isPull) await askForPulls(parts, run, analytics.reportedBy);
    await askForComputations(parts, run, items.length, now);
    await parts.runs.update(runId, { state: "pulling", plannedOn: now.toISOString(), customers: items.length });
    const analyticsRefusal = analytics.refusal;
    return { kind: "planned", customers: items.length, foreignFolders, analyticsRefusal };
  } catch (error) {
    if (error instanceof SourceThrottled && throttledTimes < THROTTLED_TIMES_MAX) {
      const next = { runId, throttledTimes: throttledTimes + 1 };
      await parts.queues.send("plan-run", next, error.retryAfterSeconds);
      return { kind: "throttled" };
    }
    if (error instanceof SourceThrottled) return failed(parts, run, error.message);
    if (isLastTry) await failed(parts, run, failureOf(error));
    throw error;
  }
}

/** An empty portfolio is a fault of ours or of a source, never the truth: what was published before stays. */
const NOBODY = "No customer was found, neither in Partner Center nor in the inbox: check the settings of the sources";

async function failed({ runs }: Parts, { runId }: Run, failure: string): Promise<PlanResult> {
  await runs.update(runId, { state: "failed", failure });
  return { kind: "failed", failure };
}

/** A source's own words are for the operator; anything else is in the log. */
function failureOf(error: unknown): string {
  return error instanceof SourceRefusal || error instanceof AdoptionError
    ? error.message
    : "The portfolio could not be listed; its message is in the queue plan-run-poison";
}

type Listed = Readonly<{ items: PullItem[]; foreignFolders: readonly string[] }>;

/** Partner Center's customers and the inbox's folders; for a recalculation, the published run's with what became of them. */
async function itemsOf({ customers, inbox, partnerCenter, runs, runItems }: Parts, run: Run): Promise<Listed> {
  if (run.kind === "recalculate") {
    const published = await runs.published();
    const items = published === null ? [] : await runItems.pulls(published.runId);
    return { items: items.map(endedPull), foreignFolders: [] };
  }
  const customerIds = new Set<CustomerId>();
  for await (const page of partnerCenter?.customers() ?? []) {
    await customers.saveAll(page);
    for (const { customerId } of page) customerIds.add(customerId);
  }
  const folders = await inbox.folders();
  for (const customerId of folders.customerIds) customerIds.add(customerId);
  const items = [...customerIds].map((customerId) => ({
    customerId,
    state: "waiting" as const,
    reason: null,
    detail: null,
  }));
  return { items, foreignFolders: folders.foreign };
}

/** A recalculation asks nobody: a pull that was still open when its run was published did not come in time. */
function endedPull(pull: PullItem): PullItem {
  if (pull.state !== "waiting") return pull;
  return { ...pull, state: "refused", reason: "failed", detail: "Not pulled before the deadline" };
}

/** Messages sent at once: the emulator and the service both gain nothing from more. */
const SENDS_AT_ONCE = 16;

/** Each message stays hidden until its turn, so that the sources' limits hold however many instances run. */
async function askForPulls(
  { config, partnerCenter, runItems, queues }: Parts,
  { runId, night }: Run,
  reportedBy: ReportedBy,
): Promise<void> {
  // Of Partner Center, whose limit is by the minute: sales, service requests, and each half of its own figures.
  const callsEach = partnerCenter?.hasUser === true ? (reportedBy === "customer" ? 4 : 2) : 1;
  const waiting = (await runItems.pulls(runId)).filter((pull) => pull.state === "waiting");
  for (let first = 0; first < waiting.length; first += SENDS_AT_ONCE) {
    const delaySeconds = Math.floor(((first * callsEach) / config.pullsAMinute) * 60);
    const batch = waiting.slice(first, first + SENDS_AT_ONCE);
    await Promise.all(
      batch.map(({ customerId }) =>
        queues.send("pull-customer", { runId, night, customerId, reportedBy, throttledTimes: 0 }, delaySeconds),
      ),
    );
  }
}

/** The deadline counts from the plan: a plan that came late leaves its pulls as much time as any. */
async function askForComputations(
  { config, queues }: Parts,
  { runId, night }: Run,
  customers: number,
  now: Date,
): Promise<void> {
  const deadline = new Date(now.getTime() + config.pullDeadlineMinutes * 60_000).toISOString();
  await Promise.all(
    portionsFor(customers).map((portion) => queues.send("compute-metrics", { runId, night, deadline, portion })),
  );
  await queues.send("publish-run", { runId });
}
