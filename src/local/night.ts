import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { CustomerRow } from "../domain/insight.ts";
import { PortfolioInsight } from "../domain/portfolio.ts";
import type { Rate } from "../domain/rate.ts";
import { Run, RunProgress } from "../domain/run.ts";
import { shortName, stageBars, table } from "./terminal.ts";

const RunAnswer = z.object({ ...Run.shape, progress: RunProgress });
const ExportAnswer = z.object({
  exportId: z.string(),
  state: z.string(),
  rows: z.number().nullable(),
  bytes: z.number().nullable(),
  failure: z.string().nullable(),
  link: z.object({ url: z.string(), expiresOn: z.string() }).nullable(),
});
const CustomersAnswer = z.object({ value: z.array(CustomerRow) });

const POLL_MS = 250;

/** Runs one night as a partner's tool would, over HTTP, and tells of it: pulls, computes, publishes, exports. */
export async function runNight(url: string, say: (text: string) => void): Promise<void> {
  const started = Run.parse(await call(`${url}/api/runs`, "POST"));
  say(`\nRun ${started.runId} of the night of ${started.night}`);
  await watched(url, started.runId);

  const portfolio = PortfolioInsight.parse(await call(`${url}/api/portfolio`));
  const { value: customers } = CustomersAnswer.parse(await call(`${url}/api/customers?maxpagesize=1000`));
  say(`\n${portfolioText(portfolio)}\n\n${customersText(customers)}\n${absentText(customers)}`);

  const workbook = await exported(url);
  say(
    `\nWorkbook: ${workbook.rows} rows, ${Math.ceil((workbook.bytes ?? 0) / 1024)} KiB. This link expires on ${workbook.link?.expiresOn}:`,
  );
  say(`  ${workbook.link?.url}`);
  say(`\n${commandsText(url, customers[0]?.customerId ?? "CUSTOMER-ID", workbook.exportId)}\n`);
}

async function watched(url: string, runId: string): Promise<void> {
  const draw = stageBars(process.stdout.isTTY, (text) => process.stdout.write(text));
  for (;;) {
    const { state, progress, failure } = RunAnswer.parse(await call(`${url}/api/runs/${runId}`));
    const { pulls, portions } = progress;
    const hasEnded = state === "published" || state === "superseded";
    draw([
      { label: "pull", done: pulls.done + pulls.refused, all: pulls.all },
      { label: "compute", done: portions.computed, all: portions.all },
      { label: "publish", done: hasEnded ? 1 : 0, all: 1 },
    ]);
    if (hasEnded) return;
    if (state === "failed") throw new Error(`The run failed: ${failure}`);
    await delay(POLL_MS);
  }
}

async function exported(url: string): Promise<z.infer<typeof ExportAnswer>> {
  let answer = ExportAnswer.parse(await call(`${url}/api/exports`, "POST"));
  while (answer.state === "queued" || answer.state === "running") {
    await delay(POLL_MS);
    answer = ExportAnswer.parse(await call(`${url}/api/exports/${answer.exportId}`));
  }
  if (answer.state !== "succeeded") throw new Error(`The workbook could not be written: ${answer.failure}`);
  return answer;
}

function portfolioText({ night, coverage, deployment, usage, likeForLike, workloads }: PortfolioInsight): string {
  const { customers, measured, reportedOnly, stale, noAccess, notReady, failed } = coverage;
  return [
    `Portfolio of the night of ${night}: ${customers} customers, of which ${measured} measured, ${reportedOnly} reported only, ${stale} stale, ${noAccess} without access, ${notReady} not ready, ${failed} failed`,
    `  deployment     ${percent(deployment)}  ${fraction(deployment)}, ${coverage.deployment.counted} customers`,
    `  usage          ${percent(usage)}  ${fraction(usage)}, ${coverage.usage.counted} customers`,
    `  like for like  ${percent(likeForLike)}  ${fraction(likeForLike)}`,
    ...workloads.map(
      (workload) =>
        `    ${workload.workload.padEnd(12)} ${percent(workload.usage)}  ${workload.measured} of ${workload.customers} customers`,
    ),
  ].join("\n");
}

/** The oddest first: it is their figures that want an explanation. */
const CUSTOMERS_SHOWN = 15;
const NAME_WIDTH = 32;

function customersText(customers: readonly CustomerRow[]): string {
  const shown = customers.toSorted((one, other) => oddity(other) - oddity(one)).slice(0, CUSTOMERS_SHOWN);
  const rows = shown.map((customer) => [
    shortName(customer.name, NAME_WIDTH),
    customer.state,
    customer.asOf.activity ?? "",
    number(customer.seatsSold),
    percent(customer.deployment),
    number(customer.usersTotal),
    number(customer.usersActive),
    percent(customer.usage),
    percent(customer.likeForLike),
  ]);
  const header = ["customer", "state", "as of", "sold", "deployed", "users", "active", "usage", "like for like"];
  const more = customers.length - shown.length;
  return [table([header, ...rows]), ...(more > 0 ? [`${more} more in the workbook and at /api/customers`] : [])].join(
    "\n",
  );
}

/** Nobody is left out in silence: who has no figure of this night, and which files could not be used. */
function absentText(customers: readonly CustomerRow[]): string {
  const states = customers
    .filter(({ state }) => state !== "measured")
    .map(({ name, state, stateDetail }) => `  ${shortName(name, NAME_WIDTH)}: ${state}. ${stateDetail ?? ""}`);
  const files = customers.flatMap(({ name, refusedFiles }) =>
    refusedFiles.map(
      ({ file, line, reason }) =>
        `  ${shortName(name, NAME_WIDTH)}: file "${file}"${line === null ? "" : `, line ${line}`}: ${reason}`,
    ),
  );
  return [
    ...(states.length > 0 ? ["\nNot measured this night:", ...states] : []),
    ...(files.length > 0 ? ["\nFiles refused:", ...files] : []),
  ].join("\n");
}

function oddity({ usage }: CustomerRow): number {
  return usage.kind === "measured" ? Math.abs(usage.value - 1) : 0;
}

function commandsText(url: string, customerId: string, exportId: string): string {
  return [
    "Try:",
    `  curl ${url}/api/portfolio`,
    `  curl ${url}/api/customers`,
    `  curl ${url}/api/customers/${customerId}`,
    `  curl ${url}/api/exports/${exportId}      # a fresh link each time`,
    `  curl -X POST ${url}/api/runs             # another night`,
    `  curl ${url}/api/health`,
  ].join("\n");
}

function percent(rate: Rate): string {
  return rate.kind === "measured" ? `${(rate.value * 100).toFixed(1)} %`.padStart(8) : "".padStart(8);
}

function fraction(rate: Rate): string {
  return rate.kind === "measured" ? `${rate.part} of ${rate.whole}` : rate.reason.replaceAll("_", " ");
}

function number(count: number | null): string {
  return count === null ? "" : String(count);
}

async function call(url: string, method = "GET"): Promise<unknown> {
  const response = await fetch(url, { method });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${JSON.stringify(body)}`);
  return body;
}
