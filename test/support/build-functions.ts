import { build } from "rolldown";
import bundle from "../../rolldown.config.ts";

/** The tests that run the product run what would be deployed. */
export async function setup(): Promise<void> {
  await build(bundle);
}
