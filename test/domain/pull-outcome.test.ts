import { expect, test } from "vitest";
import { PullOutcome, RefusalReason, refused } from "../../src/domain/pull-outcome.ts";
import { outcome } from "../support/make.ts";

test.each(RefusalReason.options)("refused() for %s is an outcome that reads back from JSON", (reason) => {
  const night = outcome({ activity: refused(reason, "Graph answered 403") });
  expect(PullOutcome.parse(JSON.parse(JSON.stringify(night)))).toEqual(night);
});
