import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { CustomerInsight } from "../../src/domain/insight.ts";
import { runNight } from "../../src/local/night.ts";
import {
  activity,
  customer,
  customerId,
  insight,
  licences,
  outcome,
  portfolio,
  product,
  skuId,
  userCounts,
} from "../support/make.ts";

const RUN = {
  runId: "20261124-093012-7f3a",
  kind: "pull",
  night: "2026-11-24",
  state: "pulling",
  requestedOn: "2026-11-24T09:30:12.000Z",
  dataOf: "2026-11-24T09:30:12.000Z",
  plannedOn: "2026-11-24T09:30:13.000Z",
  publishedOn: null,
  customers: 5,
  failure: null,
  analyticsRefusal: null,
  refusedFiles: [],
  exclusions: [],
};

/** An app whose run pulls one customer a question, up to `pulledMax` of 5, and goes no further. */
async function stuckApp(pulledMax: number) {
  let questions = 0;
  const server = createServer((request, response) => {
    if (request.method === "GET") questions += 1;
    const done = Math.min(questions, pulledMax);
    const progress = {
      pulls: { all: 5, done, refused: 0, waiting: 5 - done },
      portions: { all: 1, computed: 0 },
      refused: [],
    };
    response.setHeader("content-type", "application/json").end(JSON.stringify({ ...RUN, progress }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    questions: () => questions,
    stop: () => server.close(),
  };
}

/** An app whose run is published with these customers, and whose workbook is written. */
async function publishedApp(insights: readonly CustomerInsight[]) {
  const published = portfolio(insights);
  const progress = {
    pulls: { all: 5, done: 5, refused: 0, waiting: 0 },
    portions: { all: 1, computed: 1 },
    refused: [],
  };
  const run = { ...RUN, state: "published", publishedOn: published.insight.publishedOn, progress };
  const workbook = {
    exportId: "1",
    state: "succeeded",
    rows: insights.length,
    bytes: 2_048,
    failure: null,
    link: { url: "http://127.0.0.1/workbook.xlsx", expiresOn: "2026-11-24T10:30:12.000Z" },
  };
  const answers = new Map<string, unknown>([
    ["/api/runs", run],
    [`/api/runs/${RUN.runId}`, run],
    ["/api/portfolio", published.insight],
    ["/api/customers", { value: published.customers }],
    ...insights.map((each): [string, unknown] => [`/api/customers/${each.customerId}`, each]),
    ["/api/exports", workbook],
    ["/api/exports/1", workbook],
  ]);
  const server = createServer((request, response) => {
    const answer = answers.get((request.url ?? "").replace(/[?].*$/, ""));
    response.statusCode = answer === undefined ? 404 : 200;
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer ?? {}));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${portOf(server.address())}`, stop: () => server.close() };
}

/** What the night says of them, line by line. */
async function saidOf(insights: readonly CustomerInsight[]): Promise<string[]> {
  const app = await publishedApp(insights);
  const said: string[] = [];
  try {
    await runNight(app.url, (text) => said.push(...text.split("\n")));
  } finally {
    app.stop();
  }
  return said;
}

/** The lines under a heading, up to the next one. */
function under(heading: string, said: readonly string[]): string[] {
  const rest = said.slice(said.indexOf(heading) + 1);
  const end = rest.findIndex((text) => !text.startsWith("  "));
  return said.includes(heading) ? rest.slice(0, end) : [];
}

const named = (number: number, name: string) => ({
  customer: customer({ customerId: customerId(number), name }),
});

/** 18 paid users, of whom all are active but so many, and so many more who have left. */
function withDeparted(departed: number, idle: number, number = 1): CustomerInsight {
  const any = userCounts({ paid: { active: 18 - idle, never: idle }, departed: { active: departed } });
  return insight({ ...named(number, `Contoso ${number}`), activity: activity({ any }) });
}

/** Usage below 100 %, and these products. */
function withProducts(...products: Parameters<typeof product>[0][]): CustomerInsight {
  return insight({
    activity: activity({ any: userCounts({ paid: { active: 1 } }) }),
    licences: licences({
      products: products.map((each, index) => product({ skuId: skuId(index + 1), own: null, ...each })),
    }),
  });
}

const seats = (active: number, grace = 0, trial: number | null = 0) => ({ active, grace, suspended: 0, trial });

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address.port;
}

test("runNight() gives a night up that has stood still, and says which and where", async () => {
  const app = await stuckApp(0);
  try {
    const night = runNight(app.url, () => undefined, 500);
    await expect(night).rejects.toThrow(/^Run 20261124-093012-7f3a has been "pulling" for 0.5 s and nothing has moved/);
  } finally {
    app.stop();
  }
});

test("runNight() is patient with a night that moves", async () => {
  const app = await stuckApp(5);
  try {
    await expect(runNight(app.url, () => undefined, 500)).rejects.toThrow("nothing has moved");
    // Five that differ, and two more polls of 250 ms without a change.
    expect(app.questions()).toBe(7);
  } finally {
    app.stop();
  }
});

test("runNight() explains the oddest usages above 100 %, and says how many more there are and where", async () => {
  const said = await saidOf([1, 2, 3, 4, 5, 6, 7, 8].map((number) => withDeparted(number, 0, number)));
  const explained = under("Why usage is above 100 %:", said);
  expect(explained).toHaveLength(7);
  expect(explained[0]).toBe(
    "  Contoso 8: usage 144.4 %, 26 of 18: 8 users left, or lost the licence to somebody else (+44.4 points)",
  );
  expect(explained[5]).toMatch(/^ {2}Contoso 3: /);
  expect(explained[6]).toBe("  2 more in the workbook's sheet Reasons");
});

test("runNight() says of no more than it shows", async () => {
  const said = await saidOf([1, 2, 3, 4, 5, 6].map((number) => withDeparted(number, 0, number)));
  expect(under("Why usage is above 100 %:", said)).toHaveLength(6);
  expect(said.join("\n")).not.toContain("sheet Reasons");
});

test("runNight() takes entitled users who are not active off the points", async () => {
  const said = await saidOf([withDeparted(3, 1)]);
  expect(under("Why usage is above 100 %:", said)).toEqual([
    "  Contoso 1: usage 111.1 %, 20 of 18: 3 users left, or lost the licence to somebody else (+16.7 points); 1 entitled user not active (−5.6 points)",
  ]);
});

test("runNight() calls guests what they are", async () => {
  const any = userCounts({ paid: { active: 18 }, guest: { active: 1 } });
  const [told] = under("Why usage is above 100 %:", await saidOf([insight({ activity: activity({ any }) })]));
  expect(told).toContain("1 user from other companies, as guests, without a licence (+5.6 points)");
});

test.each([
  [
    "seats in grace",
    withProducts({ seats: seats(18, 6), assigned: 24 }),
    "133.3 %, 24 of 18: 6 seats in grace or suspended (+33.3 points)",
  ],
  [
    "trials and what is beyond every seat",
    withProducts({ seats: seats(10, 0, 1), assigned: 13 }),
    "130.0 %, 13 of 10: 1 seat on trial, running or run out (+10.0 points); 2 seats held beyond every seat there is: theirs have lapsed (+20.0 points)",
  ],
  [
    "seats of a kind that nobody tells",
    withProducts({ seats: seats(10, 0, null), assigned: 12 }),
    "120.0 %, 12 of 10: 2 seats unexplained (+20.0 points)",
  ],
  [
    "one idle seat of another product",
    withProducts({ seats: seats(10, 5), assigned: 15 }, { seats: seats(5), assigned: 4 }),
    "126.7 %, 19 of 15: 5 seats in grace or suspended (+33.3 points); 1 idle seat of other products (−6.7 points)",
  ],
  [
    "idle seats of other products",
    withProducts({ seats: seats(10, 5), assigned: 15 }, { seats: seats(5), assigned: 2 }),
    "113.3 %, 17 of 15: 5 seats in grace or suspended (+33.3 points); 3 idle seats of other products (−20.0 points)",
  ],
])("runNight() explains a deployment above 100 % to the last point: %s", async (_, told, explained) => {
  const said = await saidOf([told]);
  expect(under("Why deployment is above 100 %:", said)).toEqual([`  Contoso: deployment ${explained}`]);
  expect(said).not.toContain("Why usage is above 100 %:");
});

test("runNight() explains nothing where no figure is above 100 %, and misses nobody where all are measured", async () => {
  const said = (await saidOf([insight()])).join("\n");
  expect(said).not.toContain("Why ");
  expect(said).not.toContain("Without activity");
});

test("runNight() names who is without activity of the night, and why", async () => {
  const refused = outcome({ activity: { kind: "refused", reason: "no_access", detail: "Graph answered 403" } });
  const said = await saidOf([insight({ activity: null, activityDays: [], outcomes: [refused] })]);
  expect(under("Without activity of this night:", said)).toEqual(["  Contoso: no access. Graph answered 403"]);
});
