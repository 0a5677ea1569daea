import { type Azurite, startAzurite } from "../../src/local/azurite.ts";
import {
  startSimulatedMicrosoft,
  type SimulatedMicrosoft,
  type SimulatedMicrosoftOptions,
} from "../../src/local/simulated-microsoft.ts";
import { sourceSettings } from "../../src/local/source-settings.ts";
import { configOf } from "../../src/config.ts";
import { type Environment, environmentOf } from "../../src/environment.ts";
import { httpClient } from "../../src/sources/http-client.ts";
import type { Day } from "../../src/domain/day.ts";

/** The product's own parts over a storage account and a Microsoft of their own. */
export type Laptop = Readonly<{
  environment: Environment;
  microsoft: SimulatedMicrosoft;
  azurite: Azurite;
  stop(): Promise<void>;
}>;

export async function startLaptop(
  today: Day,
  settings: Readonly<Record<string, string>> = {},
  simulation: Omit<SimulatedMicrosoftOptions, "today"> = {},
): Promise<Laptop> {
  const azurite = await startAzurite();
  const microsoft = await startSimulatedMicrosoft({ today, ...simulation });
  const environment = environmentOf(
    configOf({ ...settingsOf(azurite, microsoft), LEDGER_POLL_SECONDS: "1", ...settings }),
    // A source that is down is asked again at once: no test waits for nothing.
    httpClient({ wait: () => Promise.resolve() }),
  );
  await environment.prepare();
  return {
    environment,
    microsoft,
    azurite,
    async stop() {
      await microsoft.stop();
      await azurite.stop();
    },
  };
}

export function settingsOf(azurite: Azurite, microsoft: SimulatedMicrosoft): Record<string, string> {
  return {
    AzureWebJobsStorage: azurite.connectionString,
    NIGHTLY_SCHEDULE: "0 15 2 * * *",
    DEVELOPER_MODE: "true",
    PULLS_A_MINUTE: "30000",
    ...sourceSettings(microsoft),
  };
}
