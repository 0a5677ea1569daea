import type { Cell } from "./cell.ts";
import type { Format } from "./style.ts";

/** One column of a table: adding a column is adding a line. */
export type Column<Row> = Readonly<{ header: string; format: Format; value: (row: Row) => Cell }>;

/** A column of a sheet of its own, with its width in characters of the standard font. */
export type WideColumn<Row> = Column<Row> & Readonly<{ width: number }>;
