import { expect, test } from "vitest";
import { pathSegments } from "../../../src/local/functions-host/route-table.ts";
import { covers, routeParameters, routeTemplate } from "../../../src/local/functions-host/route-template.ts";

const match = (template: string, path: string) => routeParameters(routeTemplate(template), pathSegments(path));

test.each([
  ["api/items", "/API/Items/", {}],
  ["items/{id}", "/items/7", { id: "7" }],
  ["items/{id}", "/items/a%20b", { id: "a b" }],
  ["items/{id}", "/items/a%2Fb", { id: "a%2Fb" }],
  ["items/{id}", "/items/%zz", { id: "%zz" }],
  ["items/{id}", "/items", null],
  ["items/{id}", "/items/7/8", null],
  ["items/{id?}", "/items", {}],
  ["items/{id=7}", "/items", { id: "7" }],
  ["items/{id=7}", "/items/8", { id: "8" }],
  ["items/{id:int?}", "/items", {}],
  ["items/{id:int}", "/items/x", null],
  ["items/{id:int:min(3)}", "/items/2", null],
  ["items/{id:int:min(3)}", "/items/3", { id: "3" }],
  ["items/{id:range(1,5)=2}", "/items", { id: "2" }],
  ["{id:guid}", "/46a61d1e-3f2e-4b7c-9d0a-2f1c8e5b7a90", { id: "46a61d1e-3f2e-4b7c-9d0a-2f1c8e5b7a90" }],
  ["{id:guid}", "/46a61d1e", null],
  ["{n:alpha:length(2,3)}", "/abcd", null],
  ["{n:alpha:length(2,3)}", "/abc", { n: "abc" }],
  ["{n:regex(^\\d{{3}}$)}", "/123", { n: "123" }],
  ["{n:regex(^\\d{{3}}$)}", "/1234", null],
  ["{on:bool}/{at:datetime}", "/True/2026-11-24", { on: "True", at: "2026-11-24" }],
  ["{x:double}/{y:decimal}", "/1e3/1.5", { x: "1e3", y: "1.5" }],
  ["{n:long}", "/9223372036854775807", { n: "9223372036854775807" }],
  ["{n:int}", "/2147483648", null],
  ["files/{*rest}", "/files", { rest: "" }],
  ["files/{*rest}", "/files/a/b", { rest: "a/b" }],
  ["files/{**rest}", "/files/a/b/", { rest: "a/b" }],
  ["{a}-{b}", "/x-y-z", { a: "x-y", b: "z" }],
  ["{name}.{ext?}", "/report", { name: "report" }],
  ["{name}.{ext?}", "/report.tar.gz", { name: "report.tar", ext: "gz" }],
  ["{name}.{ext?}", "/report.", null],
  ["{{x}}/{y}", "/{x}/1", { y: "1" }],
])("%s on %s gives %o", (template, path, parameters) => {
  expect(match(template, path)).toEqual(parameters);
});

test.each([
  ["items/{id", 'the route "items/{id" has a "{" that is not closed'],
  ["items/id}", 'the route "items/id}" has a "}" outside a parameter'],
  ["items?id=1", 'the route "items?id=1" has a "?" outside a parameter'],
  ["a//b", 'the route "a//b" has an empty segment'],
  ["{id}/{ID}", 'the route "{id}/{ID}" names a parameter twice'],
  ["{a}{b}", 'the route "{a}{b}" has two parameters with nothing between'],
  ["{*rest}/x", 'the route "{*rest}/x" goes on after a catch-all'],
  ["{a?}.txt", 'the route "{a?}.txt" has an optional parameter that does not end its segment'],
  ["{a}-{b?}", 'the route "{a}-{b?}" has an optional parameter after more than a dot'],
  ["{id:integer}", '"integer" is not a route constraint'],
  ["{id:min(x)}", '"min(x)" is not a route constraint'],
  ["{id:regex([)}", '"[" is not a regular expression'],
  ["{}", '"{}" is not a route parameter'],
])("%s is refused", (template, message) => {
  expect(() => routeTemplate(template)).toThrow(message);
});

test.each([
  ["items/{id}", "items/special", true],
  ["items/{id}", "items/{name}", true],
  ["items/{id}", "items/{name}.{ext}", true],
  ["items/{id?}", "items", true],
  ["items/{id?}", "items/{name?}", true],
  ["{*rest}", "items/{id}", true],
  ["items/{id:int}", "items/7", true],
  ["items/{id:int}", "items/special", false],
  ["items/{id:int}", "items/{name}", false],
  ["items/{id}", "items/{name?}", false],
  ["items/special", "items/{id}", false],
  ["items/{id}", "items/{*rest}", false],
  ["items/{id}/more", "items/{id}", false],
  ["items", "items/{id}", false],
])("%s before %s hides it: %s", (earlier, later, isHidden) => {
  expect(covers(routeTemplate(earlier), routeTemplate(later))).toBe(isHidden);
});
