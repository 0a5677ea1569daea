import type { Style } from "exceljs";
import type { PortfolioInsight } from "../domain/portfolio.ts";
import { type Cell, dayCell } from "./cell.ts";
import type { Column } from "./column.ts";
import {
  adviceColumns,
  adviceRows,
  asOfColumns,
  asOfRows,
  coverageColumns,
  coverageRows,
  excludedColumns,
  excludedRows,
  figureColumns,
  figureRows,
  moverColumns,
  moverRows,
  productColumns,
  workloadColumns,
} from "./overview-columns.ts";
import { bodyLine, headerLine, type Line, type Sheet } from "./sheet.ts";
import { type Format, STYLES } from "./style.ts";
import type { WorkbookText } from "./workbook-text.ts";

/**
 * Column by column, for tables that stand under one another: names first, two wide enough for words in between, and at
 * the end room for a note.
 */
const WIDTHS = [44, 18, 13, 13, 24, 13, 13, 13, 24, 13, 56];

/** In points, of one row of text. */
const ROW_HEIGHT = 15;

/** The first page: the run, the portfolio's figures, who is in them and who is not, then workloads and products. */
export function overviewSheet(portfolio: PortfolioInsight, text: WorkbookText): Sheet {
  const { sections } = text;
  return {
    kind: "page",
    name: text.sheets.overview,
    widths: WIDTHS,
    lines: [
      { cells: [text.title], styles: [STYLES.title], height: 30 },
      ...factLines(portfolio, text),
      ...section(sections.figures, figureColumns(text), figureRows(portfolio, text)),
      ...section(sections.asOf, asOfColumns(text), asOfRows(portfolio, text)),
      ...section(sections.coverage, coverageColumns(text), coverageRows(portfolio, text), faultLines(portfolio, text)),
      ...sectionIfAny(sections.excluded, excludedColumns(text), excludedRows(portfolio, text)),
      ...sectionIfAny(sections.movers, moverColumns(text), moverRows(portfolio)),
      ...sectionIfAny(sections.advice, adviceColumns(text), adviceRows(portfolio, text)),
      ...section(sections.workloads, workloadColumns(text), portfolio.workloads),
      ...section(sections.products, productColumns(text), portfolio.products),
    ],
  };
}

function factLines({ runId, night, publishedOn, definition }: PortfolioInsight, { facts }: WorkbookText): Line[] {
  return [
    factLine(facts.run, runId, "text"),
    factLine(facts.night, dayCell(night), "day"),
    factLine(facts.publishedOn, new Date(publishedOn), "instant"),
    factLine(facts.definition, facts.definitionOf(definition.id, definition.version), "text"),
  ];
}

function factLine(name: string, value: Cell, format: Format): Line {
  return { cells: [name, value], styles: [STYLES.text, STYLES[format]] };
}

/** A line each, before anything is counted: what these sources did not tell is nobody's doing. */
function faultLines({ coverage }: PortfolioInsight, text: WorkbookText): Line[] {
  return coverage.sourceFaults.map((fault) =>
    acrossThePage({ cells: [text.sourceFault(fault)], styles: [STYLES.alert] }, STYLES.alert),
  );
}

/** Nobody is excluded in most portfolios, nobody has moved on the first night: no empty table says so. */
function sectionIfAny<Row>(title: string, columns: readonly Column<Row>[], rows: readonly Row[]): Line[] {
  return rows.length === 0 ? [] : section(title, columns, rows);
}

function section<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  notes: readonly Line[] = [],
): Line[] {
  const blanksAt = columns.at(-1)?.format === "note" ? columns.length - 1 : columns.length;
  return [
    { cells: [], styles: [] },
    { cells: [title], styles: [STYLES.section], height: 24 },
    ...notes,
    acrossThePage(headerLine(columns), STYLES.header, blanksAt),
    ...rows.map(bodyLine(columns)).map((line) => tallEnough(acrossThePage(line, STYLES.text, blanksAt))),
  ];
}

/**
 * A narrow table is as wide as the page, so that its last column has room for words: its blank cells are put in from
 * `blanksAt` on. Those of a table that ends with a note stand before it, for the last column of the page is made for it.
 */
function acrossThePage(line: Line, style: Partial<Style>, blanksAt = line.cells.length): Line {
  const rest = WIDTHS.slice(line.cells.length);
  return {
    ...line,
    cells: line.cells.toSpliced(blanksAt, 0, ...rest.map(() => null)),
    styles: line.styles.toSpliced(blanksAt, 0, ...rest.map(() => style)),
  };
}

/**
 * Gives a line the height its wrapped notes need: not every spreadsheet finds that out by itself. There are not causes
 * enough to reach the format's own limit.
 */
function tallEnough(line: Line): Line {
  const rows = WIDTHS.map((width, index) => {
    const cell = line.cells[index];
    return line.styles[index] === STYLES.note && typeof cell === "string" ? Math.ceil(cell.length / width) : 1;
  });
  const most = Math.max(...rows);
  return most === 1 ? line : { ...line, height: most * ROW_HEIGHT };
}
