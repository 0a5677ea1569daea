import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { messageOf, StartFailure } from "./start-failure.ts";

const PackageJson = z.looseObject({ main: z.string().min(1) });

/** The files that Azure loads: those that `main` of package.json matches, which may be a pattern. */
export function appEntries(appDirectory: string): string[] {
  const file = join(appDirectory, "package.json");
  let main: string;
  try {
    main = PackageJson.parse(JSON.parse(readFileSync(file, "utf8"))).main;
  } catch (error) {
    if (error instanceof z.ZodError) throw new StartFailure(`${file} does not say where the app is: "main" is missing`);
    throw new StartFailure(`Cannot read ${file}: ${messageOf(error)}`);
  }
  const entries = globSync(main, { cwd: appDirectory }).toSorted();
  if (entries.length === 0) throw new StartFailure(`No file matches "main" of ${file}: ${main}. Is the app built?`);
  return entries;
}

/** In Azure a file that fails to load can look like an app without functions. Here it names itself. */
export async function loadEntries(appDirectory: string, entries: readonly string[]): Promise<void> {
  for (const entry of entries) {
    try {
      await import(pathToFileURL(join(appDirectory, entry)).href);
    } catch (error) {
      throw new StartFailure(`Cannot load ${entry}: ${messageOf(error)}`, { cause: error });
    }
  }
}
