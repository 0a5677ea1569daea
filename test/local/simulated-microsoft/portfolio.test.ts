import { expect, test } from "vitest";
import { addDays, type Day } from "../../../src/domain/day.ts";
import { portfolioOn } from "../../../src/local/simulated-microsoft/portfolio.ts";
import { SERVICES } from "../../../src/local/simulated-microsoft/products.ts";
import { lastActivityBy, user as userOf } from "../../../src/local/simulated-microsoft/users.ts";
import { textLike, TODAY } from "./caller.ts";

function usersOf(title: string, today: Day) {
  const portfolio = portfolioOn(today, 40);
  return portfolio.tenantOf(portfolio.named(title)).users();
}

const WINDOW_FROM = addDays(TODAY, -28);

test("forty customers are odd, each in its own way and by its own title", () => {
  const customers = [...portfolioOn(TODAY, 41).customers()];
  expect(new Set(customers.map((customer) => customer.oddity.title)).size).toBe(41);
  expect(customers[40]?.oddity.title).toBe("ordinary");
});

test("ids are spread over every first digit", () => {
  const digits = [...portfolioOn(TODAY, 40).customers()].map((customer) => customer.id[0]);
  expect(new Set(digits).size).toBe(16);
});

test("a customer is found by id in any case, also among 50,000, and nobody else is", () => {
  const portfolio = portfolioOn(TODAY, 50_000);
  for (const number of [1, 2, 40, 41, 12_345, 50_000]) {
    const customer = portfolio.customerAt(number);
    expect(portfolio.find(customer.id.toUpperCase())).toEqual(customer);
  }
  expect(portfolio.find(portfolio.customerAt(50_001).id)).toBeNull();
  expect(portfolio.find(crypto.randomUUID())).toBeNull();
});

test("1,500 customers have 25 users in the middle and never more than 5,000", () => {
  const portfolio = portfolioOn(TODAY, 1500);
  const counts = Array.from({ length: 1460 }, (_, index) => {
    return portfolio.tenantOf(portfolio.customerAt(41 + index)).users().length;
  });
  const sorted = counts.toSorted((one, other) => one - other);
  expect(sorted[730]).toBeGreaterThan(20);
  expect(sorted[730]).toBeLessThan(30);
  expect(sorted[0]).toBeGreaterThan(0);
  expect(sorted.at(-1)).toBeLessThanOrEqual(5000);
});

test.each([
  ["turnover", { held: 30, idle: 6, active: 35 }],
  ["grace-beside-active", { held: 20, idle: 0, active: 20 }],
  ["overdrawn", { held: 24, idle: 0, active: 24 }],
  ["trial", { held: 16, idle: 0, active: 16 }],
  ["yammer", { held: 14, idle: 0, active: 14 }],
])("the story of %s is the same on every day", (title, { held, idle, active }) => {
  for (const days of [0, 1, 2, 3, 30, 200]) {
    const users = usersOf(title, addDays(TODAY, days));
    const isActive = Object.groupBy(users, (user) => {
      const last = Object.values(user.lastActivity)
        .filter((day) => day !== null)
        .toSorted()
        .at(-1);
      return last !== undefined && last >= addDays(WINDOW_FROM, days) ? "active" : "inactive";
    });
    expect({
      held: users.filter((user) => user.products.length > 0).length,
      idle: users.filter((user) => user.products.length === 0).length,
      active: isActive.active?.length,
    }).toEqual({ held, idle, active });
  }
});

test("a later night sees people further on, and never further back", () => {
  const [tonight, later] = [usersOf("big", TODAY), usersOf("big", addDays(TODAY, 7))];
  const moves = tonight.map((user, index) => ({ from: user.lastActivity.teams, to: later[index]?.lastActivity.teams }));
  expect(moves.every(({ from, to }) => (from ?? "") <= (to ?? ""))).toBe(true);
  expect(moves.filter(({ from, to }) => from !== to).length).toBeGreaterThan(1000);
  expect(moves.filter(({ from, to }) => from === to).length).toBeGreaterThan(100);
});

test("nobody is active after the day a report speaks for, nor on a weekend", () => {
  const portfolio = portfolioOn(TODAY, 60);
  for (const customer of portfolio.customers()) {
    const { refreshedOn, appsRefreshedOn, users } = portfolio.tenantOf(customer);
    for (const { lastActivity } of users()) {
      const days = Object.values(lastActivity).filter((day) => day !== null);
      expect(days.every((day) => day <= refreshedOn || day <= appsRefreshedOn)).toBe(true);
    }
  }
  const weekdays = usersOf("big", TODAY).flatMap(({ lastActivity: { teams } }) =>
    teams === null ? [] : [new Date(teams).getUTCDay()],
  );
  expect(new Set(weekdays)).toEqual(new Set([1, 2, 3, 4, 5]));
});

/** As far back as anything asks. */
const DAYS = Array.from({ length: 40 }, (_, index) => addDays(TODAY, index - 40));

test.each(["plain", "turnover", "yammer", "beside-office", "busy", "stale"])(
  "an earlier day knows what a later one still says, whatever the weekday: %s",
  (title) => {
    for (const person of usersOf(title, TODAY)) {
      const byDay = DAYS.map((day) => ({ day, activity: lastActivityBy(person, day) }));
      for (const service of SERVICES) {
        for (const [index, { day, activity }] of byDay.entries()) {
          const last = activity[service];
          if (last === null) continue;
          expect(last <= day).toBe(true);
          // On each day from the last one on, the same was known.
          const since = byDay.slice(0, index).filter((earlier) => earlier.day >= last);
          expect(since.every((earlier) => earlier.activity[service] === last)).toBe(true);
        }
      }
    }
  },
);

test("a report's last activity is what was known by its own day", () => {
  const portfolio = portfolioOn(TODAY, 60);
  for (const customer of portfolio.customers()) {
    const { refreshedOn, appsRefreshedOn, copilotRefreshedOn, users } = portfolio.tenantOf(customer);
    for (const person of users()) {
      expect(person.lastActivity).toEqual({
        ...lastActivityBy(person, refreshedOn),
        apps: lastActivityBy(person, appsRefreshedOn).apps,
        copilot: lastActivityBy(person, copilotRefreshedOn).copilot,
      });
    }
  }
});

test("Copilot and Dynamics are used by those who hold them, and change nothing of what else is known", () => {
  const holders = usersOf("beside-office", TODAY);
  const used = (service: "copilot" | "dynamics") =>
    holders.filter(({ lastActivity }) => lastActivity[service] !== null).map(({ number }) => number);
  expect(used("copilot")).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(used("dynamics")).toEqual([10, 11, 12, 13, 14, 15, 27, 28, 29, 30]);

  const portfolio = portfolioOn(TODAY, 40);
  const busy = portfolio.named("busy");
  const withCopilot = portfolio.tenantOf(busy).users().slice(0, 6);
  const without = usersOf("busy", TODAY).map(({ lastActivity, licensedOn }) => ({ lastActivity, licensedOn }));
  expect(withCopilot.every(({ products }) => products.at(-1)?.partNumber === "Microsoft_365_Copilot")).toBe(true);
  // Without Copilot, the very same people: made by hand from the same names.
  const setting = {
    customerId: busy.id,
    domain: busy.domain,
    refreshedOn: portfolio.tenantOf(busy).refreshedOn,
    appsRefreshedOn: portfolio.tenantOf(busy).appsRefreshedOn,
    copilotRefreshedOn: portfolio.tenantOf(busy).copilotRefreshedOn,
  };
  for (const person of withCopilot) {
    const plain = userOf(setting, person.number, person.products.slice(0, -1), "mixed");
    expect(without[person.number - 1]).toEqual({
      lastActivity: { ...plain.lastActivity, copilot: person.lastActivity.copilot },
      licensedOn: plain.licensedOn,
    });
  }
});

test("in plain, two have no Yammer in their licence, one may not sign in, and two are guests", () => {
  const people = usersOf("plain", TODAY);
  expect(people.filter(({ isEnabled }) => !isEnabled)).toHaveLength(1);
  const switchedOff = people.filter(({ disabledPlans }) => disabledPlans.length > 0);
  expect(switchedOff.map(({ lastActivity }) => lastActivity.yammer)).toEqual([null, null]);
  const guests = people.filter(({ kind }) => kind === "Guest");
  expect(guests.map(({ products }) => products)).toEqual([[], []]);
  for (const { lastActivity } of guests) {
    const { teams, sharePoint, ...others } = lastActivity;
    expect([teams, sharePoint].every((day) => day !== null && day >= WINDOW_FROM)).toBe(true);
    expect(Object.values(others).every((day) => day === null)).toBe(true);
  }
});

test("every name, address and id of a person begins with a canary", () => {
  const portfolio = portfolioOn(TODAY, 60);
  for (const customer of portfolio.customers()) {
    const { users, supportRequests } = portfolio.tenantOf(customer);
    for (const { id, principalName, displayName } of users()) {
      expect([id, principalName, displayName]).toEqual([
        textLike(/^ca9a4100-[0-9a-f]{4}-4/),
        textLike(/^canary/),
        textLike(/^Canary /),
      ]);
    }
    for (const { contact } of supportRequests) {
      expect(contact).toEqual({
        id: textLike(/^ca9a4100-/),
        firstName: textLike(/^Canary/),
        lastName: textLike(/^Canary/),
        address: textLike(/^canary/),
      });
    }
    expect(new Set(users().map(({ id }) => id)).size).toBe(users().length);
  }
});
