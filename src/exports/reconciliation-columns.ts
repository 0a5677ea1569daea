import type { Reconciliation } from "../domain/reconciliation.ts";
import { dayCell, rateCell } from "./cell.ts";
import type { WideColumn } from "./column.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** Partner Center's own figure beside ours; all blank where it tells none. */
export function reconciliationColumns<Row extends Readonly<{ reconciled: Reconciliation | null }>>(
  figure: string,
  { headers, explanations }: WorkbookText,
): readonly WideColumn<Row>[] {
  return [
    {
      header: figure,
      width: 18,
      format: "share",
      value: ({ reconciled }) => reconciled && rateCell(reconciled.reported),
    },
    {
      header: headers.difference,
      width: 15,
      format: "points",
      value: ({ reconciled }) => reconciled && reconciled.points,
    },
    {
      header: headers.explanation,
      width: 50,
      format: "note",
      value: ({ reconciled }) => reconciled && reconciled.explanation && explanations[reconciled.explanation],
    },
    {
      header: headers.reportedAsOf,
      width: 16,
      format: "day",
      value: ({ reconciled }) => reconciled && dayCell(reconciled.reportedAsOf),
    },
  ];
}
