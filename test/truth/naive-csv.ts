/** One line of a CSV, by the lower-case name of its column; null for one that no reader could make sense of. */
export type Line = ReadonlyMap<string, string> | null;

/** A whole report: the names of its columns, and its lines without the empty ones. */
export type Table = Readonly<{ columns: ReadonlySet<string>; lines: readonly Line[] }>;

/** Reads a CSV, letter by letter. Its last line may lack an end. */
export function tableOf(text: string): Table {
  const [header, ...rest] = fieldsOfLines(text.replace(/^\uFEFF/, ""));
  const columns = (header ?? []).map((name) => name.trim().toLowerCase());
  const lines = rest.map((fields) =>
    fields === null || fields.length !== columns.length
      ? null
      : new Map(columns.map((column, index) => [column, fields[index] ?? ""])),
  );
  return { columns: new Set(columns), lines };
}

/** The fields of each line; null where a quote stands in the middle of a field that does not begin with one. */
function fieldsOfLines(text: string): (string[] | null)[] {
  const lines: (string[] | null)[] = [];
  let rest = text;
  while (rest !== "") {
    const line = lineAt(rest);
    if (line.fields === null || line.fields.length > 1 || line.fields[0] !== "") lines.push(line.fields);
    rest = rest.slice(line.length);
  }
  return lines;
}

function lineAt(text: string): { fields: string[] | null; length: number } {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const field = text[at] === '"' ? quotedAt(text, at) : plainAt(text, at);
    if (field.text.includes('"') && !field.isQuoted) {
      const end = text.indexOf("\n", at);
      return { fields: null, length: end === -1 ? text.length : end + 1 };
    }
    fields.push(field.text);
    at = field.end;
    if (text[at] !== ",") break;
    at += 1;
  }
  if (text[at] === "\r") at += 1;
  if (text[at] === "\n") at += 1;
  return { fields, length: at };
}

function plainAt(text: string, from: number) {
  let end = from;
  while (end < text.length && text[end] !== "," && text[end] !== "\r" && text[end] !== "\n") end += 1;
  return { text: text.slice(from, end), end, isQuoted: false };
}

function quotedAt(text: string, from: number) {
  let field = "";
  let at = from + 1;
  while (at < text.length) {
    if (text[at] === '"' && text[at + 1] !== '"') break;
    if (text[at] === '"') at += 1;
    field += text[at] ?? "";
    at += 1;
  }
  return { text: field, end: at + 1, isQuoted: true };
}
