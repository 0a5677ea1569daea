import { z } from "zod";
import { ExportId, RunId } from "./ids.ts";

export const ExportState = z.enum(["queued", "running", "succeeded", "failed"]);
export type ExportState = z.infer<typeof ExportState>;

/** One workbook asked for: of which run, and what became of it. Instants are ISO 8601 UTC. */
export const PortfolioExport = z.object({
  exportId: ExportId,
  runId: RunId,
  state: ExportState,
  requestedOn: z.iso.datetime(),
  endedOn: z.iso.datetime().nullable(),
  fileName: z.string(),
  bytes: z.int().nonnegative().nullable(),
  rows: z.int().nonnegative().nullable(),
  /** Why it failed, for the one who asked. */
  failure: z.string().nullable(),
});
export type PortfolioExport = Readonly<z.infer<typeof PortfolioExport>>;
