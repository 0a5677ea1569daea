import type { CustomerInsight } from "../../src/domain/insight.ts";
import type { PortfolioInsight } from "../../src/domain/portfolio.ts";
import type { Rate } from "../../src/domain/rate.ts";
import type { Usage } from "../../src/domain/usage.ts";

/** Two numbers that have to be one and the same, and what the first of them is. */
type Sum = readonly [of: string, told: number, added: number];

/** The sums of a customer's figures that do not add up, in words; whatever the figures are, there is none. */
export function wrongSums(insight: CustomerInsight): string[] {
  const { anyWorkload, workloads, products } = insight;
  return wrong([
    ...usageSums("any workload", anyWorkload),
    ...workloads.flatMap((each) => usageSums(each.workload, each)),
    ...products.flatMap((each) => usageSums(each.name, each)),
    ...products.flatMap((each) => deploymentSums(each.name, each.deployment, each.deploymentReasons, 0)),
    ...deploymentSums("all products", insight.deployment, insight.deploymentReasons, insight.seatsIdle ?? 0),
  ]);
}

/** As `wrongSums`, of the portfolio's coverage: every customer is in one count, and each figure holds or lacks it. */
export function wrongCoverage({ coverage }: PortfolioInsight): string[] {
  const { customers, measured, reportedOnly, stale, noAccess, notReady, failed, excluded, lists } = coverage;
  const kept = customers - excluded;
  return wrong([
    ["customers", customers, measured + reportedOnly + stale + noAccess + notReady + failed + excluded],
    ["customers listed", kept - measured, Object.values(lists).flat().length],
    ["customers excluded", excluded, coverage.excludedCustomers.length],
    ...[coverage.deployment, coverage.usage].flatMap((figure): Sum[] => [
      ["customers of a figure", kept, figure.counted + figure.absent],
      ["customers absent", figure.absent, sum(Object.values(figure.absentBecause))],
    ]),
  ]);
}

function usageSums(of: string, usage: Usage): Sum[] {
  const { active, total, users, usersActive, reasons } = usage;
  if (active === null || total === null) return [[`reasons of no ${of}`, 0, reasons.length]];
  const explained = sum(reasons.map((reason) => reason.users));
  const isAbove = total > 0 && active > total;
  const points = sum(reasons.map((reason) => reason.points * total));
  const sums: Sum[] = [[`points of ${of}`, explained, Math.round(points)]];
  if (users === null || usersActive === null) {
    return [...sums, [`reported active users of ${of}`, isAbove ? active : total, total + explained]];
  }
  return [
    ...sums,
    [`active users of ${of}`, active, sum(Object.values(usersActive))],
    [`paid users of ${of}`, users.paid, total + (usage.overdrawn ?? 0)],
    [
      `active users of ${of}, explained`,
      isAbove ? active : 0,
      isAbove ? Math.min(usersActive.paid, total) + explained : explained,
    ],
  ];
}

function deploymentSums(
  of: string,
  deployment: Rate,
  reasons: CustomerInsight["deploymentReasons"],
  idle: number,
): Sum[] {
  const explained = sum(reasons.map(({ seats }) => seats));
  if (deployment.kind === "missing" || deployment.part <= deployment.whole) return [[`reasons of ${of}`, 0, explained]];
  const { part: assigned, whole: sold } = deployment;
  const points = sum(reasons.map((reason) => reason.points * sold));
  return [
    [`assigned seats of ${of}`, assigned, sold - idle + explained],
    [`points of the seats of ${of}`, explained, Math.round(points)],
  ];
}

function wrong(sums: readonly Sum[]): string[] {
  return sums.filter(([, told, added]) => told !== added).map(([of, told, added]) => `${of}: ${told} is not ${added}`);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
