import { z } from "zod";
import { ExportId } from "../src/domain/ids.ts";
import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";
import { exportById } from "../src/jobs/export-answer.ts";

/** One export: how far it is, and once it has succeeded a fresh link that expires. */
route("get-export", {
  method: "GET",
  path: "exports/{exportId}",
  permission: "export",
  params: z.strictObject({ exportId: ExportId }),
  query: nothing,
  body: nothing,
  handler: async ({ params }) => ({ body: await exportById(environment(), params.exportId, new Date()) }),
});
