import type { CustomerInsight } from "../domain/insight.ts";
import { changeCell, dayCell, perHundredCell, rateCell } from "./cell.ts";
import type { WideColumn } from "./column.ts";
import { exclusionCell } from "./exclusion-cell.ts";
import { reasonsCell, seatReasonsCell } from "./reasons-cell.ts";
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
    {
      header: headers.usageMoved,
      width: 15,
      format: "points",
      value: ({ change }) => changeCell(change.usage, "points"),
    },
    {
      header: headers.usageMovedByPeople,
      width: 15,
      format: "points",
      value: ({ change }) => changeCell(change.usage, "peoplePoints"),
    },
    {
      header: headers.usageMovedBySeats,
      width: 15,
      format: "points",
      value: ({ change }) => changeCell(change.usage, "seatsPoints"),
    },
    {
      header: headers.deploymentMoved,
      width: 15,
      format: "points",
      value: ({ change }) => changeCell(change.deployment, "points"),
    },
    {
      header: headers.movedSince,
      width: 12,
      format: "day",
      value: ({ change }) => dayCell(change.since?.night ?? null),
    },
    { header: headers.sold, width: 10, format: "count", value: ({ seatsSold }) => seatsSold },
    { header: headers.ownSold, width: 10, format: "count", value: ({ ownSeatsSold }) => ownSeatsSold },
    { header: headers.assigned, width: 10, format: "count", value: ({ seatsAssigned }) => seatsAssigned },
    { header: headers.idle, width: 10, format: "count", value: ({ seatsIdle }) => seatsIdle },
    { header: headers.usersActive, width: 10, format: "count", value: ({ usersActive }) => usersActive },
    { header: headers.usersTotal, width: 10, format: "count", value: ({ usersTotal }) => usersTotal },
    {
      header: headers.requestsPer100,
      width: 16,
      format: "decimal",
      value: ({ support }) => support.requests && perHundredCell(support.requests.perActiveUser),
    },
    {
      header: headers.ticketsPer100,
      width: 16,
      format: "decimal",
      value: ({ support }) => support.tickets && perHundredCell(support.tickets.perActiveUser),
    },
    { header: headers.nights, width: 10, format: "count", value: ({ coverage }) => coverage.present },
    { header: headers.activityAsOf, width: 12, format: "day", value: ({ asOf }) => dayCell(asOf.activity) },
    { header: headers.licencesAsOf, width: 12, format: "day", value: ({ asOf }) => dayCell(asOf.licences) },
    { header: headers.reportedUsageAsOf, width: 15, format: "day", value: ({ asOf }) => dayCell(asOf.reportedUsage) },
    {
      header: headers.reportedDeploymentAsOf,
      width: 20,
      format: "day",
      value: ({ asOf }) => dayCell(asOf.reportedDeployment),
    },
    { header: headers.basisOfUsage, width: 16, format: "text", value: ({ basis }) => text.bases[basis] },
    {
      header: headers.basisOfDeployment,
      width: 16,
      format: "text",
      value: ({ deploymentBasis }) => text.deploymentBases[deploymentBasis],
    },
    {
      header: headers.standingsBy,
      width: 34,
      format: "text",
      value: ({ standingsBy }) => standingsBy && text.standingsBy[standingsBy],
    },
    {
      header: headers.usageReasons,
      width: 56,
      format: "note",
      value: ({ anyWorkload }) => reasonsCell(anyWorkload.reasons, text),
    },
    {
      header: headers.deploymentReasons,
      width: 56,
      format: "note",
      value: ({ deploymentReasons }) => seatReasonsCell(deploymentReasons, text),
    },
    { header: headers.excluded, width: 30, format: "note", value: ({ excluded }) => exclusionCell(excluded, text) },
    { header: headers.stateDetail, width: 56, format: "note", value: ({ stateDetail }) => stateDetail },
    { header: headers.customerId, width: 38, format: "text", value: ({ customerId }) => customerId },
  ];
}
