import { deflateRawSync, inflateRawSync } from "node:zlib";

/** A binary property of Table Storage holds 64 KiB; the rest of a longer value goes into the next property. */
const PROPERTY_BYTES_MAX = 64 * 1024;

/**
 * A value as compressed JSON in as many binary properties as it takes: `metrics`, `metrics_1`, `metrics_2` …
 * Each piece is a Buffer of its own: the table SDK writes a view as the whole memory behind it.
 */
export function packed(name: string, value: unknown): Record<string, Buffer> {
  const bytes = deflateRawSync(JSON.stringify(value));
  const properties: Record<string, Buffer> = {};
  for (let piece = 0; piece * PROPERTY_BYTES_MAX < bytes.length; piece += 1) {
    const start = piece * PROPERTY_BYTES_MAX;
    properties[pieceName(name, piece)] = Buffer.from(bytes.subarray(start, start + PROPERTY_BYTES_MAX));
  }
  return properties;
}

/** Reads what `packed` wrote; undefined where the entity has no such property. Parsing is the caller's. */
export function unpacked(name: string, entity: Readonly<Record<string, unknown>>): unknown {
  const pieces: Uint8Array[] = [];
  for (let piece = 0; ; piece += 1) {
    const bytes = entity[pieceName(name, piece)];
    if (!(bytes instanceof Uint8Array)) break;
    pieces.push(bytes);
  }
  if (pieces.length === 0) return undefined;
  return JSON.parse(inflateRawSync(Buffer.concat(pieces)).toString("utf8"));
}

function pieceName(name: string, piece: number): string {
  return piece === 0 ? name : `${name}_${piece}`;
}
