import type { DirectoryJoin } from "../domain/activity.ts";
import type { Holding } from "../domain/holding.ts";
import type { DirectoryUser } from "./graph-rows.ts";
import { isNamed, nameKey } from "./user-name.ts";

/** Who is in a customer's directory and what they hold, as a look-up by the keys of their names: no name, no id. */
export type Directory = Readonly<{
  /** How many users there are, guests and blocked accounts included. */
  users: number;
  /** What the user of this key holds; null where the directory has no such user. */
  holdingOf(key: number): Holding | null;
  joining(): DirectoryJoining;
}>;

/**
 * Whose name a row of the active users report bears. `isDeleted` and `holding` are what the user is folded with. A
 * `namesake` has lost the name to somebody else, so that nothing else that goes by this name is the row's own.
 */
export type NameOwner = Readonly<{ isDeleted: boolean; holding: Holding | null; isNamesake: boolean }>;

/**
 * To be asked once all rows have passed. The report calls a user deleted whom the directory has: where a living user of
 * the same name has come by, made anew after a deletion, it is right; else the user is alive, whatever it says.
 */
export type UndecidedOwner = () => NameOwner;

/** One pass of the active users report over the directory. */
export type DirectoryJoining = Readonly<{
  /** Of a named row. */
  ownerOf(key: number, isDeleted: boolean): NameOwner | UndecidedOwner;
  /** What a user is whom the active users report lacks, and another report lists. */
  ownerElsewhere(key: number): NameOwner;
  /** Named rows so far, and those of them whose name is in the directory. */
  rows(): Readonly<{ named: number; found: number }>;
  /** What the join has brought to light, once all rows have passed. */
  join(): DirectoryJoin;
}>;

/**
 * Reads a directory page by page, and lets each page go. Users who hold the same share one Holding. Somebody who moves
 * between pages while they are read comes twice, and is one: the later page counts.
 */
export async function directoryOf(pages: AsyncIterable<readonly DirectoryUser[]>): Promise<Directory> {
  const holdings = new Map<number, Holding>();
  const shared = sharedHoldings();
  let usersUnnamed = 0;
  for await (const page of pages) {
    for (const { name, holding } of page) {
      if (isNamed(name)) holdings.set(nameKey(name), shared(holding));
      else usersUnnamed += 1;
    }
  }
  const users = holdings.size + usersUnnamed;
  return {
    users,
    holdingOf: (key) => holdings.get(key) ?? null,
    joining: () => directoryJoining(holdings, users),
  };
}

/** No user of the directory: the account was deleted, though the report may not know it yet. */
const GONE: NameOwner = { isDeleted: true, holding: null, isNamesake: false };
const NAMESAKE: NameOwner = { isDeleted: true, holding: null, isNamesake: true };

function directoryJoining(holdings: ReadonlyMap<number, Holding>, users: number): DirectoryJoining {
  const taken = new Set<number>();
  let [named, found, deletedContradicted] = [0, 0, 0];

  function owner(key: number, holding: Holding): NameOwner {
    if (taken.has(key)) return NAMESAKE;
    taken.add(key);
    return { isDeleted: false, holding, isNamesake: false };
  }

  return {
    ownerOf(key, isDeleted) {
      named += 1;
      const holding = holdings.get(key);
      if (holding === undefined) return GONE;
      found += 1;
      if (!isDeleted) return owner(key, holding);
      return () => {
        const decided = owner(key, holding);
        if (!decided.isDeleted) deletedContradicted += 1;
        return decided;
      };
    },

    ownerElsewhere(key) {
      const holding = holdings.get(key);
      return holding === undefined ? GONE : { isDeleted: false, holding, isNamesake: false };
    },

    rows: () => ({ named, found }),

    join() {
      let unlisted = 0;
      for (const [key, { licences }] of holdings) if (licences.length > 0 && !taken.has(key)) unlisted += 1;
      return { users, joined: taken.size, unlisted, deletedContradicted };
    },
  };
}

/** One object for all holdings of the same content: a customer has a few dozen of them. */
function sharedHoldings(): (holding: Holding) => Holding {
  const known = new Map<string, Holding>();
  return (holding) => {
    const ordered: Holding = {
      ...holding,
      licences: holding.licences
        .map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans: disabledPlans.toSorted() }))
        .toSorted((one, other) => (one.skuId < other.skuId ? -1 : 1)),
    };
    const content = JSON.stringify(ordered);
    const same = known.get(content);
    if (same !== undefined) return same;
    known.set(content, ordered);
    return ordered;
  };
}
