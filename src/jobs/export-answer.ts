import { AdoptionError } from "../errors.ts";
import type { PortfolioExport } from "../domain/export.ts";
import type { ExportId } from "../domain/ids.ts";
import type { Environment } from "../environment.ts";
import type { DownloadLink } from "../storage/exports.ts";

export type ExportAnswer = PortfolioExport & { link: DownloadLink | null };

/** An export as its asker sees it. The link is made for this answer: one that has expired is renewed by asking again. */
export async function exportAnswer(
  { exportFiles, config }: Pick<Environment, "exportFiles" | "config">,
  portfolioExport: PortfolioExport,
  now: Date,
): Promise<ExportAnswer> {
  const isReady = portfolioExport.state === "succeeded";
  const link = isReady ? await exportFiles.link(portfolioExport, now, config.exportLinkMinutes) : null;
  return { ...portfolioExport, link };
}

/** One export by its id. Throws `export_not_found`. */
export async function exportById(
  parts: Pick<Environment, "exports" | "exportFiles" | "config">,
  exportId: ExportId,
  now: Date,
): Promise<ExportAnswer> {
  const portfolioExport = await parts.exports.find(exportId);
  if (portfolioExport === null) throw new AdoptionError("export_not_found", `There is no export "${exportId}"`);
  return exportAnswer(parts, portfolioExport, now);
}
