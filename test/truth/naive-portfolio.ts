import type { NaiveCustomer, NaiveRate } from "./naive-customer.ts";
import type { RawCustomer, RawPortfolio } from "./raw-portfolio.ts";

/** One customer with its figures. */
export type Counted = Readonly<{ raw: RawCustomer; figures: NaiveCustomer }>;

export type NaiveFigureCoverage = Readonly<{
  counted: number;
  countedReported: number;
  absent: number;
  absentBecause: Readonly<Record<string, number>>;
}>;

export type NaivePortfolio = Readonly<{
  coverage: Readonly<{
    customers: number;
    measured: number;
    reportedOnly: number;
    stale: number;
    noAccess: number;
    notReady: number;
    failed: number;
    excluded: number;
    deployment: NaiveFigureCoverage;
    usage: NaiveFigureCoverage;
    /** Names of customers, and of how many customers each product, that are left out. */
    excludedCustomers: readonly string[];
    excludedProducts: Readonly<Record<string, number>>;
  }>;
  deployment: NaiveRate;
  usage: NaiveRate;
  likeForLike: NaiveRate;
  products: Readonly<Record<string, NaivePortfolioProduct>>;
  workloads: Readonly<Record<string, NaivePortfolioWorkload>>;
}>;

export type NaivePortfolioProduct = Readonly<{
  counted: boolean;
  customers: number;
  measured: number;
  sold: number | null;
  ownSold: number | null;
  ownSoldUnknown: number;
  assigned: number | null;
  deployment: NaiveRate;
  usage: NaiveRate;
}>;

export type NaivePortfolioWorkload = Readonly<{
  customers: number;
  measured: number;
  reported: number;
  usage: NaiveRate;
  likeForLike: NaiveRate;
}>;

/** The figures of all customers that nobody has taken out. */
export function naivePortfolio(all: readonly Counted[], { excludedSkuIds }: RawPortfolio): NaivePortfolio {
  const kept = all.filter(({ raw }) => !raw.isExcluded).map(({ figures }) => figures);
  const inState = (state: NaiveCustomer["state"]) => kept.filter((figures) => figures.state === state).length;
  const skuIds = new Set(kept.flatMap((figures) => Object.keys(figures.products)));
  const workloads = new Set(kept.flatMap((figures) => Object.keys(figures.workloads)));
  return {
    coverage: {
      customers: all.length,
      measured: inState("measured"),
      reportedOnly: inState("reportedOnly"),
      stale: inState("stale"),
      noAccess: inState("noAccess"),
      notReady: inState("notReady"),
      failed: inState("failed"),
      excluded: all.length - kept.length,
      deployment: coverageOf(
        kept.map(({ seats }) => ({ rate: seats.deployment, isReported: seats.basis === "reported" })),
      ),
      usage: coverageOf(kept.map(({ any, basis }) => ({ rate: any.usage, isReported: basis === "reported" }))),
      excludedCustomers: all
        .filter(({ raw }) => raw.isExcluded)
        .map(({ raw }) => raw.name)
        .toSorted(),
      excludedProducts: Object.fromEntries(
        excludedSkuIds.map((skuId) => [skuId, all.filter(({ figures }) => skuId in figures.products).length]),
      ),
    },
    deployment: rateOfSums(
      kept.map(({ seats }) => seats.deployment),
      "nothing_sold",
    ),
    usage: rateOfSums(
      kept.map(({ any }) => any.usage),
      "nobody_entitled",
    ),
    likeForLike: rateOfSums(
      kept.map(({ any }) => any.likeForLike),
      "nobody_entitled",
    ),
    products: Object.fromEntries([...skuIds].map((skuId) => [skuId, productOver(kept, skuId, excludedSkuIds)])),
    workloads: Object.fromEntries([...workloads].map((workload) => [workload, workloadOver(kept, workload)])),
  };
}

function productOver(
  kept: readonly NaiveCustomer[],
  skuId: string,
  excludedSkuIds: readonly string[],
): NaivePortfolioProduct {
  const those = kept.flatMap((figures) => figures.products[skuId] ?? []);
  const counted = those.filter((product) => product.counting === "counted");
  const measured = those.filter((product) => isMeasured(product.deployment));
  const owned = counted.filter((product) => product.ownSold !== null);
  return {
    counted: counted.length > 0,
    customers: those.length,
    measured: measured.length,
    sold: counted.length === 0 ? null : sum(counted.map((product) => product.sold ?? 0)),
    ownSold: owned.length === 0 ? null : sum(owned.map((product) => product.ownSold ?? 0)),
    ownSoldUnknown: counted.length - owned.length,
    assigned: counted.length === 0 ? null : sum(counted.map((product) => product.assigned)),
    // Seats that are held where nothing is sold count as well: somebody holds them.
    deployment:
      measured.length === 0
        ? excludedSkuIds.includes(skuId)
          ? "excluded"
          : "nothing_sold"
        : `${sum(counted.map((product) => product.assigned))}/${sum(counted.map((product) => product.sold ?? 0))}`,
    usage: rateOfSums(
      those.filter((product) => product.counting !== "excluded").map((product) => product.usage.usage),
      "not_reported",
    ),
  };
}

function workloadOver(kept: readonly NaiveCustomer[], workload: string): NaivePortfolioWorkload {
  const those = kept.flatMap((figures) => figures.workloads[workload] ?? []);
  const measured = those.filter((each) => isMeasured(each.usage));
  return {
    customers: those.length,
    measured: measured.length,
    reported: measured.filter((each) => each.basis === "reported").length,
    usage: rateOfSums(
      those.map((each) => each.usage),
      "not_reported",
    ),
    likeForLike: rateOfSums(
      those.map((each) => each.likeForLike),
      "not_reported",
    ),
  };
}

function coverageOf(figures: readonly Readonly<{ rate: NaiveRate; isReported: boolean }>[]): NaiveFigureCoverage {
  const absent = figures.filter(({ rate }) => !isMeasured(rate)).map(({ rate }) => rate);
  return {
    counted: figures.length - absent.length,
    countedReported: figures.filter(({ rate, isReported }) => isMeasured(rate) && isReported).length,
    absent: absent.length,
    absentBecause: Object.fromEntries(
      [...new Set(absent)].map((reason) => [reason, absent.filter((each) => each === reason).length]),
    ),
  };
}

/** Of reasons that are equally common, the first of these stands for the rest. */
const REASONS = ["not_reported", "nothing_sold", "excluded", "nobody_entitled", "source_not_ready", "no_access"];

function rateOfSums(rates: readonly NaiveRate[], reasonIfNone: string): NaiveRate {
  const measured = rates.filter(isMeasured).map((rate) => rate.split("/").map(Number));
  const whole = sum(measured.map(([, each = 0]) => each));
  if (whole > 0) return `${sum(measured.map(([part = 0]) => part))}/${whole}`;
  const times = (reason: string) => rates.filter((rate) => rate === reason).length;
  const most = Math.max(0, ...REASONS.map(times));
  return most === 0 ? reasonIfNone : (REASONS.find((reason) => times(reason) === most) ?? reasonIfNone);
}

function isMeasured(rate: NaiveRate): boolean {
  return rate.includes("/");
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
