import type { Writable } from "node:stream";
import { expect, test } from "vitest";
import type { PortfolioExport } from "../../src/domain/export.ts";
import { ExportId } from "../../src/domain/ids.ts";
import { exportFiles, exportsTable } from "../../src/storage/exports.ts";
import { freshContainer, freshTable } from "../support/azurite.ts";
import { RUN_ID } from "../support/make.ts";

const EXPORT: PortfolioExport = {
  exportId: ExportId.parse("e0000000-0000-4000-8000-000000000001"),
  runId: RUN_ID,
  state: "queued",
  requestedOn: "2026-11-22T08:00:00.000Z",
  endedOn: null,
  fileName: "portfolio-2026-11-22.xlsx",
  bytes: null,
  rows: null,
  failure: null,
};

const MEBIBYTE = Buffer.alloc(1024 * 1024, 7);

async function write(destination: Writable): Promise<string> {
  for (let part = 0; part < 9; part += 1) destination.write(MEBIBYTE);
  destination.end();
  return "written";
}

test("exportsTable() round-trips, newest first", async () => {
  const exports = exportsTable(await freshTable());
  const later = {
    ...EXPORT,
    exportId: ExportId.parse("e0000000-0000-4000-8000-000000000002"),
    requestedOn: "2026-11-22T09:00:00.000Z",
  };
  await exports.save(EXPORT);
  await exports.save(later);
  await exports.save({ ...EXPORT, state: "succeeded", bytes: 5, rows: 2, endedOn: "2026-11-22T08:00:09.000Z" });
  expect(await exports.find(EXPORT.exportId)).toMatchObject({ state: "succeeded", bytes: 5, rows: 2, failure: null });
  expect((await exports.all()).map(({ exportId }) => exportId)).toEqual([later.exportId, EXPORT.exportId]);
  expect(await exports.find(ExportId.parse("e0000000-0000-4000-8000-00000000000f"))).toBeNull();
});

test("upload() makes the file of what was written, and link() lets its holder read it and nothing else", async () => {
  const container = await freshContainer();
  const files = exportFiles(container);
  const uploaded = await files.upload(EXPORT, write);
  expect(uploaded).toEqual({ written: "written", bytes: 9 * MEBIBYTE.length });

  const link = await files.link(EXPORT, new Date(), 60);
  const download = await fetch(link.url);
  expect(download.status).toBe(200);
  expect(download.headers.get("content-disposition")).toBe('attachment; filename="portfolio-2026-11-22.xlsx"');
  expect((await download.arrayBuffer()).byteLength).toBe(9 * MEBIBYTE.length);

  const another = new URL(link.url);
  another.pathname = another.pathname.replace("portfolio-", "other-");
  expect((await fetch(another)).status).toBe(403);
  const written = await fetch(link.url, { method: "PUT", headers: { "x-ms-blob-type": "BlockBlob" }, body: "x" });
  expect(written.status).toBe(403);
  expect((await fetch(link.url.replace("sig=", "sig=0"))).status).toBe(403);
});

test("link() expires", async () => {
  const files = exportFiles(await freshContainer());
  await files.upload(EXPORT, write);
  const yesterday = new Date(Date.now() - 86_400_000);
  const link = await files.link(EXPORT, yesterday, 60);
  expect(link.expiresOn).toBe(new Date(yesterday.getTime() + 3_600_000).toISOString());
  expect((await fetch(link.url)).status).toBe(403);
});

test("upload() leaves no file when the writer fails half way", async () => {
  const container = await freshContainer();
  const failing = exportFiles(container).upload(EXPORT, async (destination) => {
    destination.write(MEBIBYTE);
    throw new Error("the source broke");
  });
  await expect(failing).rejects.toThrow("the source broke");
  expect(await Array.fromAsync(container.listBlobsFlat())).toEqual([]);
});

test("upload() fails, and does not hang, when storage refuses while the writer waits for room", async () => {
  const container = await freshContainer();
  await container.delete();
  const writing = exportFiles(container).upload(EXPORT, async (destination) => {
    for (let part = 0; part < 40; part += 1) {
      if (!destination.write(MEBIBYTE)) {
        await new Promise<void>((resolve, reject) => {
          destination.once("drain", resolve).once("error", reject);
        });
      }
    }
    destination.end();
  });
  await expect(writing).rejects.toMatchObject({ statusCode: 404 });
});
