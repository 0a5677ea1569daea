import { parseArgs } from "node:util";
import { build } from "rolldown";
import bundle from "../../rolldown.config.ts";
import { dayOf } from "../domain/day.ts";
import { startAzurite } from "./azurite.ts";
import { type FunctionsHost, startFunctionsHost } from "./functions-host.ts";
import { dropIn } from "./inbox-folder.ts";
import { runNight } from "./night.ts";
import { freePort } from "./free-port.ts";
import { startSimulatedMicrosoft } from "./simulated-microsoft.ts";
import { sourceSettings } from "./source-settings.ts";
import { line } from "./terminal.ts";

/**
 * `npm start`: the whole product on one machine. Starts Azurite, a simulated Microsoft and the built functions in a
 * local host, runs a night before your eyes, and goes on serving until Ctrl-C.
 */
const USAGE = `Usage: npm start -- [options]
  --inbox FOLDER   use your own exported files instead of a simulated Microsoft: one folder a customer,
                   named by its tenant id (see README)
  --keep FOLDER    keep the data there; without it, data lives in memory and ends with the program
  --once           end after the night and the workbook
  --help           this text
Environment: PORT (default 7071)`;

const DEFAULT_PORT = 7071;

type Stop = () => Promise<void>;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      inbox: { type: "string" },
      keep: { type: "string" },
      once: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return line(USAGE);
  const port = portOf(process.env["PORT"]);

  const stops: Stop[] = [];
  const stopAll = async () => {
    // The latest first: the app before the storage it uses.
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
  };
  const asked = Promise.withResolvers<void>();
  let isAsked = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      isAsked = true;
      asked.resolve();
    });
  }

  try {
    line("Building the functions…");
    await build(bundle);
    if (isAsked) return;
    line("Starting Azurite (tables, queues and blobs)…");
    const azurite = await startAzurite(values.keep === undefined ? {} : { folder: values.keep });
    stops.push(azurite.stop);
    if (isAsked) return;

    const sources = await startSources(values.inbox, azurite.connectionString, stops);
    const servedPort = port === 0 ? await freePort() : port;
    line("Starting the functions…");
    const host = await startFunctionsHost({
      appDirectory: process.cwd(),
      port: servedPort,
      settings: {
        AzureWebJobsStorage: azurite.connectionString,
        NIGHTLY_SCHEDULE: "0 15 2 * * *",
        PUBLIC_BASE_URL: `http://127.0.0.1:${servedPort}`,
        DEVELOPER_MODE: "true",
        PULLS_A_MINUTE: "30000",
        LEDGER_POLL_SECONDS: "1",
        // A message that fails comes back soon: its last try is over well before the night is given up as standing still.
        AzureFunctionsJobHost__extensions__queues__visibilityTimeout: "00:00:10",
        ...sources,
      },
      log: (entry) => {
        if (entry.level === "error" || entry.level === "critical")
          line(`${entry.functionName ?? "host"}: ${entry.message}`);
      },
    });
    stops.push(host.stop);

    const commands = await Promise.race([runNight(host.url, line), asked.promise.then(() => null), gone(host)]);
    if (commands === null || values.once) return;
    line(`\n${commands}\n\nServing until Ctrl-C.`);
    await Promise.race([asked.promise, gone(host)]);
  } finally {
    await stopAll();
  }
}

/** Settings of the sources: the user's own files, dropped into the inbox; or a simulated Microsoft. */
async function startSources(
  inbox: string | undefined,
  connectionString: string,
  stops: Stop[],
): Promise<Record<string, string>> {
  if (inbox !== undefined) {
    line(`Dropping the files of ${inbox} into the inbox…`);
    for (const remark of await dropIn(inbox, connectionString)) line(`  ${remark}`);
    return NO_CREDENTIALS;
  }
  line("Starting a simulated Microsoft (Partner Center, Graph, sign-in)…");
  const microsoft = await startSimulatedMicrosoft({ today: dayOf(new Date()) });
  stops.push(microsoft.stop);
  return sourceSettings(microsoft);
}

/** With the user's own files nothing is asked of Microsoft, whatever the shell has set for another purpose. */
const NO_CREDENTIALS = {
  PARTNER_TENANT_ID: "",
  PARTNER_CENTER_CLIENT_ID: "",
  PARTNER_CENTER_CLIENT_SECRET: "",
  PARTNER_CENTER_REFRESH_TOKEN: "",
  GRAPH_CLIENT_ID: "",
  GRAPH_CLIENT_SECRET: "",
};

async function gone(host: FunctionsHost): Promise<never> {
  const code = await host.exited;
  throw new Error(`The functions host ended with code ${code ?? "none"}`);
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === "") return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`PORT is "${text}": it must be a port number from 0 (any free one) to 65535`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
