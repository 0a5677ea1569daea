/**
 * A reason not to start that the reader can mend. Its message says all: a stack would only hide it. Where the app itself threw,
 * what it threw is the cause.
 */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
}

/** Errors of the language mean a bug, and a bug is found by its stack; so is anything thrown that is no error at all. */
export function isBug(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  return [TypeError, ReferenceError, RangeError, SyntaxError].some((kind) => error instanceof kind);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** With its causes, and without the requests and answers that some errors carry, in which secrets may stand. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\nCaused by: ${stackOf(error.cause)}`;
}
