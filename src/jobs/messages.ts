import { z } from "zod";
import { Day } from "../domain/day.ts";
import { CustomerId, ExportId, RunId } from "../domain/ids.ts";
import { Portion } from "../storage/keys.ts";

/** What travels in the queues: ids, and the night that was asked for, so that a retry tomorrow computes what was asked today. */

export const RunMessage = z.object({ runId: RunId });
export type RunMessage = z.infer<typeof RunMessage>;

/** `throttledTimes`: how often the source has asked this customer's pull to come back later. */
export const PullMessage = z.object({
  runId: RunId,
  night: Day,
  customerId: CustomerId,
  throttledTimes: z.int().nonnegative(),
});
export type PullMessage = z.infer<typeof PullMessage>;

/** Sent once the ledger holds every pull of the run. `requestedOn` tells when the deadline of its pulls is. */
export const ComputeMessage = z.object({
  runId: RunId,
  night: Day,
  requestedOn: z.iso.datetime(),
  portion: Portion,
});
export type ComputeMessage = z.infer<typeof ComputeMessage>;

export const ExportMessage = z.object({ exportId: ExportId });
export type ExportMessage = z.infer<typeof ExportMessage>;
