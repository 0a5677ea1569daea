import { randomUUID } from "node:crypto";
import { ExportId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { exportAnswer } from "../src/jobs/export-answer.ts";
import { startExport } from "../src/jobs/start-export.ts";

/** Asks for a workbook of the published portfolio; it is written in the background. */
route("start-export", {
  method: "POST",
  path: "exports",
  permission: "export",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: async () => {
    const now = new Date();
    const portfolioExport = await startExport(environment(), ExportId.parse(randomUUID()), now.toISOString());
    const location = `${environment().config.publicBaseUrl}/api/exports/${portfolioExport.exportId}`;
    return {
      status: 202,
      body: await exportAnswer(environment(), portfolioExport, now),
      headers: { "operation-location": location, "retry-after": "2" },
    };
  },
});
