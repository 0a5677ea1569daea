import { setTimeout as delay } from "node:timers/promises";
import { constants, gunzipSync, inflateRawSync } from "node:zlib";
import { TableClient, TableServiceClient } from "@azure/data-tables";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Day, monthOf } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { CustomerAnswer } from "../../src/domain/customer-answer.ts";
import { type FunctionsHost, startFunctionsHost } from "../../src/local/functions-host.ts";
import { namesShown } from "../../src/local/simulated-microsoft/names-shown.ts";
import { zipParts } from "../exports/zip-parts.ts";
import { CONTAINERS, snapshotsKey, TABLES } from "../../src/storage/keys.ts";
import { startRun } from "../../src/jobs/start-run.ts";
import { type Laptop, settingsOf, startLaptop } from "../support/laptop.ts";
import { instantOf, nightlyRunId } from "../support/run-night.ts";

/*
 * People's names, addresses and ids go in; only counts may come out. Every person of the simulated Microsoft bears a
 * canary, and so do the people in the files that were dropped in. Nothing that the product keeps, logs, answers or exports
 * may sing: tables, blobs, queues with their poison, log lines, JSON and the workbook, unpacked where they are packed.
 */
const CANARIES = ["canary", "ca9a4100-"];
const NIGHT = Day.parse("2026-11-24");
const RUN_ID = nightlyRunId(NIGHT);
const POLL_MS = 100;

/** What people drop in by mistake, beside the folders or in one of them. */
const DROPPED = {
  "claims.json": JSON.stringify({ oid: "ca9a4100-0000-4000-8000-000000000001", name: "Canary Lovelace" }),
  "tickets.csv": "customer,opened,count\r\nCanary Lovelace,2026-11-20,1\r\ncanary@fabrikam.example,2026-11-20,x",
  "broken.json": '{"value": [\n{"displayName": "Canary Lovelace", canary@fabrikam.example',
  "torn.csv": 'customer,opened,count\r\n"Canary Lovelace',
};
const UNDER_AN_ADDRESS = { "canary.lovelace@fabrikam.example.csv": "User Principal Name\r\ncanary@fabrikam.example" };

describe("no person leaves the memory of a pull", () => {
  let laptop: Laptop;
  let host: FunctionsHost;
  let concealed: Set<string>;
  const logged: string[] = [];
  const answered: string[] = [];
  const queued: string[] = [];
  beforeAll(async () => {
    laptop = await startLaptop(NIGHT);
    concealed = concealedNames(laptop.microsoft.portfolio);
    await dropIn(laptop);
    await breakSnapshots(laptop, customerNamed("page-of-html"));
    await startRun(laptop.environment, {
      runId: RUN_ID,
      kind: "pull",
      night: NIGHT,
      requestedOn: instantOf(NIGHT).toISOString(),
    });
    queued.push(...(await queueTexts(laptop)));
    // Nobody pulls at first, so that the messages of the plan can be read.
    host = await startHost({ "AzureWebJobs.pull-customer.Disabled": "true" });
    await ended("runs", RUN_ID, ["pulling", "failed"]);
    queued.push(...(await queueTexts(laptop)));
    await host.stop();
    host = await startHost({});
    await nightAndWorkbook();
    while (!(await queueTexts(laptop, "-poison")).some(isMessage)) await delay(POLL_MS);
  }, 120_000);
  afterAll(async () => {
    await host.stop();
    await laptop.stop();
  });

  const customerNamed = (title: string) => CustomerId.parse(laptop.microsoft.portfolio.named(title).id);

  async function startHost(settings: Readonly<Record<string, string>>): Promise<FunctionsHost> {
    return startFunctionsHost({
      appDirectory: process.cwd(),
      port: 0,
      settings: {
        ...settingsOf(laptop.azurite, laptop.microsoft),
        LEDGER_POLL_SECONDS: "1",
        AzureFunctionsJobHost__extensions__queues__maxPollingInterval: "00:00:00.200",
        AzureFunctionsJobHost__extensions__queues__visibilityTimeout: "00:00:00",
        ...settings,
      },
      log: (entry) => logged.push(JSON.stringify(entry)),
    });
  }

  async function call(path: string, request: RequestInit = {}): Promise<unknown> {
    const text = await (await fetch(`${host.url}/api/${path}`, request)).text();
    answered.push(text);
    return JSON.parse(text);
  }

  async function ended(path: string, id: unknown, states: readonly string[]): Promise<void> {
    const State = z.object({ state: z.string() });
    while (!states.includes(State.parse(await call(`${path}/${String(id)}`)).state)) await delay(POLL_MS);
  }

  async function nightAndWorkbook(): Promise<void> {
    await ended("runs", RUN_ID, ["published", "failed"]);
    const { runId } = z
      .object({ runId: z.string() })
      .parse(await call("runs", { method: "POST", body: '{"kind":"recalculate"}' }));
    await ended("runs", runId, ["published", "failed"]);
    const { exportId } = z.object({ exportId: z.string() }).parse(await call("exports", { method: "POST" }));
    await ended("exports", exportId, ["succeeded", "failed"]);
    const Customers = z.object({ value: z.array(z.object({ customerId: z.string() })) });
    const { value } = Customers.parse(await call("customers?maxpagesize=1000"));
    for (const { customerId } of value) {
      await call(`customers/${customerId}`);
      await call(`customers/${customerId}/history`);
    }
    for (const path of ["portfolio", "runs", "exports", "definitions", "exclusions"]) await call(path);
  }

  test("the canaries are there, and were pulled: names of users, of askers for help, and ids", async () => {
    const { portfolio } = laptop.microsoft;
    const plain = portfolio.named("plain");
    const people = portfolio.tenantOf(plain).users();
    expect(people.every(({ principalName }) => principalName.startsWith("canary"))).toBe(true);
    const { directory, naming, support } = CustomerAnswer.parse(await call(`customers/${plain.id}`));
    expect(naming).toBe("clear");
    expect(directory?.joined).toBeGreaterThan(10);
    expect(support.requests).not.toBeNull();
    expect(concealed.size).toBeGreaterThan(1_000);
  });

  test("dropped-in files were met, and refused by name and line", async () => {
    const Refused = z.object({ refusedFiles: z.array(z.object({ file: z.string(), line: z.number().nullable() })) });
    const customer = await call(`customers/${customerNamed("plain")}`);
    expect(CustomerAnswer.parse(customer).name).toBe(laptop.microsoft.portfolio.named("plain").name);
    const { refusedFiles } = Refused.parse(customer);
    expect(refusedFiles).toEqual(
      expect.arrayContaining([
        { file: "…@…", line: null },
        { file: "broken.json", line: 2 },
        { file: "claims.json", line: null },
        { file: "tickets.csv", line: 2 },
        { file: "tickets.csv", line: 3 },
        { file: "torn.csv", line: null },
      ]),
    );
    const { refusedFiles: besideFolders } = Refused.parse(await call(`runs/${RUN_ID}`));
    expect(new Set(besideFolders.map(({ file }) => file))).toEqual(new Set(["…@…", ...Object.keys(DROPPED)]));
  });

  test("tables", async () => {
    const { connectionString } = laptop.azurite;
    const options = { allowInsecureConnection: true };
    const service = TableServiceClient.fromConnectionString(connectionString, options);
    const names = (await Array.fromAsync(service.listTables())).map(({ name }) => name ?? "");
    const texts: string[] = [];
    for (const name of names) {
      for await (const entity of TableClient.fromConnectionString(connectionString, name, options).listEntities()) {
        texts.push(...Object.values(entity).map(unpacked), JSON.stringify(Object.keys(entity)));
      }
    }
    expect(names.length).toBeGreaterThan(5);
    expect(texts.length).toBeGreaterThan(500);
    expect(singing(texts, concealed)).toEqual([]);
  });

  test("blobs, the workbook among them", async () => {
    const service = BlobServiceClient.fromConnectionString(laptop.azurite.connectionString);
    const texts: string[] = [];
    const names: string[] = [];
    for await (const { name: container } of service.listContainers()) {
      // What was dropped in is the partner's own, and is read only.
      if (container === CONTAINERS.inbox) continue;
      for await (const { name } of service.getContainerClient(container).listBlobsFlat()) {
        const bytes = await service.getContainerClient(container).getBlobClient(name).downloadToBuffer();
        names.push(name);
        texts.push(name, bytes.toString("latin1"));
        if (name.endsWith(".gz")) texts.push(gunzipSync(bytes).toString("utf8"));
        if (name.endsWith(".xlsx")) texts.push(...zipParts(bytes).values());
      }
    }
    expect(names.some((name) => name.endsWith(".xlsx"))).toBe(true);
    expect(names.some((name) => name.endsWith(".gz"))).toBe(true);
    expect(singing(texts, concealed)).toEqual([]);
  });

  test("queues, and what has been poisoned", async () => {
    const poison = await queueTexts(laptop, "-poison");
    expect(poison.filter(isMessage)).toEqual([expect.stringContaining(customerNamed("page-of-html"))]);
    const texts = [...queued, ...(await queueTexts(laptop))];
    expect(texts).toContain("pull-customer");
    expect(queued.filter(isMessage).length).toBeGreaterThan(30);
    expect(singing(texts, concealed)).toEqual([]);
  });

  test("log lines", () => {
    expect(logged.some((line) => line.includes("Pull of customer"))).toBe(true);
    expect(logged.some((line) => line.includes("Plan of run") && line.includes('\\"foreignFolders\\":1'))).toBe(true);
    expect(singing(logged, concealed)).toEqual([]);
  });

  test("answers of the API", () => {
    expect(answered.length).toBeGreaterThan(80);
    expect(singing(answered, concealed)).toEqual([]);
  });
});

/** Into one customer's folder, beside the folders, and into a folder that is nobody's. */
async function dropIn({ azurite, microsoft }: Laptop): Promise<void> {
  const inbox = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(CONTAINERS.inbox);
  const { id } = microsoft.portfolio.named("plain");
  const files = [
    ...Object.entries({ ...DROPPED, ...UNDER_AN_ADDRESS }).flatMap(([name, text]) => [
      [name, text] as const,
      [`${id}/${name}`, text] as const,
    ]),
    ["canary@fabrikam.example/list.csv", "Article,Price"] as const,
  ];
  for (const [name, text] of files) await inbox.getBlockBlobClient(name).upload(text, Buffer.byteLength(text));
}

/** An earlier night that cannot be read: each pull of the customer fails with what it has asked in its hands. */
async function breakSnapshots({ azurite }: Laptop, customerId: CustomerId): Promise<void> {
  const options = { allowInsecureConnection: true };
  const table = TableClient.fromConnectionString(azurite.connectionString, TABLES.snapshots, options);
  await table.upsertEntity({ ...snapshotsKey(customerId, monthOf(NIGHT)), refused_23: "", outcome_23: "{" }, "Merge");
}

/** The queues whose names end so, each with its messages as they were sent. */
async function queueTexts({ azurite }: Laptop, end = ""): Promise<string[]> {
  const service = QueueServiceClient.fromConnectionString(azurite.connectionString);
  const texts: string[] = [];
  for await (const { name } of service.listQueues()) {
    if (!name.endsWith(end)) continue;
    const { peekedMessageItems } = await service.getQueueClient(name).peekMessages({ numberOfMessages: 32 });
    texts.push(name, ...peekedMessageItems.map(({ messageText }) => Buffer.from(messageText, "base64").toString()));
  }
  return texts;
}

function isMessage(text: string): boolean {
  return text.startsWith("{");
}

/** The texts in which a canary sings, cut short. A concealed name is somebody's name as well. */
function singing(texts: readonly string[], concealed: ReadonlySet<string>): string[] {
  return texts
    .filter(
      (text) =>
        CANARIES.some((canary) => text.toLowerCase().includes(canary)) ||
        (text.match(/[0-9A-F]{32}/g) ?? []).some((hash) => concealed.has(hash)),
    )
    .map((text) => text.slice(0, 200));
}

/** Every concealed name that a report of the simulated Microsoft has. */
function concealedNames({ customers, tenantOf }: Laptop["microsoft"]["portfolio"]): Set<string> {
  const hashes = new Set<string>();
  for (const customer of customers()) {
    const tenant = tenantOf(customer);
    const { principalName, displayName } = namesShown(customer, tenant);
    for (const user of tenant.isConcealed ? tenant.users() : []) {
      hashes.add(principalName(user));
      hashes.add(displayName(user));
    }
  }
  return hashes;
}

/** A property as text: a packed one unpacked, any other binary one as it is. */
function unpacked(value: unknown): string {
  if (!(value instanceof Uint8Array)) return String(value);
  try {
    // The first piece of a long value ends in the middle.
    return inflateRawSync(value, { finishFlush: constants.Z_SYNC_FLUSH }).toString("utf8");
  } catch {
    return Buffer.from(value).toString("latin1");
  }
}
