/**
 * Counts the calls of one name, and answers null for one that may pass; else the whole seconds after which the next one
 * may. A refused call counts as well: who does not wait has to wait longer.
 */
export type CallLimit = (name: string, nowSeconds: number) => number | null;

/** So many in any ten minutes, one at least. https://learn.microsoft.com/graph/throttling-limits */
export function callLimit(callsInTenMinutes: number): CallLimit {
  const callTimes = new Map<string, readonly number[]>();

  return (name, nowSeconds) => {
    // In whole milliseconds, which add up exactly.
    const now = Math.round(nowSeconds * 1000);
    const recent = (callTimes.get(name) ?? []).filter((time) => time > now - TEN_MINUTES_MS);
    const times = [...recent, now];
    callTimes.set(name, times);
    // Once this one is ten minutes old, there is room for another.
    const blocking = times.at(-callsInTenMinutes);
    return recent.length < callsInTenMinutes || blocking === undefined
      ? null
      : Math.ceil((blocking + TEN_MINUTES_MS - now) / 1000);
  };
}

const TEN_MINUTES_MS = 600_000;
