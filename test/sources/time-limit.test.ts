import { expect, onTestFinished, test, vi } from "vitest";
import { timeLimit } from "../../src/sources/time-limit.ts";

const FAILURE = new Error("up");

function stopTheClock(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
}

/** A wait that nothing but the signal ends. */
function waitFor(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason));
  return promise;
}

test("a wait that lasts too long ends by the failure", async () => {
  stopTheClock();
  const limit = timeLimit(1_000, FAILURE);
  const waiting = limit.during(() => waitFor(limit.signal));
  vi.advanceTimersByTime(1_000);
  await expect(waiting).rejects.toBe(FAILURE);
});

test("each wait has the whole time, and what passes between them does not count", async () => {
  stopTheClock();
  const limit = timeLimit(1_000, FAILURE);
  for (let waits = 0; waits < 3; waits += 1) {
    await limit.during(() => Promise.resolve(vi.advanceTimersByTime(999)));
    vi.advanceTimersByTime(5_000);
  }
  expect([limit.signal.aborted, vi.getTimerCount()]).toEqual([false, 0]);
});

test("a wait that fails by itself leaves no limit running", async () => {
  stopTheClock();
  const limit = timeLimit(1_000, FAILURE);
  await expect(limit.during(() => Promise.reject(new RangeError("a bug")))).rejects.toThrow(RangeError);
  expect(vi.getTimerCount()).toBe(0);
});

test("an outer limit ends an inner one's wait by its own failure", async () => {
  stopTheClock();
  const outer = timeLimit(500, FAILURE);
  const inner = timeLimit(1_000, new Error("inner"), outer.signal);
  const waiting = outer.during(() => inner.during(() => waitFor(inner.signal)));
  vi.advanceTimersByTime(500);
  await expect(waiting).rejects.toBe(FAILURE);
});
