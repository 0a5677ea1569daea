import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import type { Day } from "../domain/day.ts";
import { dayReader } from "./report-fields.ts";
import { SourceRefusal } from "./source-refusal.ts";

/** A report that cannot be trusted, with the line that shows it; null where the whole is at fault. */
export class UnreadableReport extends SourceRefusal {
  readonly line: number | null;
  readonly why: string;

  constructor(report: string, line: number | null, why: string) {
    super("unreadable", `${report}${line === null ? "" : `, line ${line}`}: ${why}`);
    this.line = line;
    this.why = why;
  }
}

/** Columns are found by name: Microsoft's order differs from its own pages, and new ones come in between. */
export type Columns = Readonly<{ find(name: string): number | null; required(name: string): number }>;

/** The day a report speaks for, how many rows it has, and how many of these could not be read. */
export type ReportReading = Readonly<{ refreshedOn: Day; rows: number; rowsUnreadable: number }>;

export type RowReader<Result> = Readonly<{
  /** Takes a row in, or says why it cannot read it, and then takes in nothing of it. */
  take(fields: readonly string[], refreshedOn: Day): string | null;
  /** What came of all rows. Asked only where at least one was taken in. */
  end(reading: ReportReading): Result;
}>;

/**
 * A few odd rows cost those users only, and are told of; more of them, and the report is something else than it seems. Of
 * a small report too, two are borne while most rows are readable: a line's end in a name breaks one row into two.
 */
const UNREADABLE_SHARE_MAX = 0.05;
const UNREADABLE_COUNT_BORNE = 2;

/** A row has some 500 bytes. A quote that never closes would make one of the whole rest. */
const ROW_BYTES_MAX = 1024 * 1024;

/**
 * Reads a usage report while it streams, row by row, keeping none. `open` is called once the header is known. Lines
 * count from 1, the header's; a row over several lines goes by its last.
 */
export async function readReport<Result>(
  report: string,
  bytes: AsyncIterable<Uint8Array>,
  open: (columns: Columns) => RowReader<Result>,
): Promise<Result> {
  const rows = rowsOf(report, open);
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: ROW_BYTES_MAX,
    skip_records_with_error: true,
    on_skip: (error) => {
      // A quote in the middle of a field spoils its row. Any other misplaced quote spoils where rows begin and end.
      if (error !== undefined && error.code !== "INVALID_OPENING_QUOTE") throw error;
      rows.skipped(parser.info.lines);
      return undefined;
    },
    on_record: (fields: string[], { lines }) => {
      rows.read(fields, lines);
      return null;
    },
  });
  parser.resume();

  try {
    await pipeline(bytes, parser);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser's own words quote the row, which is a person's: they stay here.
    throw new UnreadableReport(report, rows.lastLine() + 1, reasonOf(error));
  }
  return rows.end();
}

function reasonOf({ code }: CsvError): string {
  return code === "CSV_QUOTE_NOT_CLOSED" || code === "CSV_MAX_RECORD_SIZE"
    ? "opens a quote that never closes"
    : "has a misplaced quote";
}

type Fault = Readonly<{ line: number; why: string }>;

/** A report's rows as they come. Counts them, and refuses a report of which too much is lost. */
function rowsOf<Result>(report: string, open: (columns: Columns) => RowReader<Result>) {
  const dayOf = dayReader();
  let table: Readonly<{ width: number; refreshColumn: number; reader: RowReader<Result> }> | null = null;
  let refreshedOn: Day | null = null;
  let rows = 0;
  let rowsUnreadable = 0;
  let lastLine = 0;
  let first: Fault | null = null;
  let cutOff: Fault | null = null;

  function unreadable(line: number, why: string): void {
    rowsUnreadable += 1;
    first ??= { line, why };
  }

  return {
    lastLine: () => lastLine,

    read(fields: readonly string[], line: number): void {
      lastLine = line;
      if (table === null) {
        const columns = columnsOf(report, fields);
        const refreshColumn = columns.required("Report Refresh Date");
        table = { width: fields.length, refreshColumn, reader: open(columns) };
        return;
      }
      rows += 1;
      cutOff = null;
      if (fields.length !== table.width) {
        const why = `has ${fields.length} of ${table.width} fields`;
        if (fields.length < table.width) cutOff = { line, why };
        return unreadable(line, why);
      }
      const day = dayOf(fields[table.refreshColumn] ?? "");
      if (day === null || day === "unreadable") return unreadable(line, "has no day in Report Refresh Date");
      if (day !== (refreshedOn ?? day)) {
        throw new UnreadableReport(report, line, `speaks for ${day}, and rows before it for ${refreshedOn}`);
      }
      const complaint = table.reader.take(fields, day);
      if (complaint === null) refreshedOn = day;
      else unreadable(line, complaint);
    },

    /** A row that the reading of fields gave up. One row may be given up more than once. */
    skipped(line: number): void {
      if (table === null) throw new UnreadableReport(report, line, "is not the header of a report");
      if (line === lastLine) return;
      lastLine = line;
      rows += 1;
      cutOff = null;
      unreadable(line, "has a quote in the middle of a field");
    },

    end(): Result {
      if (table === null) throw new SourceRefusal("source_not_ready", `${report} is empty`);
      if (rows === 0) throw new SourceRefusal("source_not_ready", `${report} has a header and no rows`);
      if (cutOff !== null) throw new UnreadableReport(report, cutOff.line, `breaks off: ${cutOff.why}`);
      if (refreshedOn === null || rowsUnreadable > borneOf(rows)) {
        throw new UnreadableReport(
          report,
          first?.line ?? null,
          `${first?.why ?? "cannot be read"} (${rowsUnreadable} of ${rows} rows are unreadable)`,
        );
      }
      return table.reader.end({ refreshedOn, rows, rowsUnreadable });
    },
  };
}

function borneOf(rows: number): number {
  return Math.max(rows * UNREADABLE_SHARE_MAX, Math.min(UNREADABLE_COUNT_BORNE, rows / 2));
}

function columnsOf(report: string, header: readonly string[]): Columns {
  const names = header.map((name) => name.trim().toLowerCase());
  const find = (name: string) => {
    const column = names.indexOf(name.toLowerCase());
    return column === -1 ? null : column;
  };
  return {
    find,
    required(name) {
      const column = find(name);
      if (column === null) throw new UnreadableReport(report, 1, `has no column "${name}"`);
      return column;
    },
  };
}
