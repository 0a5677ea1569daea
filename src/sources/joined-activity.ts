import type { ActivitySnapshot } from "../domain/activity.ts";
import { refused, type SourceOutcome } from "../domain/pull-outcome.ts";
import type { ActiveUsers } from "./active-users-report.ts";
import type { AppsReport } from "./apps-report.ts";
import { SourceRefusal } from "./source-refusal.ts";

export type JoinedActivity = Readonly<{ activity: ActivitySnapshot; apps: SourceOutcome }>;

/**
 * Reads the active users with the users of the Apps report joined, or alone where there is none. Which way the first
 * report names its users is known only at its end; where the two differ nobody would match, so it is read again, alone.
 */
export async function joinedActivity(
  apps: AppsReport | SourceRefusal,
  read: (apps: AppsReport | null) => Promise<ActiveUsers>,
): Promise<JoinedActivity> {
  if (apps instanceof SourceRefusal) {
    const { activity } = await read(null);
    return { activity, apps: refused(apps.reason, apps.message) };
  }
  const { activity, naming } = await read(apps);
  if (naming === apps.naming) return { activity, apps: { kind: "kept", asOf: apps.facts.refreshedOn } };

  const alone = await read(null);
  const why =
    naming === "none" || apps.naming === "none"
      ? "one of the two reports names none of its users"
      : "names are concealed in one report and clear in the other";
  return { activity: alone.activity, apps: refused("unreadable", `The Apps report cannot be joined: ${why}`) };
}
