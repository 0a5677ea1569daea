import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";

export type Audience = "partnerCenter" | "graph";

/** What a caller may do with its token, or why it may not. */
export type Grant =
  | Readonly<{ kind: "granted"; tenantId: string; audience: Audience }>
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
  return { kind: "granted", tenantId: token.data.tenantId, audience: token.data.audience };
}
