import { BYTE_ORDER_MARK } from "./answer.ts";

export type Column<Row> = Readonly<{ header: string; value: (row: Row) => string }>;

/** The header and one line a row, not yet a file. */
export function linesOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): [header: string, ...lines: string[]] {
  return [
    columns.map(({ header }) => header).join(","),
    ...rows.map((row) => columns.map(({ value }) => quoted(value(row))).join(",")),
  ];
}

export function csv(lines: readonly string[]): string {
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}

/** RFC 4180. */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
