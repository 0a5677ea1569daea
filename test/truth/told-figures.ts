import type { CustomerInsight } from "../../src/domain/insight.ts";
import type { PortfolioInsight } from "../../src/domain/portfolio.ts";
import type { Rate } from "../../src/domain/rate.ts";
import type { Usage } from "../../src/domain/usage.ts";
import type { NaiveCustomer, NaiveProductFigures, NaiveRate, NaiveSeatFigures, NaiveUsage } from "./naive-customer.ts";
import type { NaiveReport } from "./naive-people.ts";
import type { NaivePortfolio } from "./naive-portfolio.ts";

/** One customer's figures, by either count. */
type CustomerFigures = Omit<NaiveCustomer, "activity" | "licences"> & Readonly<{ reports: readonly NaiveReport[] }>;

/** The published figures of one customer, in the words of the naive count. */
export function toldCustomer(insight: CustomerInsight): CustomerFigures {
  const { state, basis, standingsBy, anyWorkload, workloads, products, daily, directory, reports } = insight;
  return {
    state,
    basis,
    standingsBy,
    any: toldUsage(anyWorkload),
    workloads: Object.fromEntries(workloads.map((each) => [each.workload, toldUsage(each)])),
    products: Object.fromEntries(products.map((each) => [each.skuId ?? each.name, toldProduct(each)])),
    seats: toldSeats(insight),
    daily,
    directory,
    reports: reports.map(({ report, refreshedOn, rows, rowsUnreadable, naming }) => {
      return { report, refreshedOn, rows, rowsUnreadable, naming };
    }),
  };
}

/** What the naive count says of the same. */
export function countedCustomer({ activity, licences: _licences, ...figures }: NaiveCustomer): CustomerFigures {
  return { ...figures, reports: activity?.reports ?? [] };
}

function toldUsage(usage: Usage): NaiveUsage {
  return {
    asOf: usage.asOf,
    basis: usage.basis,
    usage: toldRate(usage.usage),
    likeForLike: toldRate(usage.likeForLike),
    active: usage.active,
    total: usage.total,
    users: usage.users,
    usersActive: usage.usersActive,
    overdrawn: usage.overdrawn,
    isBoundBySeats: usage.isBoundBySeats,
    paidByFlag: usage.paidByFlag,
    activeIn7Days: usage.activeIn7Days,
    neverActive: usage.neverActive,
    datedLater: usage.datedLater,
    reasons: Object.fromEntries(usage.reasons.map(({ cause, users }) => [cause, users])),
  };
}

function toldProduct(product: CustomerInsight["products"][number]): NaiveProductFigures {
  const { counting, seats, own, sold, ownSold, assigned, renewsOn, deployment, deploymentReasons } = product;
  return {
    counting,
    seats,
    own,
    sold,
    ownSold,
    assigned,
    renewsOn,
    deployment: toldRate(deployment),
    deploymentReasons: Object.fromEntries(deploymentReasons.map(({ cause, seats: count }) => [cause, count])),
    usage: toldUsage(product),
  };
}

function toldSeats(insight: CustomerInsight): NaiveSeatFigures {
  return {
    basis: insight.deploymentBasis,
    sold: insight.seatsSold,
    ownSold: insight.ownSeatsSold,
    ownUnmatched: insight.ownSeatsUnmatched,
    assigned: insight.seatsAssigned,
    idle: insight.seatsIdle,
    deployment: toldRate(insight.deployment),
    deploymentReasons: Object.fromEntries(insight.deploymentReasons.map(({ cause, seats }) => [cause, seats])),
  };
}

/** The published figures of the portfolio, in the words of the naive count. */
export function toldPortfolio(insight: PortfolioInsight): NaivePortfolio {
  const { coverage } = insight;
  return {
    coverage: {
      customers: coverage.customers,
      measured: coverage.measured,
      reportedOnly: coverage.reportedOnly,
      stale: coverage.stale,
      noAccess: coverage.noAccess,
      notReady: coverage.notReady,
      failed: coverage.failed,
      excluded: coverage.excluded,
      deployment: coverage.deployment,
      usage: coverage.usage,
      excludedCustomers: coverage.excludedCustomers.map(({ name }) => name),
      excludedProducts: Object.fromEntries(coverage.excludedProducts.map(({ skuId, customers }) => [skuId, customers])),
    },
    deployment: toldRate(insight.deployment),
    usage: toldRate(insight.usage),
    likeForLike: toldRate(insight.likeForLike),
    products: Object.fromEntries(
      insight.products.map(
        ({ skuId, name, deployment, usage, deploymentReasons: _seats, usageReasons: _users, ...counts }) => [
          skuId ?? name,
          { ...counts, deployment: toldRate(deployment), usage: toldRate(usage) },
        ],
      ),
    ),
    workloads: Object.fromEntries(
      insight.workloads.map(({ workload, customers, measured, reported, usage, likeForLike }) => [
        workload,
        { customers, measured, reported, usage: toldRate(usage), likeForLike: toldRate(likeForLike) },
      ]),
    ),
  };
}

function toldRate(rate: Rate): NaiveRate {
  return rate.kind === "measured" ? `${rate.part}/${rate.whole}` : rate.reason;
}
