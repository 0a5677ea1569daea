import { app, type HttpHandler, type HttpMethod, type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { z } from "zod";
import { environment } from "../environment.ts";
import { AdoptionError } from "../errors.ts";
import { parseAs } from "../parse.ts";
import { allow, type Permission } from "./access.ts";
import { PROBLEM_TYPE, problemOf } from "./problem.ts";

/** What a route answers. `version` names the state a body shows: a caller who has it already gets 304. */
export type Answer = Readonly<{
  status?: number;
  body: unknown;
  version?: string;
  headers?: Readonly<Record<string, string>>;
}>;

type Route<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = Readonly<{
  method: Extract<HttpMethod, "GET" | "POST" | "PUT" | "DELETE">;
  path: string;
  permission: Permission;
  params: Params;
  query: Query;
  body: Body;
  handler: (
    input: Readonly<{ params: z.output<Params>; query: z.output<Query>; body: z.output<Body> }>,
  ) => Promise<Answer>;
}>;

/** A route without parameters, without a query, without a body: anything given is refused by name. */
export const nothing = z.strictObject({});

/** Far above any request of ours, far below what hurts. */
const BODY_CHARACTERS_MAX = 65_536;

/**
 * The one way in. Registers a route under its function's name; every request is let pass or not, then read strictly,
 * then answered; a failure leaves as problem details. The platform's own keys are not our gate: see access.ts.
 */
export function route<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  name: string,
  options: Route<Params, Query, Body>,
): void {
  app.http(name, {
    methods: [options.method],
    route: options.path,
    authLevel: "anonymous",
    handler: httpHandler(options),
  });
}

function httpHandler<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  options: Route<Params, Query, Body>,
): HttpHandler {
  return async (request, context) => {
    const requestId = context.invocationId;
    try {
      allow(options.permission, request, environment().config);
      const answer = await options.handler({
        params: parseAs("invalid_request", options.params, request.params),
        query: parseAs("invalid_request", options.query, Object.fromEntries(request.query)),
        body: parseAs("invalid_request", options.body, await bodyOf(request)),
      });
      return answered(request, answer, requestId);
    } catch (error) {
      const problem = problemOf(error, requestId);
      if (problem.code === "internal") context.error("A request failed in a way nobody foresaw", error);
      return {
        status: problem.status,
        headers: { ...commonHeaders(requestId), "content-type": PROBLEM_TYPE },
        body: JSON.stringify(problem),
      };
    }
  };
}

function answered(request: HttpRequest, answer: Answer, requestId: string): HttpResponseInit {
  const headers = { ...commonHeaders(requestId), ...answer.headers };
  if (answer.version === undefined) return { status: answer.status ?? 200, headers, jsonBody: answer.body };

  const etag = `"${answer.version}"`;
  const validated = { ...headers, etag, "cache-control": "private, no-cache" };
  const known = new Set(
    (request.headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, "")),
  );
  if (known.has(etag) || known.has("*")) return { status: 304, headers: validated };
  return { status: answer.status ?? 200, headers: validated, jsonBody: answer.body };
}

function commonHeaders(requestId: string): Record<string, string> {
  return { "x-request-id": requestId, "cache-control": "no-store", "x-content-type-options": "nosniff" };
}

/** An absent body is an empty object: what may be left out has a default. What is asked for or taken away has none. */
async function bodyOf(request: HttpRequest): Promise<unknown> {
  if (request.method === "GET" || request.method === "DELETE") return {};
  const text = await request.text();
  if (text.length > BODY_CHARACTERS_MAX) {
    throw new AdoptionError("body_too_large", `The body may have ${BODY_CHARACTERS_MAX} characters`);
  }
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AdoptionError("invalid_request", "The body is not JSON");
  }
}
