import { StartFailure } from "./start-failure.ts";

/** Settings by name, as .NET reads the environment: case does not matter, and `__` divides the levels of a name. */
export type AppSettings = ReadonlyMap<string, string>;

export function appSettings(environment: NodeJS.ProcessEnv): AppSettings {
  const settings = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined) settings.set(keyOf(name), value);
  }
  return settings;
}

export function findSetting(settings: AppSettings, name: string): string | null {
  return settings.get(keyOf(name)) ?? null;
}

/** Replaces each `%NAME%`. An unknown name would be left in place by some and be empty with others: here it is an error. */
export function expanded(settings: AppSettings, text: string): string {
  return text.replaceAll(/%([^%]+)%/g, (_, name: string) => {
    const value = findSetting(settings, name);
    if (value === null) throw new StartFailure(`the setting "${name}" of "${text}" is missing`);
    return value;
  });
}

/** A binding names a setting, never the connection itself; the name without its Azure prefix is enough. */
export function connectionString(settings: AppSettings, connection: string): string {
  const name = connection === "" ? "Storage" : connection;
  for (const candidate of [`AzureWebJobs${name}`, name, `ConnectionStrings__${name}`]) {
    const value = findSetting(settings, candidate);
    if (value) return value;
  }
  if (
    findSetting(settings, `${name}__queueServiceUri`) !== null ||
    findSetting(settings, `${name}__accountName`) !== null
  ) {
    throw new StartFailure(
      `the connection "${name}" names an identity, which works in Azure only: set a connection string`,
    );
  }
  throw new StartFailure(`the connection setting "${connection === "" ? "AzureWebJobsStorage" : name}" is missing`);
}

/** The second form is for shells that allow no dot in a name. */
export function isDisabled(settings: AppSettings, functionName: string): boolean {
  return [`AzureWebJobs.${functionName}.Disabled`, `AzureWebJobs__${functionName}__Disabled`].some((name) => {
    return /^(true|1)$/i.test(findSetting(settings, name) ?? "");
  });
}

function keyOf(name: string): string {
  return name.replaceAll("__", ":").toLowerCase();
}
