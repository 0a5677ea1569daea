import * as fc from "fast-check";
import { expect, test } from "vitest";
import { PullItem, RunProgress, runProgress } from "../../src/domain/run.ts";
import { customerId } from "../support/make.ts";

const pulls = fc.array(
  fc.record({
    customerId: fc.nat({ max: 999 }).map(customerId),
    state: fc.constantFrom(...PullItem.shape.state.options),
    reason: fc.constant(null),
    detail: fc.constant(null),
  }),
);

test("runProgress() counts refused pulls as ended, and names them with the reason", () => {
  const [one, two, three] = [customerId(1), customerId(2), customerId(3)];
  const unset = { reason: null, detail: null };
  const refusal = { customerId: two, reason: "no_access" as const, detail: "403 of Graph" };
  const items: PullItem[] = [
    { customerId: one, state: "done", ...unset },
    { ...refusal, state: "refused" },
    { customerId: three, state: "waiting", ...unset },
  ];
  expect(runProgress(items, 2, 256)).toEqual({
    pulls: { all: 3, done: 1, refused: 1, waiting: 1 },
    portions: { all: 256, computed: 2 },
    refused: [refusal],
  });
});

test("runProgress() has every pull done, refused or waiting, and as many refused as it names", () => {
  fc.assert(
    fc.property(pulls, (items) => {
      const progress = runProgress(items, 0, 256);
      const { all, done, refused, waiting } = progress.pulls;
      expect([done + refused + waiting, progress.refused.length]).toEqual([all, refused]);
      expect(waiting).toBe(items.filter(({ state }) => state === "waiting").length);
      expect(RunProgress.parse(progress)).toEqual(progress);
    }),
  );
});
