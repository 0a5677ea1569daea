import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

export type Azurite = Readonly<{ connectionString: string; stop(): Promise<void> }>;

/** The account that every Azurite has; name and key are public: https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key */
const ACCOUNT = "devstoreaccount1";
const ACCOUNT_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** Longer than any pause in our use: a connection that the server closes while a request is on its way is a lost request. */
const KEEP_ALIVE_SECONDS = 120;

/** A graceful end writes the databases to the folder, which takes well under a second; after this we stop hoping. */
const STOP_MS_MAX = 10_000;

/**
 * Ends Azurite in order when the channel to its parent closes: by `stop`, or by the system when the parent has died, however.
 * An emitted signal, since a sent one would end a process on Windows before it had saved anything.
 */
const END_WITH_PARENT = `process.once("disconnect", () => process.emit("SIGTERM"))`;

/** It starts in a second or two; a folder that it cannot use may keep it for ever. */
const START_MS_MAX = 60_000;

const SERVICES = ["Blob", "Queue", "Table"] as const;
type Service = (typeof SERVICES)[number];

/**
 * Starts the storage emulator on free ports of the loopback address. Without a folder the data lives in memory and is gone
 * at the end; with one, it is there again at the next start, provided that `stop` was waited for.
 */
export async function startAzurite({ folder }: Readonly<{ folder?: string }> = {}): Promise<Azurite> {
  const azurite = spawn(process.execPath, azuriteArguments(folder), {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // A process group of its own: Ctrl-C reaches the parent only, which stops the app before its storage.
    detached: true,
    windowsHide: true,
  });
  const { promise: exited, resolve: endExited } = Promise.withResolvers<void>();
  azurite.once("exit", () => endExited());
  const addresses = await listeningAddresses(azurite);
  return {
    connectionString: connectionString(addresses),
    async stop() {
      if (azurite.connected) azurite.disconnect();
      const hasEnded = await Promise.race([exited.then(() => true), sleep(STOP_MS_MAX, false, { ref: false })]);
      if (hasEnded) return;
      azurite.kill("SIGKILL");
      await exited;
    },
  };
}

function azuriteArguments(folder: string | undefined): string[] {
  const perService = SERVICES.flatMap((service) => {
    const option = `--${service.toLowerCase()}`;
    return [
      `${option}Host`,
      "127.0.0.1",
      `${option}Port`,
      "0",
      `${option}KeepAliveTimeout`,
      String(KEEP_ALIVE_SECONDS),
    ];
  });
  return [
    `--import=data:text/javascript,${encodeURIComponent(END_WITH_PARENT)}`,
    createRequire(import.meta.url).resolve("azurite/dist/src/azurite.js"),
    ...perService,
    // The client libraries speak newer versions of the protocol than the emulator knows by name.
    "--skipApiVersionCheck",
    "--disableTelemetry",
    "--silent",
    ...(folder === undefined ? ["--inMemoryPersistence"] : ["--location", folder]),
  ];
}

/** The ports are the system's choice, made while binding: no other process can take one in between. */
function listeningAddresses(azurite: ChildProcess): Promise<ReadonlyMap<Service, string>> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<Service, string>>();
  const addresses = new Map<Service, string>();
  const output: string[] = [];

  const readLine = (line: string): void => {
    output.push(line);
    for (const service of SERVICES) {
      const address = line.split(`Azurite ${service} service is successfully listening at `)[1];
      if (address !== undefined) addresses.set(service, address);
    }
    if (addresses.size === SERVICES.length) resolve(addresses);
  };
  for (const stream of [azurite.stdout, azurite.stderr]) {
    if (stream) createInterface(stream).on("line", readLine);
  }

  const patience = setTimeout(() => {
    azurite.kill("SIGKILL");
    reject(
      new Error(
        `Cannot start Azurite: it said nothing of its services for ${START_MS_MAX / 1_000} s\n${output.join("\n")}`,
      ),
    );
  }, START_MS_MAX);
  promise.finally(() => clearTimeout(patience)).catch(() => undefined);

  azurite.once("error", (error) => reject(new Error("Cannot start Azurite", { cause: error })));
  azurite.once("close", (code) => {
    reject(new Error(`Cannot start Azurite: it ended with exit code ${code}\n${output.join("\n")}`));
  });
  return promise;
}

function connectionString(addresses: ReadonlyMap<Service, string>): string {
  const endpoints = [...addresses].map(([service, address]) => `${service}Endpoint=${address}/${ACCOUNT};`);
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};${endpoints.join("")}`;
}
