import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { CustomerInsight, CustomerRow } from "../domain/insight.ts";
import { PortfolioInsight } from "../domain/portfolio.ts";
import type { CustomerState } from "../domain/customer-state.ts";
import type { Rate } from "../domain/rate.ts";
import type { Cause, Reason, SeatCause, SeatReason } from "../domain/reasons.ts";
import { Run, RunProgress } from "../domain/run.ts";
import { workloadName } from "../domain/workload.ts";
import { shortName, type Stage, stageBars, table } from "./terminal.ts";

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

const STATE_NAMES: Readonly<Record<CustomerState, string>> = {
  measured: "measured",
  reportedOnly: "reported only",
  stale: "stale",
  noAccess: "no access",
  notReady: "not ready",
  failed: "failed",
};

const POLL_MS = 250;

/** Longer than any step of a night on a laptop; what stands still for so long has been lost. */
const STILL_MS_MAX = 3 * 60_000;

/**
 * Runs one night as a partner's tool would, over HTTP, and tells of it: pulls, computes, publishes, exports. Answers the
 * commands to try next. Throws when nothing has moved for `stillMsMax`.
 */
export async function runNight(url: string, say: (text: string) => void, stillMsMax = STILL_MS_MAX): Promise<string> {
  const started = Run.parse(await call(`${url}/api/runs`, "POST"));
  say(`\nRun ${started.runId} of the night of ${started.night}`);
  await watched(url, started.runId, stillMsMax);

  const portfolio = PortfolioInsight.parse(await call(`${url}/api/portfolio`));
  const { value: customers } = CustomersAnswer.parse(await call(`${url}/api/customers?maxpagesize=1000`));
  const run = RunAnswer.parse(await call(`${url}/api/runs/${started.runId}`));
  say(`\n${portfolioText(portfolio)}\n\n${customersText(customers)}`);
  say(await explainedText(url, customers));
  say(absentText(customers, run));

  const workbook = await exported(url, stillMsMax);
  say(
    `\nWorkbook: ${workbook.rows} rows, ${Math.ceil((workbook.bytes ?? 0) / 1024)} KiB. This link expires on ${workbook.link?.expiresOn}:`,
  );
  say(`  ${workbook.link?.url}`);
  return commandsText(url, customers[0]?.customerId ?? "CUSTOMER-ID", workbook.exportId);
}

async function watched(url: string, runId: string, stillMsMax: number): Promise<void> {
  const draw = stageBars(process.stdout.isTTY, (text) => process.stdout.write(text));
  const ask = async () => {
    const run = RunAnswer.parse(await call(`${url}/api/runs/${runId}`));
    draw(stagesOf(run));
    return run;
  };
  const { state, failure } = await ended(`Run ${runId}`, ask, stillMsMax);
  if (state === "failed") throw new Error(`The run failed: ${failure}`);
}

function stagesOf({ state, progress: { pulls, portions } }: z.infer<typeof RunAnswer>): Stage[] {
  return [
    { label: "pull", done: pulls.done + pulls.refused, all: pulls.all },
    { label: "compute", done: portions.computed, all: portions.all },
    { label: "publish", done: state === "published" || state === "superseded" ? 1 : 0, all: 1 },
  ];
}

async function exported(url: string, stillMsMax: number): Promise<z.infer<typeof ExportAnswer>> {
  const { exportId } = ExportAnswer.parse(await call(`${url}/api/exports`, "POST"));
  const ask = async () => ExportAnswer.parse(await call(`${url}/api/exports/${exportId}`));
  const answer = await ended(`Export ${exportId}`, ask, stillMsMax);
  if (answer.state !== "succeeded") throw new Error(`The workbook could not be written: ${answer.failure}`);
  return answer;
}

/** The states of runs and of exports in which there is still something to wait for. */
const UNDER_WAY = new Set(["planning", "pulling", "queued", "running"]);

/** Asks again until it has ended. Time is counted in polls, so that a laptop that slept is not taken for one that hangs. */
async function ended<T extends { state: string }>(what: string, ask: () => Promise<T>, stillMsMax: number): Promise<T> {
  let answer = await ask();
  let stillMs = 0;
  while (UNDER_WAY.has(answer.state)) {
    if (stillMs >= stillMsMax) {
      throw new Error(
        `${what} has been "${answer.state}" for ${stillMsMax / 1000} s and nothing has moved: what the functions said above may tell why`,
      );
    }
    await delay(POLL_MS);
    const next = await ask();
    stillMs = isDeepStrictEqual(next, answer) ? stillMs + POLL_MS : 0;
    answer = next;
  }
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
        `    ${workloadName(workload.workload).padEnd(24)} ${percent(workload.usage)}  ${workload.measured} of ${workload.customers} customers`,
    ),
  ].join("\n");
}

/** The oddest first: it is their figures that want an explanation. */
const CUSTOMERS_SHOWN = 15;
const NAME_WIDTH = 32;

function customersText(customers: readonly CustomerRow[]): string {
  const shown = customers.toSorted((one, other) => oddity(other.usage) - oddity(one.usage)).slice(0, CUSTOMERS_SHOWN);
  const rows = shown.map((customer) => [
    shortName(customer.name, NAME_WIDTH),
    STATE_NAMES[customer.state],
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

/** So many customers are explained for each figure here; all of them are in the workbook. */
const EXPLAINED_MAX = 6;

type Explained = "usage" | "deployment";

/** Why the oddest figures are above 100 %: usage in users, deployment in seats, and both in points. */
async function explainedText(url: string, customers: readonly CustomerRow[]): Promise<string> {
  const usage = await explainedLines(url, customers, "usage");
  return [...usage, ...(await explainedLines(url, customers, "deployment"))].join("\n");
}

async function explainedLines(url: string, customers: readonly CustomerRow[], figure: Explained): Promise<string[]> {
  const above = customers
    .filter(({ [figure]: rate }) => rate.kind === "measured" && rate.value > 1)
    .toSorted((one, other) => oddity(other[figure]) - oddity(one[figure]));
  if (above.length === 0) return [];
  const lines: string[] = [];
  for (const { customerId } of above.slice(0, EXPLAINED_MAX)) {
    const insight = CustomerInsight.parse(await call(`${url}/api/customers/${customerId}`));
    const { name, [figure]: rate } = insight;
    const said = EXPLANATIONS[figure](insight).join("; ");
    lines.push(`  ${shortName(name, NAME_WIDTH)}: ${figure} ${percent(rate).trim()}, ${fraction(rate)}: ${said}`);
  }
  const more = above.length - lines.length;
  return [
    `\nWhy ${figure} is above 100 %:`,
    ...lines,
    ...(more > 0 ? [`  ${more} more in the workbook's sheet Reasons`] : []),
  ];
}

/** What adds points and what takes them away: all of them add up to the figure. */
const EXPLANATIONS: Readonly<Record<Explained, (insight: CustomerInsight) => string[]>> = {
  usage: ({ anyWorkload }) => [...anyWorkload.reasons.map(reasonText), ...inactiveText(anyWorkload)],
  deployment: (insight) => [...insight.deploymentReasons.map(seatReasonText), ...idleText(insight)],
};

const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  turnover: "left, or lost the licence to somebody else",
  grace: "on seats in grace, suspended or disabled",
  trial: "on trial seats",
  yammer: "in Yammer without a licence",
  guest: "from other companies, as guests, without a licence",
  unexplained: "unexplained",
};

function reasonText({ cause, users, points, evidence }: Reason): string {
  const certainty = evidence === "possible" ? "possibly " : "";
  return `${certainty}${users} ${users === 1 ? "user" : "users"} ${CAUSE_WORDS[cause]} (+${(points * 100).toFixed(1)} points)`;
}

function inactiveText({ total, usersActive }: CustomerInsight["anyWorkload"]): string[] {
  if (total === null || usersActive === null || usersActive.paid >= total) return [];
  const inactive = total - usersActive.paid;
  return [
    `${inactive} entitled ${inactive === 1 ? "user" : "users"} not active (−${((inactive / total) * 100).toFixed(1)} points)`,
  ];
}

const SEAT_CAUSE_WORDS: Readonly<Record<SeatCause, string>> = {
  grace: "in grace or suspended",
  trial: "on trial, running or run out",
  lapsed: "held beyond every seat there is: theirs have lapsed",
  unexplained: "unexplained",
};

function seatReasonText({ cause, seats, points }: SeatReason): string {
  return `${seats} ${seats === 1 ? "seat" : "seats"} ${SEAT_CAUSE_WORDS[cause]} (+${(points * 100).toFixed(1)} points)`;
}

function idleText({ deployment, seatsIdle }: CustomerInsight): string[] {
  if (deployment.kind === "missing" || seatsIdle === null || seatsIdle === 0) return [];
  const points = (seatsIdle / deployment.whole) * 100;
  return [`${seatsIdle} idle ${seatsIdle === 1 ? "seat" : "seats"} of other products (−${points.toFixed(1)} points)`];
}

/** Nobody is left out in silence: who has no figure of this night, and which files could not be used. */
function absentText(customers: readonly CustomerRow[], run: Pick<Run, "refusedFiles">): string {
  const states = customers
    .filter(({ state }) => state !== "measured")
    .map(
      ({ name, state, stateDetail }) => `  ${shortName(name, NAME_WIDTH)}: ${STATE_NAMES[state]}. ${stateDetail ?? ""}`,
    );
  const files = [
    ...run.refusedFiles.map((refused) => `  Of all customers: ${fileText(refused)}`),
    ...customers.flatMap(({ name, refusedFiles }) =>
      refusedFiles.map((refused) => `  ${shortName(name, NAME_WIDTH)}: ${fileText(refused)}`),
    ),
  ];
  return [
    ...(states.length > 0 ? ["\nWithout activity of this night:", ...states] : []),
    ...(files.length > 0 ? ["\nFiles refused:", ...files] : []),
  ].join("\n");
}

function fileText({ file, line, reason }: Run["refusedFiles"][number]): string {
  return `file "${file}"${line === null ? "" : `, line ${line}`}: ${reason}`;
}

function oddity(rate: Rate): number {
  return rate.kind === "measured" ? Math.abs(rate.value - 1) : 0;
}

function commandsText(url: string, customerId: string, exportId: string): string {
  return [
    "Try:",
    `  curl ${url}/api/portfolio`,
    `  curl ${url}/api/customers`,
    `  curl ${url}/api/customers/${customerId}`,
    `  curl ${url}/api/customers/${customerId}/history`,
    `  curl ${url}/api/definitions`,
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
