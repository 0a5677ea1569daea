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

/** Of one application, or of one user of it. */
export type Tokens = ReturnType<typeof heldTokens>;

type ApplicationOptions = Readonly<{
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

type UserOptions = ApplicationOptions &
  Readonly<{
    /** What is left of the user's sign-in. Only the first one of this process: each answer may bring the next. */
    refreshToken: string;
    settings: Readonly<{ refreshToken: string }>;
  }>;

/** A token is renewed this long before it ends, so that no call sets out with one that ends on its way. */
const MARGIN_MS = 5 * 60_000;

/** One token has some 2 KB, and a night meets every customer: the oldest make room. */
const TENANTS_MAX = 1_000;

const SOURCE = "Microsoft Entra";

/** Tokens of one application for one API, by tenant (client credentials). One request a tenant, however many wait. */
export function tokens(options: ApplicationOptions) {
  return heldTokens(async (tenantId) => {
    const question = { grant_type: "client_credentials", scope: `${options.audience}/.default` };
    const answer = await asked(options, tenantId, question);
    if (answer.status !== 200) throw refusal(answer, tenantId, options);
    return readAs(SOURCE, Grant, answer.body);
  }, options.now);
}

/**
 * Tokens of one user who has signed in to our application (the secure application model). The refresh token that comes
 * with a token takes the place of the one before, in the memory of this process alone.
 * https://learn.microsoft.com/partner-center/developer/enable-secure-app-model
 */
export function userTokens(options: UserOptions): Tokens {
  let { refreshToken } = options;
  return heldTokens(async (tenantId) => {
    const scope = `${options.audience}/user_impersonation`;
    const question = { grant_type: "refresh_token", scope, refresh_token: refreshToken };
    const answer = await asked(options, tenantId, question);
    if (answer.status !== 200) throw userRefusal(answer, tenantId, options);
    const grant = readAs(SOURCE, Grant, answer.body);
    refreshToken = grant.refresh_token || refreshToken;
    return grant;
  }, options.now);
}

function heldTokens(granted: (tenantId: string) => Promise<Grant>, now: () => number = Date.now) {
  const held = new Map<string, Request>();

  function request(tenantId: string): Promise<AccessToken> {
    const promised = granted(tenantId).then(
      ({ access_token, expires_in }) => {
        const token = accessToken(access_token);
        made.arrived = { token, freshUntilMs: now() + expires_in * 1_000 - MARGIN_MS };
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
  /** The next one of a user, which may be left out. An application has none. */
  refresh_token: z.string().nullish(),
});
type Grant = z.infer<typeof Grant>;

const Refusal = z.object({ error: z.string(), error_description: z.string().optional() });

function asked(
  { http, loginUrl, clientId, clientSecret }: ApplicationOptions,
  tenantId: string,
  question: Readonly<Record<string, string>>,
): Promise<JsonAnswer> {
  return http.json({
    source: SOURCE,
    url: new URL(`${loginUrl.replace(/\/+$/, "")}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`),
    headers: { Accept: "application/json" },
    form: new URLSearchParams({ ...question, client_id: clientId, client_secret: clientSecret }),
  });
}

/**
 * What Entra says of one tenant: it does not know the application, has not consented, or is not there. The text of a
 * description changes, its number does not.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const TENANT_CODES = new Set(["AADSTS700016", "AADSTS7000229", "AADSTS65001", "AADSTS90002", "AADSTS500011"]);

type Application = Pick<ApplicationOptions, "settings" | "partnerTenantId">;

/** Only ever a refusal: a fault of our own application too costs what is asked of this API, and not the whole night. */
function refusal(answer: JsonAnswer, tenantId: string, { settings, partnerTenantId }: Application): SourceRefusal {
  const { error, code, said } = spoken(answer);
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

/** What ends a sign-in: time, a new password, an administrator; or a rule by which it was not enough. */
const SIGN_IN_ERRORS = new Set(["invalid_grant", "interaction_required"]);

function userRefusal(
  answer: JsonAnswer,
  tenantId: string,
  options: Pick<UserOptions, "settings" | "partnerTenantId">,
): SourceRefusal {
  const { error, code, said } = spoken(answer);
  const isOfSignIn = error !== null && SIGN_IN_ERRORS.has(error) && (code === null || !TENANT_CODES.has(code));
  if (!isOfSignIn) return refusal(answer, tenantId, options);
  const setting = options.settings.refreshToken;
  return new SourceRefusal(
    "failed",
    `The sign-in behind ${setting} has expired or was withdrawn (${said}): sign in again and set ${setting}`,
  );
}

/** What an answer says, in its own codes: its sentences may name the application, and stay here. */
function spoken({ status, body }: JsonAnswer): { error: string | null; code: string | null; said: string } {
  const reading = Refusal.safeParse(body);
  if (!reading.success) return { error: null, code: null, said: `status ${status}` };
  const code = /\bAADSTS\d+/.exec(reading.data.error_description ?? "")?.[0] ?? null;
  return { error: reading.data.error, code, said: code ?? `status ${status}` };
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
