import { z } from "zod";
import { Day } from "../domain/day.ts";
import { CustomerId, ExportId, RunId } from "../domain/ids.ts";
import { Portion } from "../storage/keys.ts";

/** What travels in the queues: ids, and the night that was asked for, so that a retry tomorrow computes what was asked today. */

/** How often a source has asked to be left alone for a while. */
const throttledTimes = z.int().nonnegative();

export const PlanMessage = z.object({ runId: RunId, throttledTimes });
export type PlanMessage = z.infer<typeof PlanMessage>;

export const PullMessage = z.object({ runId: RunId, night: Day, customerId: CustomerId, throttledTimes });
export type PullMessage = z.infer<typeof PullMessage>;

/** Sent once the ledger holds every pull of the run. `deadline`: when it computes without those still open. */
export const ComputeMessage = z.object({ runId: RunId, night: Day, deadline: z.iso.datetime(), portion: Portion });
export type ComputeMessage = z.infer<typeof ComputeMessage>;

export const RunMessage = z.object({ runId: RunId });
export type RunMessage = z.infer<typeof RunMessage>;

export const ExportMessage = z.object({ exportId: ExportId });
export type ExportMessage = z.infer<typeof ExportMessage>;
