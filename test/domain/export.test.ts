import { expect, test } from "vitest";
import { PortfolioExport } from "../../src/domain/export.ts";
import { PUBLISHED_ON, RUN_ID } from "../support/make.ts";

const QUEUED = {
  exportId: "e0000000-0000-4000-8000-000000000001",
  runId: RUN_ID,
  state: "queued",
  requestedOn: PUBLISHED_ON,
  endedOn: null,
  fileName: "portfolio.xlsx",
  bytes: null,
  rows: null,
  failure: null,
};

test("PortfolioExport takes one that has only been asked for, and knows neither its end nor its size", () => {
  expect(PortfolioExport.parse(QUEUED)).toEqual(QUEUED);
});

test.each([
  ["a state of its own", { state: "done" }],
  ["a day for an instant", { requestedOn: "2026-11-22" }],
  ["half a row", { rows: 0.5 }],
])("PortfolioExport refuses %s", (_, overrides) => {
  expect(PortfolioExport.safeParse({ ...QUEUED, ...overrides }).success).toBe(false);
});
