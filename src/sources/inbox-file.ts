import { parse } from "csv-parse/sync";
import type { Day } from "../domain/day.ts";
import { csvContent, type InboxContent, type InboxOwner, jsonContent, unused } from "./inbox-rows.ts";

/** A file that a person exported and dropped in. May be opened more than once, each time from its beginning. */
export type InboxFile = Readonly<{
  name: string;
  modifiedOn: Day;
  open(): AsyncIterable<Uint8Array>;
}>;

/**
 * The name of a file as it may be told. People name files after people: what looks like an address of one is left out.
 * Told of in this way, two files may bear one name.
 */
export function withoutAddresses(name: string): string {
  return name.replaceAll(/[^\s/]+@[^\s/]+/g, "…@…");
}

/** Enough for the header and the first row of any report. */
const HEAD_BYTES = 64 * 1024;

/** All products of a tenant have a few hundred kilobytes. */
const JSON_BYTES_MAX = 16 * 1024 * 1024;

/** Reads as much of a file as it takes to know what it is: the head of a table, the whole of a JSON text. */
export async function inboxContent(file: InboxFile, owner: InboxOwner): Promise<InboxContent> {
  const head = await firstBytes(file, HEAD_BYTES);
  const foreign = foreignFormat(head);
  if (foreign !== null) return unused(foreign);
  const begin = new TextDecoder().decode(head).trimStart();
  if (begin === "") return unused("is empty");
  if (begin.startsWith("<")) return unused("is a web page or XML");
  if (!/^[{[]/.test(begin)) return tableContent(head);

  const bytes = await firstBytes(file, JSON_BYTES_MAX + 1);
  if (bytes.byteLength > JSON_BYTES_MAX) return unused(`is JSON of more than ${JSON_BYTES_MAX} bytes`);
  const json = jsonIn(new TextDecoder().decode(bytes));
  return "line" in json ? unused("is JSON that is cut off or damaged", json.line) : jsonContent(json.body, owner);
}

async function firstBytes({ open }: InboxFile, bytesMax: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of open()) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= bytesMax) break;
  }
  return Buffer.concat(chunks).subarray(0, bytesMax);
}

/** Formats that people drop in for a table, by their first bytes. */
function foreignFormat(head: Buffer): string | null {
  const begin = head.subarray(0, 4).toString("latin1");
  if (begin === "PK\x03\x04") return "is an Excel workbook or another archive; export it as CSV";
  if (begin === "%PDF") return "is a PDF; export it as CSV";
  if (begin.startsWith("\xff\xfe") || begin.startsWith("\xfe\xff")) return "is in UTF-16; save it as UTF-8";
  return head.includes(0) ? "is not a text" : null;
}

function tableContent(head: Buffer): InboxContent {
  try {
    const [header = [], firstRow = []] = parse(head, {
      bom: true,
      to: 2,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
    return csvContent(header, firstRow);
  } catch {
    return unused("is not a table of a known kind");
  }
}

/**
 * The parsed text, or the line at which it stops being JSON, where the parser tells: its own words quote the text, and
 * stay here.
 */
function jsonIn(text: string): { body: unknown } | { line: number | null } {
  try {
    return { body: JSON.parse(text) };
  } catch (error) {
    const said = error instanceof Error ? error.message : "";
    const line = /\(line (\d+) /.exec(said)?.[1];
    if (line !== undefined) return { line: Number(line) };
    return { line: said.includes("end of JSON input") ? text.trimEnd().split("\n").length : null };
  }
}
