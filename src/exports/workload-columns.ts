import type { CustomerInsight } from "../domain/insight.ts";
import type { WorkloadMetrics } from "../domain/workload-metrics.ts";
import type { Reconciliation } from "../domain/reconciliation.ts";
import { STANDINGS } from "../domain/standing.ts";
import { workloadName } from "../domain/workload.ts";
import { dayCell, rateCell } from "./cell.ts";
import type { WideColumn } from "./column.ts";
import { reasonsCell } from "./reasons-cell.ts";
import { reconciliationColumns } from "./reconciliation-columns.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** One workload of one customer, and Partner Center's own usage of it where it tells one. */
type CustomerWorkload = Readonly<{
  customer: CustomerInsight;
  metrics: WorkloadMetrics;
  reconciled: Reconciliation | null;
}>;

export async function* customerWorkloads(customers: AsyncIterable<CustomerInsight>): AsyncGenerator<CustomerWorkload> {
  for await (const customer of customers) {
    for (const metrics of customer.workloads) {
      const reconciled = customer.reconciliation.find(({ workload }) => workload === metrics.workload) ?? null;
      yield { customer, metrics, reconciled };
    }
  }
}

/** The sheet of workloads, left to right. A row is one workload of one customer. */
export function workloadColumns(text: WorkbookText): readonly WideColumn<CustomerWorkload>[] {
  const { headers } = text;
  return [
    { header: headers.customer, width: 34, format: "text", value: ({ customer }) => customer.name },
    { header: headers.workload, width: 26, format: "text", value: ({ metrics }) => workloadName(metrics.workload) },
    { header: headers.usage, width: 10, format: "share", value: ({ metrics }) => rateCell(metrics.usage) },
    { header: headers.likeForLike, width: 10, format: "share", value: ({ metrics }) => rateCell(metrics.likeForLike) },
    { header: headers.usersActive, width: 10, format: "count", value: ({ metrics }) => metrics.active },
    { header: headers.usersTotal, width: 10, format: "count", value: ({ metrics }) => metrics.total },
    ...STANDINGS.flatMap((standing): WideColumn<CustomerWorkload>[] => {
      const name = text.standings[standing];
      return [
        {
          header: headers.usersOf(name),
          width: 12,
          format: "count",
          value: ({ metrics }) => metrics.users?.[standing] ?? null,
        },
        {
          header: headers.activeOf(name),
          width: 12,
          format: "count",
          value: ({ metrics }) => metrics.usersActive?.[standing] ?? null,
        },
      ];
    }),
    { header: headers.overdrawn, width: 12, format: "count", value: ({ metrics }) => metrics.overdrawn },
    { header: headers.activeIn7Days, width: 10, format: "count", value: ({ metrics }) => metrics.activeIn7Days },
    { header: headers.neverActive, width: 10, format: "count", value: ({ metrics }) => metrics.neverActive },
    {
      header: headers.isBoundBySeats,
      width: 10,
      format: "text",
      value: ({ metrics }) => (metrics.isBoundBySeats === null ? null : text.yesOrNo(metrics.isBoundBySeats)),
    },
    { header: headers.asOf, width: 12, format: "day", value: ({ metrics }) => dayCell(metrics.asOf) },
    { header: headers.basis, width: 16, format: "text", value: ({ metrics }) => text.bases[metrics.basis ?? "none"] },
    {
      header: headers.usageReasons,
      width: 56,
      format: "note",
      value: ({ metrics }) => reasonsCell(metrics.reasons, text),
    },
    ...reconciliationColumns<CustomerWorkload>(headers.reportedUsage, text),
    { header: headers.customerId, width: 38, format: "text", value: ({ customer }) => customer.customerId },
  ];
}
