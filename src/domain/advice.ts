import { z } from "zod";
import { Day, daysBetween } from "./day.ts";
import { SkuId } from "./ids.ts";
import type { AsOf } from "./as-of.ts";
import type { CustomerMetrics } from "./metrics.ts";
import type { ProductMetrics } from "./product-metrics.ts";
import type { WorkloadMetrics } from "./workload-metrics.ts";
import type { Rate } from "./rate.ts";
import type { SupportFigure } from "./support.ts";
import type { Usage } from "./usage.ts";
import { KnownWorkload, Workload } from "./workload.ts";

/** When a figure calls for advice: shares as 0–1, seats and days as whole numbers. */
export type AdviceThresholds = Readonly<{
  usageLow: number;
  deploymentLow: number;
  questionsPerActiveUser: number;
  idleSeats: number;
  /** The share of the sold seats that is left to be assigned. */
  seatsLeft: number;
  renewalDays: number;
}>;

export const DEFAULT_THRESHOLDS: AdviceThresholds = {
  usageLow: 0.5,
  deploymentLow: 0.7,
  questionsPerActiveUser: 0.1,
  idleSeats: 5,
  seatsLeft: 0.05,
  renewalDays: 60,
};

/**
 * What an advice is about. The first two are Microsoft's, from its page on increasing adoption and satisfaction; the
 * third is what the seats themselves suggest.
 */
export const Scenario = z.enum(["low_adoption", "many_questions", "seats"]);
export type Scenario = z.infer<typeof Scenario>;

/** The rules, most urgent first: that is the order of a customer's advice. */
export const ADVICE_RULES = [
  "seats_overdrawn",
  "idle_before_renewal",
  "seats_running_out",
  "low_usage",
  "low_workload_usage",
  "low_deployment",
  "many_requests",
  "many_tickets",
  "idle_seats",
] as const;
export const AdviceRule = z.enum(ADVICE_RULES);
export type AdviceRule = z.infer<typeof AdviceRule>;

/** A figure that can call for advice. `reportedUsage`: Partner Center's totals, licences and not people. */
export const TriggerFigure = z.enum([
  "usage",
  "reportedUsage",
  "deployment",
  "requestsPerActiveUser",
  "ticketsPerActiveUser",
  "seatsIdle",
  "seatsLeft",
  "daysToRenewal",
]);
export type TriggerFigure = z.infer<typeof TriggerFigure>;

/** A figure beside the threshold that it met. `part ÷ whole` where it has the two: seats, users or licences. */
export const Trigger = z.object({
  figure: TriggerFigure,
  value: z.number(),
  threshold: z.number(),
  part: z.int().nonnegative().nullable(),
  whole: z.int().positive().nullable(),
  asOf: Day.nullable(),
});
export type Trigger = Readonly<z.infer<typeof Trigger>>;

/** One thing to do about one figure: of a product, of a workload, or of the customer as a whole. */
export const Advice = z.object({
  rule: AdviceRule,
  scenario: Scenario,
  /** Null also for a product that Partner Center reports by name alone. */
  skuId: SkuId.nullable(),
  product: z.string().nullable(),
  workload: Workload.nullable(),
  triggers: z.array(Trigger).min(1),
  /** The first day on which paid seats of the product end or renew. */
  renewsOn: Day.nullable(),
});
export type Advice = Readonly<z.infer<typeof Advice>>;

/**
 * What a customer's figures advise, most urgent first. A figure that is missing advises nothing, for missing is not low;
 * neither does what a person has taken out of the totals.
 */
export function adviceFor(metrics: CustomerMetrics, thresholds: AdviceThresholds): Advice[] {
  if (metrics.excluded !== null) return [];
  return ADVICE_RULES.flatMap((rule) => {
    const { scenario, findings } = RULES[rule];
    return findings(metrics, thresholds).map((finding) => Object.assign({ rule, scenario }, finding));
  });
}

type Finding = Omit<Advice, "rule" | "scenario">;

type Rule = Readonly<{
  scenario: Scenario;
  /** What the rule finds, most urgent first. */
  findings: (metrics: CustomerMetrics, thresholds: AdviceThresholds) => Finding[];
}>;

const RULES: Readonly<Record<AdviceRule, Rule>> = {
  seats_overdrawn: { scenario: "seats", findings: seatsOverdrawn },
  idle_before_renewal: { scenario: "seats", findings: idleBeforeRenewal },
  seats_running_out: { scenario: "seats", findings: seatsRunningOut },
  low_usage: { scenario: "low_adoption", findings: lowUsage },
  low_workload_usage: { scenario: "low_adoption", findings: lowWorkloadUsage },
  low_deployment: { scenario: "low_adoption", findings: lowDeployment },
  many_requests: {
    scenario: "many_questions",
    findings: ({ support }, thresholds) => manyQuestions("requestsPerActiveUser", support.requests, thresholds),
  },
  many_tickets: {
    scenario: "many_questions",
    findings: ({ support }, thresholds) => manyQuestions("ticketsPerActiveUser", support.tickets, thresholds),
  },
  idle_seats: { scenario: "seats", findings: idleSeats },
};

function lowUsage({ anyWorkload }: CustomerMetrics, { usageLow }: AdviceThresholds): Finding[] {
  return usageBelow(usageLow, anyWorkload).map((trigger) => ofCustomer(trigger));
}

/** A share of fewer users is a matter of these users, not of the workload. */
const WORKLOAD_USERS_MIN = 5;

/** More would bury the worst. */
const WORKLOADS_MAX = 3;

/**
 * Viva Engage comes with nearly every licence, and most companies do without: advice at nearly everybody is advice to
 * nobody. Of a workload that we have no word for there is nothing to advise.
 */
function isExpected(workload: Workload): boolean {
  return workload !== "yammer" && KnownWorkload.safeParse(workload).success;
}

/** Where the customer's usage is low as a whole, that is the advice, and each workload would only repeat it. */
function lowWorkloadUsage({ anyWorkload, workloads }: CustomerMetrics, { usageLow }: AdviceThresholds): Finding[] {
  if (usageBelow(usageLow, anyWorkload).length > 0) return [];
  return workloads
    .filter(({ workload }) => isExpected(workload))
    .filter(({ total }) => total !== null && total >= WORKLOAD_USERS_MIN)
    .flatMap((metrics: WorkloadMetrics) => {
      const { workload } = metrics;
      return usageBelow(usageLow, metrics).map((trigger) => ({ workload, trigger }));
    })
    .toSorted((one, other) => one.trigger.value - other.trigger.value)
    .slice(0, WORKLOADS_MAX)
    .map(({ workload, trigger }) => ofCustomer(trigger, workload));
}

function lowDeployment(
  { deployment, deploymentBasis, asOf }: CustomerMetrics,
  { deploymentLow }: AdviceThresholds,
): Finding[] {
  if (deployment.kind === "missing" || deployment.value >= deploymentLow) return [];
  return [ofCustomer(rateTrigger("deployment", deployment, deploymentLow, seatsAsOf(deploymentBasis, asOf)))];
}

/** One question of a small company is one question. */
const QUESTIONS_MIN = 3;

function manyQuestions(
  figure: "requestsPerActiveUser" | "ticketsPerActiveUser",
  questions: SupportFigure | null,
  { questionsPerActiveUser }: AdviceThresholds,
): Finding[] {
  if (questions === null || questions.perActiveUser.kind === "missing") return [];
  const { asOf, perActiveUser } = questions;
  if (perActiveUser.value < questionsPerActiveUser || perActiveUser.part < QUESTIONS_MIN) return [];
  return [ofCustomer(rateTrigger(figure, perActiveUser, questionsPerActiveUser, asOf))];
}

function seatsOverdrawn(metrics: CustomerMetrics): Finding[] {
  return seatsOfProducts(metrics)
    .filter(({ left }) => left < 0)
    .toSorted((one, other) => one.left - other.left)
    .map(({ product, sold, asOf }) => {
      const { assigned } = product;
      const value = assigned / sold;
      return ofProduct(product, { figure: "deployment", value, threshold: 1, part: assigned, whole: sold, asOf });
    });
}

function idleBeforeRenewal(metrics: CustomerMetrics, thresholds: AdviceThresholds): Finding[] {
  return idleProducts(metrics, thresholds)
    .flatMap(({ product, idle, renewal }) => (renewal === null ? [] : [{ product, idle, renewal }]))
    .toSorted((one, other) => one.renewal.value - other.renewal.value)
    .map(({ product, idle, renewal }) => ofProduct(product, idle, renewal));
}

function idleSeats(metrics: CustomerMetrics, thresholds: AdviceThresholds): Finding[] {
  return idleProducts(metrics, thresholds)
    .filter(({ renewal }) => renewal === null)
    .map(({ product, idle }) => ofProduct(product, idle));
}

/** The last seat of two is no shortage: a product of so few seats is bought as people come. */
const SEATS_SOLD_MIN = 5;

function seatsRunningOut(metrics: CustomerMetrics, { seatsLeft }: AdviceThresholds): Finding[] {
  return seatsOfProducts(metrics)
    .filter((seats) => isRunningOut(seats, seatsLeft))
    .toSorted((one, other) => one.left / one.sold - other.left / other.sold)
    .map(({ product, sold, left, asOf }) => {
      const value = left / sold;
      return ofProduct(product, { figure: "seatsLeft", value, threshold: seatsLeft, part: left, whole: sold, asOf });
    });
}

function isRunningOut({ sold, left }: ProductSeats, seatsLeft: number): boolean {
  return sold >= SEATS_SOLD_MIN && left >= 0 && left / sold <= seatsLeft;
}

type IdleProduct = Readonly<{
  product: ProductMetrics;
  idle: Trigger;
  /** Null where the renewal is not near, or not known. */
  renewal: Trigger | null;
}>;

/**
 * Counted products with idle seats, most of them first. The last seats of a large product may be many: nobody is told to
 * buy more of them and to give them up at once.
 */
function idleProducts(metrics: CustomerMetrics, thresholds: AdviceThresholds): IdleProduct[] {
  const { idleSeats: idleMin, seatsLeft, renewalDays } = thresholds;
  return seatsOfProducts(metrics)
    .filter((seats) => seats.left >= idleMin && !isRunningOut(seats, seatsLeft))
    .toSorted((one, other) => other.left - one.left)
    .map(({ product, sold, left, asOf }) => {
      const days = product.renewsOn === null ? null : daysBetween(metrics.night, product.renewsOn);
      // On the day itself it may still be in time; of a day that is past nothing can be said.
      const isNear = days !== null && days >= 0 && days <= renewalDays;
      return {
        product,
        idle: { figure: "seatsIdle", value: left, threshold: idleMin, part: left, whole: sold, asOf },
        renewal: isNear
          ? { figure: "daysToRenewal", value: days, threshold: renewalDays, part: null, whole: null, asOf }
          : null,
      };
    });
}

type ProductSeats = Readonly<{ product: ProductMetrics; sold: number; left: number; asOf: Day | null }>;

/** The counted products of which anything is sold, by seats left to be assigned: fewer than none where overdrawn. */
function seatsOfProducts({ products, asOf }: CustomerMetrics): ProductSeats[] {
  return products.flatMap((product) => {
    const { sold, assigned } = product;
    // Null also for a product that is not counted.
    if (sold === null || sold === 0) return [];
    return [{ product, sold, left: sold - assigned, asOf: seatsAsOf(product.deploymentBasis, asOf) }];
  });
}

function seatsAsOf(basis: CustomerMetrics["deploymentBasis"], asOf: AsOf): Day | null {
  return basis === "reported" ? asOf.reportedDeployment : asOf.licences;
}

/** One trigger where usage is measured and below, none otherwise. */
function usageBelow(usageLow: number, { usage, basis, asOf }: Usage): Trigger[] {
  if (usage.kind === "missing" || usage.value >= usageLow) return [];
  return [rateTrigger(basis === "reported" ? "reportedUsage" : "usage", usage, usageLow, asOf)];
}

function rateTrigger(
  figure: TriggerFigure,
  { part, whole, value }: Extract<Rate, { kind: "measured" }>,
  threshold: number,
  asOf: Day | null,
): Trigger {
  return { figure, value, threshold, part, whole, asOf };
}

function ofCustomer(trigger: Trigger, workload: Workload | null = null): Finding {
  return { skuId: null, product: null, workload, triggers: [trigger], renewsOn: null };
}

function ofProduct({ skuId, name, renewsOn }: ProductMetrics, ...triggers: Trigger[]): Finding {
  return { skuId, product: name, workload: null, triggers, renewsOn };
}
