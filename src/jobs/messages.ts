import { z } from "zod";
import { Day } from "../domain/day.ts";
import { CustomerId, ExportId, RunId } from "../domain/ids.ts";
import { Portion } from "../storage/keys.ts";

/** What travels in the queues: ids, and the night that was asked for, so that a retry tomorrow computes what was asked today. */

/** How often a source has asked to be left alone for a while. */
const throttledTimes = z.int().nonnegative();

export const PlanMessage = z.object({ runId: RunId, throttledTimes });
export type PlanMessage = z.infer<typeof PlanMessage>;

/**
 * Who asks for Partner Center's own figures: the plan did, for the whole portfolio; each pull has to, customer by
 * customer; or nobody can, without a user's sign-in.
 */
export const ReportedBy = z.enum(["portfolio", "customer", "nobody"]);
export type ReportedBy = z.infer<typeof ReportedBy>;

export const PullMessage = z.object({
  runId: RunId,
  night: Day,
  customerId: CustomerId,
  reportedBy: ReportedBy,
  throttledTimes,
});
export type PullMessage = z.infer<typeof PullMessage>;

/** The days before a customer's first night, from `next` days before it on, a batch at a time. */
export const BackfillMessage = z.object({
  customerId: CustomerId,
  night: Day,
  next: z.int().positive(),
  throttledTimes,
});
export type BackfillMessage = z.infer<typeof BackfillMessage>;

/** Sent once the ledger holds every pull of the run. `deadline`: when it computes without those still open. */
export const ComputeMessage = z.object({ runId: RunId, night: Day, deadline: z.iso.datetime(), portion: Portion });
export type ComputeMessage = z.infer<typeof ComputeMessage>;

export const RunMessage = z.object({ runId: RunId });
export type RunMessage = z.infer<typeof RunMessage>;

export const ExportMessage = z.object({ exportId: ExportId });
export type ExportMessage = z.infer<typeof ExportMessage>;
