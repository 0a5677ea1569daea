/** One way of doing a thing, to be held against another of the same run. */
export type Contender = Readonly<{ name: string; run: () => Promise<unknown> }>;

export type Timing = Readonly<{ name: string; medianMs: number; minMs: number; maxMs: number }>;

/** Runs the contenders by turns, so that a neighbour's load falls on all of them, and tells each one's median. */
export async function timings(rounds: number, contenders: readonly Contender[]): Promise<Timing[]> {
  const times = new Map(contenders.map(({ name }) => [name, new Array<number>()]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of contenders) {
      const start = performance.now();
      await run();
      times.get(name)?.push(performance.now() - start);
    }
  }
  return [...times].map(([name, all]) => timingOf(name, all));
}

export function timingOf(name: string, times: readonly number[]): Timing {
  const sorted = times.toSorted((one, other) => one - other);
  const [minMs = 0, medianMs = 0, maxMs = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return { name, minMs, medianMs, maxMs };
}

/** Two timings, and how many times the first the second took. */
export function ratioLine(one: Timing, other: Timing): string {
  const text = ({ name, medianMs, minMs, maxMs }: Timing) =>
    `${name}: ${medianMs.toFixed(0)} ms (${minMs.toFixed(0)}–${maxMs.toFixed(0)})`;
  return `  ${text(one)}\n  ${text(other)}\n  ratio ${(other.medianMs / one.medianMs).toFixed(2)} ×`;
}
