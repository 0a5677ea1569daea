import { StartFailure } from "./start-failure.ts";

/** A condition on the value of a route parameter. A value that fails it makes the route not match; it is not an error. */
export type RouteConstraint = Readonly<{ text: string; accepts(value: string): boolean }>;

const INT_MAX = 2n ** 31n - 1n;
const LONG_MAX = 2n ** 63n - 1n;
const REAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const GUID =
  /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\))$/i;

/** ASP.NET's own set: https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints */
export function routeConstraint(text: string): RouteConstraint {
  const [, name = "", argumentText] = /^([a-z]+)(?:\(([^]*)\))?$/i.exec(text) ?? [];
  if (name.toLowerCase() === "regex" && argumentText) return { text, accepts: regexTest(argumentText) };

  const bounds = argumentText === undefined ? [] : argumentText.split(",").map((bound) => bound.trim());
  if (!bounds.every((bound) => /^-?\d+$/.test(bound))) throw unknown(text);
  const accepts = test(name.toLowerCase(), bounds.map(BigInt));
  if (!accepts) throw unknown(text);
  return { text, accepts };
}

type Test = (value: string) => boolean;

function test(name: string, [a, b]: readonly bigint[]): Test | null {
  if (a === undefined) return plainTest(name);
  if (b === undefined) return boundTest(name, a);
  switch (name) {
    case "length":
      return (value) => value.length >= a && value.length <= b;
    case "range":
      return (value) => isWhole(value, a, b);
    default:
      return null;
  }
}

function boundTest(name: string, bound: bigint): Test | null {
  switch (name) {
    case "length":
      return (value) => BigInt(value.length) === bound;
    case "minlength":
      return (value) => value.length >= bound;
    case "maxlength":
      return (value) => value.length <= bound;
    case "min":
      return (value) => isWhole(value, bound, LONG_MAX);
    case "max":
      return (value) => isWhole(value, -LONG_MAX - 1n, bound);
    default:
      return null;
  }
}

function plainTest(name: string): Test | null {
  switch (name) {
    case "int":
      return (value) => isWhole(value, -INT_MAX - 1n, INT_MAX);
    case "long":
      return (value) => isWhole(value, -LONG_MAX - 1n, LONG_MAX);
    case "bool":
      return (value) => /^(true|false)$/i.test(value);
    case "guid":
      return (value) => GUID.test(value);
    case "alpha":
      return (value) => /^[a-z]*$/i.test(value);
    case "decimal":
      return (value) => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(value);
    case "double":
    case "float":
      return (value) => REAL.test(value);
    case "datetime":
      return (value) => !Number.isNaN(Date.parse(value));
    case "required":
      return (value) => value !== "";
    default:
      return null;
  }
}

function isWhole(value: string, least: bigint, most: bigint): boolean {
  if (!/^[+-]?\d+$/.test(value)) return false;
  const whole = BigInt(value.replace("+", ""));
  return least <= whole && whole <= most;
}

function regexTest(source: string): Test {
  try {
    const expression = new RegExp(source, "i");
    return (value) => expression.test(value);
  } catch {
    throw new StartFailure(`"${source}" is not a regular expression`);
  }
}

function unknown(text: string): StartFailure {
  return new StartFailure(`"${text}" is not a route constraint`);
}
