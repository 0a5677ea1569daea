import type { ExclusionTerms } from "../domain/exclusion.ts";
import type { WorkbookText } from "./workbook-text.ts";

/** Why a customer or a product is left out of the totals, and until when; blank where it is in them. */
export function exclusionCell(excluded: ExclusionTerms | null, text: WorkbookText): string | null {
  return excluded === null ? null : text.excluded(excluded);
}
