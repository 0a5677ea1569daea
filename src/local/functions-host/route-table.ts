import type { HttpFunction } from "./function-index.ts";
import { covers, type RouteParameters, routeParameters } from "./route-template.ts";
import { StartFailure } from "./start-failure.ts";

/** HTTP functions in the order in which Azure asks them: by name, whatever their case, and not by how well a route fits. */
export type RouteTable = readonly HttpFunction[];

export function routeTable(functions: readonly HttpFunction[]): RouteTable {
  const table = functions.toSorted((a, b) => (a.name.toUpperCase() < b.name.toUpperCase() ? -1 : 1));
  for (const [earlier, later] of pairs(table)) {
    if (earlier.template.text.toLowerCase() !== later.template.text.toLowerCase()) continue;
    const shared = sharedMethods(earlier, later);
    if (shared === null) continue;
    throw new StartFailure(
      `Functions "${earlier.name}" and "${later.name}" have the same route: ${shared} ${later.template.text}`,
    );
  }
  return table;
}

/** The first function whose route and methods fit. A wrong method is no match, so it ends as 404 and never as 405. */
export function matchedFunction(
  table: RouteTable,
  method: string,
  path: readonly string[],
): Readonly<{ httpFunction: HttpFunction; parameters: RouteParameters }> | null {
  for (const httpFunction of table) {
    if (httpFunction.methods.length > 0 && !httpFunction.methods.includes(method)) continue;
    const parameters = routeParameters(httpFunction.template, path);
    if (parameters) return { httpFunction, parameters };
  }
  return null;
}

/** A sentence for each function that can never be reached, because another one stands before it. */
export function shadowWarnings(table: RouteTable): string[] {
  return pairs(table).flatMap(([earlier, later]) => {
    const shared = sharedMethods(earlier, later);
    if (shared === null || !covers(earlier.template, later.template)) return [];
    return [
      `Function "${later.name}" is never asked for ${shared} ${later.template.text}: "${earlier.name}" (${earlier.template.text}) ` +
        "comes first, since Azure asks functions in the order of their names",
    ];
  });
}

/** The path between its slashes, decoded but for an encoded slash, as ASP.NET hands it to routing. */
export function pathSegments(pathname: string): string[] {
  const trimmed = pathname.replace(/^\//, "").replace(/\/$/, "");
  return trimmed === "" ? [] : trimmed.split("/").map(decodedSegment);
}

function decodedSegment(segment: string): string {
  try {
    return segment
      .split(/(%2f)/i)
      .map((part, index) => (index % 2 === 1 ? part : decodeURIComponent(part)))
      .join("");
  } catch {
    return segment;
  }
}

function pairs(table: RouteTable): [HttpFunction, HttpFunction][] {
  return table.flatMap((earlier, index) =>
    table.slice(index + 1).map((later): [HttpFunction, HttpFunction] => [earlier, later]),
  );
}

/** No methods at all means every method. */
function sharedMethods(a: HttpFunction, b: HttpFunction): string | null {
  if (a.methods.length === 0) return b.methods.join(",") || "ANY";
  if (b.methods.length === 0) return a.methods.join(",");
  const shared = a.methods.filter((method) => b.methods.includes(method));
  return shared.length === 0 ? null : shared.join(",");
}
