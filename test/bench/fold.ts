import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import { Day } from "../../src/domain/day.ts";
import { SkuId } from "../../src/domain/ids.ts";
import { licenceSnapshot } from "../../src/domain/licences.ts";
import { activeUsersReport } from "../../src/sources/active-users-report.ts";
import { ratioLine, timings } from "./rounds.ts";

const HEADER =
  "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Has Exchange License,Has OneDrive License,Has SharePoint License,Has Skype For Business License,Has Yammer License,Has Teams License,Exchange Last Activity Date,OneDrive Last Activity Date,SharePoint Last Activity Date,Skype For Business Last Activity Date,Yammer Last Activity Date,Teams Last Activity Date,Exchange License Assign Date,OneDrive License Assign Date,SharePoint License Assign Date,Skype For Business License Assign Date,Yammer License Assign Date,Teams License Assign Date,Assigned Products";

const USERS = 100_000;
const ROUNDS = 7;
const ROWS_A_CHUNK = 128;

const DAY = Day.parse("2026-11-20");
const PRODUCTS = ["MICROSOFT 365 BUSINESS PREMIUM", "OFFICE 365 E3+POWER BI (FREE)", "EXCHANGE ONLINE (PLAN 1)"];
const LICENCES = licenceSnapshot(
  DAY,
  ["cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "6fd2c87f-b296-42f0-b197-1e91e994b900"].map((skuId) => ({
    skuId: SkuId.parse(skuId),
    name: null,
    partNumber: null,
    appliesTo: "user",
    units: { enabled: USERS, warning: 0, suspended: 0 },
    assigned: USERS,
    planIds: [],
  })),
  null,
  null,
);

/** A report of so many users as it comes over the wire, made while it is read. */
function* reportOf(users: number): Generator<Buffer> {
  yield Buffer.from(`\uFEFF${HEADER}\r\n`);
  for (let first = 0; first < users; first += ROWS_A_CHUNK) {
    let rows = "";
    for (let user = first; user < Math.min(users, first + ROWS_A_CHUNK); user += 1) rows += rowOf(user);
    yield Buffer.from(rows);
  }
}

function rowOf(user: number): string {
  const name = (user * 2_654_435_761).toString(16).padStart(32, "0").toUpperCase();
  const dates = [user, user + 3, user + 5].map(dateOf).join(",");
  return `2026-11-20,${name},${name},False,,True,True,True,False,True,True,${dates},,,${dateOf(user + 7)},2025-06-01,2025-06-01,2025-06-01,,2025-06-01,2025-06-01,${PRODUCTS[user % 3]}\r\n`;
}

function dateOf(number: number): string {
  return `2026-${number % 3 === 0 ? "10" : "11"}-${String((number % 20) + 1).padStart(2, "0")}`;
}

/** The floor: the same parser with the same settings, and nothing done with the fields. */
async function readFields(chunks: Iterable<Buffer>): Promise<number> {
  let fields = 0;
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    skip_records_with_error: true,
    on_record: (record: string[]) => {
      fields += record.length;
      return null;
    },
  });
  parser.resume();
  await pipeline(chunks, parser);
  return fields;
}

/** Folding a report against merely reading its fields, and the memory of folding small and large ones. */
export async function benchFold(say: (line: string) => void): Promise<void> {
  const chunks = [...reportOf(USERS)];
  const fold = () => activeUsersReport(streamed(chunks), LICENCES, null);
  await fold();
  const [reading, folding] = await timings(ROUNDS, [
    { name: `reading the fields of ${USERS} users`, run: () => readFields(chunks) },
    { name: `folding ${USERS} users`, run: fold },
  ]);
  say("Fold (goal: at most 1.3 ×)");
  if (reading && folding) say(ratioLine(reading, folding));

  say("Fold: largest heap while a report streams by (goal: flat)");
  for (const users of [10_000, USERS, 4 * USERS])
    say(`  ${users} users: ${(await largestHeapMiB(users)).toFixed(1)} MiB`);
}

/** Live memory after a collection, looked at now and then while the report passes. */
async function largestHeapMiB(users: number): Promise<number> {
  let largest = 0;
  let chunks = 0;
  const every = Math.max(1, Math.floor(users / ROWS_A_CHUNK / 20));
  async function* watched(): AsyncGenerator<Uint8Array> {
    for (const chunk of reportOf(users)) {
      yield chunk;
      chunks += 1;
      if (chunks % every !== 0) continue;
      globalThis.gc?.();
      largest = Math.max(largest, process.memoryUsage().heapUsed);
    }
  }
  await activeUsersReport(watched(), LICENCES, null);
  return largest / 1024 ** 2;
}

async function* streamed(chunks: readonly Buffer[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
