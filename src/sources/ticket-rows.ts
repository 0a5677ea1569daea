import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { type Day, dayOfTimestamp } from "../domain/day.ts";
import { CustomerId } from "../domain/ids.ts";
import { openedByDay, type SupportSnapshot } from "../domain/support.ts";
import { UnreadableReport } from "./report-csv.ts";
import { isKept } from "./service-request-rows.ts";

/** A line that costs itself alone. Lines count from 1, the header's; one over several lines goes by its last. */
export type RefusedLine = Readonly<{ line: number; reason: string }>;

export type TicketReading<Told> = Readonly<{ tickets: Told; refusedLines: readonly RefusedLine[] }>;

/**
 * Tickets of all customers, from a table with one line a customer, day and count: commas between its columns, quotes as
 * RFC 4180 has them, columns found by name. `asOf` is the day the file was saved. A customer that is not in it is
 * unknown; one that has nothing but older days in it has asked nothing in the window.
 * Throws UnreadableReport where the whole cannot be trusted.
 */
export async function ticketFile(
  bytes: AsyncIterable<Uint8Array>,
  asOf: Day,
): Promise<TicketReading<Map<CustomerId, SupportSnapshot>>> {
  return ticketsIn(bytes, asOf, null);
}

/** The same of a file in one customer's own folder. Null where no line of it counts. */
export async function customerTicketFile(
  bytes: AsyncIterable<Uint8Array>,
  asOf: Day,
  customerId: CustomerId,
): Promise<TicketReading<SupportSnapshot | null>> {
  const { tickets, refusedLines } = await ticketsIn(bytes, asOf, customerId);
  return { tickets: tickets.get(customerId) ?? null, refusedLines };
}

/** Whether a header has the columns of a list of tickets. */
export function isTicketHeader(header: readonly string[]): boolean {
  const columns = columnsOf(header);
  return FIELDS.every((field) => columns[field] !== -1);
}

const REPORT = "The list of tickets";

/** A line has some 60 bytes. A quote that never closes would make one of the whole rest. */
const LINE_BYTES_MAX = 64 * 1024;

/** `onlyOf`: whose lines alone may be in the file; null for a file of all customers. */
async function ticketsIn(
  bytes: AsyncIterable<Uint8Array>,
  asOf: Day,
  onlyOf: CustomerId | null,
): Promise<TicketReading<Map<CustomerId, SupportSnapshot>>> {
  const lines = linesOf(asOf, onlyOf);
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    relax_column_count: true,
    max_record_size: LINE_BYTES_MAX,
    skip_records_with_error: true,
    on_skip: (error) => {
      // A quote in the middle of a field spoils its line. Any other misplaced quote spoils where lines begin and end.
      if (error !== undefined && error.code !== "INVALID_OPENING_QUOTE") throw error;
      lines.skipped(parser.info.lines);
      return undefined;
    },
    on_record: (fields: string[], { lines: line }) => {
      lines.read(fields, line);
      return null;
    },
  });
  parser.resume();

  try {
    await pipeline(bytes, parser);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser's own words quote the line: they stay here.
    throw new UnreadableReport(REPORT, lines.lastLine() + 1, "opens a quote that never closes, or misplaces one");
  }
  return lines.end();
}

/** Lines as they come, added up by customer and day. */
function linesOf(asOf: Day, onlyOf: CustomerId | null) {
  const opened = new Map<CustomerId, Map<Day, number>>();
  const refusedLines: RefusedLine[] = [];
  let table: Readonly<{ width: number; columns: Columns }> | null = null;
  let lastLine = 0;
  let lines = 0;

  function refuse(line: number, reason: string): void {
    refusedLines.push({ line, reason });
  }

  function add({ customerId, day, count }: Tickets): void {
    const days = opened.get(customerId) ?? new Map<Day, number>();
    opened.set(customerId, days);
    if (isKept(asOf, day)) days.set(day, (days.get(day) ?? 0) + count);
  }

  return {
    lastLine: () => lastLine,

    read(fields: readonly string[], line: number): void {
      lastLine = line;
      if (table === null) {
        table = { width: fields.length, columns: requiredColumns(fields) };
        return;
      }
      lines += 1;
      if (fields.length !== table.width) return refuse(line, `has ${fields.length} of ${table.width} fields`);
      const tickets = ticketsOf(fields, table.columns);
      if (typeof tickets === "string") return refuse(line, tickets);
      if (onlyOf !== null && tickets.customerId !== onlyOf) {
        return refuse(line, "is of another customer than the folder");
      }
      if (tickets.day > asOf) return refuse(line, `has a day after ${asOf}, on which the file was saved`);
      add(tickets);
    },

    /** A line that the reading of fields gave up. One line may be given up more than once. */
    skipped(line: number): void {
      if (table === null) throw new UnreadableReport(REPORT, line, "is not the header of a table");
      if (line === lastLine) return;
      lastLine = line;
      lines += 1;
      refuse(line, "has a quote in the middle of a field");
    },

    end(): TicketReading<Map<CustomerId, SupportSnapshot>> {
      if (table === null) throw new UnreadableReport(REPORT, null, "is empty");
      if (lines === 0) throw new UnreadableReport(REPORT, null, "has a header and no lines");
      const snapshots = opened.entries().map(([customerId, days]): [CustomerId, SupportSnapshot] => {
        const counts = [...days].map(([day, count]) => ({ day, count }));
        return [customerId, { asOf, opened: openedByDay(counts) }];
      });
      return { tickets: new Map(snapshots), refusedLines };
    },
  };
}

const FIELDS = ["customer", "day", "count"] as const;
type Columns = Readonly<Record<(typeof FIELDS)[number], number>>;

/** What a column may be called, in any case, with blanks or without; the surer name first where a header has two. */
const NAMES: Readonly<Record<keyof Columns, readonly string[]>> = {
  customer: ["customerid", "tenantid", "customer"],
  day: ["openedday", "openedon", "opened", "day", "date"],
  count: ["tickets", "count"],
};

/** -1 for a column that is not there. */
function columnsOf(header: readonly string[]): Columns {
  const names = header.map((name) => name.replaceAll(/[\s_-]/g, "").toLowerCase());
  const find = (field: keyof Columns) => names.indexOf(NAMES[field].find((name) => names.includes(name)) ?? "\n");
  return { customer: find("customer"), day: find("day"), count: find("count") };
}

function requiredColumns(header: readonly string[]): Columns {
  const columns = columnsOf(header);
  const absent = FIELDS.find((field) => columns[field] === -1);
  if (absent === undefined) return columns;
  if (header.length === 1 && header[0]?.includes(";")) {
    throw new UnreadableReport(REPORT, 1, "has semicolons between its columns: commas are needed");
  }
  throw new UnreadableReport(REPORT, 1, `has no column of the ${absent}`);
}

type Tickets = Readonly<{ customerId: CustomerId; day: Day; count: number }>;

/** What a line says, or why it cannot be read. */
function ticketsOf(fields: readonly string[], columns: Columns): Tickets | string {
  const customerId = CustomerId.safeParse(fields[columns.customer]);
  if (!customerId.success) return "has no customer: a tenant id (GUID) is needed";
  const day = dayOfTimestamp(fields[columns.day] ?? "");
  if (day === null) return "has no day of the calendar, such as 2026-11-20";
  const count = (fields[columns.count] ?? "").trim();
  if (!/^\d{1,9}$/.test(count)) return "has no count: a whole number from 0 on is needed";
  return { customerId: customerId.data, day, count: Number(count) };
}
