import { setTimeout as sleep } from "node:timers/promises";
import type { TypedData } from "./core-module.ts";
import type { TimerFunction } from "./function-index.ts";
import type { Invoke } from "./invocation.ts";
import type { Log } from "./messages.ts";
import type { Schedule } from "./schedule.ts";
import { stackOf } from "./start-failure.ts";
import { statusJson, type TimerMonitor, type TimerStatus } from "./timer-monitor.ts";
import { BY_HAND, type TriggerListener } from "./trigger-listener.ts";

/** A timer of JavaScript overflows after 24.8 days and fires at once: longer waits are chained, as in Azure. */
const WAIT_MS_MAX = 24 * 86_400_000;

/** Azure's rules for timers: https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer */
export function timerListener(
  timer: TimerFunction,
  monitor: TimerMonitor | null,
  invoke: Invoke,
  write: Log,
): TriggerListener {
  const stopping = new AbortController();
  let listening: Promise<void> = Promise.resolve();

  /** Runs never overlap: the next time is waited for when the last run has ended, and when it has passed by then it is now. */
  async function listen(atStart: TimerStatus, startedOn: Date): Promise<void> {
    let status = atStart;
    const isPastDue = status.next < startedOn;
    if (isPastDue || timer.runsOnStartup) status = await fire(status, isPastDue);
    while (await isReached(status.next, stopping.signal)) status = await fire(status, false);
  }

  /** The function is told the status from before the run. A failed run counts as a run. */
  async function fire(status: TimerStatus, isPastDue: boolean): Promise<TimerStatus> {
    const firedOn = new Date();
    await invoke(timer, {
      data: timerData(monitor && status, isPastDue),
      metadata: null,
      reason: `Timer fired at ${firedOn.toISOString()}`,
    });
    const after = { last: firedOn, next: timer.schedule.next(firedOn), lastUpdated: firedOn };
    await keep(after).catch((error: unknown) => {
      const message = `Cannot keep the status of timer "${timer.name}": ${stackOf(error)}`;
      write({ level: "error", category: "Host.Triggers.Timer", message, functionName: timer.name });
    });
    return after;
  }

  async function keep(status: TimerStatus): Promise<void> {
    if (monitor) await monitor.save(timer.name, status);
  }

  return {
    functionName: timer.name,
    async start() {
      const now = new Date();
      const known = monitor ? await monitor.find(timer.name) : null;
      const status = statusAtStart(timer.schedule, known, now);
      if (status !== known) await keep(status);
      listening = listen(status, now);
    },
    async stop() {
      stopping.abort();
      await listening;
    },
    async runByHand() {
      const status = monitor ? await monitor.find(timer.name) : null;
      await invoke(timer, { data: timerData(status, false), metadata: null, reason: BY_HAND });
    },
  };
}

/** What was known, unless it was of another schedule: a run that was due by the old one is not caught up on. */
export function statusAtStart(schedule: Schedule, known: TimerStatus | null, now: Date): TimerStatus {
  const isOfThisSchedule = known && schedule.next(known.last ?? known.lastUpdated).getTime() === known.next.getTime();
  return isOfThisSchedule ? known : { last: null, next: schedule.next(now), lastUpdated: now };
}

function timerData(status: TimerStatus | null, isPastDue: boolean): TypedData {
  return {
    json: JSON.stringify({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: status && statusJson(status),
      IsPastDue: isPastDue,
    }),
  };
}

/** False when the host stops first. A timer may come a moment early, so the clock has the last word. */
async function isReached(instant: Date, signal: AbortSignal): Promise<boolean> {
  for (let waitMs = waitFor(instant); waitMs > 0 && !signal.aborted; waitMs = waitFor(instant)) {
    await sleep(Math.min(waitMs, WAIT_MS_MAX), undefined, { signal }).catch(() => {});
  }
  return !signal.aborted;
}

function waitFor(instant: Date): number {
  return instant.getTime() - Date.now();
}
