import { createHash } from "node:crypto";

/** Chance that can be told again: one seed gives the same draws in the same order on every machine. */
export type Chance = Readonly<{
  /** At least 0, below 1. */
  share(): number;
  below(count: number): number;
  pick<T>(choices: readonly T[]): T;
  /** Mean 0, standard deviation 1. */
  normal(): number;
}>;

export function chanceOf(seed: string): Chance {
  let state = fingerprint(seed);

  // Mulberry32: one 32-bit state and a few multiplications, for millions of draws a night.
  const share = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number) => Math.floor(share() * count);

  return {
    share,
    below,
    pick: (choices) => {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new Error("Cannot pick from nothing");
      return choice;
    },
    // Box and Muller: 1 - share() is never 0, of which there is no logarithm.
    normal: () => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share()),
  };
}

/** A GUID of version 4 that belongs to this text and to no other. */
export function guidOf(text: string): string {
  const hex = hexOf(text);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}

/** 32 hex digits, as a concealed name has. */
export function hexOf(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** FNV-1a. */
function fingerprint(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
