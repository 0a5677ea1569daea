import type { CustomerInsight } from "../domain/insight.ts";
import type { ProductMetrics } from "../domain/metrics.ts";
import { dayCell, rateCell } from "./cell.ts";
import type { WideColumn } from "./column.ts";
import { reasonsCell } from "./reasons-cell.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** One product of one customer. */
type CustomerProduct = Readonly<{ customer: CustomerInsight; product: ProductMetrics }>;

export async function* customerProducts(customers: AsyncIterable<CustomerInsight>): AsyncGenerator<CustomerProduct> {
  for await (const customer of customers) {
    for (const product of customer.products) yield { customer, product };
  }
}

/** The sheet of products, left to right. A row is one product of one customer. */
export function productColumns(text: WorkbookText): readonly WideColumn<CustomerProduct>[] {
  const { headers } = text;
  return [
    { header: headers.customer, width: 34, format: "text", value: ({ customer }) => customer.name },
    { header: headers.product, width: 40, format: "text", value: ({ product }) => product.name },
    { header: headers.partNumber, width: 24, format: "text", value: ({ product }) => product.partNumber },
    { header: headers.counting, width: 22, format: "text", value: ({ product }) => text.counting[product.counting] },
    { header: headers.deployment, width: 13, format: "share", value: ({ product }) => rateCell(product.deployment) },
    { header: headers.usage, width: 10, format: "share", value: ({ product }) => rateCell(product.usage) },
    { header: headers.likeForLike, width: 10, format: "share", value: ({ product }) => rateCell(product.likeForLike) },
    { header: headers.seatsActive, width: 10, format: "count", value: ({ product }) => product.seats.active },
    { header: headers.seatsGrace, width: 10, format: "count", value: ({ product }) => product.seats.grace },
    { header: headers.seatsSuspended, width: 11, format: "count", value: ({ product }) => product.seats.suspended },
    { header: headers.seatsTrial, width: 10, format: "count", value: ({ product }) => product.seats.trial },
    { header: headers.sold, width: 10, format: "count", value: ({ product }) => product.sold },
    { header: headers.ownSold, width: 10, format: "count", value: ({ product }) => product.ownSold },
    { header: headers.assigned, width: 10, format: "count", value: ({ product }) => product.assigned },
    { header: headers.usersActive, width: 10, format: "count", value: ({ product }) => product.active },
    { header: headers.usersTotal, width: 10, format: "count", value: ({ product }) => product.total },
    { header: headers.renewsOn, width: 12, format: "day", value: ({ product }) => dayCell(product.renewsOn) },
    { header: headers.asOf, width: 12, format: "day", value: ({ product }) => dayCell(product.asOf) },
    { header: headers.reasons, width: 56, format: "note", value: ({ product }) => reasonsCell(product.reasons, text) },
    { header: headers.customerId, width: 38, format: "text", value: ({ customer }) => customer.customerId },
    { header: headers.productId, width: 38, format: "text", value: ({ product }) => product.skuId },
  ];
}
