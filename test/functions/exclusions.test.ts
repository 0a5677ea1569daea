import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Day } from "../../src/domain/day.ts";
import type { Exclusion } from "../../src/domain/exclusion.ts";
import { Problem } from "../../src/http/problem.ts";
import { type Azurite, startAzurite } from "../../src/local/azurite.ts";
import { type FunctionsHost, startFunctionsHost } from "../../src/local/functions-host.ts";
import { storageOf } from "../../src/storage/storage.ts";
import { customerId, skuId } from "../support/make.ts";

const CUSTOMER = `exclusions/customers/${customerId(1)}`;
const PRODUCT = `exclusions/products/${skuId(1)}`;

/** On either side of every day that this is run on. */
const FAR = "2199-12-31";
const PAST = "2020-01-01";

const EFFECT = "It counts from the next run on. What is published already stays as it is.";

const List = z.object({ value: z.array(z.record(z.string(), z.unknown())) });

/** The built functions on storage of their own. No source is configured: an exclusion is of nothing that is pulled. */
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

describe("exclusions over HTTP", () => {
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
  // A test's own exclusions end with it.
  afterEach(async () => {
    const { exclusions } = storageOf(azurite.connectionString);
    for (const exclusion of await exclusions.all()) await exclusions.remove(exclusion);
  });

  const ask = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    fetch(`${host.url}/api/${path}`, { method, headers, body: body ?? null });
  const listed = async () => List.parse(await (await ask("GET", "exclusions")).json()).value;

  test("what is PUT is what GET lists: customers first, with whether it is in force", async () => {
    const product = await ask("PUT", PRODUCT, '{"reason":"Donated"}');
    const customer = await ask("PUT", CUSTOMER, `{"reason":" A test tenant ","until":"${FAR}"}`);
    expect([product.status, customer.status]).toEqual([200, 200]);
    const ofCustomer = { kind: "customer", customerId: customerId(1), reason: "A test tenant", until: FAR };
    const ofProduct = { kind: "product", skuId: skuId(1), reason: "Donated", until: null };
    expect(await customer.json()).toEqual({ ...ofCustomer, isInForce: true, effect: EFFECT });
    expect(await product.json()).toEqual({ ...ofProduct, isInForce: true, effect: EFFECT });
    expect(await listed()).toEqual([
      { ...ofCustomer, isInForce: true },
      { ...ofProduct, isInForce: true },
    ]);
  });

  test("PUT twice, in whatever case the id is written, is one exclusion: the later one", async () => {
    await ask("PUT", CUSTOMER, `{"reason":"A test tenant","until":"${FAR}"}`);
    await ask("PUT", CUSTOMER.toUpperCase(), '{"reason":"A charity"}');
    await ask("PUT", CUSTOMER, '{"reason":"A charity","until":null}');
    expect(await listed()).toMatchObject([{ customerId: customerId(1), reason: "A charity", until: null }]);
    expect(await listed()).toHaveLength(1);
  });

  test.each([CUSTOMER, PRODUCT])("DELETE /api/%s ends it without a word, and once", async (path) => {
    await ask("PUT", path, '{"reason":"A charity"}');
    const ended = await ask("DELETE", path, '{"whatever":"is not read"}');
    expect([ended.status, await ended.text(), ended.headers.get("cache-control")]).toEqual([204, "", "no-store"]);
    expect(await listed()).toEqual([]);
    const again = await ask("DELETE", path);
    expect([again.status, Problem.strict().parse(await again.json()).code]).toEqual([404, "exclusion_not_found"]);
  });

  test("one that has run out is still listed, and is not in force", async () => {
    const { exclusions } = storageOf(azurite.connectionString);
    await exclusions.save({ kind: "product", skuId: skuId(1), reason: "Donated", until: Day.parse(PAST) });
    expect(await listed()).toEqual([
      { kind: "product", skuId: skuId(1), reason: "Donated", until: PAST, isInForce: false },
    ]);
  });

  /** What a refusal says, and what is excluded after it. */
  async function refusal(answer: Response) {
    const { code, errors } = Problem.strict().parse(await answer.json());
    return [answer.status, code, errors.map(({ pointer }) => pointer), await listed()] as const;
  }

  describe.each([CUSTOMER, PRODUCT])("/api/%s", (path) => {
    test.each([
      ["has no body", undefined, 400, ["/reason"]],
      ["has an empty reason", '{"reason":" "}', 400, ["/reason"]],
      ["has run out", `{"reason":"A charity","until":"${PAST}"}`, 400, ["/until"]],
      ["lasts until no day", '{"reason":"A charity","until":"2027-02-30"}', 400, ["/until"]],
      ["has an unknown member", '{"reason":"A charity","untill":null}', 400, ["/untill"]],
      ["is a list", "[]", 400, [""]],
      ["is not JSON", "reason=charity", 400, []],
      ["is too large", `{"reason":"${"x".repeat(70_000)}"}`, 413, []],
    ])("PUT of one that %s is a problem, and excludes nothing", async (_what, body, status, pointers) => {
      const code = status === 413 ? "body_too_large" : "invalid_request";
      expect(await refusal(await ask("PUT", path, body))).toEqual([status, code, pointers, []]);
    });

    test.each(["PUT", "DELETE"])("%s takes no query", async (method) => {
      const answer = await ask(method, `${path}?force=true`, '{"reason":"A charity"}');
      expect(await refusal(answer)).toEqual([400, "invalid_request", ["/force"], []]);
    });
  });

  test.each([
    ["PUT", "exclusions/customers/contoso", "/customerId"],
    ["DELETE", "exclusions/customers/contoso", "/customerId"],
    ["PUT", "exclusions/products/SPB", "/skuId"],
    ["DELETE", "exclusions/products/SPB", "/skuId"],
  ])("%s /api/%s is a problem: that is no id", async (method, path, pointer) => {
    const answer = await ask(method, path, '{"reason":"A charity"}');
    expect(await refusal(answer)).toEqual([400, "invalid_request", [pointer], []]);
  });

  test("GET /api/exclusions takes no query", async () => {
    const answer = await ask("GET", "exclusions?kind=customer");
    expect(await refusal(answer)).toEqual([400, "invalid_request", ["/kind"], []]);
  });

  test("a page of another site excludes nothing, and takes nothing back", async () => {
    const foreign = { origin: "https://shop.example" };
    await ask("PUT", PRODUCT, '{"reason":"Donated"}');
    const answers = await Promise.all([
      ask("PUT", CUSTOMER, '{"reason":"A charity"}', foreign),
      ask("DELETE", PRODUCT, undefined, foreign),
    ]);
    for (const answer of answers) expect(Problem.parse(await answer.json()).code).toBe("cross_site");
    expect(await listed()).toMatchObject([{ kind: "product" }]);
  });
});

test("a deployment without sign-in lists no exclusion, and changes none", async () => {
  const azurite = await startAzurite();
  const { exclusions } = storageOf(azurite.connectionString);
  const product: Exclusion = { kind: "product", skuId: skuId(1), reason: "Donated", until: null };
  const host = await startHost(azurite, { WEBSITE_SITE_NAME: "adoption" });
  try {
    await exclusions.save(product);
    for (const [method, path] of [
      ["GET", "exclusions"],
      ["PUT", CUSTOMER],
      ["DELETE", CUSTOMER],
      ["PUT", PRODUCT],
      ["DELETE", PRODUCT],
    ] as const) {
      const body = method === "PUT" ? '{"reason":"A charity"}' : null;
      const answer = await fetch(`${host.url}/api/${path}`, { method, body });
      expect([answer.status, Problem.parse(await answer.json()).code]).toEqual([503, "auth_not_configured"]);
    }
    expect(await exclusions.all()).toEqual([product]);
  } finally {
    await host.stop();
    await azurite.stop();
  }
});
