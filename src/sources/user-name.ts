import { hash } from "node:crypto";
import type { Naming } from "../domain/activity.ts";

/** Concealed names are 32 hexadecimal digits, one for each name. */
const CONCEALED = /^[0-9a-f]{32}$/i;

/** Of a 256-bit hash: 52 bits, which a number holds exactly. */
const KEY_DIGITS = 13;

/** The reports call many people `(Unknown)`: that is nobody's name, and neither is an empty one. */
export function isNamed(name: string): boolean {
  const text = name.trim();
  return text !== "" && text.toLowerCase() !== "(unknown)";
}

/**
 * A name as a number: enough to find the same name in two reports, too little to tell it. Among 200,000 users, two share
 * theirs once in 200,000 reports.
 */
export function nameKey(name: string): number {
  return Number.parseInt(hash("sha256", name.trim().toLowerCase(), "hex").slice(0, KEY_DIGITS), 16);
}

/**
 * How a report names its users: by the majority, for an odd name must not decide for all. Two reports can be joined only
 * when they name their users alike.
 */
export function namingTally() {
  let named = 0;
  let concealed = 0;
  return {
    add(name: string): void {
      named += 1;
      if (CONCEALED.test(name.trim())) concealed += 1;
    },
    naming(): Naming {
      if (named === 0) return "none";
      return concealed * 2 > named ? "concealed" : "clear";
    },
  };
}
