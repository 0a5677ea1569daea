import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGunzip, gunzipSync, gzip } from "node:zlib";
import type { ContainerClient } from "@azure/storage-blob";
import type { RunId } from "../domain/ids.ts";
import { CustomerInsight } from "../domain/insight.ts";
import { PublishedPortfolio } from "../domain/portfolio.ts";
import { orNull, statusOf } from "./absent.ts";
import { partBlob, publishedBlob, type Portion } from "./keys.ts";

export type PortfoliosContainer = ReturnType<typeof portfoliosContainer>;

/**
 * What runs publish. A part holds the insights of one portion, one a line, by name; the published blob holds the
 * portfolio and one row a customer. All are of one run and never change, so whoever reads a run reads one run.
 */
export const portfoliosContainer = (container: ContainerClient) => ({
  /** False when the part is there already: the first one stays, whoever computes it again. */
  async savePart(runId: RunId, portion: Portion, insights: readonly CustomerInsight[]): Promise<boolean> {
    const lines = insights.map((insight) => `${JSON.stringify(insight)}\n`);
    return saveOnce(container, partBlob(runId, portion), Buffer.from(lines.join("")));
  },

  /** The insights of one portion, in order, read while they come. */
  async *part(runId: RunId, portion: Portion): AsyncGenerator<CustomerInsight> {
    const { readableStreamBody } = await container.getBlobClient(partBlob(runId, portion)).download();
    if (readableStreamBody === undefined) throw new Error(`Part ${portion} of run ${runId} has no body`);
    const gunzip = createGunzip();
    // A stream that breaks is told by the reading below; nobody else waits for this.
    pipeline(readableStreamBody, gunzip).catch(() => undefined);
    for await (const line of linesOf(gunzip)) yield CustomerInsight.parse(JSON.parse(line));
  },

  /** False when the run's portfolio is there already: the first one stays. */
  savePublished: (portfolio: PublishedPortfolio): Promise<boolean> =>
    saveOnce(container, publishedBlob(portfolio.insight.runId), Buffer.from(JSON.stringify(portfolio))),

  /** Null means that the run published nothing, or that its portfolio has been purged. */
  async findPublished(runId: RunId): Promise<PublishedPortfolio | null> {
    const bytes = await orNull(container.getBlobClient(publishedBlob(runId)).downloadToBuffer());
    return bytes === null ? null : PublishedPortfolio.parse(JSON.parse(gunzipSync(bytes).toString("utf8")));
  },

  /** As it was published weeks or months ago: null also where it was told in a shape that is no longer ours. */
  async findEarlier(runId: RunId): Promise<PublishedPortfolio | null> {
    const bytes = await orNull(container.getBlobClient(publishedBlob(runId)).downloadToBuffer());
    if (bytes === null) return null;
    const portfolio = PublishedPortfolio.safeParse(JSON.parse(gunzipSync(bytes).toString("utf8")));
    return portfolio.success ? portfolio.data : null;
  },
});

const compressed = promisify(gzip);

async function saveOnce(container: ContainerClient, name: string, bytes: Buffer): Promise<boolean> {
  try {
    const conditions = { ifNoneMatch: "*" };
    await container.getBlockBlobClient(name).uploadData(await compressed(bytes), { conditions });
    return true;
  } catch (error) {
    // Somebody was faster, or our own write was applied and its answer lost: the blob is the same run's either way.
    if (statusOf(error) === 409) return false;
    throw error;
  }
}

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
