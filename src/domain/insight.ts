import { z } from "zod";
import { Customer, displayName } from "./customer.ts";
import { DEFINITION, Definition } from "./definition.ts";
import { RunId } from "./ids.ts";
import { CustomerMetrics } from "./metrics.ts";
import { Rate } from "./rate.ts";

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
});
export type CustomerInsight = Readonly<z.infer<typeof CustomerInsight>>;

/** The figures that stand for a customer, in a list as in its history, with what tells how far they can be trusted. */
export const HEADLINE = {
  state: true,
  asOf: true,
  deployment: true,
  usage: true,
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
  basis: true,
  refusedFiles: true,
});
export type CustomerRow = Readonly<z.infer<typeof CustomerRow>>;

export function customerInsight({ customer, ...metrics }: CustomerMetrics, runId: RunId): CustomerInsight {
  const { usage, likeForLike, active, total } = metrics.anyWorkload;
  return {
    customerId: customer.customerId,
    name: displayName(customer),
    domain: customer.domain,
    runId,
    definition: DEFINITION,
    ...metrics,
    usage,
    likeForLike,
    usersActive: active,
    usersTotal: total,
  };
}

export function customerRow(insight: CustomerInsight): CustomerRow {
  const { customerId, name, domain, state, stateDetail, basis, asOf, deployment, usage, likeForLike } = insight;
  const { seatsSold, ownSeatsSold, seatsAssigned, usersActive, usersTotal, refusedFiles } = insight;
  return {
    customerId,
    name,
    domain,
    state,
    stateDetail,
    basis,
    asOf,
    deployment,
    usage,
    likeForLike,
    seatsSold,
    ownSeatsSold,
    seatsAssigned,
    usersActive,
    usersTotal,
    refusedFiles,
  };
}
