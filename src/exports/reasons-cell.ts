import type { Reason, SeatReason } from "../domain/reasons.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** The reasons of a usage above 100 %, largest first, in words; blank where there is nothing to explain. */
export function reasonsCell(reasons: readonly Reason[], text: WorkbookText): string | null {
  return reasons.length === 0 ? null : text.listed(reasons.map((reason) => text.reason(reason)));
}

/** The reasons of a deployment above 100 %, in the order in which seats run out. */
export function seatReasonsCell(reasons: readonly SeatReason[], text: WorkbookText): string | null {
  return reasons.length === 0 ? null : text.listed(reasons.map((reason) => text.seatReason(reason)));
}
