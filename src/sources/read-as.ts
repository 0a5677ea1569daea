import { z } from "zod";
import { SourceRefusal } from "./source-refusal.ts";

/**
 * No customer has more of anything. A greater number is a fault of its source, which costs what it stands in alone: let
 * in, it would spoil every sum it goes into.
 */
const COUNT_MAX = 1_000_000_000;

const CountAsNumber = z.int().nonnegative().max(COUNT_MAX);

/** A count on the wire, up to a thousand million: a number, which some services write as a text. */
export const Count = z.union([
  CountAsNumber,
  z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(CountAsNumber),
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
