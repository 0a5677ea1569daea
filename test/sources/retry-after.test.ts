import { expect, test } from "vitest";
import { retryAfterSeconds } from "../../src/sources/retry-after.ts";

const NOW_MS = Date.UTC(2026, 10, 24, 2, 0, 0, 300);

test.each([
  ["seconds", "57", 57],
  ["a part of a second", "0.2", 1],
  ["no time at all", "0", 1],
  ["a date", "Tue, 24 Nov 2026 02:01:00 GMT", 60],
  ["a date less than a second ahead", "Tue, 24 Nov 2026 02:00:01 GMT", 1],
  ["a date that has passed", "Tue, 24 Nov 2026 01:00:00 GMT", 1],
  ["a day", "86400", 3_600],
  ["nothing", null, 60],
  ["an empty text", "", 60],
  ["no number and no date", "soon", 60],
])("retryAfterSeconds() of %s", (_, header, seconds) => {
  expect(retryAfterSeconds(header, NOW_MS)).toBe(seconds);
});
