import { PassThrough, type Writable } from "node:stream";
import { odata, type TableClient } from "@azure/data-tables";
import { BlobSASPermissions, type ContainerClient, SASProtocol } from "@azure/storage-blob";
import { PortfolioExport } from "../domain/export.ts";
import type { ExportId } from "../domain/ids.ts";
import { orNull } from "./absent.ts";
import { EXPORT_PARTITION } from "./keys.ts";

export type ExportsTable = ReturnType<typeof exportsTable>;

/** One row an export. */
export const exportsTable = (table: TableClient) => ({
  async save(portfolioExport: PortfolioExport): Promise<void> {
    const told = Object.entries(portfolioExport).filter(([, value]) => value !== null);
    const entity = { partitionKey: EXPORT_PARTITION, rowKey: portfolioExport.exportId, ...Object.fromEntries(told) };
    await table.upsertEntity(entity, "Replace");
  },

  async find(exportId: ExportId): Promise<PortfolioExport | null> {
    const entity = await orNull(table.getEntity(EXPORT_PARTITION, exportId));
    return entity === null ? null : exportOf(entity);
  },

  /** Newest first. */
  async all(): Promise<PortfolioExport[]> {
    const filter = odata`PartitionKey eq ${EXPORT_PARTITION}`;
    const exports = await Array.fromAsync(table.listEntities({ queryOptions: { filter } }), exportOf);
    return exports.toSorted((one, other) => (one.requestedOn < other.requestedOn ? 1 : -1));
  },
});

function exportOf(entity: object): PortfolioExport {
  return PortfolioExport.parse({ endedOn: null, bytes: null, rows: null, failure: null, ...entity });
}

/** A link to one file: who holds it can read it, until it expires. */
export type DownloadLink = Readonly<{ url: string; expiresOn: string }>;

const WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const BLOCK_BYTES = 4 * 1024 * 1024;
const BLOCKS_AT_ONCE = 2;
/** Clocks differ: a link that starts now is refused now and then. */
const START_BACKDATED_MS = 15 * 60_000;

export type ExportFiles = ReturnType<typeof exportFiles>;

/** The files of the exports. A name is made of validated parts alone, so no name leads elsewhere. */
export const exportFiles = (container: ContainerClient) => {
  const blobOf = ({ exportId, fileName }: PortfolioExport) => container.getBlockBlobClient(`${exportId}/${fileName}`);

  return {
    /**
     * Uploads what `write` writes while it writes it. The blocks become a file only when all of them are there: a
     * failure on either side leaves no file.
     */
    async upload<T>(
      portfolioExport: PortfolioExport,
      write: (destination: Writable) => Promise<T>,
    ): Promise<{ written: T; bytes: number }> {
      const blob = blobOf(portfolioExport);
      const pipe = new PassThrough();
      const upload = blob.uploadStream(pipe, BLOCK_BYTES, BLOCKS_AT_ONCE, {
        blobHTTPHeaders: { blobContentType: WORKBOOK_TYPE },
      });
      // A refused upload must stop the writer, which may be waiting for the pipe to drain.
      upload.catch((error: unknown) => pipe.destroy(errorOf(error)));
      try {
        const [written] = await Promise.all([write(pipe), upload]);
        const { contentLength = 0 } = await blob.getProperties();
        return { written, bytes: contentLength };
      } catch (error) {
        // The upload ends by an error on its source alone; without one it would wait for ever.
        pipe.destroy(errorOf(error));
        await upload.catch(() => undefined);
        throw error;
      }
    },

    /** A fresh link, for reading this one file until `validMinutes` after `now`. Links are never stored or logged. */
    async link(portfolioExport: PortfolioExport, now: Date, validMinutes: number): Promise<DownloadLink> {
      const blob = blobOf(portfolioExport);
      const expiresOn = new Date(now.getTime() + validMinutes * 60_000);
      const url = await blob.generateSasUrl({
        permissions: BlobSASPermissions.from({ read: true }),
        startsOn: new Date(now.getTime() - START_BACKDATED_MS),
        expiresOn,
        protocol: blob.url.startsWith("https:") ? SASProtocol.Https : SASProtocol.HttpsAndHttp,
        contentDisposition: `attachment; filename="${portfolioExport.fileName}"`,
        cacheControl: "private, no-store",
      });
      return { url, expiresOn: expiresOn.toISOString() };
    },
  };
};

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
