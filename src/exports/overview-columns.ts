import { ADVICE_RULES } from "../domain/advice.ts";
import type { ExclusionTerms } from "../domain/exclusion.ts";
import { CustomerState } from "../domain/customer-state.ts";
import type { PortfolioInsight, PortfolioProduct, PortfolioWorkload } from "../domain/portfolio.ts";
import { MissingReason, type Rate } from "../domain/rate.ts";
import { workloadName } from "../domain/workload.ts";
import { dayCell, partCell, rateCell, wholeCell } from "./cell.ts";
import type { Column } from "./column.ts";
import { totalReasonsCell, totalSeatReasonsCell } from "./reasons-cell.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** One figure of the portfolio. Like for like has no coverage of its own, and cannot be above 100 %. */
type FigureRow = Readonly<{
  name: string;
  madeOf: string;
  rate: Rate;
  coverage: PortfolioInsight["coverage"]["usage"] | null;
  reasons: string | null;
}>;

export function figureRows(portfolio: PortfolioInsight, text: WorkbookText): FigureRow[] {
  const { deployment, deploymentReasons, usage, usageReasons, likeForLike, coverage } = portfolio;
  const { figures } = text;
  return [
    {
      ...figures.deployment,
      rate: deployment,
      coverage: coverage.deployment,
      reasons: totalSeatReasonsCell(deploymentReasons, deployment, text),
    },
    { ...figures.usage, rate: usage, coverage: coverage.usage, reasons: totalReasonsCell(usageReasons, usage, text) },
    { ...figures.likeForLike, rate: likeForLike, coverage: null, reasons: null },
  ];
}

export function figureColumns(text: WorkbookText): readonly Column<FigureRow>[] {
  const { headers } = text;
  return [
    { header: headers.figure, format: "text", value: ({ name }) => name },
    { header: headers.rate, format: "share", value: ({ rate }) => rateCell(rate) },
    { header: headers.part, format: "count", value: ({ rate }) => partCell(rate) },
    { header: headers.whole, format: "count", value: ({ rate }) => wholeCell(rate) },
    { header: headers.madeOf, format: "text", value: ({ madeOf }) => madeOf },
    { header: headers.counted, format: "count", value: ({ coverage }) => coverage?.counted ?? null },
    { header: headers.countedReported, format: "count", value: ({ coverage }) => coverage?.countedReported ?? null },
    { header: headers.absent, format: "count", value: ({ coverage }) => coverage?.absent ?? null },
    { header: headers.absentBecause, format: "note", value: ({ coverage }) => absentBecause(coverage, text) },
    { header: headers.reasonsAbove100, format: "note", value: ({ reasons }) => reasons },
  ];
}

function absentBecause(coverage: FigureRow["coverage"], text: WorkbookText): string | null {
  if (coverage === null || coverage.absent === 0) return null;
  return text.listed(
    MissingReason.options.flatMap((reason) => {
      const customers = coverage.absentBecause[reason];
      return customers === undefined ? [] : [text.counted(customers, text.rateReasons[reason].name)];
    }),
  );
}

/** The oldest and the newest day among the customers' figures from one source. */
type AsOfRow = Readonly<{ source: string; range: PortfolioInsight["asOf"]["activity"] }>;

export function asOfRows({ asOf }: PortfolioInsight, { sources }: WorkbookText): AsOfRow[] {
  return [
    { source: sources.activity, range: asOf.activity },
    { source: sources.licences, range: asOf.licences },
    { source: sources.reportedUsage, range: asOf.reportedUsage },
    { source: sources.reportedDeployment, range: asOf.reportedDeployment },
  ];
}

export function asOfColumns({ headers }: WorkbookText): readonly Column<AsOfRow>[] {
  return [
    { header: headers.source, format: "text", value: ({ source }) => source },
    { header: headers.oldest, format: "day", value: ({ range }) => dayCell(range?.oldest ?? null) },
    { header: headers.newest, format: "day", value: ({ range }) => dayCell(range?.newest ?? null) },
  ];
}

/** How many customers are in one state, or left out of the totals; every customer is in exactly one row. */
type CoverageRow = Readonly<{ name: string; customers: number; meaning: string | null }>;

export function coverageRows({ coverage }: PortfolioInsight, { states, facts }: WorkbookText): CoverageRow[] {
  return [
    ...CustomerState.options.map((state) => ({
      name: states[state].name,
      customers: coverage[state],
      meaning: states[state].meaning,
    })),
    { name: facts.excluded, customers: coverage.excluded, meaning: facts.excludedMeaning },
    { name: facts.customers, customers: coverage.customers, meaning: null },
  ];
}

export function coverageColumns({ headers }: WorkbookText): readonly Column<CoverageRow>[] {
  return [
    { header: headers.state, format: "text", value: ({ name }) => name },
    { header: headers.customers, format: "count", value: ({ customers }) => customers },
    { header: headers.meaning, format: "text", value: ({ meaning }) => meaning },
  ];
}

/** A customer that is left out of the totals, or a product at so many customers. */
type ExcludedRow = Readonly<{ kind: string; name: string; customers: number; terms: ExclusionTerms }>;

export function excludedRows({ coverage }: PortfolioInsight, { excludedKinds }: WorkbookText): ExcludedRow[] {
  return [
    ...coverage.excludedCustomers.map(({ name, ...terms }) => ({
      kind: excludedKinds.customer,
      name,
      customers: 1,
      terms,
    })),
    ...coverage.excludedProducts.map(({ name, customers, ...terms }) => ({
      kind: excludedKinds.product,
      name,
      customers,
      terms,
    })),
  ];
}

export function excludedColumns({ headers }: WorkbookText): readonly Column<ExcludedRow>[] {
  return [
    { header: headers.name, format: "text", value: ({ name }) => name },
    { header: headers.kind, format: "text", value: ({ kind }) => kind },
    { header: headers.customers, format: "count", value: ({ customers }) => customers },
    { header: headers.until, format: "day", value: ({ terms }) => dayCell(terms.until) },
    { header: headers.reason, format: "text", value: ({ terms }) => terms.reason },
  ];
}

type Mover = PortfolioInsight["movers"]["up"][number];

/** Those that rose, the most moved first, then those that fell. */
export function moverRows({ movers }: PortfolioInsight): readonly Mover[] {
  return [...movers.up, ...movers.down];
}

export function moverColumns({ headers }: WorkbookText): readonly Column<Mover>[] {
  return [
    { header: headers.customer, format: "text", value: ({ name }) => name },
    { header: headers.usageMoved, format: "points", value: ({ points }) => points },
    { header: headers.customerId, format: "text", value: ({ customerId }) => customerId },
  ];
}

/** How many customers an advice speaks to, whatever the product or workload. */
type AdviceRow = Readonly<{ title: string; customers: number }>;

/** The most urgent advice first, as each customer has it. */
export function adviceRows({ adviceCounts }: PortfolioInsight, text: WorkbookText): AdviceRow[] {
  return ADVICE_RULES.flatMap((rule) => {
    const customers = adviceCounts[rule];
    return customers === undefined ? [] : [{ title: text.adviceTitle(rule), customers }];
  });
}

export function adviceColumns({ headers }: WorkbookText): readonly Column<AdviceRow>[] {
  return [
    { header: headers.advice, format: "text", value: ({ title }) => title },
    { header: headers.customers, format: "count", value: ({ customers }) => customers },
  ];
}

export function workloadColumns(text: WorkbookText): readonly Column<PortfolioWorkload>[] {
  const { headers } = text;
  return [
    { header: headers.workload, format: "text", value: ({ workload }) => workloadName(workload) },
    { header: headers.usage, format: "share", value: ({ usage }) => rateCell(usage) },
    { header: headers.usersActive, format: "count", value: ({ usage }) => partCell(usage) },
    { header: headers.usersTotal, format: "count", value: ({ usage }) => wholeCell(usage) },
    { header: headers.likeForLike, format: "share", value: ({ likeForLike }) => rateCell(likeForLike) },
    { header: headers.paidActive, format: "count", value: ({ likeForLike }) => partCell(likeForLike) },
    { header: headers.paidUsers, format: "count", value: ({ likeForLike }) => wholeCell(likeForLike) },
    { header: headers.customers, format: "count", value: ({ customers }) => customers },
    { header: headers.measured, format: "count", value: ({ measured }) => measured },
    { header: headers.measuredReported, format: "count", value: ({ reported }) => reported },
    {
      header: headers.reasonsAbove100,
      format: "note",
      value: ({ usage, usageReasons }) => totalReasonsCell(usageReasons, usage, text),
    },
  ];
}

export function productColumns(text: WorkbookText): readonly Column<PortfolioProduct>[] {
  const { headers } = text;
  return [
    { header: headers.product, format: "text", value: ({ name }) => name },
    { header: headers.usage, format: "share", value: ({ usage }) => rateCell(usage) },
    { header: headers.usersActive, format: "count", value: ({ usage }) => partCell(usage) },
    { header: headers.usersTotal, format: "count", value: ({ usage }) => wholeCell(usage) },
    { header: headers.deployment, format: "share", value: ({ deployment }) => rateCell(deployment) },
    { header: headers.assigned, format: "count", value: ({ assigned }) => assigned },
    { header: headers.sold, format: "count", value: ({ sold }) => sold },
    { header: headers.ownSold, format: "count", value: ({ ownSold }) => ownSold },
    { header: headers.customers, format: "count", value: ({ customers }) => customers },
    { header: headers.counting, format: "text", value: ({ counted }) => text.yesOrNo(counted) },
    { header: headers.reasonsAbove100, format: "note", value: (product) => productReasons(product, text) },
  ];
}

/** Of its usage, then of its deployment, as the two stand in the row. */
function productReasons(product: PortfolioProduct, text: WorkbookText): string | null {
  const { usage, usageReasons, deployment, deploymentReasons } = product;
  const told = [
    totalReasonsCell(usageReasons, usage, text),
    totalSeatReasonsCell(deploymentReasons, deployment, text),
  ].filter((words) => words !== null);
  return told.length === 0 ? null : text.listed(told);
}
