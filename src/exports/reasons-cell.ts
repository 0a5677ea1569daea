import type { Reason } from "../domain/reasons.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** The reasons of a usage above 100 %, largest first, in words; blank where there is nothing to explain. */
export function reasonsCell(reasons: readonly Reason[], text: WorkbookText): string | null {
  return reasons.length === 0 ? null : text.listed(reasons.map((reason) => text.reason(reason)));
}
