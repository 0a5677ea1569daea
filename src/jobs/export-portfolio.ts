import { AdoptionError } from "../errors.ts";
import type { RunId } from "../domain/ids.ts";
import type { CustomerInsight } from "../domain/insight.ts";
import { monthEnds } from "../domain/month-ends.ts";
import type { PublishedPortfolio } from "../domain/portfolio.ts";
import type { Environment } from "../environment.ts";
import { writePortfolioWorkbook } from "../exports/portfolio-workbook.ts";
import { type Portion, portionsFor } from "../storage/keys.ts";
import { publishedOf } from "./earlier-nights.ts";
import { mergedByName } from "./merged-by-name.ts";
import type { ExportMessage } from "./messages.ts";

type Parts = Pick<Environment, "exports" | "exportFiles" | "portfolios" | "runs">;

export type ExportResult = Readonly<{ kind: "succeeded"; rows: number; bytes: number } | { kind: "already_ended" }>;

/**
 * Writes the workbook of one run straight into its blob. Safe to repeat: the file is written anew under its name, and a
 * link is given only once the row says that it succeeded.
 */
export async function exportPortfolio(
  { exports, exportFiles, portfolios, runs }: Parts,
  { exportId }: ExportMessage,
  { now, isLastTry }: { now: () => Date; isLastTry: boolean },
): Promise<ExportResult> {
  const asked = await exports.find(exportId);
  if (asked === null) throw new AdoptionError("export_not_found", `There is no export "${exportId}" to write`);
  if (asked.state === "succeeded") return { kind: "already_ended" };
  await exports.save({ ...asked, state: "running" });
  try {
    const portfolio = await portfolios.findPublished(asked.runId);
    if (portfolio === null) throw new AdoptionError("run_not_found", `Run "${asked.runId}" has no portfolio`);
    const portions = portionsFor(portfolio.customers.length);
    const customers = () => customersByName(portfolios, asked.runId, portions);
    const history = () => monthEndPortfolios({ portfolios, runs }, portfolio);
    const { written, bytes } = await exportFiles.upload(asked, (destination) =>
      writePortfolioWorkbook({ portfolio, customers, history, destination }),
    );
    await exports.save({
      ...asked,
      state: "succeeded",
      endedOn: now().toISOString(),
      bytes,
      rows: written.rows,
    });
    return { kind: "succeeded", rows: written.rows, bytes };
  } catch (error) {
    if (isLastTry) {
      const failure = error instanceof AdoptionError ? error.message : "The workbook could not be written: ask again";
      await exports.save({ ...asked, state: "failed", endedOn: now().toISOString(), failure });
    }
    throw error;
  }
}

/** All customers of a run by name, read while they are needed: each portion is in order, so they merge. */
function customersByName(
  portfolios: Environment["portfolios"],
  runId: RunId,
  portions: readonly Portion[],
): AsyncIterable<CustomerInsight> {
  return mergedByName(portions.map((portion) => portfolios.part(runId, portion)));
}

/**
 * The exported portfolio and those of the month ends before it, newest first, read one at a time while they are needed.
 * One that has been purged, or has an older shape, is passed over.
 */
async function* monthEndPortfolios(
  { portfolios, runs }: Pick<Parts, "portfolios" | "runs">,
  exported: PublishedPortfolio,
): AsyncGenerator<PublishedPortfolio> {
  yield exported;
  const all = await runs.all();
  const nights = all.flatMap(({ night, publishedOn }) => (publishedOn === null ? [] : [night]));
  for (const night of monthEnds(nights, exported.insight.night).slice(1)) {
    const run = publishedOf(night, all);
    const portfolio = run === null ? null : await portfolios.findEarlier(run.runId);
    if (portfolio !== null) yield portfolio;
  }
}
