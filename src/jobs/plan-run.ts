import { AdoptionError } from "../errors.ts";
import type { CustomerId } from "../domain/ids.ts";
import type { Run } from "../domain/run.ts";
import type { Environment } from "../environment.ts";
import { SourceRefusal, SourceThrottled } from "../sources/source-refusal.ts";
import { type Portion, portionsFor } from "../storage/keys.ts";
import type { RunMessage } from "./messages.ts";

type Parts = Pick<Environment, "config" | "runs" | "runItems" | "customers" | "inbox" | "partnerCenter" | "queues">;

export type PlanResult = Readonly<
  { kind: "planned"; customers: number; foreignFolders: number } | { kind: "throttled" | "already_planned" }
>;

/**
 * Finds out who is in the portfolio, writes the ledger, and asks for every pull and every computation. Repeating it
 * adds only what is missing: a pull that has ended stays ended.
 */
export async function planRun(
  parts: Parts,
  { runId }: RunMessage,
  { now, isLastTry }: { now: Date; isLastTry: boolean },
): Promise<PlanResult> {
  const run = await parts.runs.find(runId);
  if (run === null) throw new AdoptionError("run_not_found", `There is no run "${runId}" to plan`);
  if (run.plannedOn !== null) return { kind: "already_planned" };
  try {
    const { customerIds, foreignFolders } = await customersOf(parts, run);
    await parts.runItems.plan(runId, customerIds, run.kind === "pull" ? "waiting" : "done");
    if (run.kind === "pull") await askForPulls(parts, run);
    await askForComputations(parts, run, portionsFor(customerIds.length));
    await parts.runs.update(runId, {
      state: "pulling",
      plannedOn: now.toISOString(),
      customers: customerIds.length,
    });
    return { kind: "planned", customers: customerIds.length, foreignFolders };
  } catch (error) {
    if (error instanceof SourceThrottled) {
      await parts.queues.send("plan-run", { runId }, error.retryAfterSeconds);
      return { kind: "throttled" };
    }
    if (isLastTry) await parts.runs.update(runId, { state: "failed", failure: failureOf(error) });
    throw error;
  }
}

/** A source's own words are for the operator; anything else is in the log. */
function failureOf(error: unknown): string {
  return error instanceof SourceRefusal || error instanceof AdoptionError
    ? error.message
    : "The portfolio could not be listed; its message is in the queue plan-run-poison";
}

/** Partner Center's customers and the inbox's folders; for a recalculation, those of the published run. */
async function customersOf(
  { customers, inbox, partnerCenter, runs, runItems }: Parts,
  run: Run,
): Promise<{ customerIds: CustomerId[]; foreignFolders: number }> {
  if (run.kind === "recalculate") {
    const published = await runs.published();
    if (published === null) return { customerIds: [], foreignFolders: 0 };
    const pulls = await runItems.pulls(published.runId);
    return { customerIds: pulls.map((pull) => pull.customerId), foreignFolders: 0 };
  }
  const customerIds = new Set<CustomerId>();
  for await (const page of partnerCenter?.customers() ?? []) {
    await customers.saveAll(page);
    for (const { customerId } of page) customerIds.add(customerId);
  }
  const folders = await inbox.folders();
  for (const customerId of folders.customerIds) customerIds.add(customerId);
  return { customerIds: [...customerIds], foreignFolders: folders.foreign.length };
}

/** Messages sent at once: the emulator and the service both gain nothing from more. */
const SENDS_AT_ONCE = 16;

async function askForPulls({ runItems, queues }: Parts, { runId, night }: Run): Promise<void> {
  const waiting = (await runItems.pulls(runId)).filter((pull) => pull.state === "waiting");
  for (let first = 0; first < waiting.length; first += SENDS_AT_ONCE) {
    const batch = waiting.slice(first, first + SENDS_AT_ONCE);
    await Promise.all(
      batch.map(({ customerId }) => queues.send("pull-customer", { runId, night, customerId, throttledTimes: 0 })),
    );
  }
}

async function askForComputations(
  { queues }: Parts,
  { runId, night, requestedOn }: Run,
  portions: readonly Portion[],
): Promise<void> {
  await Promise.all(portions.map((portion) => queues.send("compute-metrics", { runId, night, requestedOn, portion })));
  await queues.send("publish-run", { runId });
}
