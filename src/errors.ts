/**
 * Every failure we foresee, under a stable name that tools may compare, and the HTTP status it becomes. Anything else
 * that is thrown is a bug, and leaves as `internal` without a word of its own.
 */
export const ERROR_STATUS = {
  invalid_request: 400,
  cross_site: 403,
  customer_not_found: 404,
  run_not_found: 404,
  export_not_found: 404,
  exclusion_not_found: 404,
  nothing_published: 404,
  list_expired: 410,
  body_too_large: 413,
  auth_not_configured: 503,
  misconfigured: 500,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** One member of a request that does not fit, as a JSON pointer, and what would. */
export type FieldError = Readonly<{ pointer: string; message: string }>;

type AdoptionErrorOptions = ErrorOptions & Readonly<{ fields?: readonly FieldError[] }>;

/** A failure we foresaw and can name. Its message is written for the one who has to act on it. */
export class AdoptionError extends Error {
  override readonly name = "AdoptionError";
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];

  constructor(code: ErrorCode, message: string, { fields = [], ...options }: AdoptionErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.fields = fields;
  }
}
