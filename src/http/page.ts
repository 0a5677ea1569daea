import { z } from "zod";
import { AdoptionError } from "../errors.ts";

/** Where a list was left: the run it is of, and how many rows have been given. Opaque to callers. */
const PageToken = z.strictObject({ version: z.string(), offset: z.int().nonnegative() });

export const PAGE_SIZE_MAX = 1_000;
export const PAGE_SIZE_DEFAULT = 100;

export type Page<T> = Readonly<{ rows: readonly T[]; nextToken: string | null }>;

/** One page of rows that belong to one version of a list. Throws `invalid_request` for a token of another version. */
export function pageOf<T>(rows: readonly T[], version: string, size: number, token: string | null): Page<T> {
  const offset = token === null ? 0 : offsetIn(token, version);
  const end = offset + size;
  return { rows: rows.slice(offset, end), nextToken: end < rows.length ? tokenOf({ version, offset: end }) : null };
}

function tokenOf(token: z.infer<typeof PageToken>): string {
  return Buffer.from(JSON.stringify(token)).toString("base64url");
}

function offsetIn(text: string, version: string): number {
  const token = PageToken.safeParse(jsonOrNull(Buffer.from(text, "base64url").toString("utf8")));
  if (!token.success) {
    throw new AdoptionError("invalid_request", "The page token is not one of ours: follow nextLink as it is", {
      fields: [{ pointer: "/pagetoken", message: "is not a page token" }],
    });
  }
  if (token.data.version !== version) {
    throw new AdoptionError("invalid_request", "The list has changed since: begin again without a page token", {
      fields: [{ pointer: "/pagetoken", message: "is of another list" }],
    });
  }
  return token.data.offset;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
