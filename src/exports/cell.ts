import type { RateChange } from "../domain/change.ts";
import type { Day } from "../domain/day.ts";
import type { Rate } from "../domain/rate.ts";
import { safeText } from "./safe-text.ts";

/** All that a cell may hold. Null is blank: not known, never zero, and left out by a spreadsheet's own averages. */
export type Cell = string | number | boolean | Date | null;

/** The share itself; the column's format turns 1.15 into 115.0%. */
export function rateCell(rate: Rate): number | null {
  return rate.kind === "measured" ? rate.value : null;
}

export function partCell(rate: Rate): number | null {
  return rate.kind === "measured" ? rate.part : null;
}

export function wholeCell(rate: Rate): number | null {
  return rate.kind === "measured" ? rate.whole : null;
}

/** So many for each hundred: 0.25 requests for each active user are 25. */
export function perHundredCell(rate: Rate): number | null {
  return rate.kind === "measured" ? (rate.part * 100) / rate.whole : null;
}

/** How far a rate has moved, or how far one of the two movers has moved it; blank where there is nothing to compare. */
export function changeCell(change: RateChange, mover: "points" | "peoplePoints" | "seatsPoints"): number | null {
  return change.kind === "measured" ? change[mover] : null;
}

/** A day as a spreadsheet has it: a date without a clock, the same in every zone. */
export function dayCell(day: Day | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00.000Z`);
}

/**
 * The cell as it may be written. Whatever else reaches here is refused, since the writer turns an object into a live
 * formula or a link, and a number that is none into a file no spreadsheet opens.
 */
export function safeCell(cell: unknown): Cell {
  if (cell === null || typeof cell === "boolean") return cell;
  if (typeof cell === "string") return safeText(cell);
  if (typeof cell === "number" && Number.isFinite(cell)) return cell;
  if (cell instanceof Date && !Number.isNaN(cell.getTime())) return cell;
  throw new TypeError(
    `A cell cannot hold ${typeof cell === "number" ? String(cell) : `a value of type ${typeof cell}`}`,
  );
}
