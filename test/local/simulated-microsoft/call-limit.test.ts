import * as fc from "fast-check";
import { expect, test } from "vitest";
import { callLimit } from "../../../src/local/simulated-microsoft/call-limit.ts";

test("the 15th call in ten minutes waits until the first two are ten minutes old", () => {
  const limit = callLimit(14);
  const waits = Array.from({ length: 15 }, (_, index) => limit("report", 1000 + index * 10));
  // It counts itself: with the first call gone there would still be 14.
  expect(waits).toEqual([...Array.from({ length: 14 }, () => null), 1010 + 600 - 1140]);
});

test("each name has calls of its own", () => {
  const limit = callLimit(1);
  expect([limit("one", 0), limit("other", 0), limit("one", 1)]).toEqual([null, null, 600]);
});

test("who waits as long as told is let in, and who comes a second early waits anew", () => {
  const start = fc.integer({ min: 0, max: 10_000 });
  const gaps = fc.array(fc.double({ min: 0, max: 120, noNaN: true }), { minLength: 20, maxLength: 60 });
  fc.assert(
    fc.property(start, gaps, fc.integer({ min: 1, max: 14 }), fc.boolean(), (from, pauses, calls, isPatient) => {
      const limit = callLimit(calls);
      let now = from;
      for (const pause of pauses) {
        now += pause;
        const wait = limit("report", now);
        if (wait === null) continue;
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(600);
        now += isPatient ? wait : Math.max(wait - 1.001, 0);
        const second = limit("report", now);
        expect(second === null).toBe(isPatient);
      }
    }),
  );
});

test("never more than so many calls pass in any ten minutes", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 100 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 14 }), (pauses, calls) => {
      const limit = callLimit(calls);
      let now = 0;
      const passed: number[] = [];
      for (const pause of pauses) {
        now += pause;
        if (limit("report", now) === null) passed.push(now);
      }
      for (const last of passed) {
        expect(passed.filter((time) => time <= last && time > last - 600).length).toBeLessThanOrEqual(calls);
      }
    }),
  );
});
