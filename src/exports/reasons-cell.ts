import type { Rate } from "../domain/rate.ts";
import type { Reason, SeatReason, TotalReasons, TotalSeatReasons } from "../domain/reasons.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** The reasons of a usage above 100 %, largest first, in words; blank where there is nothing to explain. */
export function reasonsCell(reasons: readonly Reason[], text: WorkbookText): string | null {
  return reasons.length === 0 ? null : text.listed(reasons.map((reason) => text.reason(reason)));
}

/** The reasons of a deployment above 100 %, in the order in which seats run out. */
export function seatReasonsCell(reasons: readonly SeatReason[], text: WorkbookText): string | null {
  return reasons.length === 0 ? null : text.listed(reasons.map((reason) => text.seatReason(reason)));
}

/** The reasons of a total over customers, and what of them other customers make up for: together they are its excess. */
export function totalReasonsCell({ reasons, balance }: TotalReasons, rate: Rate, text: WorkbookText): string | null {
  const told = reasonsCell(reasons, text);
  if (told === null || balance === 0 || rate.kind === "missing") return told;
  return text.listed([told, text.madeUpFor(balance, rate.whole)]);
}

/** As `totalReasonsCell`, of a deployment. */
export function totalSeatReasonsCell(total: TotalSeatReasons, rate: Rate, text: WorkbookText): string | null {
  const told = seatReasonsCell(total.reasons, text);
  if (told === null || total.balance === 0 || rate.kind === "missing") return told;
  return text.listed([told, text.seatsMadeUpFor(total.balance, rate.whole)]);
}
