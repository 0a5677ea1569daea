import type { Holding } from "../../src/domain/holding.ts";
import { SkuId } from "../../src/domain/ids.ts";
import { type Directory, directoryOf } from "../../src/sources/directory.ts";
import type { DirectoryUser } from "../../src/sources/graph-rows.ts";

/** Microsoft 365 Business Premium, which the made-up users of the reports hold too. */
export const BUSINESS_PREMIUM = SkuId.parse("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46");

/** A member with Business Premium, whatever is said otherwise. */
export function holding(overrides: Partial<Holding> = {}): Holding {
  return { licences: [{ skuId: BUSINESS_PREMIUM, disabledPlans: [] }], isGuest: false, isBlocked: false, ...overrides };
}

export const NOTHING_HELD = holding({ licences: [] });

/** A directory of these names, each with what its user holds. */
export function directoryWith(holdings: Readonly<Record<string, Holding>>): Promise<Directory> {
  return directoryOf(pagesOf(Object.entries(holdings).map(([name, held]) => ({ name, holding: held }))));
}

export async function* pagesOf(
  ...pages: readonly (readonly DirectoryUser[])[]
): AsyncGenerator<readonly DirectoryUser[]> {
  yield* pages;
}
