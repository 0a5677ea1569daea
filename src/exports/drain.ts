import { EventEmitter, once } from "node:events";
import { z } from "zod";

/**
 * Waits until the destination has room again. The writer takes rows at any speed and keeps in memory what the
 * destination has not taken; its own stream never says that it is full. The zip entry behind that stream does, but it is
 * a stream of an older make, without a public `writableNeedDrain`.
 */
export function drainOf(worksheet: unknown, signal: AbortSignal): () => Promise<void> {
  const [entry] = Entries.parse(worksheet).stream.pipes;
  const { _writableState: state } = entry;
  return async () => {
    signal.throwIfAborted();
    if (state.needDrain) await once(entry, "drain", { signal });
  };
}

type Entry = EventEmitter & Readonly<{ _writableState: Readonly<{ needDrain: boolean }> }>;

/** Throws at the first sheet, rather than fill the memory in silence, should a new version be built otherwise. */
const Entries = z.object({ stream: z.object({ pipes: z.tuple([z.custom<Entry>(isEntry)]) }) });

const State = z.object({ _writableState: z.object({ needDrain: z.boolean() }) });

function isEntry(value: unknown): boolean {
  return value instanceof EventEmitter && State.safeParse(value).success;
}
