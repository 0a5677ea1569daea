import type { ExportId } from "../domain/ids.ts";
import type { PortfolioExport } from "../domain/export.ts";
import type { Environment } from "../environment.ts";
import { publishedRun } from "./published-portfolio.ts";

/** Asks for a workbook of the published run. Throws `nothing_published`. */
export async function startExport(
  { exports, queues, runs }: Pick<Environment, "exports" | "queues" | "runs">,
  exportId: ExportId,
  requestedOn: string,
): Promise<PortfolioExport> {
  const { runId, night } = await publishedRun({ runs });
  const portfolioExport: PortfolioExport = {
    exportId,
    runId,
    state: "queued",
    requestedOn,
    endedOn: null,
    fileName: `portfolio-${night}.xlsx`,
    bytes: null,
    rows: null,
    failure: null,
  };
  await exports.save(portfolioExport);
  await queues.send("export-portfolio", { exportId });
  return portfolioExport;
}
