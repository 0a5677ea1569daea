import type { Config } from "../config.ts";
import { AdoptionError } from "../errors.ts";

/** What a caller must be allowed to do. `none` is for what tells nothing: that the app is alive. */
export type Permission = "none" | "read" | "export" | "recalculate";

const LOOPBACK_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Lets a request pass or throws `auth_not_configured`. Without sign-in, data is served in developer mode alone: asked
 * for by a setting, never where Azure has left its marks, and only to the machine itself (by the address in the
 * request, which also stops a foreign page that has its name point at loopback).
 */
export function allow(
  permission: Permission,
  url: string,
  config: Pick<Config, "developerMode" | "runsInAzure">,
): void {
  if (permission === "none") return;
  if (config.runsInAzure || !config.developerMode) {
    throw new AdoptionError("auth_not_configured", "Sign-in is not configured, so no data is served");
  }
  if (!LOOPBACK_HOSTS.has(new URL(url).hostname)) {
    throw new AdoptionError("auth_not_configured", "Developer mode serves data on this machine only, at 127.0.0.1");
  }
}
