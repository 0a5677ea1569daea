import { crontab, nextOccurrence } from "./ncrontab.ts";
import { StartFailure } from "./start-failure.ts";
import { millisecondsOf } from "./time-span.ts";

/** When a timer fires: by the calendar, or a fixed time after it last did. */
export type Schedule = Readonly<{ next(after: Date): Date }>;

export function schedule(expression: string): Schedule {
  const everyMs = millisecondsOf(expression);
  if (everyMs !== null) return interval(expression, everyMs);

  const calendar = crontab(expression);
  const next = (after: Date): Date => {
    const occurrence = nextOccurrence(calendar, after);
    if (!occurrence) throw new StartFailure(`"${expression}" never comes`);
    return occurrence;
  };
  // A date that does not exist, 30 February, is better known at the start than waited for.
  next(new Date());
  return { next };
}

/** What fires more than once a minute is not remembered: a missed run comes again before anyone has noticed. */
export function firesTooOftenToMiss({ next }: Schedule, now: Date): boolean {
  const first = next(now);
  return next(first).getTime() - first.getTime() < 60_000;
}

function interval(expression: string, everyMs: number): Schedule {
  if (everyMs === 0) throw new StartFailure(`"${expression}" is no time between two runs`);
  return { next: (after) => new Date(after.getTime() + everyMs) };
}
