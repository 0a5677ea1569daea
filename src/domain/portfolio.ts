import { z } from "zod";
import { AdviceRule } from "./advice.ts";
import { productName } from "./licences.ts";
import { Day } from "./day.ts";
import { DEFINITION, Definition } from "./definition.ts";
import { type Exclusions, ExclusionTerms } from "./exclusion.ts";
import { CustomerId, RunId, SkuId } from "./ids.ts";
import { type CustomerInsight, CustomerRow, customerRow } from "./insight.ts";
import { CustomerState } from "./customer-state.ts";
import type { ProductMetrics } from "./product-metrics.ts";
import type { WorkloadMetrics } from "./workload-metrics.ts";
import { MissingReason, Rate, rateOf, rateSum } from "./rate.ts";
import { reasonSum, seatReasonSum, seatsByCause, seatsIn, TotalReasons, TotalSeatReasons } from "./reasons.ts";
import { SourceFault, sourceFaultFold } from "./source-fault.ts";
import { compareWorkloads, Workload } from "./workload.ts";

/** A customer that a figure does not hold, or holds with reservation: who, and why in words. */
const CoverageEntry = z.object({ customerId: CustomerId, name: z.string(), detail: z.string().nullable() });

/**
 * How many customers a figure is made of, how many of those by totals that Partner Center reports, and how many are
 * absent from it for which reason. Excluded customers are in none of these.
 */
const FigureCoverage = z.object({
  counted: z.int().nonnegative(),
  countedReported: z.int().nonnegative(),
  absent: z.int().nonnegative(),
  absentBecause: z.partialRecord(MissingReason, z.int().positive()),
});

type FigureCoverage = Readonly<z.infer<typeof FigureCoverage>>;

/** A customer that a person has taken out of the totals, and a product at every customer. */
const ExcludedCustomer = z.object({ customerId: CustomerId, name: z.string(), ...ExclusionTerms.shape });
const ExcludedProduct = z.object({
  skuId: SkuId,
  name: z.string(),
  /** At how many customers it is met; none where it is left out and nobody has it. */
  customers: z.int().nonnegative(),
  ...ExclusionTerms.shape,
});

/** Every customer of the portfolio is in exactly one of the seven counts, and those not measured are named. */
export const PortfolioCoverage = z.object({
  customers: z.int().nonnegative(),
  measured: z.int().nonnegative(),
  reportedOnly: z.int().nonnegative(),
  stale: z.int().nonnegative(),
  noAccess: z.int().nonnegative(),
  notReady: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  excluded: z.int().nonnegative(),
  lists: z.record(CustomerState.exclude(["measured"]), z.array(CoverageEntry)),
  excludedCustomers: z.array(ExcludedCustomer),
  excludedProducts: z.array(ExcludedProduct),
  /** Sources that came empty for many customers at once: their last good figures stay, dated. */
  sourceFaults: z.array(SourceFault),
  deployment: FigureCoverage,
  usage: FigureCoverage,
});
export type PortfolioCoverage = Readonly<z.infer<typeof PortfolioCoverage>>;

/** The oldest and the newest day among the figures of a total. */
const DayRange = z.object({ oldest: Day, newest: Day });
type DayRange = Readonly<z.infer<typeof DayRange>>;

/** One product over all customers that have it. */
export const PortfolioProduct = z.object({
  /** Null for one that Partner Center reports by name alone. */
  skuId: SkuId.nullable(),
  name: z.string(),
  counted: z.boolean(),
  customers: z.int().positive(),
  /** Of so many customers deployment is measured; another may have nothing sold, and seats of it assigned. */
  measured: z.int().nonnegative(),
  /** Null where no customer's seats of it are counted. */
  sold: z.int().nonnegative().nullable(),
  /** Of the customers whose sellers are known; `ownSoldUnknown` tells how many customers are not in it. */
  ownSold: z.int().nonnegative().nullable(),
  ownSoldUnknown: z.int().nonnegative(),
  assigned: z.int().nonnegative().nullable(),
  deployment: Rate,
  deploymentReasons: TotalSeatReasons,
  usage: Rate,
  usageReasons: TotalReasons,
});
export type PortfolioProduct = Readonly<z.infer<typeof PortfolioProduct>>;

/** One workload over all customers that have it, and for how many of them it is measured. */
export const PortfolioWorkload = z.object({
  workload: Workload,
  customers: z.int().positive(),
  measured: z.int().nonnegative(),
  /** Of so many of the measured ones by totals that Partner Center reports. */
  reported: z.int().nonnegative(),
  usage: Rate,
  usageReasons: TotalReasons,
  likeForLike: Rate,
});
export type PortfolioWorkload = Readonly<z.infer<typeof PortfolioWorkload>>;

/** A customer whose usage has moved most in 28 days, in points. */
const Mover = z.object({ customerId: CustomerId, name: z.string(), points: z.number() });

/** The whole portfolio at one night: rates of sums over customers, and who is not in them. */
export const PortfolioInsight = z.object({
  runId: RunId,
  night: Day,
  publishedOn: z.iso.datetime(),
  definition: Definition,
  coverage: PortfolioCoverage,
  asOf: z.object({
    activity: DayRange.nullable(),
    licences: DayRange.nullable(),
    reportedDeployment: DayRange.nullable(),
    reportedUsage: DayRange.nullable(),
  }),
  deployment: Rate,
  deploymentReasons: TotalSeatReasons,
  usage: Rate,
  usageReasons: TotalReasons,
  likeForLike: Rate,
  products: z.array(PortfolioProduct),
  workloads: z.array(PortfolioWorkload),
  /** Whose usage rose and fell most, the most moved first. */
  movers: z.object({ up: z.array(Mover), down: z.array(Mover) }),
  /** How many customers each rule of advice speaks to. */
  adviceCounts: z.partialRecord(AdviceRule, z.int().positive()),
});
export type PortfolioInsight = Readonly<z.infer<typeof PortfolioInsight>>;

/** What a run publishes in one piece: the portfolio, and one row a customer by name. */
export const PublishedPortfolio = z.object({ insight: PortfolioInsight, customers: z.array(CustomerRow) });
export type PublishedPortfolio = Readonly<z.infer<typeof PublishedPortfolio>>;

/**
 * Which run it is, what it left out on purpose, and when it is published: an instant such as
 * 2026-11-24T02:31:07.000Z.
 */
export type Publication = Readonly<{ runId: RunId; night: Day; publishedOn: string; exclusions: Exclusions }>;

export type PortfolioFold = Readonly<{
  add(insight: CustomerInsight): void;
  published(publication: Publication): PublishedPortfolio;
}>;

/** Rolls customers up while they pass by: only their rows are held. The order of customers is irrelevant. */
export function portfolioFold(): PortfolioFold {
  const customers: CustomerRow[] = [];
  const totals = { deployment: rateSum(), usage: rateSum(), likeForLike: rateSum() };
  const [usageReasons, deploymentReasons] = [reasonSum(), seatReasonSum()];
  const products = new Map<string, ProductFold>();
  const workloads = new Map<Workload, WorkloadFold>();
  const excludedProducts = new Map<SkuId, z.infer<typeof ExcludedProduct>>();
  const sourceFaults = sourceFaultFold();

  return {
    add(insight) {
      customers.push(customerRow(insight));
      sourceFaults.add(insight);
      for (const product of insight.products) noteExcluded(excludedProducts, product);
      if (insight.excluded !== null) return;
      totals.deployment.add(insight.deployment);
      totals.usage.add(insight.usage);
      usageReasons.add(insight.usageReasons);
      deploymentReasons.add(seatsIn(insight.deploymentReasons));
      totals.likeForLike.add(insight.likeForLike);
      for (const product of insight.products) {
        const key = product.skuId ?? product.name;
        const fold = products.get(key) ?? productFold(product);
        products.set(key, fold);
        fold.add(product);
      }
      for (const metrics of insight.workloads) {
        const fold = workloads.get(metrics.workload) ?? workloadFold(metrics.workload);
        workloads.set(metrics.workload, fold);
        fold.add(metrics);
      }
    },

    published({ runId, night, publishedOn, exclusions }) {
      const byName = customers.toSorted(compareByName);
      const counted = byName.filter(({ excluded }) => excluded === null);
      const deployment = totals.deployment.rate("nothing_sold");
      const usage = totals.usage.rate("nobody_entitled");
      return {
        insight: {
          runId,
          night,
          publishedOn,
          definition: DEFINITION,
          coverage: {
            ...portfolioCoverage(byName),
            excludedProducts: [...unmet(exclusions, excludedProducts), ...excludedProducts.values()].toSorted(
              (one, other) => compareText(one.name, other.name),
            ),
            sourceFaults: sourceFaults.faults(),
          },
          asOf: {
            activity: dayRange(counted, "activity"),
            licences: dayRange(counted, "licences"),
            reportedDeployment: dayRange(counted, "reportedDeployment"),
            reportedUsage: dayRange(counted, "reportedUsage"),
          },
          deployment,
          deploymentReasons: deploymentReasons.total(deployment),
          usage,
          usageReasons: usageReasons.total(usage),
          likeForLike: totals.likeForLike.rate("nobody_entitled"),
          products: [...products.values()]
            .map((fold) => fold.product())
            .toSorted(
              (one, other) => compareText(one.name, other.name) || compareText(one.skuId ?? "", other.skuId ?? ""),
            ),
          workloads: [...workloads.values()]
            .map((fold) => fold.workload())
            .toSorted((one, other) => compareWorkloads(one.workload, other.workload)),
          movers: moversOf(counted),
          adviceCounts: adviceCounts(counted),
        },
        customers: byName,
      };
    },
  };
}

/** Where nothing is sold there is no figure to explain, and its seats are held all the same. */
function seatsBeyondSold({ assigned, sold, seats, deploymentReasons }: ProductMetrics) {
  if (sold !== 0 || seats === null) return seatsIn(deploymentReasons);
  return seatsByCause({ assigned, sold: 0, inGrace: seats.grace + seats.suspended, onTrial: seats.trial });
}

type ProductFold = Readonly<{ add(product: ProductMetrics): void; product(): PortfolioProduct }>;

function productFold({ skuId, name: firstName }: ProductMetrics): ProductFold {
  const usage = rateSum();
  const [usageReasons, deploymentReasons] = [reasonSum(), seatReasonSum()];
  let name = firstName;
  let [customers, measured, ownSoldUnknown, isCounted, isExcluded] = [0, 0, 0, false, false];
  let assigned: number | null = null;
  let sold: number | null = null;
  let ownSold: number | null = null;
  const deployment = () => rateOf(assigned ?? 0, sold ?? 0, isExcluded ? "excluded" : "nothing_sold");
  return {
    add(product) {
      customers += 1;
      isCounted ||= product.counted;
      isExcluded ||= product.excluded !== null;
      // Tenants may call a product that the catalogue lacks differently: the order of customers must not matter.
      if (compareText(product.name, name) < 0) name = product.name;
      if (product.counted && product.ownSold === null) ownSoldUnknown += 1;
      // Seats held where nothing is sold count as well, as they do in the customer's own deployment.
      if (product.counted) assigned = (assigned ?? 0) + product.assigned;
      if (product.deployment.kind === "measured") measured += 1;
      if (product.counted) deploymentReasons.add(seatsBeyondSold(product));
      if (product.sold !== null) sold = (sold ?? 0) + product.sold;
      if (product.ownSold !== null) ownSold = (ownSold ?? 0) + product.ownSold;
      if (product.excluded !== null) return;
      usage.add(product.usage);
      usageReasons.add(product.reasons);
    },
    product: () => ({
      skuId,
      name,
      counted: isCounted,
      customers,
      measured,
      sold,
      ownSold,
      ownSoldUnknown,
      assigned,
      deployment: deployment(),
      deploymentReasons: deploymentReasons.total(deployment()),
      usage: usage.rate("not_reported"),
      usageReasons: usageReasons.total(usage.rate("not_reported")),
    }),
  };
}

type WorkloadFold = Readonly<{ add(metrics: WorkloadMetrics): void; workload(): PortfolioWorkload }>;

function workloadFold(workload: Workload): WorkloadFold {
  const usage = rateSum();
  const usageReasons = reasonSum();
  const likeForLike = rateSum();
  let [customers, measured, reported] = [0, 0, 0];
  return {
    add(metrics) {
      customers += 1;
      if (metrics.usage.kind === "measured") {
        measured += 1;
        if (metrics.basis === "reported") reported += 1;
      }
      usage.add(metrics.usage);
      usageReasons.add(metrics.reasons);
      likeForLike.add(metrics.likeForLike);
    },
    workload: () => ({
      workload,
      customers,
      measured,
      reported,
      usage: usage.rate("not_reported"),
      usageReasons: usageReasons.total(usage.rate("not_reported")),
      likeForLike: likeForLike.rate("not_reported"),
    }),
  };
}

/** Of a product that is excluded: where it is met, since nobody else names it. */
function noteExcluded(noted: Map<SkuId, z.infer<typeof ExcludedProduct>>, product: ProductMetrics): void {
  const { skuId, name, excluded } = product;
  if (skuId === null || excluded === null) return;
  const known = noted.get(skuId);
  const isFirstInOrder = known === undefined || compareText(name, known.name) < 0;
  noted.set(skuId, {
    skuId,
    name: isFirstInOrder ? name : known.name,
    customers: (known?.customers ?? 0) + 1,
    ...excluded,
  });
}

/** Products that are left out and that no customer has: a wrong id shows, and so does an exclusion past its use. */
function unmet(exclusions: Exclusions, met: ReadonlyMap<SkuId, z.infer<typeof ExcludedProduct>>) {
  return [...exclusions.products]
    .filter(([skuId]) => !met.has(skuId))
    .map(([skuId, { reason, until }]) => {
      const name = productName({ skuId, name: null, partNumber: null });
      return { skuId, name, customers: 0, reason, until };
    });
}

const MOVERS_MAX = 5;

function moversOf(customers: readonly CustomerRow[]): PortfolioInsight["movers"] {
  const moved = customers
    .flatMap(({ customerId, name, moved: { usage: points } }) =>
      points === null || points === 0 ? [] : [{ customerId, name, points }],
    )
    .toSorted((one, other) => Math.abs(other.points) - Math.abs(one.points));
  return {
    up: moved.filter(({ points }) => points > 0).slice(0, MOVERS_MAX),
    down: moved.filter(({ points }) => points < 0).slice(0, MOVERS_MAX),
  };
}

function adviceCounts(customers: readonly CustomerRow[]): PortfolioInsight["adviceCounts"] {
  const counts: Partial<Record<AdviceRule, number>> = {};
  for (const { advice } of customers) {
    for (const rule of new Set(advice)) counts[rule] = (counts[rule] ?? 0) + 1;
  }
  return counts;
}

type Coverage = Omit<PortfolioCoverage, "excludedProducts" | "sourceFaults">;

function portfolioCoverage(all: readonly CustomerRow[]): Coverage {
  const customers = all.filter(({ excluded }) => excluded === null);
  const inState = (state: CustomerState) => customers.filter((customer) => customer.state === state);
  const listed = (state: CustomerState) =>
    inState(state).map(({ customerId, name, stateDetail }) => ({ customerId, name, detail: stateDetail }));
  return {
    customers: all.length,
    measured: inState("measured").length,
    reportedOnly: inState("reportedOnly").length,
    stale: inState("stale").length,
    noAccess: inState("noAccess").length,
    notReady: inState("notReady").length,
    failed: inState("failed").length,
    excluded: all.length - customers.length,
    lists: {
      reportedOnly: listed("reportedOnly"),
      stale: listed("stale"),
      noAccess: listed("noAccess"),
      notReady: listed("notReady"),
      failed: listed("failed"),
    },
    excludedCustomers: all.flatMap(({ customerId, name, excluded }) =>
      excluded === null ? [] : [{ customerId, name, ...excluded }],
    ),
    deployment: figureCoverage(
      customers.map(({ deployment: rate, deploymentBasis }) => ({ rate, isReported: deploymentBasis === "reported" })),
    ),
    usage: figureCoverage(customers.map(({ usage: rate, basis }) => ({ rate, isReported: basis === "reported" }))),
  };
}

function figureCoverage(figures: readonly Readonly<{ rate: Rate; isReported: boolean }>[]): FigureCoverage {
  const absentBecause: Partial<Record<MissingReason, number>> = {};
  let [absent, countedReported] = [0, 0];
  for (const { rate, isReported } of figures) {
    if (rate.kind === "measured") {
      if (isReported) countedReported += 1;
      continue;
    }
    absent += 1;
    absentBecause[rate.reason] = (absentBecause[rate.reason] ?? 0) + 1;
  }
  return { counted: figures.length - absent, countedReported, absent, absentBecause };
}

function dayRange(customers: readonly CustomerRow[], kind: keyof PortfolioInsight["asOf"]): DayRange | null {
  const days = customers.flatMap(({ asOf }) => asOf[kind] ?? []).toSorted();
  const [oldest] = days;
  const newest = days.at(-1);
  return oldest === undefined || newest === undefined ? null : { oldest, newest };
}

type Named = Readonly<{ name: string; customerId: CustomerId }>;

/** The order of every list of customers; the id tells namesakes apart. */
export function compareByName(one: Named, other: Named): number {
  return compareText(one.name, other.name) || compareText(one.customerId, other.customerId);
}

/** By UTF-16 code unit, the same on every machine: a list must not change its order with the server's language. */
function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
