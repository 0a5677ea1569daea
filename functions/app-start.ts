import { app } from "@azure/functions";
import { environment } from "../src/environment.ts";

/** A wrong setting stops the app here, by name, before any function runs; and what storage lacks is made once. */
app.hook.appStart(async () => {
  await environment().prepare();
});
