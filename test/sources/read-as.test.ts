import { expect, test } from "vitest";
import { z } from "zod";
import { Count, readAs } from "../../src/sources/read-as.ts";

test.each([0, 40, "40", 1_000_000_000, "1000000000"])("Count reads %j", (count) => {
  expect(Count.parse(count)).toBe(Number(count));
});

test.each([-1, 1.5, "-1", "", "1e3", " 1", null, true, 1_000_000_001, "1000000001", "00000000001"])(
  "Count does not read %j",
  (count) => {
    expect(Count.safeParse(count).success).toBe(false);
  },
);

test("readAs() names the member that does not fit, and not its value", () => {
  const schema = z.object({ users: z.array(z.object({ name: z.int() })) });
  expect(() => readAs("The source", schema, { users: [{ name: "Ada" }] })).toThrow(
    /^The source answered something else than expected in users\.0\.name$/,
  );
  expect(() => readAs("The source", schema, null)).toThrow("expected in the body");
});
