import { z } from "zod";
import { Day, daysBetween } from "./day.ts";
import type { Definition } from "./definition.ts";
import { RunId } from "./ids.ts";
import type { Rate } from "./rate.ts";

/** How far back a figure is compared: a whole window, so that the two share no day. */
export const CHANGE_DAYS = 28;

/**
 * Why there is no change to tell: no night was published 28 days earlier, the customer was not in it, the figure is missing
 * now or was missing then, it was computed by another definition, rests on something else, or is (nearly) the very figure
 * of then, since its source has been silent.
 */
export const NoChangeReason = z.enum([
  "no_earlier_night",
  "new_customer",
  "missing_now",
  "missing_then",
  "other_definition",
  "other_basis",
  "source_silent",
]);
export type NoChangeReason = z.infer<typeof NoChangeReason>;

/**
 * The move of one rate. `points` = value now − value then, split into what people did (`peoplePoints`: the part moved,
 * the whole held still) and what seats did (`seatsPoints`: the whole moved, the part held still). The two add up to it.
 */
export const RateChange = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("measured"),
    points: z.number(),
    peoplePoints: z.number(),
    seatsPoints: z.number(),
    from: z.object({ part: z.int().nonnegative(), whole: z.int().positive(), value: z.number() }),
  }),
  z.object({ kind: z.literal("missing"), reason: NoChangeReason }),
]);
export type RateChange = Readonly<z.infer<typeof RateChange>>;

/** A customer's figures against those of the night 28 days before. `since` is null where no such night was published. */
export const CustomerChange = z.object({
  since: z.object({ night: Day, runId: RunId }).nullable(),
  /** True where names were concealed, or shown, on one of the two nights only: standings then rest on other evidence. */
  isAcrossBreak: z.boolean(),
  deployment: RateChange,
  usage: RateChange,
  likeForLike: RateChange,
});
export type CustomerChange = Readonly<z.infer<typeof CustomerChange>>;

/** What usage and deployment rest on, in words, in an order that does not matter to a reader and is always the same. */
export const RestsOn = z.object({ usage: z.array(z.string()), deployment: z.array(z.string()) });
export type RestsOn = Readonly<z.infer<typeof RestsOn>>;

/** One night's figures of a customer, as far as they can be compared with another night's. */
export type Comparable = Readonly<{
  definition: Definition;
  /** Whatever a figure rests on: another set of reports, sellers or products counts something else. */
  restsOn: RestsOn;
  /** The days the figures are of. */
  usageAsOf: Day | null;
  deploymentAsOf: Day | null;
  /** How names stood in the reports behind usage; null where nothing was reported. */
  naming: string | null;
  deployment: Rate;
  usage: Rate;
  likeForLike: Rate;
}>;

/** The night 28 days before, and the customer's figures on it; null for a customer that was not there. */
export type EarlierNight = Readonly<{ night: Day; runId: RunId; figures: Comparable | null }>;

export function customerChange(now: Comparable, earlier: EarlierNight | null): CustomerChange {
  const then = earlier?.figures ?? null;
  const changeOf = (figure: "deployment" | "usage" | "likeForLike", source: "deployment" | "usage"): RateChange => {
    if (earlier === null) return noChange("no_earlier_night");
    if (then === null) return noChange("new_customer");
    if (!isSameDefinition(now.definition, then.definition)) return noChange("other_definition");
    const change = rateChange(then[figure], now[figure]);
    // A figure that is missing rests on nothing, and that is not another basis.
    if (change.kind === "missing") return change;
    if (now.restsOn[source].join() !== then.restsOn[source].join()) return noChange("other_basis");
    return isApart(then[`${source}AsOf`], now[`${source}AsOf`]) ? change : noChange("source_silent");
  };
  return {
    since: earlier && { night: earlier.night, runId: earlier.runId },
    isAcrossBreak: then !== null && then.naming !== null && now.naming !== null && then.naming !== now.naming,
    deployment: changeOf("deployment", "deployment"),
    usage: changeOf("usage", "usage"),
    likeForLike: changeOf("likeForLike", "usage"),
  };
}

/**
 * Moving people first and seats second gives another split than the other way round; the mean of the two orders favours
 * neither, and adds up to the whole move (the Shapley value of two movers).
 */
export function rateChange(then: Rate, now: Rate): RateChange {
  if (now.kind === "missing") return noChange("missing_now");
  if (then.kind === "missing") return noChange("missing_then");
  return {
    kind: "measured",
    points: now.value - then.value,
    peoplePoints: ((now.part - then.part) * (1 / then.whole + 1 / now.whole)) / 2,
    seatsPoints: ((now.part + then.part) * (1 / now.whole - 1 / then.whole)) / 2,
    from: { part: then.part, whole: then.whole, value: then.value },
  };
}

/** Sources run days behind, not always as many; of a week less than a window most days are still others. */
const DAYS_APART_MIN = CHANGE_DAYS - 7;

function isApart(then: Day | null, now: Day | null): boolean {
  return then === null || now === null || daysBetween(then, now) >= DAYS_APART_MIN;
}

function noChange(reason: NoChangeReason): RateChange {
  return { kind: "missing", reason };
}

function isSameDefinition(one: Definition, other: Definition): boolean {
  return one.id === other.id && one.version === other.version;
}
