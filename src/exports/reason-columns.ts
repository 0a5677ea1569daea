import { dayCell, partCell, rateCell, wholeCell } from "./cell.ts";
import type { WideColumn } from "./column.ts";
import type { ReasonRow } from "./reason-rows.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** The sheet of reasons, left to right. A row is one cause of one figure above 100 %. */
export function reasonColumns(text: WorkbookText): readonly WideColumn<ReasonRow>[] {
  const { headers } = text;
  return [
    { header: headers.customer, width: 34, format: "text", value: ({ above }) => above.customer.name },
    { header: headers.figure, width: 13, format: "text", value: ({ above }) => text.figures[above.figure].name },
    { header: headers.of, width: 40, format: "text", value: ({ above }) => above.of },
    { header: headers.rate, width: 10, format: "share", value: ({ above }) => rateCell(above.rate) },
    { header: headers.part, width: 10, format: "count", value: ({ above }) => partCell(above.rate) },
    { header: headers.whole, width: 10, format: "count", value: ({ above }) => wholeCell(above.rate) },
    { header: headers.cause, width: 52, format: "note", value: ({ cause }) => cause.inWords },
    { header: headers.usersOrSeats, width: 10, format: "count", value: ({ cause }) => cause.count },
    { header: headers.points, width: 15, format: "points", value: ({ cause }) => cause.points },
    { header: headers.evidence, width: 12, format: "text", value: ({ cause }) => text.evidence[cause.evidence] },
    { header: headers.basis, width: 16, format: "text", value: ({ above }) => above.basis },
    { header: headers.asOf, width: 12, format: "day", value: ({ above }) => dayCell(above.asOf) },
    { header: headers.customerId, width: 38, format: "text", value: ({ above }) => above.customer.customerId },
  ];
}
