import { type Answer, answer, type Call } from "./answer.ts";
import { guidOf } from "./random.ts";
import type { Portfolio } from "./portfolio.ts";
import { accessToken, type Actor, type Audience, nextRefreshToken, type Seal } from "./tokens.ts";

export type Credentials = Readonly<{
  partnerTenantId: string;
  clientId: string;
  clientSecret: string;
  /** Of a user in the partner's own tenant, for Partner Center. */
  refreshToken: string;
}>;

export type LoginSetting = Readonly<{
  portfolio: Portfolio;
  credentials: Credentials;
  seal: Seal;
  tokenLifetimeSeconds: number;
  /** The address of each audience, as a caller names it. */
  addresses: Readonly<Record<Audience, readonly string[]>>;
  nowSeconds: () => number;
}>;

/**
 * The token endpoint of Entra, for client credentials and for the refresh token of one user, in both its forms:
 * `oauth2/v2.0/token` with a scope, and the older `oauth2/token` with a resource, which writes numbers as strings.
 */
export function login(setting: LoginSetting): (call: Call) => Answer {
  const { portfolio, credentials, seal, tokenLifetimeSeconds, addresses, nowSeconds } = setting;
  const refusal = refusals(portfolio.today);

  return ({ method, path, body }) => {
    const [, tenant, version] = /^\/([^/]+)\/oauth2\/(v2\.0\/)?token$/.exec(path) ?? [];
    if (tenant === undefined || method !== "POST") return answer(404, {}, "");

    const form = new URLSearchParams(body);
    const actor = actorOf(form.get("grant_type") ?? "");
    if (actor === null) return refusal(400, "unsupported_grant_type", 70003);
    const customer = portfolio.find(tenant);
    const isPartner = tenant.toLowerCase() === credentials.partnerTenantId;
    if (customer === null && !isPartner) return refusal(400, "invalid_request", 90002);
    if (form.get("client_id") !== credentials.clientId) return refusal(400, "unauthorized_client", 700016);
    if (customer?.oddity.wire.consent === "missing") return refusal(400, "unauthorized_client", 700016);
    if (form.get("client_secret") !== credentials.clientSecret) return refusal(401, "invalid_client", 7000215);

    const isV2 = version !== undefined;
    const resource = isV2 ? resourceIn(form.get("scope") ?? "", actor) : (form.get("resource") ?? "");
    const audience = audienceOf(resource, addresses);
    // The user has signed in for Partner Center, and to nothing else.
    if (audience === null || (actor === "user" && audience !== "partnerCenter")) {
      return isV2 ? refusal(400, "invalid_scope", 70011) : refusal(400, "invalid_resource", 500011);
    }
    const refreshed = isPartner ? nextRefreshToken(seal, form.get("refresh_token") ?? "") : null;
    if (actor === "user" && refreshed === null) return refusal(400, "invalid_grant", 700082);

    const now = Math.floor(nowSeconds());
    const expiresAt = now + tokenLifetimeSeconds;
    const token = accessToken(seal, { tenantId: tenant.toLowerCase(), audience, actor, expiresAt });
    const granted = isV2 ? v2Body(token, tokenLifetimeSeconds) : v1Body(token, resource, now, expiresAt);
    return json(200, actor === "app" ? granted : { ...granted, scope: USER_SCOPE, refresh_token: refreshed });
  };
}

function actorOf(grantType: string): Actor | null {
  if (grantType === "client_credentials") return "app";
  return grantType === "refresh_token" ? "user" : null;
}

function v2Body(token: string, lifetimeSeconds: number) {
  return {
    token_type: "Bearer",
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: token,
  };
}

function v1Body(token: string, resource: string, now: number, expiresAt: number) {
  return {
    token_type: "Bearer",
    expires_in: String(expiresAt - now),
    ext_expires_in: String(expiresAt - now),
    expires_on: String(expiresAt),
    not_before: String(now),
    resource,
    access_token: token,
  };
}

/** An application has its permissions by default; a user's may also be named. */
function resourceIn(scope: string, actor: Actor): string {
  const [, resource = "", name] = /^(.*)\/([^/]+)$/.exec(scope) ?? [];
  return name === DEFAULT_SCOPE || (actor === "user" && name === USER_SCOPE) ? resource : "";
}

const DEFAULT_SCOPE = ".default";
const USER_SCOPE = "user_impersonation";

function audienceOf(resource: string, addresses: LoginSetting["addresses"]): Audience | null {
  const address = resource.replace(/\/$/, "");
  if (addresses.partnerCenter.includes(address)) return "partnerCenter";
  return addresses.graph.includes(address) ? "graph" : null;
}

const REFUSALS = {
  70003: "The app requested an unsupported grant type.",
  70011: "The provided value for the input parameter 'scope' is not valid.",
  90002: "The tenant was not found. Check that it is the right one and has active subscriptions.",
  500011: "The resource principal was not found in the tenant.",
  700082: "The refresh token has expired due to inactivity.",
  700016: "The application was not found in the directory. It may not have been installed or consented to there.",
  7000215: "Invalid client secret provided.",
} as const;

/** The stamp of a refusal is the midnight of the simulated day: the same question has the same answer. */
function refusals(today: string) {
  return (status: number, error: string, code: keyof typeof REFUSALS): Answer => {
    const traceId = guidOf(`trace ${code}`);
    const correlationId = guidOf(`correlation ${code}`);
    const timestamp = `${today} 00:00:00Z`;
    return json(status, {
      error,
      error_description: `AADSTS${code}: ${REFUSALS[code]} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
    });
  };
}

function json(status: number, value: unknown): Answer {
  return answer(
    status,
    { "content-type": "application/json; charset=utf-8", "cache-control": "no-store, no-cache" },
    JSON.stringify(value),
  );
}
