import type { DEFINITIONS } from "../domain/definition.ts";
import type { WideColumn } from "./column.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** The sheet of definitions, left to right. A row is one figure. */
export function definitionColumns({ headers }: WorkbookText): readonly WideColumn<(typeof DEFINITIONS)[number]>[] {
  return [
    { header: headers.figure, width: 44, format: "text", value: ({ figure }) => figure },
    { header: headers.meaning, width: 110, format: "note", value: ({ meaning }) => meaning },
  ];
}
