import { inspect } from "node:util";
import { z } from "zod";
import type { HttpClient, JsonAnswer } from "./http-client.ts";
import { readAs } from "./read-as.ts";
import { SourceRefusal } from "./source-refusal.ts";

/** A bearer token that only a call can read: printed, logged or serialised it is `[redacted]`. */
export type AccessToken = Readonly<{
  authorization(): string;
  toString(): string;
  toJSON(): string;
  [inspect.custom](): string;
}>;

export type Tokens = ReturnType<typeof tokens>;

type TokensOptions = Readonly<{
  http: HttpClient;
  loginUrl: string;
  clientId: string;
  clientSecret: string;
  /** The address of the API the tokens are for, which differs from cloud to cloud. */
  audience: string;
  /** What the settings of our application are called, for whoever has to mend them. */
  settings: Readonly<{ clientId: string; clientSecret: string }>;
  /** Where our application is at home: nobody else can let it in there. Null where it is not known. */
  partnerTenantId: string | null;
  now?: () => number;
}>;

/** A token is renewed this long before it ends, so that no call sets out with one that ends on its way. */
const MARGIN_MS = 5 * 60_000;

/** One token has some 2 KB, and a night meets every customer: the oldest make room. */
const TENANTS_MAX = 1_000;

const SOURCE = "Microsoft Entra";

/** Tokens of one application for one API, by tenant (client credentials). One request a tenant, however many wait. */
export function tokens(options: TokensOptions) {
  const { now = Date.now } = options;
  const held = new Map<string, Request>();

  function request(tenantId: string): Promise<AccessToken> {
    const promised = requested(options, tenantId).then(
      ({ token, expiresInSeconds }) => {
        made.arrived = { token, freshUntilMs: now() + expiresInSeconds * 1_000 - MARGIN_MS };
        return token;
      },
      (error: unknown) => {
        if (held.get(tenantId) === made) held.delete(tenantId);
        throw error;
      },
    );
    const made: Request = { promised, arrived: null };
    held.delete(tenantId);
    held.set(tenantId, made);
    for (const oldest of held.keys()) {
      if (held.size <= TENANTS_MAX) break;
      held.delete(oldest);
    }
    return promised;
  }

  return {
    async token(tenantId: string): Promise<AccessToken> {
      const known = held.get(tenantId);
      const isUsable = known !== undefined && (known.arrived === null || now() < known.arrived.freshUntilMs);
      return isUsable ? known.promised : request(tenantId);
    },

    /** Another one in place of a token that was not accepted; calls that were refused together share it. */
    async renewed(tenantId: string, refused: AccessToken): Promise<AccessToken> {
      const known = held.get(tenantId);
      return known === undefined || known.arrived?.token === refused ? request(tenantId) : known.promised;
    },
  };
}

/** One token, from the moment it was asked for. */
type Request = {
  readonly promised: Promise<AccessToken>;
  arrived: Readonly<{ token: AccessToken; freshUntilMs: number }> | null;
};

const Grant = z.object({
  access_token: z.string().min(1),
  expires_in: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]),
});

const Refusal = z.object({ error: z.string(), error_description: z.string().optional() });

async function requested(
  options: TokensOptions,
  tenantId: string,
): Promise<{ token: AccessToken; expiresInSeconds: number }> {
  const { http, loginUrl, clientId, clientSecret, audience } = options;
  const answer = await http.json({
    source: SOURCE,
    url: new URL(`${loginUrl.replace(/\/+$/, "")}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`),
    headers: { Accept: "application/json" },
    form: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${audience}/.default`,
    }),
  });
  if (answer.status !== 200) throw refusal(answer, tenantId, options);
  const grant = readAs(SOURCE, Grant, answer.body);
  return { token: accessToken(grant.access_token), expiresInSeconds: grant.expires_in };
}

/**
 * What Entra says of one tenant: it does not know the application, has not consented, or is not there. The text of a
 * description changes, its number does not.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const TENANT_CODES = new Set(["AADSTS700016", "AADSTS7000229", "AADSTS65001", "AADSTS90002", "AADSTS500011"]);

/** Only ever a refusal: a fault of our own application too costs what is asked of this API, and not the whole night. */
function refusal(
  { status, body }: JsonAnswer,
  tenantId: string,
  { settings, partnerTenantId }: Pick<TokensOptions, "settings" | "partnerTenantId">,
): SourceRefusal {
  const reading = Refusal.safeParse(body);
  const error = reading.success ? reading.data.error : null;
  const code = reading.success ? (/\bAADSTS\d+/.exec(reading.data.error_description ?? "")?.[0] ?? null) : null;
  const said = code ?? `status ${status}`;

  if ((code !== null && TENANT_CODES.has(code)) || error === "unauthorized_client") {
    if (tenantId === partnerTenantId) {
      return new SourceRefusal(
        "failed",
        `Our own app registration is at fault (${said}): the partner's tenant does not know it, or has not consented to it; check ${settings.clientId} and PARTNER_TENANT_ID`,
      );
    }
    return new SourceRefusal(
      "no_access",
      `Tenant ${tenantId} does not let our application in (${said}): an administrator of the tenant has to consent to it`,
    );
  }
  if (error === "invalid_client") {
    return new SourceRefusal(
      "failed",
      `${SOURCE} does not accept ${settings.clientSecret} (${said}): it is wrong or has expired; set it to a new secret of our app registration`,
    );
  }
  return new SourceRefusal("failed", `${SOURCE} gave no token for tenant ${tenantId} (${said})`);
}

const redacted = () => "[redacted]";

function accessToken(secret: string): AccessToken {
  return {
    authorization: () => `Bearer ${secret}`,
    toString: redacted,
    toJSON: redacted,
    [inspect.custom]: redacted,
  };
}
