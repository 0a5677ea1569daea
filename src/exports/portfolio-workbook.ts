import { PassThrough, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DEFINITIONS } from "../domain/definition.ts";
import type { CustomerInsight } from "../domain/insight.ts";
import type { PublishedPortfolio } from "../domain/portfolio.ts";
import { adviceColumns, customerAdvice } from "./advice-columns.ts";
import { customerColumns } from "./customer-columns.ts";
import { definitionColumns } from "./definition-columns.ts";
import { customerNights, historyColumns } from "./history-columns.ts";
import { missingColumns } from "./missing-columns.ts";
import { missingRows } from "./missing-rows.ts";
import { overviewSheet } from "./overview-sheet.ts";
import { customerProducts, productColumns } from "./product-columns.ts";
import { reasonColumns } from "./reason-columns.ts";
import { customerReasons } from "./reason-rows.ts";
import { type Sheet, tableSheet } from "./sheet.ts";
import { SHEET_ROWS_MAX, writeSheet, type Written } from "./sheet-writer.ts";
import { ENGLISH, type WorkbookText } from "./workbook-text.ts";
import { customerWorkloads, workloadColumns } from "./workload-columns.ts";

export type PortfolioWorkbook = Readonly<{
  portfolio: PublishedPortfolio;
  /**
   * The insights behind the portfolio's rows, in their order. Called once for each of the six sheets that need them,
   * and twice for what is missing, since sheets are written one after another: reading again costs time, holding 10,000
   * customers costs memory.
   */
  customers: () => AsyncIterable<CustomerInsight>;
  /** The portfolio and those of the month ends before it, newest first, one at a time. */
  history: () => AsyncIterable<PublishedPortfolio>;
  /** Ended when the workbook is complete, destroyed when it is not. */
  destination: Writable;
  sheetRowsMax?: number;
}>;

/** Writes the portfolio as a workbook, no faster than the destination takes it. */
export async function writePortfolioWorkbook(workbook: PortfolioWorkbook): Promise<Written> {
  const bytes = new PassThrough();
  const abort = new AbortController();
  const transfer = pipeline(bytes, workbook.destination);
  try {
    // The writer never hears of a destination that fails, so the first of the two to fail ends both.
    const [written] = await Promise.all([writeSheets(workbook, bytes, abort.signal), transfer]);
    return written;
  } catch (error) {
    abort.abort(error);
    bytes.destroy(error instanceof Error ? error : new Error("The workbook was not completed", { cause: error }));
    await Promise.allSettled([transfer]);
    throw error;
  }
}

async function writeSheets(workbook: PortfolioWorkbook, bytes: Writable, signal: AbortSignal): Promise<Written> {
  const { portfolio, sheetRowsMax = SHEET_ROWS_MAX } = workbook;
  // Loaded when the first workbook is asked for: it is the heaviest module there is, and most instances never do.
  const { default: exceljs } = await import("exceljs");
  const writer = new exceljs.stream.xlsx.WorkbookWriter({ stream: bytes, useStyles: true, useSharedStrings: false });
  const { runId, definition } = portfolio.insight;
  const publishedOn = new Date(portfolio.insight.publishedOn);
  const definitionInWords = ENGLISH.facts.definitionOf(definition.id, definition.version);
  Object.assign(writer, {
    title: ENGLISH.title,
    subject: runId,
    description: `${ENGLISH.facts.definition}: ${definitionInWords}`,
    creator: ENGLISH.creator,
    lastModifiedBy: ENGLISH.creator,
    created: publishedOn,
    modified: publishedOn,
  });

  let rows = 0;
  const sheets: string[] = [];
  for (const sheet of portfolioSheets(workbook, ENGLISH)) {
    const written = await writeSheet(writer, sheet, { rowsMax: sheetRowsMax, footer: definitionInWords, signal });
    rows += written.rows;
    sheets.push(...written.sheets);
  }
  await writer.commit();
  return { rows, sheets };
}

/** The sheets from left to right, each read only when its turn has come. */
function* portfolioSheets({ portfolio, customers, history }: PortfolioWorkbook, text: WorkbookText): Generator<Sheet> {
  const { sheets } = text;
  yield overviewSheet(portfolio.insight, text);
  yield tableSheet(sheets.customers, customerColumns(text), customers(), 1);
  yield tableSheet(sheets.reasons, reasonColumns(text), customerReasons(customers(), text), 1);
  yield tableSheet(sheets.advice, adviceColumns(text), customerAdvice(customers(), text), 1);
  yield tableSheet(sheets.products, productColumns(text), customerProducts(customers()), 2);
  yield tableSheet(sheets.workloads, workloadColumns(text), customerWorkloads(customers()), 2);
  yield tableSheet(sheets.history, historyColumns(text), customerNights(history()), 1);
  yield tableSheet(sheets.missing, missingColumns(text), missingRows(customers, text), 1);
  yield tableSheet(sheets.definitions, definitionColumns(text), [...DEFINITIONS, ...text.notes]);
}
