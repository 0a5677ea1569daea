import { z } from "zod";
import { Day } from "./day.ts";
import { Seats } from "./licences.ts";
import type { MissingReason } from "./rate.ts";

/**
 * Why a source gave nothing usable. `no_access`: it refuses us. `source_not_ready`: it has nothing for this customer yet, or
 * an empty answer, which is unknown and not zero. `unreadable`: it answered something that cannot be trusted.
 * `failed`: it could not be reached, or kept failing. `not_configured`: nobody asked it.
 */
export const RefusalReason = z.enum(["no_access", "source_not_ready", "unreadable", "failed", "not_configured"]);
export type RefusalReason = z.infer<typeof RefusalReason>;

/** What became of one source on one night: its snapshot was kept, or why not, in words a person can act on. */
export const SourceOutcome = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("kept"), asOf: Day }),
  z.object({ kind: z.literal("refused"), reason: RefusalReason, detail: z.string() }),
]);
export type SourceOutcome = Readonly<z.infer<typeof SourceOutcome>>;

/** A dropped-in file that nobody could read. `line` is null where the whole file is at fault. */
export const RefusedFile = z.object({ file: z.string(), line: z.int().positive().nullable(), reason: z.string() });
export type RefusedFile = Readonly<z.infer<typeof RefusedFile>>;

/** What each source of one customer gave or refused on one night. */
export const SourceOutcomes = z.object({
  activity: SourceOutcome,
  /** The Microsoft 365 Apps report, which is a part of activity that may fail alone. */
  apps: SourceOutcome,
  /** The Copilot report; `not_configured` where no Copilot is sold, for then nobody asks. */
  copilot: SourceOutcome,
  /** The directory's users, joined to the reports; not asked for while names are concealed. */
  directory: SourceOutcome,
  licences: SourceOutcome,
  /** The tenant's own purchases, which tell trials from paid seats and when seats renew. */
  subscriptions: SourceOutcome,
  /** Who sold the seats: the partner's own books. */
  sales: SourceOutcome,
  /** Partner Center's own figures of this customer. */
  reported: SourceOutcome,
  /** Service requests filed with Microsoft. */
  requests: SourceOutcome,
});
export type SourceOutcomes = Readonly<z.infer<typeof SourceOutcomes>>;

/** One customer's pull on one night, kept beside the snapshots: it says why a day is missing. */
export const PullOutcome = z.object({
  night: Day,
  ...SourceOutcomes.shape,
  /** Null where the portfolio-wide call tells of it: its rows are kept by the plan, not by the pull. */
  reported: SourceOutcome.nullable(),
  /** Seats by state in the partner's own books, over all products; null where no books were read. */
  booked: Seats.nullable(),
  refusedFiles: z.array(RefusedFile),
});
export type PullOutcome = Readonly<z.infer<typeof PullOutcome>>;

/** All that is needed of a night that is not the newest: whether activity was refused, and why. */
export const PulledNight = z.object({ night: Day, refusal: RefusalReason.nullable() });
export type PulledNight = Readonly<z.infer<typeof PulledNight>>;

export function pulledNight({ night, activity }: PullOutcome): PulledNight {
  return { night, refusal: activity.kind === "refused" ? activity.reason : null };
}

export function refused(reason: RefusalReason, detail: string): SourceOutcome {
  return { kind: "refused", reason, detail };
}

/** The refusal of a source as the reason of a missing rate. */
export function missingReasonOf(outcome: SourceOutcome | null): MissingReason {
  if (outcome?.kind !== "refused") return "not_reported";
  switch (outcome.reason) {
    case "no_access":
    case "source_not_ready":
      return outcome.reason;
    case "unreadable":
    case "failed":
    case "not_configured":
      return "not_reported";
  }
}
