import { type RouteConstraint, routeConstraint } from "./route-constraint.ts";
import { StartFailure } from "./start-failure.ts";

/** A route in ASP.NET's language: https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-templates */
export type RouteTemplate = Readonly<{ text: string; segments: readonly Segment[] }>;

/** What stands between two slashes; mostly one part, but `{name}.{extension}` has three. */
export type Segment = readonly Part[];
type Part = Readonly<{ kind: "literal"; text: string }> | Parameter;
type Parameter = Readonly<{
  kind: "parameter";
  name: string;
  constraints: readonly RouteConstraint[];
  isCatchAll: boolean;
  isOptional: boolean;
  defaultValue: string | null;
}>;

export type RouteParameters = Readonly<Record<string, string>>;

export function routeTemplate(text: string): RouteTemplate {
  const trimmed = text.replace(/^\/+|\/+$/g, "");
  const segments = trimmed === "" ? [] : segmentsOf(trimmed);
  refuseMisuse(trimmed, segments);
  return { text: trimmed, segments };
}

/** The values of the route's parameters when the path fits it, else null. The path is cut at its slashes and decoded. */
export function routeParameters(template: RouteTemplate, path: readonly string[]): RouteParameters | null {
  const values = new Map<string, string>();
  for (const [index, segment] of template.segments.entries()) {
    const parameter = wholeParameter(segment);
    const text = path[index];
    if (parameter?.isCatchAll) {
      const rest = path.slice(index).join("/");
      values.set(parameter.name, rest === "" ? (parameter.defaultValue ?? "") : rest);
    } else if (text !== undefined) {
      if (!takeSegment(segment, text, values)) return null;
    } else if (!parameter || !mayBeMissing(parameter)) {
      return null;
    } else if (parameter.defaultValue !== null) {
      values.set(parameter.name, parameter.defaultValue);
    }
  }
  const hasCatchAll = wholeParameter(template.segments.at(-1) ?? [])?.isCatchAll ?? false;
  if (path.length > template.segments.length && !hasCatchAll) return null;
  return satisfiesConstraints(template, values) ? Object.fromEntries(values) : null;
}

/** Whether every path that fits `later` certainly fits `earlier` too, so that `later` is never reached. */
export function covers(earlier: RouteTemplate, later: RouteTemplate): boolean {
  for (const [index, segment] of earlier.segments.entries()) {
    const parameter = wholeParameter(segment);
    if (parameter?.isCatchAll) return parameter.constraints.length === 0;
    const other = later.segments[index];
    const isCovered = other ? segmentCovers(segment, other) : parameter !== null && mayBeMissing(parameter);
    if (!isCovered) return false;
  }
  return earlier.segments.length >= later.segments.length;
}

function segmentCovers(earlier: Segment, later: Segment): boolean {
  const [first] = later;
  if (later.length === 1 && first?.kind === "literal") {
    return routeParameters({ text: "", segments: [earlier] }, [first.text]) !== null;
  }
  const parameter = wholeParameter(earlier);
  const other = wholeParameter(later);
  if (!parameter || parameter.constraints.length > 0 || other?.isCatchAll) return false;
  return !other || !mayBeMissing(other) || mayBeMissing(parameter);
}

/** The parameter that is all of the segment. */
function wholeParameter(segment: Segment): Parameter | null {
  const [only] = segment;
  return segment.length === 1 && only?.kind === "parameter" ? only : null;
}

function mayBeMissing(parameter: Parameter): boolean {
  return parameter.isOptional || parameter.defaultValue !== null;
}

function satisfiesConstraints(template: RouteTemplate, values: ReadonlyMap<string, string>): boolean {
  return template.segments.flat().every((part) => {
    const value = part.kind === "parameter" ? values.get(part.name) : undefined;
    if (part.kind === "literal" || value === undefined) return true;
    return part.constraints.every((constraint) => constraint.accepts(value));
  });
}

function takeSegment(segment: Segment, text: string, values: Map<string, string>): boolean {
  if (takeParts(segment, text, values)) return true;
  // `{name}.{extension?}`: without the extension its dot is gone too, and "report." is neither.
  const optional = segment.at(-1);
  const dot = segment.at(-2);
  if (optional?.kind !== "parameter" || !optional.isOptional || dot?.kind !== "literal") return false;
  return !text.endsWith(dot.text) && takeParts(segment.slice(0, -2), text, values);
}

function takeParts(parts: Segment, text: string, values: Map<string, string>): boolean {
  const pattern = parts.map((part) => (part.kind === "literal" ? RegExp.escape(part.text) : "(.+)")).join("");
  const match = new RegExp(`^${pattern}$`, "is").exec(text);
  if (!match) return false;
  const parameters = parts.filter((part) => part.kind === "parameter");
  for (const [index, parameter] of parameters.entries()) values.set(parameter.name, match[index + 1] ?? "");
  return true;
}

function segmentsOf(text: string): Segment[] {
  const segments: Part[][] = [[]];
  let literal = "";
  const endLiteral = (): void => {
    if (literal !== "") segments.at(-1)?.push({ kind: "literal", text: literal });
    literal = "";
  };

  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const isDoubled = text.charAt(at + 1) === character;
    if (character === "/") {
      endLiteral();
      segments.push([]);
    } else if ((character === "{" || character === "}") && isDoubled) {
      literal += character;
      at++;
    } else if (character === "{") {
      endLiteral();
      const end = endOfParameter(text, at + 1);
      segments.at(-1)?.push(parsedParameter(text.slice(at + 1, end)));
      at = end;
    } else if (character === "}" || character === "?") {
      throw new StartFailure(`the route "${text}" has a "${character}" outside a parameter`);
    } else {
      literal += character;
    }
  }
  endLiteral();
  return segments;
}

/** Where the brace that closes a parameter stands; doubled braces belong to a regular expression within. */
function endOfParameter(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const pair = text.slice(at, at + 2);
    if (pair === "{{" || pair === "}}") at++;
    else if (pair.startsWith("}")) return at;
    else if (pair.startsWith("{")) break;
  }
  throw new StartFailure(`the route "${text}" has a "{" that is not closed`);
}

function parsedParameter(escaped: string): Parameter {
  const body = escaped.replaceAll("{{", "{").replaceAll("}}", "}");
  const parts = /^(\*{0,2})([^*:=?/{}]+)((?::[a-z]+(?:\([^]*?\)(?=[:=?]|$))?)*)(?:=([^]*)|(\?))?$/i.exec(body);
  if (!parts) throw new StartFailure(`"{${body}}" is not a route parameter`);
  const [, stars = "", name = "", constraints = "", defaultValue = null, questionMark] = parts;
  return {
    kind: "parameter",
    name,
    constraints: constraintTexts(constraints).map(routeConstraint),
    isCatchAll: stars !== "",
    isOptional: questionMark !== undefined,
    defaultValue,
  };
}

function constraintTexts(text: string): string[] {
  return Array.from(text.matchAll(/:([a-z]+(?:\([^]*?\)(?=:|$))?)/gi), (match) => match[1] ?? "");
}

function refuseMisuse(text: string, segments: readonly Segment[]): void {
  const refuse = (reason: string): never => {
    throw new StartFailure(`the route "${text}" ${reason}`);
  };
  const names = segments.flat().flatMap((part) => (part.kind === "parameter" ? [part.name.toLowerCase()] : []));
  if (new Set(names).size < names.length) refuse("names a parameter twice");

  for (const [index, segment] of segments.entries()) {
    if (segment.length === 0) refuse("has an empty segment");
    for (const [at, part] of segment.entries()) {
      if (part.kind === "literal") continue;
      const before = segment[at - 1];
      const isAfterDot = before?.kind === "literal" && before.text === ".";
      if (before?.kind === "parameter") refuse("has two parameters with nothing between");
      if (part.isCatchAll && (segment.length > 1 || index < segments.length - 1)) refuse("goes on after a catch-all");
      if (part.isOptional && at < segment.length - 1) refuse("has an optional parameter that does not end its segment");
      if (part.isOptional && before && !isAfterDot) refuse("has an optional parameter after more than a dot");
    }
  }
}
