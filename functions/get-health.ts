import { environment } from "../src/environment.ts";
import { nothing, route } from "../src/http/route.ts";

/** That the app is up, can read its storage, and of which night its answers are. Tells nothing of any customer. */
route("get-health", {
  method: "GET",
  path: "health",
  permission: "none",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: async () => {
    const published = await environment().runs.published();
    return { body: { status: "ok", publishedNight: published?.night ?? null } };
  },
});
