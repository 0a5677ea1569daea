import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import { Day } from "../../src/domain/day.ts";
import { SkuId } from "../../src/domain/ids.ts";
import { licenceSnapshot } from "../../src/domain/licences.ts";
import {
  activeUsersReport,
  type Joinable,
  NO_BACKGROUND,
  NOTHING_JOINED,
} from "../../src/sources/active-users-report.ts";
import { directoryOf } from "../../src/sources/directory.ts";
import type { DirectoryUser } from "../../src/sources/graph-rows.ts";
import { ratioLine, timings } from "./rounds.ts";

const HEADER =
  "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Has Exchange License,Has OneDrive License,Has SharePoint License,Has Skype For Business License,Has Yammer License,Has Teams License,Exchange Last Activity Date,OneDrive Last Activity Date,SharePoint Last Activity Date,Skype For Business Last Activity Date,Yammer Last Activity Date,Teams Last Activity Date,Exchange License Assign Date,OneDrive License Assign Date,SharePoint License Assign Date,Skype For Business License Assign Date,Yammer License Assign Date,Teams License Assign Date,Assigned Products";

const USERS = 100_000;
const ROUNDS = 7;
const ROWS_A_CHUNK = 128;

const DAY = Day.parse("2026-11-20");
const PRODUCTS = ["MICROSOFT 365 BUSINESS PREMIUM", "OFFICE 365 E3+POWER BI (FREE)", "EXCHANGE ONLINE (PLAN 1)"];
const SKU_IDS = ["cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "6fd2c87f-b296-42f0-b197-1e91e994b900"].map((skuId) =>
  SkuId.parse(skuId),
);
/** Two plans of Exchange, one of SharePoint, one of Teams. */
const PLANS = [
  "9aaf7827-d63c-4b61-89c3-182f06f82e5c",
  "efb87545-963c-4e0d-99df-69c6916d9eb0",
  "c7699d2e-19aa-44de-8edf-1736da088ca1",
  "57ff2da0-773e-42df-b2af-ffb7a2317929",
];
const USERS_A_PAGE = 999;
const LICENCES = licenceSnapshot(
  DAY,
  SKU_IDS.map((skuId) => ({
    skuId,
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

const BACKGROUND = { ...NO_BACKGROUND, licences: LICENCES };

/** A report of so many users as it comes over the wire, made while it is read. */
function* reportOf(users: number, nameOf: (user: number) => string): Generator<Buffer> {
  yield Buffer.from(`\uFEFF${HEADER}\r\n`);
  for (let first = 0; first < users; first += ROWS_A_CHUNK) {
    let rows = "";
    for (let user = first; user < Math.min(users, first + ROWS_A_CHUNK); user += 1) rows += rowOf(user, nameOf(user));
    yield Buffer.from(rows);
  }
}

/** Both have 32 characters, so that a report has as many bytes with the one as with the other. */
const concealedName = (user: number) => (user * 2_654_435_761).toString(16).padStart(32, "0").toUpperCase();
const clearName = (user: number) => `someone.${String(user).padStart(7, "0")}@fabrikam.example`;

function rowOf(user: number, name: string): string {
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

/** All users of a report of clear names, who hold a few dozen different things. */
async function* directoryPages(): AsyncGenerator<DirectoryUser[]> {
  for (let first = 0; first < USERS; first += USERS_A_PAGE) {
    yield Array.from({ length: Math.min(USERS_A_PAGE, USERS - first) }, (_, index) => {
      const user = first + index;
      const disabledPlans = PLANS.slice(0, user % PLANS.length);
      const licences = SKU_IDS.slice(0, user % 3).map((skuId) => ({ skuId, disabledPlans }));
      return { name: clearName(user), holding: { licences, isGuest: user % 5 === 0, isBlocked: user % 7 === 0 } };
    });
  }
}

const folded = (report: readonly Buffer[], joinable: Joinable) =>
  activeUsersReport(streamed(report), BACKGROUND, joinable);

/** The memory of folding small and large reports, and folding one against merely reading its fields. */
export async function benchFold(say: (line: string) => void): Promise<void> {
  say("Fold: largest heap while a report streams by (goal: flat)");
  for (const users of [10_000, USERS, 4 * USERS])
    say(`  ${users} users: ${(await largestHeapMiB(users)).toFixed(1)} MiB`);

  say("Fold (goal: at most 1.3 × without a directory)");
  for (const line of await ratioLines()) say(line);
}

async function ratioLines(): Promise<string[]> {
  const [concealed, clear] = [[...reportOf(USERS, concealedName)], [...reportOf(USERS, clearName)]];
  const directory = await directoryOf(directoryPages());
  const fold = () => folded(concealed, NOTHING_JOINED);
  const join = () => folded(clear, { ...NOTHING_JOINED, directory });
  await fold();
  await join();
  const [reading, folding, joining] = await timings(ROUNDS, [
    { name: `reading the fields of ${USERS} users`, run: () => readFields(concealed) },
    { name: `folding ${USERS} users`, run: fold },
    { name: `folding ${USERS} users of clear names with a directory`, run: join },
  ]);
  if (reading === undefined || folding === undefined || joining === undefined) return [];
  return [ratioLine(reading, folding), ratioLine(reading, joining)];
}

/** Live memory after a collection, looked at now and then while the report passes. */
async function largestHeapMiB(users: number): Promise<number> {
  let largest = 0;
  let chunks = 0;
  const every = Math.max(1, Math.floor(users / ROWS_A_CHUNK / 20));
  async function* watched(): AsyncGenerator<Uint8Array> {
    for (const chunk of reportOf(users, concealedName)) {
      yield chunk;
      chunks += 1;
      if (chunks % every !== 0) continue;
      globalThis.gc?.();
      largest = Math.max(largest, process.memoryUsage().heapUsed);
    }
  }
  await activeUsersReport(watched(), BACKGROUND, NOTHING_JOINED);
  return largest / 1024 ** 2;
}

async function* streamed(chunks: readonly Buffer[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
