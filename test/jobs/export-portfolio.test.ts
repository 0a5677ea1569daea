import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import type { PortfolioExport } from "../../src/domain/export.ts";
import { ExportId, RunId } from "../../src/domain/ids.ts";
import type { Run } from "../../src/domain/run.ts";
import { exportPortfolio } from "../../src/jobs/export-portfolio.ts";
import { exportFiles, exportsTable } from "../../src/storage/exports.ts";
import { portionsFor } from "../../src/storage/keys.ts";
import { portfoliosContainer } from "../../src/storage/portfolios.ts";
import { runsTable } from "../../src/storage/runs.ts";
import { readWorkbook } from "../exports/read-workbook.ts";
import { freshContainer, freshTable } from "../support/azurite.ts";
import { customer, insight, portfolio } from "../support/make.ts";

const ASKED: PortfolioExport = {
  exportId: ExportId.parse("e0000000-0000-4000-8000-000000000001"),
  runId: RunId.parse("20261122-nightly"),
  state: "queued",
  requestedOn: "2026-11-22T08:00:00.000Z",
  endedOn: null,
  fileName: "portfolio-2026-11-22.xlsx",
  bytes: null,
  rows: null,
  failure: null,
};

const ENDED_ON = new Date("2026-11-22T08:01:00.000Z");

/** A run, when it was published, and whether its portfolio is still kept. */
type Made = Readonly<{ runId: string; night: string; publishedAt: string | null; isKept: boolean }>;

const published = (runId: string, night: string, publishedAt = "03:00"): Made => ({
  runId,
  night,
  publishedAt,
  isKept: true,
});

test("the workbook tells each customer's month ends, of each the run that was published last, newest night first", async () => {
  const rows = await monthEndsOf([
    published("20261122-nightly", "2026-11-22"),
    published("20261122-120000-ab12", "2026-11-22", "12:10"),
    published("20261123-nightly", "2026-11-23"),
    published("20261031-120000-ab12", "2026-10-31", "12:10"),
    published("20261031-nightly", "2026-10-31"),
    published("20261030-nightly", "2026-10-30"),
    { ...published("20260930-nightly", "2026-09-30"), isKept: false },
    { ...published("20260831-nightly", "2026-08-31"), publishedAt: null },
    published("20260829-nightly", "2026-08-29"),
  ]);
  expect(rows).toEqual([
    ["20261122-nightly", "2026-11-22"],
    ["20261031-120000-ab12", "2026-10-31"],
    ["20260829-nightly", "2026-08-29"],
  ]);
});

test("the first night's workbook has that night alone", async () => {
  expect(await monthEndsOf([published("20261122-nightly", "2026-11-22")])).toEqual([
    ["20261122-nightly", "2026-11-22"],
  ]);
});

/** The customers and nights of the sheet of month ends; each run's one customer is named after the run. */
async function monthEndsOf(made: readonly Made[]): Promise<[unknown, unknown][]> {
  const container = await freshContainer();
  const parts = {
    exports: exportsTable(await freshTable()),
    exportFiles: exportFiles(container),
    portfolios: portfoliosContainer(await freshContainer()),
    runs: runsTable(await freshTable()),
  };
  for (const each of made) {
    const [runId, night] = [RunId.parse(each.runId), Day.parse(each.night)];
    const publishedOn = each.publishedAt === null ? null : `${night}T${each.publishedAt}:00.000Z`;
    await parts.runs.create(run(runId, night, publishedOn));
    if (!each.isKept) continue;
    const insights = [insight({ customer: customer({ name: each.runId }) }, night)];
    await parts.portfolios.savePublished(portfolio(insights, { runId, night }));
    for (const portion of portionsFor(1)) await parts.portfolios.savePart(runId, portion, insights);
  }
  await parts.exports.save(ASKED);
  await exportPortfolio(parts, ASKED, { now: () => ENDED_ON, isLastTry: false });

  const bytes = await container.getBlobClient(`${ASKED.exportId}/${ASKED.fileName}`).downloadToBuffer();
  const { table } = await readWorkbook(bytes);
  return table("Month ends").map((row) => {
    const night = row["Month end (night)"];
    return [row["Customer"], night instanceof Date ? night.toISOString().slice(0, 10) : night];
  });
}

function run(runId: RunId, night: Day, publishedOn: string | null): Run {
  return {
    runId,
    kind: "pull",
    night,
    state: publishedOn === null ? "superseded" : "published",
    requestedOn: `${night}T02:15:00.000Z`,
    dataOf: `${night}T02:15:00.000Z`,
    plannedOn: null,
    publishedOn,
    customers: 1,
    failure: null,
    analyticsRefusal: null,
    refusedFiles: [],
    exclusions: [],
  };
}
