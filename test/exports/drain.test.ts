import { setImmediate } from "node:timers/promises";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { drainOf } from "../../src/exports/drain.ts";
import { writePortfolioWorkbook } from "../../src/exports/portfolio-workbook.ts";
import { insight, portfolio } from "../support/make.ts";
import { historyOf } from "./read-workbook.ts";

/** What the buffers between a row and the destination may hold: some 300 KB of sheet, before it is compressed. */
const ROWS_HELD_MAX = 1_000;

test("a destination that stands still stops the reading, and goes on where it stood", async () => {
  const customersCount = 10_000;
  let read = 0;
  const started = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let received = 0;
  const destination = new Writable({
    highWaterMark: 16_384,
    async write(chunk: Buffer, _encoding, done) {
      await released.promise;
      received += chunk.length;
      done();
    },
  });
  const writing = writePortfolioWorkbook({
    portfolio: portfolio([]),
    customers: () =>
      many(customersCount, () => {
        read += 1;
        started.resolve();
      }),
    history: () => historyOf(),
    destination,
  });

  await started.promise;
  let before = 0;
  for (let quiet = 0; quiet < 50; quiet = read === before ? quiet + 1 : 0) {
    before = read;
    await setImmediate();
  }
  expect(read).toBeLessThan(ROWS_HELD_MAX);

  released.resolve();
  const { rows } = await writing;
  expect(rows).toBeGreaterThan(customersCount);
  expect(read).toBe(7 * customersCount);
  expect(received).toBeGreaterThan(1_000_000);
});

test("drainOf() throws at once when the writer is not built as it was", () => {
  expect(() => drainOf({ stream: { pipes: [] } }, new AbortController().signal)).toThrow("pipes");
});

/** Customers whose names do not compress, so that bytes reach the destination as they would in life. */
async function* many(count: number, onRead: () => void) {
  const template = insight();
  for (let number = 0; number < count; number += 1) {
    onRead();
    yield { ...template, name: `Customer ${(number * 2_654_435_761).toString(36)} ${Math.sin(number)}` };
  }
}
