import { z } from "zod";
import { Day } from "./day.ts";
import { SkuId } from "./ids.ts";
import type { ProductMetrics } from "./product-metrics.ts";
import type { WorkloadMetrics } from "./workload-metrics.ts";
import { type Rate, Rate as RateSchema, rateOf } from "./rate.ts";
import type { ReportedProduct, ReportedSnapshot, ReportedWorkload } from "./reported.ts";
import { compareWorkloads, Workload } from "./workload.ts";

/**
 * What explains that Partner Center's figure is not ours; told only where the numbers themselves bear it out.
 *
 * - `same`: it is ours
 * - `grace_seats_counted`, `lapsed_seats_counted`, `trial_seats_counted`: it counts those as sold too (lapsed: in grace
 *   or suspended), and hands out as many as we do
 * - `own_seats_only`: it counts this partner's seats alone, and may count what is handed out of them alone
 * - `entitled_activity_only`: it leaves out who is active without being entitled, whom we count and explain
 * - `entitlements_counted`: it counts a licence, we count a person, who may hold several
 * - `another_day`: it is of another day, and nothing else explains it
 * - `unexplained`: of the same day, and different
 */
export const Explanation = z.enum([
  "same",
  "grace_seats_counted",
  "lapsed_seats_counted",
  "trial_seats_counted",
  "own_seats_only",
  "entitled_activity_only",
  "entitlements_counted",
  "another_day",
  "unexplained",
]);
export type Explanation = z.infer<typeof Explanation>;

/** One figure of ours beside Partner Center's own: of a product, or of a workload; the other one is null. */
export const Reconciliation = z.object({
  figure: z.enum(["deployment", "usage"]),
  skuId: SkuId.nullable(),
  workload: Workload.nullable(),
  ours: RateSchema,
  oursAsOf: Day.nullable(),
  reported: RateSchema,
  reportedAsOf: Day,
  /** Theirs − ours: 0.05 is 5 points more. Null where one of the two is missing. */
  points: z.number().nullable(),
  /** Null where there is nothing to compare. */
  explanation: Explanation.nullable(),
});
export type Reconciliation = Readonly<z.infer<typeof Reconciliation>>;

/** Our figures, measured from seats and users; those that are themselves reported have nothing to be held against. */
export type Measured = Readonly<{
  products: readonly ProductMetrics[];
  workloads: readonly WorkloadMetrics[];
  licencesAsOf: Day | null;
}>;

/** Partner Center's figures beside ours, for every product and workload that both tell of. */
export function reconciliation({ products, workloads, licencesAsOf }: Measured, reported: ReportedSnapshot) {
  return [...deploymentBesideOurs(products, licencesAsOf, reported), ...usageBesideOurs(products, workloads, reported)];
}

function deploymentBesideOurs(
  products: readonly ProductMetrics[],
  oursAsOf: Day | null,
  reported: ReportedSnapshot,
): Reconciliation[] {
  if (reported.deployment === null || oursAsOf === null) return [];
  const { products: rows } = reported.deployment;
  return products.flatMap((product): Reconciliation[] => {
    const row = product.counted ? rows.find(({ skuId }) => skuId === product.skuId) : undefined;
    if (row === undefined) return [];
    const theirs = rateOf(row.deployed, row.sold, "nothing_sold");
    return [
      {
        figure: "deployment",
        skuId: product.skuId,
        workload: null,
        oursAsOf,
        reportedAsOf: row.asOf,
        ...compared(product.deployment, theirs, seatExplanation(product, row), oursAsOf === row.asOf),
      },
    ];
  });
}

/**
 * The seats that add up to theirs, the fewest kinds first. Of all sellers, they explain the whole difference only where
 * the two agree on how many are handed out.
 */
function seatExplanation(
  { sold, seats, ownSold, assigned }: ProductMetrics,
  { deployed, sold: theirs }: ReportedProduct,
): Explanation | null {
  if (sold === null || seats === null || theirs === sold) return null;
  if (theirs === ownSold) return "own_seats_only";
  if (deployed !== assigned) return null;
  const kinds: readonly (readonly [Explanation, number | null])[] = [
    ["grace_seats_counted", sold + seats.grace],
    ["trial_seats_counted", seats.trial === null ? null : sold + seats.trial],
    ["lapsed_seats_counted", sold + seats.grace + seats.suspended],
  ];
  return kinds.find(([, count]) => count === theirs)?.[0] ?? null;
}

function usageBesideOurs(
  products: readonly ProductMetrics[],
  workloads: readonly WorkloadMetrics[],
  reported: ReportedSnapshot,
): Reconciliation[] {
  if (reported.usage === null) return [];
  const { workloads: rows } = reported.usage;
  return workloads
    .filter(({ basis }) => basis === "users")
    .flatMap((ours): Reconciliation[] => {
      const row = rows.find(({ workload }) => workload === ours.workload);
      if (row === undefined) return [];
      const theirs = rateOf(row.active, row.qualified, "nobody_entitled");
      return [
        {
          figure: "usage",
          skuId: null,
          workload: ours.workload,
          oursAsOf: ours.asOf,
          reportedAsOf: row.asOf,
          ...compared(ours.usage, theirs, usageExplanation(ours, row, products), ours.asOf === row.asOf),
        },
      ];
    })
    .toSorted((one, other) =>
      one.workload === null || other.workload === null ? 0 : compareWorkloads(one.workload, other.workload),
    );
}

function usageExplanation(
  { workload, total, usersActive }: WorkloadMetrics,
  { active, qualified }: ReportedWorkload,
  products: readonly ProductMetrics[],
): Explanation | null {
  if (qualified === total) return active === usersActive?.paid ? "entitled_activity_only" : null;
  const licencesHeld = products
    .filter((product) => product.counted && product.workloads.some((carried) => carried === workload))
    .reduce((sum, product) => sum + (product.users?.paid ?? 0), 0);
  return qualified === licencesHeld ? "entitlements_counted" : null;
}

function compared(ours: Rate, reported: Rate, known: Explanation | null, isOfOneDay: boolean) {
  if (ours.kind === "missing" || reported.kind === "missing") {
    return { ours, reported, points: null, explanation: null };
  }
  const isSame = ours.part === reported.part && ours.whole === reported.whole;
  const unknown: Explanation = isOfOneDay ? "unexplained" : "another_day";
  return {
    ours,
    reported,
    points: reported.value - ours.value,
    explanation: isSame ? "same" : (known ?? unknown),
  } as const;
}
