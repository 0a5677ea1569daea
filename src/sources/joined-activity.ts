import { type ActivitySnapshot, type Naming, namingOf } from "../domain/activity.ts";
import type { Day } from "../domain/day.ts";
import { refused, type SourceOutcome } from "../domain/pull-outcome.ts";
import type { ActiveUsers, Joinable } from "./active-users-report.ts";
import type { Directory } from "./directory.ts";
import type { SideReport } from "./side-report.ts";
import { SourceRefusal } from "./source-refusal.ts";

export type JoinedActivity = Readonly<{
  activity: ActivitySnapshot;
  apps: SourceOutcome;
  copilot: SourceOutcome;
  /** Kept as of the day of the report that it was joined to. */
  directory: SourceOutcome;
}>;

/** What goes with the active users report, or why it does not. */
export type Companions = Readonly<{
  apps: SideReport | SourceRefusal;
  copilot: SideReport | SourceRefusal;
  directory: Directory | SourceRefusal;
}>;

/**
 * Reads the active users with all that can be joined to them. How the report names its users is known only at its end;
 * what does not fit then would match nobody, or the wrong ones, so the report is read again without it.
 */
export async function joinedActivity(
  companions: Companions,
  read: (joinable: Joinable) => Promise<ActiveUsers>,
): Promise<JoinedActivity> {
  const { apps, copilot, directory } = companions;
  const activeUsers = await read({
    apps: givenOrNull(apps),
    copilot: givenOrNull(copilot),
    directory: givenOrNull(directory),
  });
  const { activity } = activeUsers;
  const naming = namingOf(activity);
  const fitting = {
    apps: fittingSide(apps, naming),
    copilot: fittingSide(copilot, naming),
    directory: fittingDirectory(directory, naming, activeUsers),
  };
  const isAllFitting = fitting.apps === apps && fitting.copilot === copilot && fitting.directory === directory;
  if (!isAllFitting) return joinedActivity(fitting, read);

  return {
    activity,
    apps: outcomeOf(apps, ({ facts }) => facts.refreshedOn),
    copilot: outcomeOf(copilot, ({ facts }) => facts.refreshedOn),
    directory: outcomeOf(directory, () => activity.asOf),
  };
}

/** Where the two reports name their users differently, everybody would count twice. */
function fittingSide(side: SideReport | SourceRefusal, naming: Naming): SideReport | SourceRefusal {
  if (side instanceof SourceRefusal || side.facts.naming === naming) return side;
  const why =
    naming === "none" || side.facts.naming === "none"
      ? "one of the two reports names none of its users"
      : "names are concealed in one report and clear in the other";
  return new SourceRefusal("unreadable", `${side.title} cannot be joined: ${why}`);
}

/** Users of a report are found in the directory, but for those who have left. A report of others says that all have. */
function fittingDirectory(
  directory: Directory | SourceRefusal,
  naming: Naming,
  { rowsInDirectory }: ActiveUsers,
): Directory | SourceRefusal {
  if (rowsInDirectory === null) return directory;
  if (naming !== "clear") {
    const why = naming === "concealed" ? "conceals the names of its users" : "names none of its users";
    return new SourceRefusal("unreadable", `The directory cannot be joined: the active users report ${why}`);
  }
  if (rowsInDirectory.found * 2 >= rowsInDirectory.named) return directory;
  return new SourceRefusal(
    "unreadable",
    "The directory cannot be joined: it has fewer than half of the names in the active users report",
  );
}

function givenOrNull<T>(companion: T | SourceRefusal): T | null {
  return companion instanceof SourceRefusal ? null : companion;
}

function outcomeOf<T>(companion: T | SourceRefusal, asOf: (companion: T) => Day): SourceOutcome {
  return companion instanceof SourceRefusal
    ? refused(companion.reason, companion.message)
    : { kind: "kept", asOf: asOf(companion) };
}
