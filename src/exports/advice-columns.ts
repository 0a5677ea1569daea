import type { Advice } from "../domain/advice.ts";
import type { AdviceText } from "../domain/advice-text.ts";
import type { CustomerInsight } from "../domain/insight.ts";
import { workloadName } from "../domain/workload.ts";
import { dayCell } from "./cell.ts";
import type { WideColumn } from "./column.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** One advice on one customer, and what it says. */
type CustomerAdvice = Readonly<{ customer: CustomerInsight; advice: Advice; inWords: AdviceText }>;

/** The most urgent advice of a customer first, as the insight has it. */
export async function* customerAdvice(
  customers: AsyncIterable<CustomerInsight>,
  text: WorkbookText,
): AsyncGenerator<CustomerAdvice> {
  for await (const customer of customers) {
    for (const advice of customer.advice) yield { customer, advice, inWords: text.advice(advice) };
  }
}

/** The sheet of advice, left to right. A row is one thing to do about one figure of one customer. */
export function adviceColumns(text: WorkbookText): readonly WideColumn<CustomerAdvice>[] {
  const { headers } = text;
  return [
    { header: headers.customer, width: 34, format: "text", value: ({ customer }) => customer.name },
    { header: headers.advice, width: 38, format: "note", value: ({ inWords }) => inWords.title },
    { header: headers.why, width: 52, format: "note", value: ({ inWords }) => inWords.reason },
    { header: headers.toDo, width: 64, format: "note", value: ({ inWords }) => inWords.actions.join("\n") },
    { header: headers.product, width: 34, format: "text", value: ({ advice }) => advice.product },
    {
      header: headers.workload,
      width: 26,
      format: "text",
      value: ({ advice }) => advice.workload && workloadName(advice.workload),
    },
    { header: headers.renewsOn, width: 12, format: "day", value: ({ advice }) => dayCell(advice.renewsOn) },
    { header: headers.scenario, width: 22, format: "text", value: ({ advice }) => text.scenarios[advice.scenario] },
    { header: headers.customerId, width: 38, format: "text", value: ({ customer }) => customer.customerId },
  ];
}
