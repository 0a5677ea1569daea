import type { ActivitySnapshot } from "./activity.ts";
import type { Customer } from "./customer.ts";
import type { LicenceSnapshot } from "./licences.ts";
import type { ActivityDay } from "./night-coverage.ts";
import type { PulledNight, PullOutcome } from "./pull-outcome.ts";
import type { ReportedSnapshot } from "./reported.ts";
import type { SupportSnapshot } from "./support.ts";

/** Everything known of one customer at one night: the newest snapshot of each kind, and what became of each pull. */
export type CustomerSnapshots = Readonly<{
  customer: Customer;
  /** Newest within the window that ends on the night; null when the window holds none. */
  activity: ActivitySnapshot | null;
  licences: LicenceSnapshot | null;
  reported: ReportedSnapshot;
  requests: SupportSnapshot | null;
  tickets: SupportSnapshot | null;
  /** The days of the window that have an activity snapshot, oldest first. */
  activityDays: readonly ActivityDay[];
  /** The nights of the window on which the customer was pulled, oldest first, and what came of the newest of them. */
  nights: readonly PulledNight[];
  newest: PullOutcome | null;
}>;
