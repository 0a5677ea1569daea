import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Page, pageOf } from "../../src/http/page.ts";

test("pageOf() gives every row once, in order, whatever the size of a page", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (rows, size) => {
      const seen: number[] = [];
      let page: Page<number> = { rows: [], nextToken: null };
      do {
        page = pageOf(rows, "run-1", size, page.nextToken);
        expect(page.rows.length).toBeLessThanOrEqual(size);
        seen.push(...page.rows);
      } while (page.nextToken !== null);
      expect(seen).toEqual(rows);
    }),
  );
});

test("pageOf() refuses a token of another list", () => {
  const { nextToken } = pageOf([1, 2], "run-1", 1, null);
  expect(() => pageOf([1, 2], "run-2", 1, nextToken)).toThrow(/changed since/);
});

test("pageOf() refuses what is no token, and never breaks on it", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => pageOf([1, 2], "run-1", 1, text)).toThrow(
        expect.objectContaining({
          code: "invalid_request",
          fields: [expect.objectContaining({ pointer: "/pagetoken" })],
        }),
      );
    }),
  );
});
