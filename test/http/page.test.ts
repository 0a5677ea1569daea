import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { RunId } from "../../src/domain/ids.ts";
import { type Page, pageOf, PageToken, type Place } from "../../src/http/page.ts";
import { parseAs } from "../../src/parse.ts";

const START: Place = { runId: RunId.parse("20261124-nightly"), offset: 0 };

test("pageOf() gives every row once, in order, whatever the size of a page", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (rows, size) => {
      const seen: number[] = [];
      let place: Place | null = START;
      while (place !== null) {
        const page: Page<number> = pageOf(rows, place, size);
        expect(page.rows.length).toBeLessThanOrEqual(size);
        seen.push(...page.rows);
        place = page.nextToken === null ? null : PageToken.parse(page.nextToken);
      }
      expect(seen).toEqual(rows);
    }),
  );
});

test("a page token names the run that its list is of", () => {
  const { nextToken } = pageOf([1, 2], START, 1);
  expect(PageToken.parse(nextToken)).toEqual({ runId: START.runId, offset: 1 });
});

test.each([
  ["no run id", { runId: "../secrets", offset: 1 }],
  ["a place before the first row", { ...START, offset: -1 }],
  ["a member too many", { ...START, size: 5 }],
])("PageToken refuses what is not one of ours: %s", (_what, place) => {
  const text = Buffer.from(JSON.stringify(place)).toString("base64url");
  expect(() => PageToken.parse(text)).toThrow("is not a page token of ours");
});

test("PageToken refuses what is no token, by name, and never breaks on it", () => {
  const query = z.strictObject({ pagetoken: PageToken });
  fc.assert(
    fc.property(fc.string(), (pagetoken) => {
      expect(() => parseAs("invalid_request", query, { pagetoken })).toThrow(
        expect.objectContaining({
          code: "invalid_request",
          fields: [expect.objectContaining({ pointer: "/pagetoken" })],
        }),
      );
    }),
  );
});
