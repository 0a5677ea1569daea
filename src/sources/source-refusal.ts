import type { RefusalReason } from "../domain/pull-outcome.ts";

/**
 * A source gave nothing usable: the night goes on, the last good snapshot stays, and coverage says why. The message is
 * for the operator and holds no name, no address, no token and no body.
 */
export class SourceRefusal extends Error {
  override readonly name = "SourceRefusal";
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** A source asks for patience (429). Nobody sleeps: the message goes back into the queue for so long. */
export class SourceThrottled extends Error {
  override readonly name = "SourceThrottled";
  readonly retryAfterSeconds: number;

  constructor(source: string, retryAfterSeconds: number) {
    super(`${source} asks to come back in ${retryAfterSeconds} s`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
