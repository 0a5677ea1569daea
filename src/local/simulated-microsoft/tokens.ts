import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";

export type Audience = "partnerCenter" | "graph";

/** Whether an application acts for itself or for a user who signed in. */
export type Actor = "app" | "user";

/** What a caller may do with its token, or why it may not. */
export type Grant =
  | Readonly<{ kind: "granted"; tenantId: string; audience: Audience; actor: Actor }>
  | Readonly<{ kind: "refused"; reason: "absent" | "unreadable" | "expired" }>;

/** Notes handed to a caller and believed when they come back, so that nobody needs to keep them. */
export type Seal = ReturnType<typeof sealOf>;

export function sealOf(secret: string) {
  const signatureOf = (note: string) => createHmac("sha256", secret).update(note).digest("base64url");
  return {
    close(note: unknown): string {
      const text = Buffer.from(JSON.stringify(note)).toString("base64url");
      return `${text}.${signatureOf(text)}`;
    },

    /** Null for anything that was not closed here. */
    open(sealed: string): unknown {
      const [text = "", signature] = sealed.split(".");
      return signature === signatureOf(text) ? JSON.parse(Buffer.from(text, "base64url").toString()) : null;
    },
  };
}

const Token = z.object({
  tenantId: z.string(),
  audience: z.enum(["partnerCenter", "graph"]),
  actor: z.enum(["app", "user"]),
  /** Unix seconds. */
  expiresAt: z.number(),
});
type Token = Readonly<z.infer<typeof Token>>;

export function accessToken(seal: Seal, token: Token): string {
  return seal.close(token);
}

export function grantOf(seal: Seal, headers: IncomingHttpHeaders, nowSeconds: number): Grant {
  const [, bearer] = /^Bearer (.+)$/i.exec(headers.authorization ?? "") ?? [];
  if (bearer === undefined) return { kind: "refused", reason: "absent" };
  const token = Token.safeParse(seal.open(bearer));
  if (!token.success) return { kind: "refused", reason: "unreadable" };
  if (token.data.expiresAt <= nowSeconds) return { kind: "refused", reason: "expired" };
  const { tenantId, audience, actor } = token.data;
  return { kind: "granted", tenantId, audience, actor };
}

/** What is left of a sign-in: good for as many access tokens as one likes, and each brings the next one along. */
const RefreshToken = z.object({ timesRefreshed: z.number() });

export function refreshToken(seal: Seal, timesRefreshed: number): string {
  return seal.close({ timesRefreshed });
}

/** The refresh token that follows this one, which stays good. Null where this one is none. */
export function nextRefreshToken(seal: Seal, sealed: string): string | null {
  const token = RefreshToken.safeParse(seal.open(sealed));
  return token.success ? refreshToken(seal, token.data.timesRefreshed + 1) : null;
}
