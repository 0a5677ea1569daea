import { Writable } from "node:stream";
import exceljs from "exceljs";
import { z } from "zod";
import type { CustomerInsight } from "../../src/domain/insight.ts";
import type { PublishedPortfolio } from "../../src/domain/portfolio.ts";
import { writePortfolioWorkbook } from "../../src/exports/portfolio-workbook.ts";
import type { Written } from "../../src/exports/sheet-writer.ts";
import { portfolio } from "../support/make.ts";

/** Cells as a spreadsheet has them. Reading refuses whatever else is in the file. */
const CellValue = z.union([z.string(), z.number(), z.boolean(), z.date(), z.null()]);
export type CellValue = z.infer<typeof CellValue>;

type ReadWorkbook = Readonly<{
  workbook: exceljs.Workbook;
  /** Every row below the header, by header. */
  table(name: string): Record<string, CellValue>[];
  /** Every row there is, from the first cell on. */
  rows(name: string): CellValue[][];
}>;

/** Writes the insights as a workbook, and reads it back with another half of the library than the one that wrote it. */
export async function writtenAndRead(
  insights: readonly CustomerInsight[],
  options: Readonly<{
    portfolio?: PublishedPortfolio;
    /** Of the month ends before. */
    earlier?: readonly PublishedPortfolio[];
    sheetRowsMax?: number;
  }> = {},
): Promise<ReadWorkbook & Readonly<{ written: Written; bytes: Buffer }>> {
  const published = options.portfolio ?? portfolio(insights);
  const chunks: Buffer[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const written = await writePortfolioWorkbook({
    portfolio: published,
    customers: () => inOrder(published, insights),
    history: () => historyOf(published, ...(options.earlier ?? [])),
    destination,
    ...(options.sheetRowsMax === undefined ? {} : { sheetRowsMax: options.sheetRowsMax }),
  });
  const bytes = Buffer.concat(chunks);
  return { written, bytes, ...(await readWorkbook(bytes)) };
}

export async function readWorkbook(bytes: Buffer): Promise<ReadWorkbook> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);

  const rows = (name: string): CellValue[][] => {
    const sheet = workbook.getWorksheet(name);
    if (sheet === undefined) throw new Error(`No sheet "${name}"`);
    return Array.from({ length: sheet.rowCount }, (_, row) =>
      Array.from({ length: sheet.columnCount }, (__, column) =>
        CellValue.parse(sheet.getRow(row + 1).getCell(column + 1).value),
      ),
    );
  };
  return {
    workbook,
    rows,
    table(name) {
      const [headers = [], ...body] = rows(name);
      return body.map((cells) => record(headers, cells));
    },
  };
}

function record(headers: readonly CellValue[], cells: readonly CellValue[]): Record<string, CellValue> {
  const byHeader: Record<string, CellValue> = {};
  for (const [column, header] of headers.entries()) byHeader[String(header)] = cells[column] ?? null;
  return byHeader;
}

export async function* historyOf(...portfolios: readonly PublishedPortfolio[]): AsyncGenerator<PublishedPortfolio> {
  yield* portfolios;
}

/** The insights as the portfolio lists its customers. */
export async function* inOrder(
  { customers }: PublishedPortfolio,
  insights: readonly CustomerInsight[],
): AsyncGenerator<CustomerInsight> {
  const byId = new Map(insights.map((insight) => [insight.customerId, insight]));
  for (const { customerId } of customers) {
    const insight = byId.get(customerId);
    if (insight !== undefined) yield insight;
  }
}
