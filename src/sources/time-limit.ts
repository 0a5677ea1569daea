export type TimeLimit = ReturnType<typeof timeLimit>;

/**
 * Bounds each wait for a source: when one lasts longer than `limitMs`, whatever was given `signal` ends by `failure`.
 * What passes between two waits is our own time and does not count; of a wait within a wait the outer one's is up first.
 * Where `outer` ends, so does `signal`.
 */
export function timeLimit(limitMs: number, failure: Error, outer?: AbortSignal) {
  const controller = new AbortController();
  return {
    signal: outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]),

    async during<T>(wait: () => Promise<T>): Promise<T> {
      const timer = setTimeout(() => controller.abort(failure), limitMs);
      try {
        return await wait();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
