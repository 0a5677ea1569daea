import type { SkuId } from "./ids.ts";

/** One licence that a user holds, and the plans of it that an administrator has switched off for this user. */
export type HeldLicence = Readonly<{ skuId: SkuId; disabledPlans: readonly string[] }>;

/**
 * What the directory says of a user, without saying who it is. Users who hold the same share one object, so that each
 * combination is worked out once.
 */
export type Holding = Readonly<{
  licences: readonly HeldLicence[];
  /** A person of another company. */
  isGuest: boolean;
  /** The account may not sign in, and holds its licences all the same. */
  isBlocked: boolean;
}>;

/** The plans of each product, by the tenant's own list of the day: lower-case plan ids. */
export type PlansBySku = ReadonlyMap<SkuId, readonly string[]>;
