import type { PageSetup, stream } from "exceljs";
import { safeCell } from "./cell.ts";
import { drainOf } from "./drain.ts";
import type { Line, Sheet } from "./sheet.ts";

type WorkbookWriter = stream.xlsx.WorkbookWriter;

/** The most rows a sheet may have, the header included. */
export const SHEET_ROWS_MAX = 1_048_576;

/** How many lines were written below the headers, and the sheets they are in. */
export type Written = Readonly<{ rows: number; sheets: readonly string[] }>;

/** What all sheets of a workbook share: `footer` stands below each page on paper, between the sheet and the page. */
type Writing = Readonly<{ rowsMax: number; footer: string; signal: AbortSignal }>;

/** Writes a sheet while its lines pass by. What no longer fits goes on in a further sheet: "Customers 2". */
export async function writeSheet(workbook: WorkbookWriter, sheet: Sheet, writing: Writing): Promise<Written> {
  const sheets = [sheet.name];
  let rows = 0;
  let page = openPage(workbook, sheet, sheet.name, writing);

  for await (const line of sheet.lines) {
    if (page.rows() === writing.rowsMax) {
      page.close();
      const name = `${sheet.name} ${sheets.length + 1}`;
      sheets.push(name);
      page = openPage(workbook, sheet, name, writing);
    }
    page.write(line);
    rows += 1;
    await page.drain();
  }
  page.close();
  return { rows, sheets };
}

/** One worksheet while it is written. Only the row at hand is in memory: the writer lets go of a committed one. */
function openPage(workbook: WorkbookWriter, sheet: Sheet, name: string, { footer, signal }: Writing) {
  const isTable = sheet.kind === "table";
  const worksheet = workbook.addWorksheet(name, {
    views: [
      isTable ? { state: "frozen", xSplit: sheet.frozenColumns, ySplit: 1 } : { state: "normal", showGridLines: false },
    ],
    pageSetup: { ...PAPER, fitToWidth: pagesAcross(sheet.widths), ...(isTable && { printTitlesRow: "1:1" }) },
    headerFooter: { oddFooter: `&L&A&C${footer.replaceAll("&", "&&")}&R&P / &N` },
  });
  worksheet.columns = sheet.widths.map((width) => ({ width }));
  // On each page across, the columns that stay in sight tell whose line it is.
  if (isTable && sheet.frozenColumns > 0) {
    worksheet.pageSetup.printTitlesColumn = `A:${worksheet.getColumn(sheet.frozenColumns).letter}`;
  }
  let rows = 0;

  const write = ({ cells, styles, height }: Line): void => {
    const row = worksheet.addRow(cells.map(safeCell));
    // The row's own look, which the types leave out: left alone, it is a fresh object to be rendered for every row.
    Object.assign(row, { style: PLAIN });
    if (height !== undefined) row.height = height;
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      cell.style = styles[column - 1] ?? PLAIN;
    });
    row.commit();
    rows += 1;
  };
  if (isTable) write(sheet.header);

  return {
    write,
    rows: () => rows,
    drain: drainOf(worksheet, signal),
    close(): void {
      if (isTable)
        worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows, column: sheet.widths.length } };
      worksheet.commit();
    },
  };
}

const PLAIN = {};

/** So many characters of the standard font are still legible across one page. */
const PAGE_WIDTH_MAX = 330;

function pagesAcross(widths: readonly number[]): number {
  return Math.ceil(widths.reduce((sum, width) => sum + width, 0) / PAGE_WIDTH_MAX);
}

/** A4 across, as long as it takes; margins in inches. */
const PAPER: Partial<PageSetup> = {
  orientation: "landscape",
  paperSize: 9,
  fitToPage: true,
  fitToHeight: 0,
  margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
};
