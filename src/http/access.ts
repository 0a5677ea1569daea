import type { HttpRequest } from "@azure/functions";
import { type Config, LOOPBACK_HOSTS } from "../config.ts";
import { AdoptionError } from "../errors.ts";

/**
 * What a caller must be allowed to do. `none` is for what tells nothing: that the app is alive. `configure` is for the
 * settings that change what the figures of every reader are made of.
 */
export type Permission = "none" | "read" | "export" | "recalculate" | "configure";

/**
 * Lets a request pass or throws `auth_not_configured` or `cross_site`. Without sign-in, data is served in developer
 * mode alone: asked for by a setting, never where Azure has left its marks, and only to the machine itself (by the
 * address in the request, which also stops a foreign page that has its name point at loopback).
 */
export function allow(
  permission: Permission,
  { url, headers }: Pick<HttpRequest, "url" | "headers">,
  config: Pick<Config, "developerMode" | "runsInAzure">,
): void {
  if (permission === "none") return;
  if (config.runsInAzure || !config.developerMode) {
    throw new AdoptionError("auth_not_configured", "Sign-in is not configured, so no data is served");
  }
  const { hostname, origin } = new URL(url);
  if (!LOOPBACK_HOSTS.has(hostname)) {
    throw new AdoptionError("auth_not_configured", "Developer mode serves data on this machine only, at 127.0.0.1");
  }
  if (isCrossSite(headers, origin)) {
    throw new AdoptionError("cross_site", "Developer mode answers no page but its own");
  }
}

/**
 * A page of any site can have its reader's browser post to loopback, without asking first, as long as the request is a
 * plain one. The browser tells, and no page can change what it tells; tools send neither header.
 * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site
 */
function isCrossSite(headers: HttpRequest["headers"], ownOrigin: string): boolean {
  return (headers.get("origin") ?? ownOrigin) !== ownOrigin || headers.get("sec-fetch-site") === "cross-site";
}
