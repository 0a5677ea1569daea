import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { TableClient } from "@azure/data-tables";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { expect, onTestFinished, test, vi } from "vitest";
import { startAzurite } from "../../src/local/azurite.ts";
import { freshContainer, freshQueue, freshTable } from "../support/azurite.ts";

test("startAzurite() serves tables, queues and blobs", async () => {
  const [table, queue, container] = await Promise.all([freshTable(), freshQueue(), freshContainer()]);
  await table.createEntity({ partitionKey: "a", rowKey: "b", seats: 20 });
  await queue.sendMessage("ask");
  await container.getBlockBlobClient("book").upload("told", 4);

  expect(await table.getEntity("a", "b")).toMatchObject({ seats: 20 });
  expect(await queue.peekMessages()).toMatchObject({ peekedMessageItems: [{ messageText: "ask" }] });
  expect(await container.getBlobClient("book").downloadToBuffer()).toEqual(Buffer.from("told"));
});

test("startAzurite() keeps in its folder what was written just before stop()", async () => {
  const folder = await freshFolder();
  const first = await startAzurite({ folder });
  await tableIn(first.connectionString).createTable();
  await tableIn(first.connectionString).createEntity({ partitionKey: "a", rowKey: "b", seats: 20 });
  await containerIn(first.connectionString).create();
  await containerIn(first.connectionString).getBlockBlobClient("book").upload("told", 4);
  await queueIn(first.connectionString).create();
  await queueIn(first.connectionString).sendMessage("ask");
  await first.stop();

  const second = await startAzurite({ folder });
  onTestFinished(second.stop);
  expect(await tableIn(second.connectionString).getEntity("a", "b")).toMatchObject({ seats: 20 });
  expect(await containerIn(second.connectionString).getBlobClient("book").downloadToBuffer()).toEqual(
    Buffer.from("told"),
  );
  expect(await queueIn(second.connectionString).peekMessages()).toMatchObject({
    peekedMessageItems: [{ messageText: "ask" }],
  });
});

test("stop() may be called twice, and frees the ports", async () => {
  const azurite = await startAzurite();
  await Promise.all([azurite.stop(), azurite.stop()]);
  await azurite.stop();

  await expect(fetch(blobEndpoint(azurite.connectionString))).rejects.toThrow("fetch failed");
});

test("startAzurite() says why it cannot start", async () => {
  const folder = await freshFolder();
  await writeFile(join(folder, "file"), "");

  await expect(startAzurite({ folder: join(folder, "file") })).rejects.toThrow(
    /Cannot start Azurite: .*exit code 1[^]*file/,
  );
});

test("Azurite ends with a parent that is killed", async () => {
  const source = `
    import { startAzurite } from ${JSON.stringify(new URL("../../src/local/azurite.ts", import.meta.url).href)};
    const { connectionString } = await startAzurite();
    process.stdout.write(connectionString + "\\n");`;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void parent.kill("SIGKILL"));
  const lines = createInterface(parent.stdout)[Symbol.asyncIterator]();
  const endpoint = blobEndpoint(String((await lines.next()).value));
  await fetch(endpoint);

  parent.kill("SIGKILL");

  await vi.waitFor(() => expect(fetch(endpoint)).rejects.toThrow("fetch failed"), { timeout: 10_000 });
});

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "azurite-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const tableIn = (connectionString: string) =>
  TableClient.fromConnectionString(connectionString, "Kept", { allowInsecureConnection: true });
const containerIn = (connectionString: string) =>
  BlobServiceClient.fromConnectionString(connectionString).getContainerClient("kept");
const queueIn = (connectionString: string) =>
  QueueServiceClient.fromConnectionString(connectionString).getQueueClient("kept");

function blobEndpoint(connectionString: string): string {
  return /BlobEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? "";
}
