import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Day } from "../../src/domain/day.ts";
import { CustomerHistory } from "../../src/domain/history.ts";
import { CustomerAnswer } from "../../src/domain/customer-answer.ts";
import { CustomerInsight } from "../../src/domain/insight.ts";
import { PortfolioInsight } from "../../src/domain/portfolio.ts";
import { Problem } from "../../src/http/problem.ts";
import { type FunctionsHost, startFunctionsHost } from "../../src/local/functions-host.ts";
import { type Laptop, settingsOf, startLaptop } from "../support/laptop.ts";
import { runNight } from "../support/run-night.ts";

const NIGHT = Day.parse("2026-11-24");
/** The second page of a run that nothing is left of. */
const PURGED = Buffer.from('{"runId":"20200101-nightly","offset":10}').toString("base64url");
const UNKNOWN = "00000000-0000-4000-8000-00000000dead";

/** The built functions over HTTP, after a night; the queues are emptied by the host itself from then on. */
describe("the API", () => {
  let laptop: Laptop;
  let host: FunctionsHost;
  beforeAll(async () => {
    laptop = await startLaptop(NIGHT);
    await runNight(laptop.environment, NIGHT);
    host = await startFunctionsHost({
      appDirectory: process.cwd(),
      port: 0,
      settings: {
        ...settingsOf(laptop.azurite, laptop.microsoft),
        LEDGER_POLL_SECONDS: "1",
        AzureFunctionsJobHost__extensions__queues__maxPollingInterval: "00:00:00.200",
      },
      log: () => undefined,
    });
  });
  afterAll(async () => {
    await host.stop();
    await laptop.stop();
  });

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${host.url}/api/${path}`, { headers });
  const post = (path: string, body?: string) =>
    fetch(`${host.url}/api/${path}`, { method: "POST", body: body ?? null });

  async function recalculated() {
    const asked = await post("runs", '{"kind":"recalculate"}');
    expect(asked.status).toBe(202);
    const run = z.object({ runId: z.string(), night: z.string() }).parse(await asked.json());
    const Run = z.object({ state: z.string() });
    await until(
      async () => Run.parse(await (await get(`runs/${run.runId}`)).json()),
      ({ state }) => state === "published" || state === "superseded",
    );
    return run;
  }

  test("GET /api/portfolio is a portfolio insight, with an ETag that answers 304", async () => {
    const answer = await get("portfolio");
    expect(answer.status).toBe(200);
    PortfolioInsight.strict().parse(await answer.json());
    const etag = answer.headers.get("etag") ?? "";
    expect((await get("portfolio", { "if-none-match": etag })).status).toBe(304);
    expect((await get("portfolio", { "if-none-match": '"another"' })).status).toBe(200);
  });

  test("GET /api/customers pages by nextLink through every customer once", async () => {
    const Page = z.object({ value: z.array(z.object({ customerId: z.string() })), nextLink: z.string().optional() });
    const ids: string[] = [];
    let path: string | undefined = "customers?maxpagesize=10";
    while (path !== undefined) {
      const page = Page.parse(await (await get(path)).json());
      expect(page.value.length).toBeLessThanOrEqual(10);
      ids.push(...page.value.map(({ customerId }) => customerId));
      path = page.nextLink?.replace(/^.*\/api\//, "");
    }
    expect(new Set(ids).size).toBe(39);
    expect(ids).toHaveLength(39);
  });

  test("GET /api/customers goes on in the run it began with, whatever is published between two pages", async () => {
    const Page = z.object({ runId: z.string(), nextLink: z.string(), value: z.array(z.unknown()) });
    const first = Page.parse(await (await get("customers?maxpagesize=10")).json());
    await recalculated();
    const second = Page.parse(await (await get(first.nextLink.replace(/^.*\/api\//, ""))).json());
    expect(second).toMatchObject({ runId: first.runId, value: { length: 10 } });
    expect(Page.parse(await (await get("customers?maxpagesize=10")).json()).runId).not.toBe(first.runId);
  });

  test("GET /api/customers/{customerId} takes the id in any case and answers the insight", async () => {
    const { id } = laptop.microsoft.portfolio.named("turnover");
    const insight = CustomerAnswer.strict().parse(await (await get(`customers/${id.toUpperCase()}`)).json());
    expect(insight).toMatchObject({ customerId: id, state: "measured", basis: "users" });
  });

  test("GET /api/customers/{customerId}/history has the published night as a point, and names gaps", async () => {
    const { id } = laptop.microsoft.portfolio.named("turnover");
    const history = CustomerHistory.strict().parse(await (await get(`customers/${id}/history`)).json());
    const insight = CustomerInsight.parse(await (await get(`customers/${id}`)).json());
    expect(history.value.at(-1)).toMatchObject({ night: NIGHT, usage: insight.usage, runId: insight.runId });
    expect(history.missing).toEqual([]);
  });

  test("GET /api/customers/{customerId}/history holds no future, and answers a time before the first night", async () => {
    const { id } = laptop.microsoft.portfolio.named("turnover");
    const historyOf = async (query: string) =>
      CustomerHistory.strict().parse(await (await get(`customers/${id}/history?${query}`)).json());
    const { to, value, missing } = await historyOf("from=2026-11-01&to=2199-12-31");
    expect(to).toBe(value.at(-1)?.night);
    expect(missing).toEqual([]);
    expect(await historyOf("from=2026-01-01&to=2026-03-31")).toMatchObject({ value: [], missing: [], daily: [] });
  });

  test.each([
    ["GET", `customers/${UNKNOWN}/history`, undefined, 404, "customer_not_found", undefined],
    ["GET", `customers/${UNKNOWN}/history?from=2026-02-30`, undefined, 400, "invalid_request", "/from"],
    ["GET", `customers/${UNKNOWN}/history?from=9999-12-31`, undefined, 400, "invalid_request", "/from"],
    ["GET", `customers/${UNKNOWN}/history?from=1999-12-31`, undefined, 400, "invalid_request", "/from"],
    ["GET", `customers/${UNKNOWN}/history?to=9999-12-31`, undefined, 400, "invalid_request", "/to"],
    ["GET", `customers/${UNKNOWN}/history?to=2200-01-01`, undefined, 400, "invalid_request", "/to"],
    ["GET", `customers/${UNKNOWN}/history?to=2199-12-31`, undefined, 404, "customer_not_found", undefined],
    [
      "GET",
      `customers/${UNKNOWN}/history?from=2000-01-01&to=2000-01-01`,
      undefined,
      404,
      "customer_not_found",
      undefined,
    ],
    ["GET", `customers/${UNKNOWN}/history?from=2026-11-02&to=2026-11-01`, undefined, 400, "invalid_request", "/from"],
    ["GET", `customers/${UNKNOWN}/history?from=2199-12-31`, undefined, 400, "invalid_request", "/from"],
    ["GET", "customers/not-a-guid", undefined, 400, "invalid_request", "/customerId"],
    ["GET", `customers/${UNKNOWN}`, undefined, 404, "customer_not_found", undefined],
    ["GET", "customers?maxpagesize=0", undefined, 400, "invalid_request", "/maxpagesize"],
    ["GET", "customers?maxpagesize=1001", undefined, 400, "invalid_request", "/maxpagesize"],
    ["GET", "customers?pagetoken=abc", undefined, 400, "invalid_request", "/pagetoken"],
    ["GET", `customers?pagetoken=${PURGED}`, undefined, 410, "list_expired", undefined],
    ["GET", "customers?page=2", undefined, 400, "invalid_request", undefined],
    ["GET", "runs/20261124-unknown", undefined, 404, "run_not_found", undefined],
    ["GET", "runs/latest", undefined, 400, "invalid_request", "/runId"],
    ["GET", `exports/${UNKNOWN}`, undefined, 404, "export_not_found", undefined],
    ["GET", "exports/first", undefined, 400, "invalid_request", "/exportId"],
    ["POST", "runs", '{"kind":"everything"}', 400, "invalid_request", "/kind"],
    ["POST", "runs", '{"force":true}', 400, "invalid_request", undefined],
    ["POST", "runs", "[]", 400, "invalid_request", undefined],
    ["POST", "runs", "not json", 400, "invalid_request", undefined],
    ["POST", "runs", `{"kind":"${"x".repeat(70_000)}"}`, 413, "body_too_large", undefined],
  ])("%s /api/%s %s is a problem with status %i", async (method, path, body, status, code, pointer) => {
    const answer = method === "GET" ? await get(path) : await post(path, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    const problem = Problem.strict().parse(await answer.json());
    expect(problem).toMatchObject({ status, code, requestId: answer.headers.get("x-request-id") });
    expect(pointer === undefined || problem.errors.some((error) => error.pointer === pointer)).toBe(true);
  });

  test("POST /api/exports writes the workbook in the background, and GET answers a link that downloads it", async () => {
    const asked = await post("exports");
    expect(asked.status).toBe(202);
    const Export = z.object({
      state: z.string(),
      link: z.object({ url: z.string() }).nullable(),
      bytes: z.number().nullable(),
    });
    const { exportId } = z.object({ exportId: z.string(), link: z.null() }).parse(await asked.json());
    expect(asked.headers.get("operation-location")).toMatch(new RegExp(`/api/exports/${exportId}$`));
    const done = await until(
      async () => Export.parse(await (await get(`exports/${exportId}`)).json()),
      ({ state }) => state === "succeeded",
    );
    const workbook = await fetch(done.link?.url ?? "");
    const bytes = Buffer.from(await workbook.arrayBuffer());
    expect(bytes.length).toBe(done.bytes);
    expect(bytes.subarray(0, 2).toString("latin1")).toBe("PK");
    const { value } = z
      .object({ value: z.array(z.object({ exportId: z.string() })) })
      .parse(await (await get("exports")).json());
    expect(value.map((one) => one.exportId)).toContain(exportId);
  });

  test("POST /api/runs runs a night through the queues, by the host alone", async () => {
    const { runId, night } = await recalculated();
    expect(night).toBe(NIGHT);
    const { value } = z
      .object({ value: z.array(z.object({ runId: z.string() })) })
      .parse(await (await get("runs")).json());
    expect(value.map((run) => run.runId)).toContain(runId);
  });

  test("GET /api/health tells that the app is up and of which night it speaks", async () => {
    expect(await (await get("health")).json()).toMatchObject({ status: "ok" });
  });

  test("a page of another site starts nothing, and reads nothing", async () => {
    const runsBefore: unknown = await (await get("runs")).json();
    const answer = await fetch(`${host.url}/api/runs`, { method: "POST", headers: { origin: "https://shop.example" } });
    expect(answer.status).toBe(403);
    expect(Problem.parse(await answer.json()).code).toBe("cross_site");
    expect(await (await get("runs")).json()).toEqual(runsBefore);
    expect((await get("portfolio", { "sec-fetch-site": "cross-site" })).status).toBe(403);
  });

  test("a request under a foreign name gets no data, on loopback too", async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${host.url}/api/portfolio`, { headers: { host: "rebound.example" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(503);
  });
});

describe("a deployment without sign-in", () => {
  test("answers 503 to everything but health, never data", async () => {
    const laptop = await startLaptop(NIGHT);
    const host = await startFunctionsHost({
      appDirectory: process.cwd(),
      port: 0,
      settings: { ...settingsOf(laptop.azurite, laptop.microsoft), WEBSITE_SITE_NAME: "adoption" },
      log: () => undefined,
    });
    try {
      for (const path of ["portfolio", "customers", `customers/${UNKNOWN}`, "runs", "runs/x", "exports"]) {
        const answer = await fetch(`${host.url}/api/${path}`);
        expect(answer.status).toBe(503);
        expect(Problem.parse(await answer.json()).code).toBe("auth_not_configured");
      }
      expect((await fetch(`${host.url}/api/health`)).status).toBe(200);
    } finally {
      await host.stop();
      await laptop.stop();
    }
  });

  test("a wrong setting stops the start, and is named", async () => {
    const laptop = await startLaptop(NIGHT);
    try {
      const start = startFunctionsHost({
        appDirectory: process.cwd(),
        port: 0,
        settings: { ...settingsOf(laptop.azurite, laptop.microsoft), EXPORT_LINK_MINUTES: "soon" },
        log: () => undefined,
      });
      await expect(start).rejects.toThrow(/Setting "EXPORT_LINK_MINUTES" must be a whole number of minutes/);
    } finally {
      await laptop.stop();
    }
  });
});

const POLL_MS = 50;

/** Asks again until it is so; the test's own time limit ends it otherwise. */
async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    await delay(POLL_MS);
  }
}
