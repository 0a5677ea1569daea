import { z } from "zod";
import type { UserCounts } from "./activity.ts";
import { Day } from "./day.ts";
import { missing, type MissingReason, Rate, rateOf } from "./rate.ts";
import { possibleReasonsFor, Reason, type ReportedExcess, reasonsFor } from "./reasons.ts";
import { LATER_BIN, NEVER_BIN, usersActiveIn, usersIn } from "./recency.ts";
import { byStanding, Standing } from "./standing.ts";
import { WINDOW_DAYS } from "./window.ts";

const StandingCounts = z.record(Standing, z.int().nonnegative());

/** Counted from users, or totals that Partner Center reports. */
export const UsageBasis = z.enum(["users", "reported"]);
export type UsageBasis = z.infer<typeof UsageBasis>;

/** The usage of one workload, one product, or any workload together, with everything it was computed from. */
export const Usage = z.object({
  /** The day the figures speak for; null where nothing was reported, and then every count is null too. */
  asOf: Day.nullable(),
  /** Null where there is no figure. Of reported totals there are no users by standing, and reasons are possible ones. */
  basis: UsageBasis.nullable(),
  /** Active users ÷ entitled users. May exceed 1, and then `reasons` says why. Never clipped. */
  usage: Rate,
  /** Active paid users ÷ paid users: cannot exceed 1, and is the one to compare over time. */
  likeForLike: Rate,
  /** Active users of every standing, and the entitled users they are divided by: the two numbers of `usage`. */
  active: z.int().nonnegative().nullable(),
  total: z.int().nonnegative().nullable(),
  users: StandingCounts.nullable(),
  usersActive: StandingCounts.nullable(),
  /** Paid users beyond the paid, active seats there are. */
  overdrawn: z.int().nonnegative().nullable(),
  /** False where paid users could not be joined to seats: for those, the report's own licence flag decides. */
  isBoundBySeats: z.boolean().nullable(),
  /** How many paid users the report's flag alone vouches for. */
  paidByFlag: z.int().nonnegative().nullable(),
  activeIn7Days: z.int().nonnegative().nullable(),
  /** Paid users who have never been active. */
  neverActive: z.int().nonnegative().nullable(),
  /** Users whose activity the source dates after the day it speaks for: kept, not counted as active. */
  datedLater: z.int().nonnegative().nullable(),
  reasons: z.array(Reason),
});
export type Usage = Readonly<z.infer<typeof Usage>>;

/** Seats behind a usage: units of the counted products that carry the workload. */
export type SeatsBehind = Readonly<{ active: number; inGrace: number; onTrial: number }>;

/**
 * Usage as Microsoft defines it, exactly: every user active in the window, whatever the standing, over the entitled
 * users, who are the paid ones up to the paid, active seats; those whom the report's flag alone vouches for have no
 * seats to be held against. `seats` is null where no licences are known.
 * `activeThroughYammer` counts the unlicensed whom Yammer let in.
 */
export function usageOf(counts: UserCounts, seats: SeatsBehind | null, activeThroughYammer: number): Usage {
  const users = byStanding((standing) => usersIn(counts.users[standing] ?? []));
  const usersActive = byStanding((standing) => usersActiveIn(counts.users[standing] ?? [], WINDOW_DAYS));
  const histograms = Object.values(counts.users);
  const active = sum(Object.values(usersActive));

  const paidThroughSeats = users.paid - counts.paidByFlag;
  const total = counts.paidByFlag + (seats === null ? paidThroughSeats : Math.min(paidThroughSeats, seats.active));

  return {
    asOf: counts.asOf,
    basis: "users",
    usage: rateOf(active, total, "nobody_entitled"),
    likeForLike: rateOf(usersActive.paid, users.paid, "nobody_entitled"),
    active,
    total,
    users,
    usersActive,
    overdrawn: users.paid - total,
    isBoundBySeats: seats !== null && counts.paidByFlag === 0,
    paidByFlag: counts.paidByFlag,
    activeIn7Days: sum(histograms.map((histogram) => usersActiveIn(histogram, 7))),
    neverActive: counts.users.paid?.[NEVER_BIN] ?? 0,
    datedLater: sum(histograms.map((histogram) => histogram[LATER_BIN] ?? 0)),
    reasons: reasonsFor({
      active: usersActive,
      activeThroughYammer,
      total,
      seatsInGrace: seats?.inGrace ?? 0,
      seatsOnTrial: seats?.onTrial ?? 0,
    }),
  };
}

/** Nothing was reported: no count is zero, each is unknown. */
export function usageMissing(reason: MissingReason): Usage {
  return {
    asOf: null,
    basis: null,
    usage: missing(reason),
    likeForLike: missing(reason),
    active: null,
    total: null,
    users: null,
    usersActive: null,
    overdrawn: null,
    isBoundBySeats: null,
    paidByFlag: null,
    activeIn7Days: null,
    neverActive: null,
    datedLater: null,
    reasons: [],
  };
}

/** Totals as Partner Center reports them: licences used over licences that entitle. Who used them, nobody says. */
export function usageReported(asOf: Day, excess: ReportedExcess): Usage {
  const { active, qualified } = excess;
  return {
    ...usageMissing("not_reported"),
    asOf,
    basis: "reported",
    usage: rateOf(active, qualified, "nobody_entitled"),
    active,
    total: qualified,
    reasons: possibleReasonsFor(excess),
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
