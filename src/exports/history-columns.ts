import type { Day } from "../domain/day.ts";
import type { Definition } from "../domain/definition.ts";
import type { CustomerRow } from "../domain/insight.ts";
import type { PublishedPortfolio } from "../domain/portfolio.ts";
import { dayCell, rateCell } from "./cell.ts";
import type { WideColumn } from "./column.ts";
import { exclusionCell } from "./exclusion-cell.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** One customer on one night, with the definition that the night was computed by. */
type CustomerNight = Readonly<{ night: Day; definition: Definition; customer: CustomerRow }>;

/** In the order in which the portfolios come; only one of them is held at a time. */
export async function* customerNights(history: AsyncIterable<PublishedPortfolio>): AsyncGenerator<CustomerNight> {
  for await (const { insight, customers } of history) {
    for (const customer of customers) yield { night: insight.night, definition: insight.definition, customer };
  }
}

/** The sheet of history, left to right. A row is one customer on one night, with the parts and wholes of its day. */
export function historyColumns(text: WorkbookText): readonly WideColumn<CustomerNight>[] {
  const { headers } = text;
  return [
    { header: headers.customer, width: 34, format: "text", value: ({ customer }) => customer.name },
    { header: headers.monthEnd, width: 12, format: "day", value: ({ night }) => dayCell(night) },
    { header: headers.deployment, width: 13, format: "share", value: ({ customer }) => rateCell(customer.deployment) },
    { header: headers.assigned, width: 10, format: "count", value: ({ customer }) => customer.seatsAssigned },
    { header: headers.sold, width: 10, format: "count", value: ({ customer }) => customer.seatsSold },
    { header: headers.usage, width: 10, format: "share", value: ({ customer }) => rateCell(customer.usage) },
    { header: headers.usersActive, width: 10, format: "count", value: ({ customer }) => customer.usersActive },
    { header: headers.usersTotal, width: 10, format: "count", value: ({ customer }) => customer.usersTotal },
    {
      header: headers.likeForLike,
      width: 10,
      format: "share",
      value: ({ customer }) => rateCell(customer.likeForLike),
    },
    { header: headers.state, width: 14, format: "text", value: ({ customer }) => text.states[customer.state].name },
    {
      header: headers.excluded,
      width: 30,
      format: "note",
      value: ({ customer }) => exclusionCell(customer.excluded, text),
    },
    { header: headers.basisOfUsage, width: 16, format: "text", value: ({ customer }) => text.bases[customer.basis] },
    {
      header: headers.basisOfDeployment,
      width: 16,
      format: "text",
      value: ({ customer }) => text.deploymentBases[customer.deploymentBasis],
    },
    ...AS_OF.map(([kind, header, width]): WideColumn<CustomerNight> => ({
      header: headers[header],
      width,
      format: "day",
      value: ({ customer }) => dayCell(customer.asOf[kind]),
    })),
    {
      header: headers.definition,
      width: 32,
      format: "text",
      value: ({ definition: { id, version } }) => text.facts.definitionOf(id, version),
    },
    { header: headers.customerId, width: 38, format: "text", value: ({ customer }) => customer.customerId },
  ];
}

/** The days that deployment and usage may be of, by what they rest on; each with the width of its header. */
const AS_OF = [
  ["activity", "activityAsOf", 11],
  ["licences", "licencesAsOf", 11],
  ["reportedUsage", "reportedUsageAsOf", 14],
  ["reportedDeployment", "reportedDeploymentAsOf", 18],
] as const;
