import type { z } from "zod";
import { AdoptionError, type ErrorCode } from "./errors.ts";

/**
 * Reads what came from outside; a mismatch is the sender's failure, carries the sender's code, and names each member
 * that does not fit. Rows of our own tables are parsed plainly: there a mismatch is our bug.
 */
export function parseAs<S extends z.ZodType>(code: ErrorCode, schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), message: "is not known here" }))
      : [{ pointer: pointerTo(issue.path), message: issue.message }],
  );
  const detail = fields.map(({ pointer, message }) => `${pointer || "The whole"}: ${message}`).join("; ");
  throw new AdoptionError(code, detail, { fields, cause: result.error });
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
