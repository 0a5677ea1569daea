import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGunzip, gunzipSync, gzip } from "node:zlib";
import type { ContainerClient } from "@azure/storage-blob";
import type { RunId } from "../domain/ids.ts";
import { CustomerInsight } from "../domain/insight.ts";
import { PublishedPortfolio } from "../domain/portfolio.ts";
import { statusOf } from "./absent.ts";
import { partBlob, publishedBlob, type Portion } from "./keys.ts";

export type PortfoliosContainer = ReturnType<typeof portfoliosContainer>;

/**
 * What runs publish. A part holds the insights of one portion, one a line, by name; the published blob holds the
 * portfolio and one row a customer. All are of one run and never change, so whoever reads a run reads one run.
 */
export const portfoliosContainer = (container: ContainerClient) => ({
  async savePart(runId: RunId, portion: Portion, insights: readonly CustomerInsight[]): Promise<void> {
    const lines = insights.map((insight) => `${JSON.stringify(insight)}\n`);
    const bytes = await compressed(Buffer.from(lines.join("")));
    await container.getBlockBlobClient(partBlob(runId, portion)).uploadData(bytes);
  },

  /** The insights of one portion, in order, read while they come. */
  async *part(runId: RunId, portion: Portion): AsyncGenerator<CustomerInsight> {
    const { readableStreamBody } = await container.getBlobClient(partBlob(runId, portion)).download();
    if (readableStreamBody === undefined) throw new Error(`Part ${portion} of run ${runId} has no body`);
    const gunzip = createGunzip();
    const decompressed = pipeline(readableStreamBody, gunzip);
    for await (const line of linesOf(gunzip)) yield CustomerInsight.parse(JSON.parse(line));
    await decompressed;
  },

  async savePublished(portfolio: PublishedPortfolio): Promise<void> {
    const bytes = await compressed(Buffer.from(JSON.stringify(portfolio)));
    await container.getBlockBlobClient(publishedBlob(portfolio.insight.runId)).uploadData(bytes, {
      blobHTTPHeaders: { blobContentType: "application/json", blobContentEncoding: "gzip" },
    });
  },

  /** Null means that the run published nothing, or that its portfolio has been purged. */
  async findPublished(runId: RunId): Promise<PublishedPortfolio | null> {
    try {
      const bytes = await container.getBlobClient(publishedBlob(runId)).downloadToBuffer();
      return PublishedPortfolio.parse(JSON.parse(gunzipSync(bytes).toString("utf8")));
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  },
});

const compressed = promisify(gzip);

/** Lines end with "\n" alone. Node's readline also ends them at U+2028, which JSON leaves as it is inside a name. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") throw new Error("The part ends in the middle of a line");
}
