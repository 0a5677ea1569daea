import { expect, test } from "vitest";
import { addDays, Day } from "../../src/domain/day.ts";
import {
  isKept,
  type OpenedRequest,
  requestsOpened,
  serviceRequestsPage,
} from "../../src/sources/service-request-rows.ts";
import { fixtureJson } from "./fixture.ts";

const AS_OF = Day.parse("2026-11-21");

test("serviceRequestsPage() has ids and days in UTC, and nothing else of a request", () => {
  const page = serviceRequestsPage(fixtureJson("service-requests-page.json"));
  expect(page).toEqual([
    { id: "625061291169010", openedOn: "2026-11-18" },
    { id: "6-2506129116901", openedOn: "2026-11-19" },
    { id: "625061291169012", openedOn: "2026-11-19" },
    { id: "625061291169013", openedOn: null },
  ]);
  expect(JSON.stringify(page)).not.toContain("Canary");
});

test.each([
  ["no list", { title: "Forbidden", status: 403 }, "items"],
  ["a request without an id", { items: [{ createdDate: "2026-11-19" }] }, "id"],
  ["an empty id", { items: [{ id: "", createdDate: "2026-11-19" }] }, "id"],
])("serviceRequestsPage() refuses %s and names the member", (_, body, member) => {
  expect(() => serviceRequestsPage(body)).toThrow(`Partner Center answered something else than expected in ${member}`);
});

test.each([[undefined], [null], ["yesterday"], [20261119]])(
  "serviceRequestsPage() has no day of a request created %j",
  (createdDate) => {
    expect(serviceRequestsPage({ items: [{ id: "1", createdDate }] })).toEqual([{ id: "1", openedOn: null }]);
  },
);

/** `days`: how many days before the snapshot's own; null: no day. */
function requests(days: readonly (number | null)[]): OpenedRequest[] {
  return days.map((ago, index) => ({ id: String(index), openedOn: ago === null ? null : addDays(AS_OF, -ago) }));
}

test("requestsOpened() counts days of the window and of the week before it, oldest first", () => {
  expect(requestsOpened(requests([0, 27, 34, 35, 400, -1, 27]), AS_OF)).toEqual({
    asOf: AS_OF,
    opened: [
      { day: "2026-10-18", count: 1 },
      { day: "2026-10-25", count: 2 },
      { day: "2026-11-21", count: 1 },
    ],
  });
});

test("requestsOpened() of nothing is none asked", () => {
  expect(requestsOpened([], AS_OF)).toEqual({ asOf: AS_OF, opened: [] });
});

/** So many requests of yesterday, of which the first ones have no day. */
function withoutDay(all: number, without: number): OpenedRequest[] {
  return requests(Array.from({ length: all }, (_, index) => (index < without ? null : 1)));
}

test.each([
  [1, 2],
  [2, 4],
  [2, 59],
  [3, 60],
])("requestsOpened() bears %i requests without a day of %i, and counts the others", (without, all) => {
  expect(requestsOpened(withoutDay(all, without), AS_OF).opened).toEqual([{ day: "2026-11-20", count: all - without }]);
});

test.each([
  [1, 1],
  [2, 3],
  [3, 4],
  [3, 59],
  [4, 60],
])("requestsOpened() refuses requests of which %i have no day of %i", (without, all) => {
  expect(() => requestsOpened(withoutDay(all, without), AS_OF)).toThrow(
    expect.objectContaining({
      reason: "unreadable",
      message: `Partner Center gave no readable createdDate for ${without} of ${all} service requests`,
    }),
  );
});

test("isKept() keeps 35 days that end on the snapshot's own", () => {
  expect([-1, 0, 34, 35].map((ago) => isKept(AS_OF, addDays(AS_OF, -ago)))).toEqual([false, true, true, false]);
});
