import type { CustomerInsight } from "../domain/insight.ts";
import { dayCell, rateCell } from "./cell.ts";
import type { WideColumn } from "./column.ts";
import { reasonsCell } from "./reasons-cell.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** The sheet of customers, left to right. A row is one customer. */
export function customerColumns(text: WorkbookText): readonly WideColumn<CustomerInsight>[] {
  const { headers } = text;
  return [
    { header: headers.customer, width: 34, format: "text", value: (customer) => customer.name },
    { header: headers.domain, width: 30, format: "text", value: (customer) => customer.domain },
    { header: headers.state, width: 14, format: "text", value: ({ state }) => text.states[state].name },
    { header: headers.deployment, width: 13, format: "share", value: ({ deployment }) => rateCell(deployment) },
    { header: headers.usage, width: 10, format: "share", value: ({ usage }) => rateCell(usage) },
    { header: headers.likeForLike, width: 10, format: "share", value: ({ likeForLike }) => rateCell(likeForLike) },
    { header: headers.sold, width: 10, format: "count", value: ({ seatsSold }) => seatsSold },
    { header: headers.ownSold, width: 10, format: "count", value: ({ ownSeatsSold }) => ownSeatsSold },
    { header: headers.assigned, width: 10, format: "count", value: ({ seatsAssigned }) => seatsAssigned },
    { header: headers.usersActive, width: 10, format: "count", value: ({ usersActive }) => usersActive },
    { header: headers.usersTotal, width: 10, format: "count", value: ({ usersTotal }) => usersTotal },
    { header: headers.nights, width: 10, format: "count", value: ({ coverage }) => coverage.present },
    { header: headers.activityAsOf, width: 12, format: "day", value: ({ asOf }) => dayCell(asOf.activity) },
    { header: headers.licencesAsOf, width: 12, format: "day", value: ({ asOf }) => dayCell(asOf.licences) },
    { header: headers.basis, width: 10, format: "text", value: ({ basis }) => text.bases[basis] },
    { header: headers.reasons, width: 56, format: "note", value: (row) => reasonsCell(row.anyWorkload.reasons, text) },
    { header: headers.stateDetail, width: 56, format: "note", value: ({ stateDetail }) => stateDetail },
    { header: headers.customerId, width: 38, format: "text", value: ({ customerId }) => customerId },
  ];
}
