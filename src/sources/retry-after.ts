/** How long to stay away when a throttling answer does not say. */
const UNSAID_SECONDS = 60;
/** A queue message may wait long; a source that asks for a day is taken to mean "later". */
const SECONDS_MAX = 3_600;

/**
 * Whole seconds until a throttled source may be asked again, from its Retry-After header: seconds, or a date. Parts of a
 * second round up, so that nobody is early, and a moment that has passed still means one second.
 */
export function retryAfterSeconds(header: string | null, nowMs: number): number {
  const seconds = header === null ? Number.NaN : secondsIn(header.trim(), nowMs);
  return Number.isNaN(seconds) ? UNSAID_SECONDS : Math.min(SECONDS_MAX, Math.max(1, Math.ceil(seconds)));
}

function secondsIn(text: string, nowMs: number): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - nowMs) / 1_000;
}
