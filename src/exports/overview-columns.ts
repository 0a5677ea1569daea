import { CustomerState } from "../domain/metrics.ts";
import type { PortfolioInsight, PortfolioProduct, PortfolioWorkload } from "../domain/portfolio.ts";
import { MissingReason, type Rate } from "../domain/rate.ts";
import { WORKLOAD_NAMES } from "../domain/workload.ts";
import { dayCell, partCell, rateCell, wholeCell } from "./cell.ts";
import type { Column } from "./column.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** One figure of the portfolio. Like for like has no coverage of its own. */
type FigureRow = Readonly<{
  name: string;
  madeOf: string;
  rate: Rate;
  coverage: PortfolioInsight["coverage"]["usage"] | null;
}>;

export function figureRows(portfolio: PortfolioInsight, { figures }: WorkbookText): FigureRow[] {
  const { deployment, usage, likeForLike, coverage } = portfolio;
  return [
    { ...figures.deployment, rate: deployment, coverage: coverage.deployment },
    { ...figures.usage, rate: usage, coverage: coverage.usage },
    { ...figures.likeForLike, rate: likeForLike, coverage: null },
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
    { header: headers.absent, format: "count", value: ({ coverage }) => coverage?.absent ?? null },
    { header: headers.absentBecause, format: "text", value: ({ coverage }) => absentBecause(coverage, text) },
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
  ];
}

export function asOfColumns({ headers }: WorkbookText): readonly Column<AsOfRow>[] {
  return [
    { header: headers.source, format: "text", value: ({ source }) => source },
    { header: headers.oldest, format: "day", value: ({ range }) => dayCell(range?.oldest ?? null) },
    { header: headers.newest, format: "day", value: ({ range }) => dayCell(range?.newest ?? null) },
  ];
}

/** How many customers are in one state; every customer is in exactly one. */
type CoverageRow = Readonly<{ name: string; customers: number; meaning: string | null }>;

export function coverageRows({ coverage }: PortfolioInsight, { states, facts }: WorkbookText): CoverageRow[] {
  return [
    ...CustomerState.options.map((state) => ({
      name: states[state].name,
      customers: coverage[state],
      meaning: states[state].meaning,
    })),
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

export function workloadColumns({ headers }: WorkbookText): readonly Column<PortfolioWorkload>[] {
  return [
    { header: headers.workload, format: "text", value: ({ workload }) => WORKLOAD_NAMES[workload] },
    { header: headers.usage, format: "share", value: ({ usage }) => rateCell(usage) },
    { header: headers.usersActive, format: "count", value: ({ usage }) => partCell(usage) },
    { header: headers.usersTotal, format: "count", value: ({ usage }) => wholeCell(usage) },
    { header: headers.likeForLike, format: "share", value: ({ likeForLike }) => rateCell(likeForLike) },
    { header: headers.paidActive, format: "count", value: ({ likeForLike }) => partCell(likeForLike) },
    { header: headers.paidUsers, format: "count", value: ({ likeForLike }) => wholeCell(likeForLike) },
    { header: headers.customers, format: "count", value: ({ customers }) => customers },
    { header: headers.measured, format: "count", value: ({ measured }) => measured },
  ];
}

export function productColumns({ headers, yesOrNo }: WorkbookText): readonly Column<PortfolioProduct>[] {
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
    { header: headers.counting, format: "text", value: ({ counted }) => yesOrNo(counted) },
  ];
}
