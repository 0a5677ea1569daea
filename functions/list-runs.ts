import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";

/** Every run of the ledger, newest first. */
route("list-runs", {
  method: "GET",
  path: "runs",
  permission: "read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: async () => ({ body: { value: await environment().runs.all() } }),
});
