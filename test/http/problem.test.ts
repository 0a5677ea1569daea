import { expect, test } from "vitest";
import { z } from "zod";
import { AdoptionError } from "../../src/errors.ts";
import { Problem, problemOf } from "../../src/http/problem.ts";
import { parseAs } from "../../src/parse.ts";

test.each([
  ["invalid_request", 400],
  ["cross_site", 403],
  ["customer_not_found", 404],
  ["exclusion_not_found", 404],
  ["nothing_published", 404],
  ["list_expired", 410],
  ["auth_not_configured", 503],
  ["misconfigured", 500],
] as const)("problemOf() says what was foreseen, with its stable code and status: %s", (code, status) => {
  const problem = Problem.parse(problemOf(new AdoptionError(code, "because"), "r-1"));
  expect(problem).toMatchObject({ code, status, detail: "because", requestId: "r-1" });
});

test("problemOf() says nothing of a bug but the request it happened in", () => {
  const problem = problemOf(new TypeError("secret at /home/someone"), "r-1");
  expect(problem).toMatchObject({ status: 500, code: "internal", detail: "Report this with the request id r-1" });
  expect(JSON.stringify(problem)).not.toContain("secret");
});

test("parseAs() names each member that does not fit, as a JSON pointer", () => {
  const schema = z.strictObject({ kind: z.enum(["pull", "recalculate"]), deep: z.object({ "a/b": z.number() }) });
  expect(() => parseAs("invalid_request", schema, { kind: "x", deep: { "a/b": "1" } })).toThrow(
    expect.objectContaining({
      code: "invalid_request",
      fields: [expect.objectContaining({ pointer: "/kind" }), expect.objectContaining({ pointer: "/deep/a~1b" })],
    }),
  );
});
