import { z } from "zod";
import { RunId } from "../domain/ids.ts";

const PAGE_SIZE_MAX = 1_000;
const PAGE_SIZE_DEFAULT = 100;

const error = `must be a whole number from 1 to ${PAGE_SIZE_MAX}`;
export const PageSize = z.coerce
  .number({ error })
  .int({ error })
  .min(1, { error })
  .max(PAGE_SIZE_MAX, { error })
  .default(PAGE_SIZE_DEFAULT);

/**
 * Where a list was left: the run it is of, and how many rows have been given. A reader stays in the run it began with,
 * whatever is published meanwhile.
 */
const Place = z.strictObject({ runId: RunId, offset: z.int().nonnegative() });
export type Place = Readonly<z.infer<typeof Place>>;

/** A place as callers carry it, opaque to them. */
export const PageToken = z.string().transform((text, context) => {
  const place = Place.safeParse(jsonOrNull(Buffer.from(text, "base64url").toString("utf8")));
  if (place.success) return place.data;
  context.addIssue("is not a page token of ours: follow nextLink as it is");
  return z.NEVER;
});

export type Page<T> = Readonly<{ rows: readonly T[]; nextToken: string | null }>;

/** The rows from a place on, and the token of the place after them. */
export function pageOf<T>(rows: readonly T[], { runId, offset }: Place, size: number): Page<T> {
  const end = offset + size;
  return { rows: rows.slice(offset, end), nextToken: end < rows.length ? tokenOf({ runId, offset: end }) : null };
}

function tokenOf(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
