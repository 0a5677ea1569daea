import { setTimeout as delay } from "node:timers/promises";
import { constants, gunzipSync, inflateRawSync } from "node:zlib";
import { TableClient, TableServiceClient } from "@azure/data-tables";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Day } from "../../src/domain/day.ts";
import { CustomerAnswer } from "../../src/domain/customer-answer.ts";
import { type FunctionsHost, startFunctionsHost } from "../../src/local/functions-host.ts";
import { namesShown } from "../../src/local/simulated-microsoft/names-shown.ts";
import { zipParts } from "../exports/zip-parts.ts";
import { type Laptop, settingsOf, startLaptop } from "../support/laptop.ts";

/*
 * People's names, addresses and ids go in; only counts may come out. Every person of the simulated Microsoft bears a
 * canary, and nothing that the product keeps, logs, answers or exports may sing: tables, blobs, queues with their poison,
 * log lines, JSON and the workbook, unpacked where they are packed.
 */
const CANARIES = ["canary", "ca9a4100-"];
const NIGHT = Day.parse("2026-11-24");
const POLL_MS = 100;

describe("no person leaves the memory of a pull", () => {
  let laptop: Laptop;
  let host: FunctionsHost;
  let concealed: Set<string>;
  const logged: string[] = [];
  const answered: string[] = [];
  beforeAll(async () => {
    laptop = await startLaptop(NIGHT);
    concealed = concealedNames(laptop.microsoft.portfolio);
    host = await startFunctionsHost({
      appDirectory: process.cwd(),
      port: 0,
      settings: {
        ...settingsOf(laptop.azurite, laptop.microsoft),
        LEDGER_POLL_SECONDS: "1",
        AzureFunctionsJobHost__extensions__queues__maxPollingInterval: "00:00:00.200",
      },
      log: (entry) => logged.push(JSON.stringify(entry)),
    });
    await nightAndWorkbook();
  }, 120_000);
  afterAll(async () => {
    await host.stop();
    await laptop.stop();
  });

  async function call(path: string, method = "GET"): Promise<unknown> {
    const text = await (await fetch(`${host.url}/api/${path}`, { method })).text();
    answered.push(text);
    return JSON.parse(text);
  }

  async function ended(path: string, id: unknown, states: readonly string[]): Promise<void> {
    const State = z.object({ state: z.string() });
    while (!states.includes(State.parse(await call(`${path}/${String(id)}`)).state)) await delay(POLL_MS);
  }

  async function nightAndWorkbook(): Promise<void> {
    const { runId } = z.object({ runId: z.string() }).parse(await call("runs", "POST"));
    await ended("runs", runId, ["published", "failed"]);
    const { exportId } = z.object({ exportId: z.string() }).parse(await call("exports", "POST"));
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
    const service = QueueServiceClient.fromConnectionString(laptop.azurite.connectionString);
    const texts: string[] = [];
    for await (const { name } of service.listQueues()) {
      const { peekedMessageItems } = await service.getQueueClient(name).peekMessages({ numberOfMessages: 32 });
      texts.push(name, ...peekedMessageItems.map(({ messageText }) => Buffer.from(messageText, "base64").toString()));
    }
    expect(texts).toContain("pull-customer");
    expect(singing(texts, concealed)).toEqual([]);
  });

  test("log lines", () => {
    expect(logged.some((line) => line.includes("Pull of customer"))).toBe(true);
    expect(singing(logged, concealed)).toEqual([]);
  });

  test("answers of the API", () => {
    expect(answered.length).toBeGreaterThan(80);
    expect(singing(answered, concealed)).toEqual([]);
  });
});

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
