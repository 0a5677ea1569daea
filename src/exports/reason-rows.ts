import type { Day } from "../domain/day.ts";
import type { CustomerInsight } from "../domain/insight.ts";
import type { ProductMetrics } from "../domain/product-metrics.ts";
import type { Rate } from "../domain/rate.ts";
import type { Evidence, SeatReason } from "../domain/reasons.ts";
import type { Usage } from "../domain/usage.ts";
import { workloadName } from "../domain/workload.ts";
import { deploymentAsOf } from "./as-of.ts";
import type { WorkbookText } from "./workbook-text.ts";

/**
 * One cause of one figure above 100 %. Over the rows of a figure the counts add up to `part − whole` and the points to
 * `value − 1`: what holds the figure down is below zero.
 */
export type ReasonRow = Readonly<{ above: FigureAbove; cause: CauseOf }>;

type FigureAbove = Readonly<{
  customer: CustomerInsight;
  figure: "deployment" | "usage";
  /** The customer as a whole, a workload or a product, by name. */
  of: string;
  rate: Measured;
  basis: string;
  asOf: Day | null;
}>;

/** `count` is users of a usage, and seats of a deployment. */
type CauseOf = Readonly<{ inWords: string; count: number; points: number; evidence: Evidence }>;

type Measured = Extract<Rate, { kind: "measured" }>;

export async function* customerReasons(
  customers: AsyncIterable<CustomerInsight>,
  text: WorkbookText,
): AsyncGenerator<ReasonRow> {
  for await (const customer of customers) yield* reasonRows(customer, text);
}

/** Every figure of a customer that is above 100 %, the furthest above first, and of each its causes, the largest first. */
export function reasonRows(customer: CustomerInsight, text: WorkbookText): ReasonRow[] {
  const { anyWorkload, workloads, products } = customer;
  const figures = [
    deploymentRows(customer, text),
    ...products.map((product) => productRows(customer, product, text)),
    usageRows(customer, text.wholeCustomer, anyWorkload, text),
    ...workloads.map((metrics) => usageRows(customer, workloadName(metrics.workload), metrics, text)),
    ...products.map((product) => usageRows(customer, product.name, product, text)),
  ];
  return figures
    .toSorted((one, other) => valueOf(other) - valueOf(one))
    .flatMap((rows) => rows.toSorted((one, other) => other.cause.points - one.cause.points));
}

/** All rows of one figure have its rate; a figure up to 100 % has none. */
function valueOf([first]: readonly ReasonRow[]): number {
  return first?.above.rate.value ?? 0;
}

/** `assigned = sold − idle + seats of all reasons`. */
function deploymentRows(customer: CustomerInsight, text: WorkbookText): ReasonRow[] {
  const { deployment: rate, deploymentReasons, deploymentBasis, seatsIdle } = customer;
  if (!isAbove100(rate)) return [];
  const basis = text.deploymentBases[deploymentBasis];
  const asOf = deploymentAsOf(customer);
  return rowsOf({ customer, figure: "deployment", of: text.wholeCustomer, rate, basis, asOf }, [
    ...seatCauses(deploymentReasons, text),
    ...balance(text.balances.idle, -(seatsIdle ?? 0), rate),
  ]);
}

/** `assigned = sold + seats of all reasons`. */
function productRows(customer: CustomerInsight, product: ProductMetrics, text: WorkbookText): ReasonRow[] {
  const { name: of, deployment: rate, deploymentReasons, deploymentBasis, deploymentAsOf: asOf } = product;
  if (!isAbove100(rate)) return [];
  const basis = text.deploymentBases[deploymentBasis];
  return rowsOf({ customer, figure: "deployment", of, rate, basis, asOf }, seatCauses(deploymentReasons, text));
}

/** `active = min(active paid, total) + users of all reasons`; of reported totals `active = total + users of all`. */
function usageRows(customer: CustomerInsight, of: string, usage: Usage, text: WorkbookText): ReasonRow[] {
  const { usage: rate, usersActive, reasons, asOf } = usage;
  if (!isAbove100(rate)) return [];
  const basis = text.bases[usage.basis ?? "none"];
  const entitledActive = usersActive === null ? rate.whole : Math.min(usersActive.paid, rate.whole);
  return rowsOf({ customer, figure: "usage", of, rate, basis, asOf }, [
    ...reasons.map(({ cause, users, points, evidence }) => ({
      inWords: text.standingAlone(text.causes[cause]),
      count: users,
      points,
      evidence,
    })),
    ...balance(text.balances.inactive, entitledActive - rate.whole, rate),
  ]);
}

function rowsOf(above: FigureAbove, causes: readonly CauseOf[]): ReasonRow[] {
  return causes.map((cause) => ({ above, cause }));
}

function seatCauses(reasons: readonly SeatReason[], text: WorkbookText): CauseOf[] {
  return reasons.map(({ cause, seats, points, evidence }) => ({
    inWords: text.standingAlone(text.seatCauses[cause]),
    count: seats,
    points,
    evidence,
  }));
}

/** What stands between the insight's own reasons and the figure; nothing where there is none of it. */
function balance(inWords: string, count: number, { whole }: Measured): CauseOf[] {
  return count === 0 ? [] : [{ inWords, count, points: count / whole, evidence: "measured" }];
}

function isAbove100(rate: Rate): rate is Measured {
  return rate.kind === "measured" && rate.value > 1;
}
