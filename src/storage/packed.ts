import { deflateRawSync, inflateRawSync } from "node:zlib";

/** A binary property of Table Storage holds 64 KiB; the rest of a longer value goes into the next property. */
const PROPERTY_BYTES_MAX = 64 * 1024;

/** Below this, compressing costs more than it saves; and a person can read the value where it is stored. */
const PLAIN_CHARACTERS_MAX = 2_048;

/**
 * A value as JSON in as many properties as it takes: a short one as text; a long one compressed, in `metrics`,
 * `metrics_1`, `metrics_2` … Each piece is a Buffer of its own: the table SDK writes a view as the whole memory behind it.
 */
export function packed(name: string, value: unknown): Record<string, string | Buffer> {
  const json = JSON.stringify(value);
  if (json.length <= PLAIN_CHARACTERS_MAX) return { [name]: json };

  const bytes = deflateRawSync(json, { level: 1 });
  const properties: Record<string, Buffer> = {};
  for (let piece = 0; piece * PROPERTY_BYTES_MAX < bytes.length; piece += 1) {
    const start = piece * PROPERTY_BYTES_MAX;
    properties[pieceName(name, piece)] = Buffer.from(bytes.subarray(start, start + PROPERTY_BYTES_MAX));
  }
  return properties;
}

/** Reads what `packed` wrote; undefined where the entity has no such property. Parsing is the caller's. */
export function unpacked(name: string, entity: Readonly<Record<string, unknown>>): unknown {
  const first = entity[name];
  if (typeof first === "string") return JSON.parse(first);

  const pieces: Uint8Array[] = [];
  for (let piece = 0; ; piece += 1) {
    const bytes = entity[pieceName(name, piece)];
    if (!(bytes instanceof Uint8Array)) break;
    pieces.push(bytes);
  }
  if (pieces.length === 0) return undefined;
  return JSON.parse(inflateRawSync(Buffer.concat(pieces)).toString("utf8"));
}

export function isPacked(value: unknown): boolean {
  return typeof value === "string" || value instanceof Uint8Array;
}

/** Whether a value may go on in a property that this part of its entity lacks. */
export function mayContinue(name: string, part: Readonly<Record<string, unknown>>): boolean {
  const first = part[name];
  return first instanceof Uint8Array && first.length === PROPERTY_BYTES_MAX && part[pieceName(name, 1)] === undefined;
}

function pieceName(name: string, piece: number): string {
  return piece === 0 ? name : `${name}_${piece}`;
}
