import { expect, test } from "vitest";
import { appSettings } from "../../../src/local/functions-host/app-settings.ts";
import { type HttpFunction, indexedFunctions } from "../../../src/local/functions-host/function-index.ts";
import { routeTable, shadowWarnings } from "../../../src/local/functions-host/route-table.ts";

const SETTINGS = appSettings({
  AzureWebJobsStorage: "UseDevelopmentStorage=true",
  AzureWebJobsOther: "other",
  Identity__queueServiceUri: "https://example.org",
  NAME: "work",
});

/** What the library registers for a trigger. */
function registered(name: string, trigger: Readonly<Record<string, unknown>> & { type: string }) {
  return {
    metadata: { name, retryOptions: undefined, bindings: { in: { direction: "in", ...trigger } } },
    callback: () => {},
  };
}

const indexed = (...functions: ReturnType<typeof registered>[]) => indexedFunctions(functions, SETTINGS, "api");

test.each([
  [{ type: "httpTrigger", route: "x/{id" }, 'the route "api/x/{id" has a "{" that is not closed'],
  [
    { type: "httpTrigger", route: "/Admin/x" },
    `the route "Admin/x" is the host's own: it begins with "admin" or "runtime"`,
  ],
  [{ type: "timerTrigger", schedule: "0 0 3 * * 7" }, '"7" is not a weekday from 0 to 6'],
  [{ type: "timerTrigger", schedule: "%WHEN%" }, 'the setting "WHEN" of "%WHEN%" is missing'],
  [{ type: "timerTrigger" }, "schedule"],
  [{ type: "queueTrigger", queueName: "a_b" }, '"a_b" is not the name of a queue'],
  [{ type: "queueTrigger", queueName: "work", connection: "Missing" }, 'the connection setting "Missing" is missing'],
  [{ type: "queueTrigger", queueName: "work", connection: "Identity" }, 'the connection "Identity" names an identity'],
  [{ type: "blobTrigger" }, "the local host knows no blobTrigger"],
  [{ type: "queue", direction: "out" }, 'the local host knows no queue binding (direction "out")'],
])("%o is refused", (trigger, message) => {
  expect(() => indexed(registered("a", trigger))).toThrow(`Function "a": `);
  expect(() => indexed(registered("a", trigger))).toThrow(message);
});

test("a retry policy is refused, since it would be left undone", () => {
  const { metadata, callback } = registered("a", { type: "httpTrigger" });
  const retrying = { metadata: { ...metadata, retryOptions: { maxRetryCount: 3 } }, callback };
  expect(() => indexedFunctions([retrying], SETTINGS, "api")).toThrow(
    'Function "a": the local host knows no retry policy',
  );
});

test("a connection is found by its name with and without Azure's prefix, and is the app's own storage by default", () => {
  const connections = ["", "Storage", "Other", "AzureWebJobsOther"].map((connection) =>
    registered("q", { type: "queueTrigger", queueName: "%Name%-items", connection }),
  );
  expect(indexed(...connections)).toMatchObject([
    { queueName: "work-items", connectionString: "UseDevelopmentStorage=true" },
    { connectionString: "UseDevelopmentStorage=true" },
    { connectionString: "other" },
    { connectionString: "other" },
  ]);
});

const httpFunctions = (...routes: [name: string, route: string, methods: string[]][]): HttpFunction[] =>
  indexed(...routes.map(([name, route, methods]) => registered(name, { type: "httpTrigger", route, methods }))).filter(
    (each) => each.kind === "http",
  );

test("routes are asked in the order of the names of their functions, whatever their case", () => {
  const table = routeTable(httpFunctions(["b", "x", []], ["A", "y", []], ["a-z", "z", []]));
  expect(table.map(({ name }) => name)).toEqual(["A", "a-z", "b"]);
});

test("one route with methods in common is refused, without is not", () => {
  const both = httpFunctions(["a", "x/{id}", ["GET", "POST"]], ["b", "X/{ID}", ["post", "put"]]);
  expect(() => routeTable(both)).toThrow('Functions "a" and "b" have the same route: POST api/X/{ID}');
  expect(routeTable(httpFunctions(["a", "x", ["GET"]], ["b", "x", ["POST"]]))).toHaveLength(2);
});

test("a function behind a wider route is warned of", () => {
  const table = routeTable(httpFunctions(["a", "x/{id}", ["GET"]], ["b", "x/y", ["GET"]], ["c", "x/z", ["POST"]]));
  expect(shadowWarnings(table)).toEqual([
    'Function "b" is never asked for GET api/x/y: "a" (api/x/{id}) comes first, since Azure asks functions in the order of their names',
  ]);
});
