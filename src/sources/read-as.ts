import { z } from "zod";
import { SourceRefusal } from "./source-refusal.ts";

/** A count on the wire: a number, which some services write as a text. */
export const Count = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

/** Reads a source's answer. A mismatch names the member that does not fit, never its value: that may be a person's. */
export function readAs<S extends z.ZodType>(source: string, schema: S, body: unknown): z.output<S> {
  const reading = schema.safeParse(body);
  if (reading.success) return reading.data;
  const [issue] = reading.error.issues;
  const member = issue === undefined || issue.path.length === 0 ? "the body" : issue.path.map(String).join(".");
  throw new SourceRefusal("unreadable", `${source} answered something else than expected in ${member}`, {
    cause: reading.error,
  });
}
