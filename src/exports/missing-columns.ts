import type { WideColumn } from "./column.ts";
import type { MissingRow } from "./missing-rows.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** The sheet of what is absent, left to right. */
export function missingColumns({ headers }: WorkbookText): readonly WideColumn<MissingRow>[] {
  return [
    { header: headers.customer, width: 34, format: "text", value: ({ customer }) => customer.name },
    { header: headers.what, width: 18, format: "text", value: ({ what }) => what },
    { header: headers.where, width: 48, format: "note", value: ({ where }) => where },
    { header: headers.line, width: 8, format: "count", value: ({ line }) => line },
    { header: headers.count, width: 10, format: "count", value: ({ count }) => count },
    { header: headers.reason, width: 48, format: "note", value: ({ reason }) => reason },
    { header: headers.detail, width: 52, format: "note", value: ({ detail }) => detail },
    { header: headers.toDo, width: 48, format: "note", value: ({ toDo }) => toDo },
    { header: headers.customerId, width: 38, format: "text", value: ({ customer }) => customer.customerId },
  ];
}
