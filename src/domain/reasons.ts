import { z } from "zod";
import type { Rate } from "./rate.ts";
import type { Standing } from "./standing.ts";

/**
 * Why a usage is above 100 %: the four causes of Microsoft's page, one it does not name, and one for honesty.
 *
 * - `turnover`: left, or lost the licence to somebody else, within the window
 * - `grace`: through seats that are in grace, suspended or disabled
 * - `trial`: through trial seats, which nobody paid for
 * - `yammer`: Yammer lets people in without a licence
 * - `guest`: people of other companies, let in without a licence
 * - `unexplained`: what is left, with its number
 */
export const CAUSES = ["turnover", "grace", "trial", "yammer", "guest", "unexplained"] as const;
export const Cause = z.enum(CAUSES);
export type Cause = z.infer<typeof Cause>;

/** `measured`: counted. `possible`: only totals were to be had, and the seats show that the cause exists. */
export const Evidence = z.enum(["measured", "possible"]);
export type Evidence = z.infer<typeof Evidence>;

/** `points` is `users ÷ total`: 0.15 of a usage of 1.15. */
export const Reason = z.object({ cause: Cause, users: z.int().positive(), points: z.number(), evidence: Evidence });
export type Reason = Readonly<z.infer<typeof Reason>>;

/**
 * Why a deployment is above 100 %: seats are held that were not sold, or are no longer.
 *
 * - `grace`: assignments on seats in grace, suspended or disabled
 * - `trial`: assignments on trial seats, running or run out
 * - `lapsed`: assignments left over, beyond every seat there is in any state: theirs have lapsed
 * - `unexplained`: what is left where not every kind of seat is known
 */
export const SEAT_CAUSES = ["grace", "trial", "lapsed", "unexplained"] as const;
export const SeatCause = z.enum(SEAT_CAUSES);
export type SeatCause = z.infer<typeof SeatCause>;

/** `points` is `seats ÷ sold`. */
export const SeatReason = z.object({
  cause: SeatCause,
  seats: z.int().positive(),
  points: z.number(),
  evidence: Evidence,
});
export type SeatReason = Readonly<z.infer<typeof SeatReason>>;

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
  const activeAll = Object.values(active).reduce((sum, users) => sum + users, 0);
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
    guest: active.guest,
    unexplained: beyondSeats - onLapsedSeats - onTrialSeats,
  };
  return CAUSES.filter((cause) => users[cause] > 0)
    .map((cause) => ({ cause, users: users[cause], points: users[cause] / total, evidence: "measured" as const }))
    .toSorted((one, other) => other.users - one.users);
}

/** One product's assignments over the seats sold, and the seats there are beside these. Null: no source tells. */
export type SeatExcess = Readonly<{
  assigned: number;
  sold: number;
  inGrace: number;
  /** Trial seats, running and run out. */
  onTrial: number | null;
}>;

/**
 * The reasons of a deployment above 100 %, in the order in which seats run out; none up to 100 %, and none where
 * nothing was sold, which is the reason itself. They add up: `assigned = sold + the seats of all reasons`.
 */
export function seatReasonsFor(excess: SeatExcess): SeatReason[] {
  return seatReasonsOver([excess]);
}

/**
 * A whole customer's: what its products are over, each for its own causes, over all seats it bought. Products with idle
 * seats make up for others, so `assigned = sold − idle + the seats of all reasons`.
 */
export function seatReasonsOver(products: readonly SeatExcess[]): SeatReason[] {
  const sum = (count: (product: SeatExcess) => number) => products.reduce((total, each) => total + count(each), 0);
  const sold = sum((product) => product.sold);
  if (sold === 0 || sum((product) => product.assigned) <= sold) return [];
  const bySeat = products.map(seatsByCause);
  return SEAT_CAUSES.map((cause) => ({ cause, seats: bySeat.reduce((total, seats) => total + seats[cause], 0) }))
    .filter(({ seats }) => seats > 0)
    .map(({ cause, seats }) => ({ cause, seats, points: seats / sold, evidence: "measured" }));
}

/** What a product's assignments beyond the sold seats are on, in the order in which seats run out. */
export function seatsByCause({ assigned, sold, inGrace, onTrial }: SeatExcess): Record<SeatCause, number> {
  const excess = Math.max(0, assigned - sold);
  const onLapsed = Math.min(excess, inGrace);
  const onTrials = Math.min(excess - onLapsed, onTrial ?? 0);
  const rest = excess - onLapsed - onTrials;
  return {
    grace: onLapsed,
    trial: onTrials,
    // No seat is left that they could be on, as long as every kind of seat is known.
    lapsed: onTrial === null ? 0 : rest,
    unexplained: onTrial === null ? rest : 0,
  };
}

/**
 * Why a total over many is above 100 %: the users of its parts' reasons, and what makes up for some of them (`balance`:
 * entitled users who are not active, and parts below 100 %). They add up: `part = whole + users of all − balance`.
 */
export const TotalReasons = z.object({ reasons: z.array(Reason), balance: z.int().nonnegative() });
export type TotalReasons = Readonly<z.infer<typeof TotalReasons>>;

/** The same in seats. */
export const TotalSeatReasons = z.object({ reasons: z.array(SeatReason), balance: z.int().nonnegative() });
export type TotalSeatReasons = Readonly<z.infer<typeof TotalSeatReasons>>;

/** Adds up the reasons of parts while they pass by. None for a total up to 100 %. */
export function reasonSum() {
  const users = new Map<string, Pick<Reason, "cause" | "evidence" | "users">>();
  return {
    add(reasons: readonly Reason[]): void {
      for (const { cause, evidence, users: more } of reasons) {
        const key = `${cause} ${evidence}`;
        users.set(key, { cause, evidence, users: (users.get(key)?.users ?? 0) + more });
      }
    },
    total(rate: Rate): TotalReasons {
      if (rate.kind === "missing" || rate.value <= 1) return { reasons: [], balance: 0 };
      const reasons = [...users.values()].map((reason) => Object.assign({ points: reason.users / rate.whole }, reason));
      const explained = reasons.reduce((sum, reason) => sum + reason.users, 0);
      return {
        reasons: reasons.toSorted(byCause).toSorted((one, other) => other.users - one.users),
        balance: explained - (rate.part - rate.whole),
      };
    },
  };
}

/** Adds up seats by their causes while parts pass by. None for a total up to 100 %. */
export function seatReasonSum() {
  const seats: Record<SeatCause, number> = { grace: 0, trial: 0, lapsed: 0, unexplained: 0 };
  return {
    add(more: Readonly<Partial<Record<SeatCause, number>>>): void {
      for (const cause of SEAT_CAUSES) seats[cause] += more[cause] ?? 0;
    },
    total(rate: Rate): TotalSeatReasons {
      if (rate.kind === "missing" || rate.value <= 1) return { reasons: [], balance: 0 };
      const reasons = SEAT_CAUSES.filter((cause) => seats[cause] > 0).map((cause): SeatReason => ({
        cause,
        seats: seats[cause],
        points: seats[cause] / rate.whole,
        evidence: "measured",
      }));
      const explained = reasons.reduce((sum, reason) => sum + reason.seats, 0);
      return { reasons, balance: explained - (rate.part - rate.whole) };
    },
  };
}

/** The seats of these reasons by cause. */
export function seatsIn(reasons: readonly SeatReason[]): Partial<Record<SeatCause, number>> {
  return Object.fromEntries(reasons.map(({ cause, seats }) => [cause, seats]));
}

/** The order of parts must not show. */
function byCause(one: Reason, other: Reason): number {
  return CAUSES.indexOf(one.cause) - CAUSES.indexOf(other.cause) || (one.evidence < other.evidence ? -1 : 1);
}

/** Totals of a usage that is only reported, and which causes the customer's seats show to exist. */
export type ReportedExcess = Readonly<{
  active: number;
  qualified: number;
  isYammer: boolean;
  /** Null where no seats are known. */
  seatsInGrace: number | null;
  seatsOnTrial: number | null;
}>;

/**
 * Possible reasons of a reported usage above 100 %: nobody was counted, so a cause is offered up to as many users as it
 * has seats, and what no seat can explain stays unexplained. They add up: `active = qualified + the users of all`.
 */
export function possibleReasonsFor(excess: ReportedExcess): Reason[] {
  const { active, qualified, isYammer } = excess;
  if (qualified === 0 || active <= qualified) return [];
  let rest = active - qualified;
  const upTo = (users: number): number => {
    const taken = Math.min(rest, users);
    rest -= taken;
    return taken;
  };
  const users = new Map<Cause, number>([
    ["grace", upTo(excess.seatsInGrace ?? 0)],
    ["trial", upTo(excess.seatsOnTrial ?? 0)],
    ["yammer", upTo(isYammer ? Infinity : 0)],
  ]);
  users.set("unexplained", rest);
  return [...users]
    .filter(([, count]) => count > 0)
    .map(([cause, count]) => ({ cause, users: count, points: count / qualified, evidence: "possible" }));
}
