import type { Style } from "exceljs";
import type { Cell } from "./cell.ts";
import type { Column, WideColumn } from "./column.ts";
import { headerStyle, STYLES } from "./style.ts";

/** One line of a sheet: its cells, and one look for each of them. */
export type Line = Readonly<{ cells: readonly Cell[]; styles: readonly Partial<Style>[]; height?: number }>;

/** A sheet to be written. A `table` has its header in the first line, frozen, repeated on paper, and with a filter. */
export type Sheet = Readonly<{
  name: string;
  widths: readonly number[];
  lines: AsyncIterable<Line> | Iterable<Line>;
}> &
  (Readonly<{ kind: "page" }> | Readonly<{ kind: "table"; header: Line; frozenColumns: number }>);

/** A sheet of one table. `frozenColumns` stay in sight while the reader scrolls to the right. */
export function tableSheet<Row>(
  name: string,
  columns: readonly WideColumn<Row>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
  frozenColumns = 0,
): Sheet {
  const body = bodyLine(columns);
  const fitted = tallEnough(columns);
  return {
    kind: "table",
    name,
    widths: columns.map((column) => column.width),
    header: headerLine(columns),
    frozenColumns,
    lines: mapped(rows, (row) => fitted(body(row))),
  };
}

/** In points. The header has room for two rows of text; the most is the format's own limit. */
const ROW_HEIGHT = 15;
const HEADER_HEIGHT = 32;
const HEIGHT_MAX = 409;

export function headerLine(columns: readonly Pick<Column<never>, "header" | "format">[]): Line {
  return {
    cells: columns.map((column) => column.header),
    styles: columns.map((column) => headerStyle(column.format)),
    height: HEADER_HEIGHT,
  };
}

/** Turns records into lines; the looks are one constant list for all of them. */
export function bodyLine<Row>(columns: readonly Column<Row>[]): (row: Row) => Line {
  const styles = columns.map((column) => STYLES[column.format]);
  return (row) => ({ cells: columns.map((column) => column.value(row)), styles });
}

/** Gives a line the height its wrapped notes need: not every spreadsheet finds that out by itself. */
function tallEnough<Row>(columns: readonly WideColumn<Row>[]): (line: Line) => Line {
  const notes = columns.flatMap(({ format, width }, index) => (format === "note" ? [{ index, width }] : []));
  return (line) => {
    const rows = Math.max(1, ...notes.map(({ index, width }) => rowsOf(line.cells[index], width)));
    return rows === 1 ? line : { ...line, height: Math.min(rows * ROW_HEIGHT, HEIGHT_MAX) };
  };
}

function rowsOf(cell: Cell | undefined, width: number): number {
  if (typeof cell !== "string") return 1;
  return cell.split("\n").reduce((rows, paragraph) => rows + Math.max(1, Math.ceil(paragraph.length / width)), 0);
}

async function* mapped<From, To>(values: AsyncIterable<From> | Iterable<From>, to: (value: From) => To) {
  for await (const value of values) yield to(value);
}
