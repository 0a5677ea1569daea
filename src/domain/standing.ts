import { z } from "zod";

/**
 * By what right a user of a report uses a workload, best first. All of them count as active when they were; only `paid`
 * counts in the total. That difference is the whole explanation of a usage above 100 %.
 *
 * - `paid`: through a product with paid, active seats
 * - `grace`: only through products whose seats are all in grace, suspended or disabled
 * - `trial`: only through trial seats, or a free product
 * - `unlicensed`: without any plan of the workload (Yammer lets people in; or the licence was taken away)
 * - `guest`: a person of another company, let in without a licence; known only where the directory names users
 * - `departed`: a deleted user whom the report still lists
 */
export const STANDINGS = ["paid", "grace", "trial", "unlicensed", "guest", "departed"] as const;
export const Standing = z.enum(STANDINGS);
export type Standing = z.infer<typeof Standing>;

/** A user with two rights has the better one. */
export function betterStanding(one: Standing, other: Standing): Standing {
  return STANDINGS.indexOf(one) <= STANDINGS.indexOf(other) ? one : other;
}

/** One count for each standing, zeros included, in the order of the standings. */
export function byStanding(count: (standing: Standing) => number): Record<Standing, number> {
  return {
    paid: count("paid"),
    grace: count("grace"),
    trial: count("trial"),
    unlicensed: count("unlicensed"),
    guest: count("guest"),
    departed: count("departed"),
  };
}
