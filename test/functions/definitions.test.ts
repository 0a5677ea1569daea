import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { DEFINITION, Definition, figuresIn } from "../../src/domain/definition.ts";
import { FIGURES } from "../../src/domain/definition-text.ts";
import { Problem } from "../../src/http/problem.ts";
import { type Azurite, startAzurite } from "../../src/local/azurite.ts";
import { type FunctionsHost, startFunctionsHost } from "../../src/local/functions-host.ts";

const Answer = z.strictObject({ definition: Definition, value: z.array(z.unknown()) });

/** The built functions on storage of their own: nothing was ever pulled, and the definitions hold all the same. */
describe("GET /api/definitions", () => {
  let azurite: Azurite;
  let host: FunctionsHost;
  beforeAll(async () => {
    azurite = await startAzurite();
    host = await startHost(azurite);
  });
  afterAll(async () => {
    await host.stop();
    await azurite.stop();
  });

  const get = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${host.url}/api/definitions${query}`, { headers });

  test.each([
    ["", FIGURES],
    ["?lang=en", figuresIn("en")],
    ["?lang=nl", figuresIn("nl")],
  ])("%s says every figure", async (query, figures) => {
    const answer = await get(query);
    expect(answer.status).toBe(200);
    expect(Answer.parse(await answer.json())).toEqual({ definition: DEFINITION, value: figures });
  });

  test("an answer that is known already is not sent again, and each language is an answer of its own", async () => {
    const queries = ["", "?lang=en", "?lang=nl"];
    const etags = await Promise.all(queries.map(async (query) => (await get(query)).headers.get("etag") ?? ""));
    expect(new Set(etags).size).toBe(queries.length);
    const [, english = ""] = etags;
    expect(english).toContain(`${DEFINITION.id}-v${DEFINITION.version}`);
    expect((await get("?lang=en", { "if-none-match": english })).status).toBe(304);
    expect((await get("?lang=nl", { "if-none-match": english })).status).toBe(200);
  });

  test.each([
    ["?lang=de", "/lang"],
    ["?lang=", "/lang"],
    ["?language=nl", "/language"],
  ])("%s is a problem with status 400", async (query, pointer) => {
    const answer = await get(query);
    const problem = Problem.strict().parse(await answer.json());
    expect([answer.status, problem.code]).toEqual([400, "invalid_request"]);
    expect(problem.errors.map((error) => error.pointer)).toEqual([pointer]);
  });
});

test("a deployment without sign-in does not explain itself", async () => {
  const azurite = await startAzurite();
  const host = await startHost(azurite, { WEBSITE_SITE_NAME: "adoption" });
  try {
    const answer = await fetch(`${host.url}/api/definitions`);
    expect([answer.status, Problem.parse(await answer.json()).code]).toEqual([503, "auth_not_configured"]);
  } finally {
    await host.stop();
    await azurite.stop();
  }
});

async function startHost(azurite: Azurite, settings: Readonly<Record<string, string>> = {}): Promise<FunctionsHost> {
  return startFunctionsHost({
    appDirectory: process.cwd(),
    port: 0,
    settings: {
      AzureWebJobsStorage: azurite.connectionString,
      NIGHTLY_SCHEDULE: "0 15 2 * * *",
      DEVELOPER_MODE: "true",
      ...settings,
    },
    log: () => undefined,
  });
}
