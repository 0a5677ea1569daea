import { z } from "zod";
import { Advice, adviceFor, type AdviceThresholds } from "./advice.ts";
import { type Comparable, CustomerChange, customerChange, type EarlierNight } from "./change.ts";
import { Customer, displayName } from "./customer.ts";
import { DEFINITION, Definition } from "./definition.ts";
import { RunId } from "./ids.ts";
import { CustomerMetrics } from "./metrics.ts";
import { Rate } from "./rate.ts";
import { Reason } from "./reasons.ts";

/** What a person or a tool reads of one customer: its metrics, said with the run they belong to. */
export const CustomerInsight = z.object({
  ...Customer.shape,
  runId: RunId,
  definition: Definition,
  ...CustomerMetrics.omit({ customer: true }).shape,
  /** Usage over any workload, a user counting once, and the two numbers it is made of. */
  usage: Rate,
  likeForLike: Rate,
  usersActive: z.int().nonnegative().nullable(),
  usersTotal: z.int().nonnegative().nullable(),
  /** Why usage is above 100 %: those of any workload. */
  usageReasons: z.array(Reason),
  /** Against the night 28 days before, split into people and seats. */
  change: CustomerChange,
  advice: z.array(Advice),
});
export type CustomerInsight = Readonly<z.infer<typeof CustomerInsight>>;

/** The figures that stand for a customer, in a list as in its history, with what tells how far they can be trusted. */
export const HEADLINE = {
  state: true,
  basis: true,
  deploymentBasis: true,
  naming: true,
  restsOn: true,
  asOf: true,
  deployment: true,
  deploymentReasons: true,
  usage: true,
  usageReasons: true,
  likeForLike: true,
  seatsSold: true,
  ownSeatsSold: true,
  seatsAssigned: true,
  usersActive: true,
  usersTotal: true,
} as const;

/** One customer in a list: the headline figures. */
export const CustomerRow = CustomerInsight.pick({
  customerId: true,
  name: true,
  domain: true,
  ...HEADLINE,
  stateDetail: true,
  excluded: true,
  refusedFiles: true,
}).extend({
  /** How far deployment and usage have moved in 28 days, in points; null where there is no change to tell. */
  moved: z.object({ deployment: z.number().nullable(), usage: z.number().nullable() }),
  /** The rules that give advice, most urgent first. */
  advice: z.array(Advice.shape.rule),
});
export type CustomerRow = Readonly<z.infer<typeof CustomerRow>>;

/** What an insight is told with: the run, what was so 28 days before, and when a figure calls for advice. */
export type Telling = Readonly<{ runId: RunId; earlier: EarlierNight | null; thresholds: AdviceThresholds }>;

export function customerInsight(metrics: CustomerMetrics, { runId, earlier, thresholds }: Telling): CustomerInsight {
  const { customer, ...figures } = metrics;
  const { usage, likeForLike, active, total, reasons } = metrics.anyWorkload;
  const now = comparableOf({ ...metrics, usage, likeForLike }, DEFINITION);
  return {
    customerId: customer.customerId,
    name: displayName(customer),
    domain: customer.domain,
    runId,
    definition: DEFINITION,
    ...figures,
    usage,
    likeForLike,
    usersActive: active,
    usersTotal: total,
    usageReasons: reasons,
    change: customerChange(now, earlier),
    advice: adviceFor(metrics, thresholds),
  };
}

type Figures = Pick<
  CustomerRow,
  "basis" | "deploymentBasis" | "naming" | "restsOn" | "asOf" | "deployment" | "usage" | "likeForLike"
>;

/** One night's figures of a customer, with what tells whether another night's can be held against them. */
export function comparableOf(figures: Figures, definition: Definition): Comparable {
  const { basis, deploymentBasis, naming, restsOn, asOf, deployment, usage, likeForLike } = figures;
  return {
    definition,
    restsOn,
    usageAsOf: basis === "reported" ? asOf.reportedUsage : asOf.activity,
    deploymentAsOf: deploymentBasis === "reported" ? asOf.reportedDeployment : asOf.licences,
    naming,
    deployment,
    usage,
    likeForLike,
  };
}

export function customerRow(insight: CustomerInsight): CustomerRow {
  const { customerId, name, domain, state, stateDetail, excluded, basis, deploymentBasis, naming, asOf } = insight;
  const {
    restsOn,
    deployment,
    deploymentReasons,
    usage,
    usageReasons,
    likeForLike,
    seatsSold,
    ownSeatsSold,
    seatsAssigned,
    usersActive,
    usersTotal,
  } = insight;
  const { refusedFiles, change, advice } = insight;
  return {
    customerId,
    name,
    domain,
    state,
    stateDetail,
    excluded,
    basis,
    deploymentBasis,
    naming,
    restsOn,
    asOf,
    deployment,
    deploymentReasons,
    usage,
    usageReasons,
    likeForLike,
    seatsSold,
    ownSeatsSold,
    seatsAssigned,
    usersActive,
    usersTotal,
    refusedFiles,
    moved: {
      deployment: change.deployment.kind === "measured" ? change.deployment.points : null,
      usage: change.usage.kind === "measured" ? change.usage.points : null,
    },
    advice: advice.map(({ rule }) => rule),
  };
}
