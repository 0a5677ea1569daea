import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";

/** Every export, newest first, without links: a link is made for one export at a time. */
route("list-exports", {
  method: "GET",
  path: "exports",
  permission: "export",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: async () => ({ body: { value: await environment().exports.all() } }),
});
