import { z } from "zod";
import { AdoptionError, ERROR_STATUS, type ErrorCode } from "../errors.ts";

/** A failure as RFC 9457 problem details. `code` is stable, and the part that tools compare. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })),
});
export type Problem = z.infer<typeof Problem>;

export const PROBLEM_TYPE = "application/problem+json";

const TITLES: Readonly<Record<ErrorCode, string>> = {
  invalid_request: "The request does not fit",
  cross_site: "A page of another site may not ask",
  customer_not_found: "There is no such customer",
  run_not_found: "There is no such run",
  export_not_found: "There is no such export",
  exclusion_not_found: "There is no such exclusion",
  nothing_published: "Nothing has been published yet",
  list_expired: "The list has expired",
  body_too_large: "The request body is too large",
  auth_not_configured: "Sign-in is not configured",
  misconfigured: "The app is not configured",
  internal: "Something went wrong on our side",
};

/** What we foresaw is said as it is. Anything else is our bug, and says nothing but the request it happened in. */
export function problemOf(error: unknown, requestId: string): Problem {
  const code = error instanceof AdoptionError ? error.code : "internal";
  return {
    type: `urn:adoption-insights:problem:${code}`,
    title: TITLES[code],
    status: ERROR_STATUS[code],
    code,
    detail: error instanceof AdoptionError ? error.message : `Report this with the request id ${requestId}`,
    requestId,
    errors: error instanceof AdoptionError ? [...error.fields] : [],
  };
}
