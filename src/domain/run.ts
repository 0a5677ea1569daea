import { z } from "zod";
import { Day } from "./day.ts";
import { Exclusion } from "./exclusion.ts";
import { CustomerId, RunId } from "./ids.ts";
import { RefusalReason, RefusedFile } from "./pull-outcome.ts";

/** `pull` asks the sources first; `recalculate` computes the last published customers again from what is stored. */
export const RunKind = z.enum(["pull", "recalculate"]);
export type RunKind = z.infer<typeof RunKind>;

/**
 * Where a run is. `superseded`: it ended after a newer run had been published, so readers never saw it. `failed`: it
 * could not even be planned, and what was published before stays.
 */
export const RunState = z.enum(["planning", "pulling", "published", "superseded", "failed"]);
export type RunState = z.infer<typeof RunState>;

/** One run: what was asked, and how far it has come. Instants are ISO 8601 UTC. */
export const Run = z.object({
  runId: RunId,
  kind: RunKind,
  night: Day,
  state: RunState,
  requestedOn: z.iso.datetime(),
  /** When its data was asked of the sources: a recalculation computes the data of an earlier run. */
  dataOf: z.iso.datetime(),
  plannedOn: z.iso.datetime().nullable(),
  publishedOn: z.iso.datetime().nullable(),
  /** Customers of the run; null until it is planned. */
  customers: z.int().nonnegative().nullable(),
  /** Why it failed, for the operator. */
  failure: z.string().nullable(),
  /** Why Partner Center's own figures of all customers at once, or half of them, are not this night's; for the operator. */
  analyticsRefusal: z.string().nullable(),
  /** Files for all customers that could not be read, or lines of them. */
  refusedFiles: z.array(RefusedFile),
  /** What was left out on purpose when the run was planned: all of its portions leave out the same. */
  exclusions: z.array(Exclusion),
});
export type Run = Readonly<z.infer<typeof Run>>;

/** One customer's pull in a run's ledger. `refused` counts as ended: one refused customer never ends the night. */
export const PullItem = z.object({
  customerId: CustomerId,
  state: z.enum(["waiting", "done", "refused"]),
  reason: RefusalReason.nullable(),
  detail: z.string().nullable(),
});
export type PullItem = Readonly<z.infer<typeof PullItem>>;

/** How many of a run's pulls and computations have ended. */
export const RunProgress = z.object({
  pulls: z.object({
    all: z.int().nonnegative(),
    done: z.int().nonnegative(),
    refused: z.int().nonnegative(),
    waiting: z.int().nonnegative(),
  }),
  /** Portions in which the portfolio is computed. */
  portions: z.object({ all: z.int().nonnegative(), computed: z.int().nonnegative() }),
  /** The refused customers and why, by customer id. */
  refused: z.array(PullItem.omit({ state: true })),
});
export type RunProgress = Readonly<z.infer<typeof RunProgress>>;

export function runProgress(pulls: readonly PullItem[], portionsComputed: number, portionsAll: number): RunProgress {
  const refused = pulls.filter((pull) => pull.state === "refused");
  const done = pulls.filter((pull) => pull.state === "done").length;
  return {
    pulls: { all: pulls.length, done, refused: refused.length, waiting: pulls.length - done - refused.length },
    portions: { all: portionsAll, computed: portionsComputed },
    refused: refused.map(({ customerId, reason, detail }) => ({ customerId, reason, detail })),
  };
}
