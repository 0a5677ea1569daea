import { z } from "zod";

/** Why there is no share to show. Each is a different thing to do about it, and none of them is zero. */
export const MissingReason = z.enum([
  "not_reported",
  "nothing_sold",
  "excluded",
  "nobody_entitled",
  "nobody_active",
  "source_not_ready",
  "no_access",
]);
export type MissingReason = z.infer<typeof MissingReason>;

/** A share, measured or missing. Missing is never zero, and more than one is never cut to one. */
export const Rate = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("measured"), part: z.int().nonnegative(), whole: z.int().positive(), value: z.number() }),
  z.object({ kind: z.literal("missing"), reason: MissingReason }),
]);
export type Rate = Readonly<z.infer<typeof Rate>>;

/** `part ÷ whole`; an empty whole is missing for the reason that the caller names. */
export function rateOf(part: number, whole: number, reasonIfEmpty: MissingReason): Rate {
  return whole === 0 ? missing(reasonIfEmpty) : { kind: "measured", part, whole, value: part / whole };
}

export function missing(reason: MissingReason): Rate {
  return { kind: "missing", reason };
}

export type RateSum = Readonly<{ add(rate: Rate): void; rate(reasonIfEmpty: MissingReason): Rate }>;

/**
 * The rate of the sums, never the mean of the rates: a customer of 4 people must not weigh as much as one of 4,000.
 * Missing rates take no part; who they were is for coverage to say. Where all are missing, so is the sum, for the
 * reason of most of them.
 */
export function rateSum(): RateSum {
  let part = 0;
  let whole = 0;
  const missingFor = new Map<MissingReason, number>();
  return {
    add(rate) {
      if (rate.kind === "missing") {
        missingFor.set(rate.reason, (missingFor.get(rate.reason) ?? 0) + 1);
        return;
      }
      part += rate.part;
      whole += rate.whole;
    },
    rate(reasonIfEmpty) {
      const times = (reason: MissingReason) => missingFor.get(reason) ?? 0;
      const commonest = MissingReason.options.toSorted((one, other) => times(other) - times(one))[0];
      return rateOf(part, whole, missingFor.size === 0 ? reasonIfEmpty : (commonest ?? reasonIfEmpty));
    },
  };
}
