import { request as httpRequest } from "node:http";
import { expect, test } from "vitest";
import { appOf, startApp } from "./fixture-app.ts";

const ECHO = appOf(`
  app.http("echo", {
    route: "echo/{id:int?}",
    methods: ["GET", "POST"],
    handler: async (request) => ({
      jsonBody: {
        method: request.method,
        url: request.url,
        query: Object.fromEntries(request.query),
        params: request.params,
        header: request.headers.get("x-many"),
        body: request.body === null ? null : await request.text(),
      },
    }),
  });`);

test("a handler sees method, address, query, parameters, headers and body as in Azure", async () => {
  const { url } = await startApp(ECHO);
  const answer = await fetch(`${url}/api/echo/7?r=1&r=2&empty`, {
    method: "POST",
    headers: [
      ["x-many", "a"],
      ["x-many", "b"],
    ],
    body: "text",
  });

  expect(await answer.json()).toEqual({
    method: "POST",
    url: `${url}/api/echo/7?r=1&r=2&empty`,
    query: { r: "1,2", empty: "" },
    params: { id: "7" },
    header: "a, b",
    body: "text",
  });
  expect(answer.headers.get("content-type")).toBe("application/json");
});

test("a missing optional parameter and a missing body are absent", async () => {
  const { url } = await startApp(ECHO);
  const answer = await fetch(`${url}/api/echo`);
  expect(await answer.json()).toMatchObject({ params: {}, query: {}, body: null });
});

test("a body that comes in chunks is dropped with a warning", async () => {
  const { url, journal } = await startApp(ECHO);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const request = httpRequest(`${url}/api/echo`, { method: "POST" }, (response) => {
    response.setEncoding("utf8").on("data", resolve);
  });
  request.on("error", reject);
  request.write("in ");
  request.end("chunks");

  expect(JSON.parse(await promise)).toMatchObject({ body: null });
  expect(await journal.until(/came in chunks and was dropped/)).toMatchObject([{ level: "warning" }]);
});

const ANSWERS = appOf(`
  const answers = {
    nothing: undefined,
    empty: {},
    text: "no object",
    cookies: { status: 201, cookies: [
      { name: "plain", value: "a b" },
      { name: "full", value: "1", path: "/x", domain: "example.org", secure: true, httpOnly: true, sameSite: "None", maxAge: 60 },
    ] },
    bytes: { body: new Uint8Array([1, 2, 3]), headers: { "x-own": "1" } },
  };
  app.http("answer", { route: "answers/{name}", handler: (request) => answers[request.params.name] });
  app.http("failing", { handler: () => { throw new Error("broken on purpose"); } });`);

test("an answer without content has none, and so has a failure", async () => {
  const { url } = await startApp(ANSWERS);
  const statusOf = async (path: string) => {
    const answer = await fetch(`${url}/api/${path}`);
    return [path, answer.status, await answer.text()];
  };

  expect(
    await Promise.all([
      statusOf("answers/nothing"),
      statusOf("answers/empty"),
      statusOf("answers/text"),
      statusOf("failing"),
      statusOf("unknown"),
      statusOf("answers"),
    ]),
  ).toEqual([
    ["answers/nothing", 204, ""],
    ["answers/empty", 200, ""],
    ["answers/text", 500, ""],
    ["failing", 500, ""],
    ["unknown", 404, ""],
    ["answers", 404, ""],
  ]);
});

test("cookies are written with their attributes, and bytes as they are", async () => {
  const { url } = await startApp(ANSWERS);
  const [cookies, bytes] = await Promise.all([fetch(`${url}/api/answers/cookies`), fetch(`${url}/api/answers/bytes`)]);

  expect(cookies.status).toBe(201);
  expect(cookies.headers.getSetCookie()).toEqual([
    "plain=a%20b; path=/",
    "full=1; max-age=60; domain=example.org; path=/x; secure; samesite=none; httponly",
  ]);
  expect([bytes.headers.get("x-own"), bytes.headers.get("content-length")]).toEqual(["1", "3"]);
  expect(await bytes.bytes()).toEqual(new Uint8Array([1, 2, 3]));
});

test("a failing handler is logged with message and stack between the lines of its run", async () => {
  const { url, journal } = await startApp(ANSWERS);
  await fetch(`${url}/api/failing`);
  await journal.until(/^Executed/);

  const run = journal.entries.filter(({ functionName }) => functionName === "failing");
  expect(run.map(({ level, message }) => `${level}: ${message}`)).toEqual([
    expect.stringMatching(/^information: Executing 'Functions.failing' \(Reason='.+', Id=[0-9a-f-]{36}\)$/),
    expect.stringMatching(/^error: Error: broken on purpose\n +at .*app\.js/),
    expect.stringMatching(/^error: Executed 'Functions.failing' \(Failed, Id=[0-9a-f-]{36}, Duration=\d+ms\)$/),
  ]);
  expect(new Set(run.map(({ invocationId }) => invocationId)).size).toBe(1);
});

test("routes follow the names of their functions, and a wrong method is not found", async () => {
  const { url, journal } = await startApp(
    appOf(`
      app.get("b-special", { route: "items/special", handler: () => ({ body: "special" }) });
      app.get("a-any", { route: "items/{id}", handler: (request) => ({ body: "any " + request.params.id }) });`),
  );
  const answers = await Promise.all([
    fetch(`${url}/api/items/special`),
    fetch(`${url}/api/ITEMS/a%20b/`),
    fetch(`${url}/api/items/x`, { method: "POST" }),
    fetch(`${url}/api/items/x`, { method: "HEAD" }),
  ]);

  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(["any special", "any a b", "", ""]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 404, 404]);
  expect(await journal.until(/"b-special" is never asked/)).toMatchObject([{ level: "warning" }]);
});

test("the home page can be switched off, and the prefix of the routes be empty", async () => {
  const files = { ...ECHO, "host.json": `{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }` };
  const [open, closed] = await Promise.all([startApp(files), startApp(files, { AzureWebJobsDisableHomepage: "true" })]);
  const answers = await Promise.all([fetch(open.url), fetch(closed.url), fetch(`${open.url}/echo`)]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 204, 200]);
});

test("a body above 100 MB is refused unread", async () => {
  const { url } = await startApp(ECHO);
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const headers = { "content-length": 100 * 1024 * 1024 + 1 };
  const request = httpRequest(`${url}/api/echo`, { method: "POST", headers }, (response) =>
    resolve(response.statusCode),
  );
  request.on("error", reject);
  request.flushHeaders();

  expect(await promise).toBe(413);
  request.destroy();
});

test("hooks run around the handler, and may change what goes in and out", async () => {
  const { url, journal } = await startApp(
    appOf(`
      app.hook.preInvocation((context) => {
        context.hookData.inputs = context.inputs.length;
        const handler = context.functionHandler;
        context.functionHandler = async (...given) => ({ body: "wrapped " + (await handler(...given)).body });
      });
      app.hook.postInvocation((context) => {
        context.result = { body: context.result.body + " after " + context.hookData.inputs };
      });
      app.hook.log((context) => { if (context.category === "user") context.message = context.message.toUpperCase(); });
      app.get("greet", { handler: (request, context) => { context.warn("seen %d", 1); return { body: "hello" }; } });`),
  );

  expect(await (await fetch(`${url}/api/greet`)).text()).toBe("wrapped hello after 1");
  expect(await journal.until(/^SEEN 1$/)).toMatchObject([{ level: "warning", category: "Function.greet.User" }]);
});

test("a function that takes longer than functionTimeout fails", async () => {
  const { url, journal } = await startApp(appOf(`app.get("endless", { handler: () => new Promise(() => {}) });`), {
    AzureFunctionsJobHost__functionTimeout: "00:00:00.050",
  });
  expect((await fetch(`${url}/api/endless`)).status).toBe(500);
  await journal.until(/"endless" took longer than functionTimeout of host.json allows: 50 ms/);
});

test("a page of another site, and a name that is not this machine's, run no function by hand", async () => {
  const { url, journal } = await startApp(
    appOf(`
      app.storageQueue("worker", { queueName: "by-hand", connection: "", handler: (message, context) => { context.log("work " + message.id); } });`),
  );
  const { host } = new URL(url);
  const order = (id: number, headers: Readonly<Record<string, string>>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const body = JSON.stringify({ input: `{"id":${id}}` });
      const given = { "content-length": Buffer.byteLength(body), ...headers };
      httpRequest(`${url}/admin/functions/worker`, { method: "POST", headers: given }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end(body);
    });

  const foreign = [
    { origin: "https://shop.example" },
    { origin: "null" },
    { origin: "http://127.0.0.1:1" },
    { "sec-fetch-site": "cross-site" },
    { host: "rebound.example" },
    { host: "rebound.example", origin: "http://rebound.example" },
  ];
  expect(await Promise.all(foreign.map((headers) => order(1, headers)))).toEqual(foreign.map(() => 403));
  const own = [{ origin: url }, { "sec-fetch-site": "same-origin" }, { host: host.replace("127.0.0.1", "localhost") }];
  expect(await Promise.all(own.map((headers) => order(2, headers)))).toEqual(own.map(() => 202));
  await journal.until(/^work 2$/, own.length);
  expect(journal.entries.filter(({ message }) => message === "work 1")).toEqual([]);
});
