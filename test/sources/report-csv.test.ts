import { inspect } from "node:util";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readReport } from "../../src/sources/report-csv.ts";
import { bytesOf } from "./report-text.ts";

const HEADER = "Report Refresh Date,Name,Fine";
const row = (name: string, fine = "yes") => `2026-11-20,${name},${fine}`;

/** The names of all rows, and what the report said of itself. A row that is not fine is refused by its reader. */
function namesIn(text: string, ...cuts: readonly number[]) {
  return readReport("The report", bytesOf(text, ...cuts), (columns) => {
    const nameColumn = columns.required("Name");
    const fineColumn = columns.required("Fine");
    const names: string[] = [];
    return {
      take(fields) {
        if (fields[fineColumn] !== "yes") return "is not fine";
        names.push(fields[nameColumn] ?? "");
        return null;
      },
      end: (reading) => ({ names, ...reading }),
    };
  });
}

const lines = (...all: readonly string[]) => all.join("\r\n");

test.each([
  ["byte order mark and CRLF", `\uFEFF${lines(HEADER, row("Ada"), "")}`],
  ["plain line feeds and no last one", `${HEADER}\n${row("Ada")}`],
  ["empty lines", lines("", HEADER, "", row("Ada"), "", "")],
  ["header in other letters, with spaces", lines(" report refresh DATE , NAME,fine ", row("Ada"))],
  ["columns elsewhere, and one that nobody knows", lines("Fine,New,Name,Report Refresh Date", "yes,,Ada,2026-11-20")],
  ["a day with a time", lines(HEADER, "2026-11-20T00:00:00,Ada,yes")],
])("readReport() reads %s", async (_, text) => {
  expect(await namesIn(text)).toEqual({ names: ["Ada"], refreshedOn: "2026-11-20", rows: 1, rowsUnreadable: 0 });
});

test("readReport() reads commas, quotes and line ends in quotes", async () => {
  const { names } = await namesIn(lines(HEADER, row('"Byrne, ""Ada"""'), row('"two\r\nlines"'), row("")));
  expect(names).toEqual(['Byrne, "Ada"', "two\r\nlines", ""]);
});

test("readReport() does not depend on where the stream is cut", async () => {
  const text = `\uFEFF${lines(HEADER, row('"Søren, ""S"" 🧁"'), row("(Unknown)"), row("x", "no"), row("Zoë"), "")}`;
  const whole = await namesIn(text);
  const cut = fc.nat({ max: Buffer.byteLength(text) });
  await fc.assert(
    fc.asyncProperty(fc.array(cut, { maxLength: 12 }), async (cuts) => {
      expect(await namesIn(text, ...cuts)).toEqual(whole);
    }),
  );
  expect(await namesIn(text, ...Buffer.from(text).keys())).toEqual(whole);
});

test.each([
  ["no byte", "", "The report is empty"],
  ["a byte order mark", "\uFEFF", "The report is empty"],
  ["a header", `${HEADER}\r\n`, "The report has a header and no rows"],
])("readReport() takes %s for a report that is not ready, not for no use", async (_, text, message) => {
  await expect(namesIn(text)).rejects.toMatchObject({ name: "SourceRefusal", reason: "source_not_ready", message });
});

test.each(["Report Refresh Date", "Name"])("readReport() names the column %s when it is missing", async (column) => {
  await expect(namesIn(lines(HEADER.replace(column, "Other"), row("Ada")))).rejects.toMatchObject({
    reason: "unreadable",
    line: 1,
    why: `has no column "${column}"`,
    message: `The report, line 1: has no column "${column}"`,
  });
});

test.each([
  ["too few fields", "2026-11-20,Ada"],
  ["too many fields", "2026-11-20,Ada,yes,more"],
  ["no day", "yesterday,Ada,yes"],
  ["an empty day", ",Ada,yes"],
  ["a field its reader refuses", row("Ada", "perhaps")],
  ["a quote in the middle of a field", row('Ada "A" Byrne')],
])("readReport() leaves out and counts a row with %s", async (_, odd) => {
  expect(await namesIn(lines(HEADER, odd, row("Bob"), row("Cem")))).toEqual({
    names: ["Bob", "Cem"],
    refreshedOn: "2026-11-20",
    rows: 3,
    rowsUnreadable: 1,
  });
});

test("readReport() lets one row in twenty go, and not one more", async () => {
  const rows = (odd: number) => [
    ...Array<string>(odd).fill(row("odd", "no")),
    ...Array<string>(300 - odd).fill(row("Ada")),
  ];
  expect(await namesIn(lines(HEADER, ...rows(15)))).toMatchObject({ rows: 300, rowsUnreadable: 15 });
  await expect(namesIn(lines(HEADER, row("Ada"), ...rows(16)))).rejects.toMatchObject({
    reason: "unreadable",
    line: 3,
    why: "is not fine (16 of 301 rows are unreadable)",
  });
});

test.each([
  [2, 2, true],
  [3, 2, true],
  [1, 2, false],
  [20, 3, false],
])("readReport() of a small report: %i fine rows and %i odd ones", async (fine, odd, isRead) => {
  const rows = [...Array<string>(fine).fill(row("Ada")), ...Array<string>(odd).fill(row("odd", "no"))];
  const reading = namesIn(lines(HEADER, ...rows)).then(
    ({ rowsUnreadable }) => rowsUnreadable === odd,
    () => false,
  );
  expect(await reading).toBe(isRead);
});

test("readReport() refuses a report of which nothing can be read", async () => {
  await expect(namesIn(lines(HEADER, row("Ada", "no")))).rejects.toMatchObject({
    line: 2,
    why: "is not fine (1 of 1 rows are unreadable)",
  });
});

test("readReport() takes a last row that is too short for the end of a file that was cut off", async () => {
  await expect(namesIn(lines(HEADER, row("Ada"), row("Bob"), "2026-11-20,Ce"))).rejects.toMatchObject({
    reason: "unreadable",
    line: 4,
    why: "breaks off: has 2 of 3 fields",
  });
});

test.each([
  ["never closes", '"Bob,yes\r\n2026-11-20,Cem,yes\r\n', "opens a quote that never closes"],
  ["closes in the middle of a field", '"Bob" B,yes\r\n2026-11-20,Cem,yes', "has a misplaced quote"],
])("readReport() refuses a report with a quote that %s: rows after it would be lost", async (_, rest, why) => {
  await expect(namesIn(`${lines(HEADER, row("Ada"), "2026-11-20,")}${rest}`)).rejects.toMatchObject({
    reason: "unreadable",
    line: 3,
    why,
  });
});

test("readReport() lets nothing of a row out, not by its failure's cause either", async () => {
  const text = lines(HEADER, row('Ada "A" Byrne'), row('"Bob" B'));
  const failure: unknown = await namesIn(text).catch((error: unknown) => error);
  expect(failure).toMatchObject({ why: "has a misplaced quote" });
  expect(inspect(failure, { depth: null })).not.toMatch(/Ada|Bob|cause/);
});

test("readReport() does not gather a whole report behind one quote", async () => {
  const rest = `${row("Bob")}\r\n`.repeat(100_000);
  await expect(namesIn(`${lines(HEADER, '2026-11-20,"Ada,yes', "")}${rest}`)).rejects.toMatchObject({
    line: 2,
    why: "opens a quote that never closes",
  });
});

test("readReport() refuses a report that speaks for two days", async () => {
  await expect(namesIn(lines(HEADER, row("Ada"), "2026-11-19,Bob,yes"))).rejects.toMatchObject({
    reason: "unreadable",
    line: 3,
    why: "speaks for 2026-11-19, and rows before it for 2026-11-20",
  });
});

test("readReport() passes a failure of its stream on as it is", async () => {
  const read = readReport("The report", broken(), () => ({ take: () => null, end: () => null }));
  await expect(read).rejects.toThrow(RangeError);
});

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(HEADER);
  throw new RangeError("the stream");
}
