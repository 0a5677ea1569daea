import { z } from "zod";
import type { Standing } from "./standing.ts";

/**
 * Why a usage is above 100 %: the four causes of Microsoft's page, and one for honesty.
 *
 * - `turnover`: left, or lost the licence to somebody else, within the window
 * - `grace`: through seats that are in grace, suspended or disabled
 * - `trial`: through trial seats, which nobody paid for
 * - `yammer`: Yammer lets people in without a licence
 * - `unexplained`: what is left, with its number
 */
export const CAUSES = ["turnover", "grace", "trial", "yammer", "unexplained"] as const;
export const Cause = z.enum(CAUSES);
export type Cause = z.infer<typeof Cause>;

/** `points` is `users ÷ total`: 0.15 of a usage of 1.15. `measured` means counted from users. */
export const Reason = z.object({
  cause: Cause,
  users: z.int().positive(),
  points: z.number(),
  evidence: z.enum(["measured", "possible"]),
});
export type Reason = Readonly<z.infer<typeof Reason>>;

/** Active users of one workload or product by standing, what they are divided by, and the seats behind it. */
export type Excess = Readonly<{
  active: Readonly<Record<Standing, number>>;
  /** Those of the active unlicensed whom Yammer let in: all of them in Yammer itself, none in other workloads. */
  activeThroughYammer: number;
  total: number;
  /** Units in grace, suspended or disabled, and on trial, of the products that carry the workload. */
  seatsInGrace: number;
  seatsOnTrial: number;
}>;

/**
 * The reasons of a usage above 100 %, largest first; none for a usage up to 100 %. They add up:
 * `active = min(active paid, total) + the users of all reasons`.
 */
export function reasonsFor(excess: Excess): Reason[] {
  const { active, activeThroughYammer, total } = excess;
  const activeAll = active.paid + active.grace + active.trial + active.unlicensed + active.departed;
  if (total === 0 || activeAll <= total) return [];

  // Paid users beyond the seats there are: somebody holds a seat that has lapsed, or one on trial.
  const beyondSeats = Math.max(0, active.paid - total);
  const onLapsedSeats = Math.min(beyondSeats, excess.seatsInGrace);
  const onTrialSeats = Math.min(beyondSeats - onLapsedSeats, excess.seatsOnTrial);

  const users: Record<Cause, number> = {
    turnover: active.departed + active.unlicensed - activeThroughYammer,
    grace: active.grace + onLapsedSeats,
    trial: active.trial + onTrialSeats,
    yammer: activeThroughYammer,
    unexplained: beyondSeats - onLapsedSeats - onTrialSeats,
  };
  return CAUSES.filter((cause) => users[cause] > 0)
    .map((cause) => ({ cause, users: users[cause], points: users[cause] / total, evidence: "measured" as const }))
    .toSorted((one, other) => other.users - one.users);
}
