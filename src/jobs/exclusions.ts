import type { Day } from "../domain/day.ts";
import { type Excludable, type Exclusion, isInForceOn } from "../domain/exclusion.ts";
import { AdoptionError } from "../errors.ts";
import type { Environment } from "../environment.ts";

type Parts = Pick<Environment, "exclusions">;

/** An exclusion, and whether it leaves something out on the night it is asked about. */
export type ListedExclusion = Exclusion & Readonly<{ isInForce: boolean }>;

/** `effect` says in words from when on the figures heed it. */
export type ExclusionAnswer = ListedExclusion & Readonly<{ effect: string }>;

/** What is published never changes, so a setting shows with what is computed after it. */
const EFFECT = "It counts from the next run on. What is published already stays as it is.";

/** All exclusions, those that have run out among them: customers first, then products, each by id. */
export async function listedExclusions({ exclusions }: Parts, night: Day): Promise<ListedExclusion[]> {
  return (await exclusions.all()).map((exclusion) => listed(exclusion, night));
}

/**
 * Leaves a customer or a product out of the totals, in the place of an earlier exclusion of the same; repeating it
 * changes nothing. Neither need be known: a customer may be left out before its first night. Throws `invalid_request`
 * for one that would have run out before it is made.
 */
export async function exclude({ exclusions }: Parts, exclusion: Exclusion, today: Day): Promise<ExclusionAnswer> {
  if (!isInForceOn(today, exclusion)) {
    const message = `must be today, ${today} in UTC, or a later day`;
    throw new AdoptionError("invalid_request", `"until" ${message}`, { fields: [{ pointer: "/until", message }] });
  }
  await exclusions.save(exclusion);
  return { ...listed(exclusion, today), effect: EFFECT };
}

/** Takes an exclusion back. Throws `exclusion_not_found`. */
export async function takeBack({ exclusions }: Parts, excluded: Excludable): Promise<void> {
  if (await exclusions.remove(excluded)) return;
  const what = excluded.kind === "customer" ? `Customer "${excluded.customerId}"` : `Product "${excluded.skuId}"`;
  throw new AdoptionError("exclusion_not_found", `${what} is not excluded`);
}

function listed(exclusion: Exclusion, night: Day): ListedExclusion {
  return { ...exclusion, isInForce: isInForceOn(night, exclusion) };
}
