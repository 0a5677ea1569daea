import type { CustomerInsight } from "../domain/insight.ts";
import type { ProductMetrics } from "../domain/product-metrics.ts";
import type { Reconciliation } from "../domain/reconciliation.ts";
import { dayCell, rateCell } from "./cell.ts";
import type { WideColumn } from "./column.ts";
import { exclusionCell } from "./exclusion-cell.ts";
import { reasonsCell, seatReasonsCell } from "./reasons-cell.ts";
import { reconciliationColumns } from "./reconciliation-columns.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** One product of one customer, and Partner Center's own deployment of it where it tells one. */
type CustomerProduct = Readonly<{
  customer: CustomerInsight;
  product: ProductMetrics;
  reconciled: Reconciliation | null;
}>;

export async function* customerProducts(customers: AsyncIterable<CustomerInsight>): AsyncGenerator<CustomerProduct> {
  for await (const customer of customers) {
    const deployments = customer.reconciliation.filter(({ figure }) => figure === "deployment");
    for (const product of customer.products) {
      yield { customer, product, reconciled: deployments.find(({ skuId }) => skuId === product.skuId) ?? null };
    }
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
    { header: headers.seatsActive, width: 10, format: "count", value: ({ product }) => product.seats?.active ?? null },
    { header: headers.seatsGrace, width: 10, format: "count", value: ({ product }) => product.seats?.grace ?? null },
    {
      header: headers.seatsSuspended,
      width: 11,
      format: "count",
      value: ({ product }) => product.seats?.suspended ?? null,
    },
    { header: headers.seatsTrial, width: 10, format: "count", value: ({ product }) => product.seats?.trial ?? null },
    { header: headers.sold, width: 10, format: "count", value: ({ product }) => product.sold },
    { header: headers.ownSold, width: 10, format: "count", value: ({ product }) => product.ownSold },
    { header: headers.soldElsewhere, width: 10, format: "count", value: ({ product }) => product.soldElsewhere },
    {
      header: headers.soldDifference,
      width: 42,
      format: "note",
      value: ({ product }) => product.soldDifference && text.soldDifferences[product.soldDifference],
    },
    { header: headers.assigned, width: 10, format: "count", value: ({ product }) => product.assigned },
    { header: headers.usersActive, width: 10, format: "count", value: ({ product }) => product.active },
    { header: headers.usersTotal, width: 10, format: "count", value: ({ product }) => product.total },
    { header: headers.renewsOn, width: 12, format: "day", value: ({ product }) => dayCell(product.renewsOn) },
    {
      header: headers.deploymentAsOf,
      width: 14,
      format: "day",
      value: ({ product }) => dayCell(product.deploymentAsOf),
    },
    { header: headers.usageAsOf, width: 12, format: "day", value: ({ product }) => dayCell(product.asOf) },
    {
      header: headers.basisOfDeployment,
      width: 16,
      format: "text",
      value: ({ product }) => text.deploymentBases[product.deploymentBasis],
    },
    {
      header: headers.basisOfUsage,
      width: 16,
      format: "text",
      value: ({ product }) => text.bases[product.basis ?? "none"],
    },
    {
      header: headers.usageReasons,
      width: 56,
      format: "note",
      value: ({ product }) => reasonsCell(product.reasons, text),
    },
    {
      header: headers.deploymentReasons,
      width: 56,
      format: "note",
      value: ({ product }) => seatReasonsCell(product.deploymentReasons, text),
    },
    ...reconciliationColumns<CustomerProduct>(headers.reportedDeployment, text),
    {
      header: headers.excluded,
      width: 30,
      format: "note",
      value: ({ product }) => exclusionCell(product.excluded, text),
    },
    { header: headers.customerId, width: 38, format: "text", value: ({ customer }) => customer.customerId },
    { header: headers.productId, width: 38, format: "text", value: ({ product }) => product.skuId },
  ];
}
