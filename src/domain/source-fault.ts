import { z } from "zod";
import { Day } from "./day.ts";
import type { CustomerInsight } from "./insight.ts";
import type { SourceOutcome, SourceOutcomes } from "./pull-outcome.ts";

/** Sources that many customers share. The partner's own books and files are each customer's own. */
export const SharedSource = z.enum([
  "activity",
  "apps",
  "copilot",
  "directory",
  "licences",
  "subscriptions",
  "reported",
  "requests",
]);
export type SharedSource = z.infer<typeof SharedSource>;

/**
 * A source that came empty for many customers on one night: that is the source's fault and says nothing of them. Their
 * last good figures stay, each with its day.
 */
export const SourceFault = z.object({
  source: SharedSource,
  /** Customers for whom it came empty, and all for whom it answered, with figures or empty. */
  customers: z.int().positive(),
  of: z.int().positive(),
  /** The days of the last good figures, where any are kept. */
  lastGood: z.object({ oldest: Day, newest: Day }).nullable(),
});
export type SourceFault = Readonly<z.infer<typeof SourceFault>>;

/** Fewer customers, or a smaller share of them, is a matter of these customers: new ones come empty for days. */
const CUSTOMERS_MIN = 5;
const SHARE_MIN = 0.25;

/** Sources of which nothing is kept by itself; they are said to be empty only where they cannot be. */
const LEAVES_NO_TRACE: ReadonlySet<SharedSource> = new Set(["directory", "subscriptions", "reported"]);

export type SourceFaultFold = Readonly<{ add(insight: CustomerInsight): void; faults(): SourceFault[] }>;

/** Finds the sources at fault while customers pass by. */
export function sourceFaultFold(): SourceFaultFold {
  const tallies = new Map<SharedSource, { empty: number; asked: number; lastGood: Day[] }>();
  return {
    add({ sources, asOf, workloads }) {
      if (sources === null) return;
      for (const source of SharedSource.options) {
        const outcome = sources[source];
        if (!isAnswer(outcome)) continue;
        const tally = tallies.get(source) ?? { empty: 0, asked: 0, lastGood: [] };
        tallies.set(source, tally);
        if (outcome.kind === "kept") {
          tally.asked += 1;
          continue;
        }
        // Whoever never had anything of the source has not lost it: a new customer, or one without the product.
        const day = lastGoodDay(source, asOf, workloads);
        if (day === null && !LEAVES_NO_TRACE.has(source)) continue;
        tally.asked += 1;
        tally.empty += 1;
        if (day !== null) tally.lastGood.push(day);
      }
    },

    faults: () =>
      [...tallies].flatMap(([source, { empty, asked, lastGood }]) => {
        if (empty < CUSTOMERS_MIN || empty < asked * shareMin(source)) return [];
        const [oldest] = lastGood.toSorted();
        const newest = lastGood.toSorted().at(-1);
        return [
          {
            source,
            customers: empty,
            of: asked,
            lastGood: oldest === undefined || newest === undefined ? null : { oldest, newest },
          },
        ];
      }),
  };
}

/** Whoever refuses us, or cannot be reached, or was not asked, has not come empty. */
function isAnswer(outcome: SourceOutcomes[SharedSource]): outcome is SourceOutcome {
  return outcome.kind === "kept" || outcome.reason === "source_not_ready";
}

/** Partner Center's call is for all customers at once, and passes some of them over on any night. */
function shareMin(source: SharedSource): number {
  return source === "reported" ? 1 : SHARE_MIN;
}

function lastGoodDay(
  source: SharedSource,
  asOf: CustomerInsight["asOf"],
  workloads: CustomerInsight["workloads"],
): Day | null {
  const dayOf = (name: string) => workloads.find(({ workload }) => workload === name)?.asOf ?? null;
  switch (source) {
    case "activity":
      return asOf.activity;
    case "apps":
      return dayOf("officeApps");
    case "copilot":
      return dayOf("copilot");
    case "licences":
      return asOf.licences;
    case "directory":
    case "subscriptions":
      // Nothing of theirs is kept by itself.
      return null;
    case "reported":
      return asOf.reportedUsage ?? asOf.reportedDeployment;
    case "requests":
      return asOf.requests;
  }
}
