import { setImmediate } from "node:timers/promises";
import { Writable } from "node:stream";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ADVICE_RULES, DEFAULT_THRESHOLDS } from "../../src/domain/advice.ts";
import { adviceText, adviceTitle } from "../../src/domain/advice-text.ts";
import { addDays, Day } from "../../src/domain/day.ts";
import { DEFINITIONS } from "../../src/domain/definition.ts";
import { RunId } from "../../src/domain/ids.ts";
import { CustomerInsight } from "../../src/domain/insight.ts";
import type { Rate } from "../../src/domain/rate.ts";
import type { ReportedSnapshot } from "../../src/domain/reported.ts";
import { workloadName } from "../../src/domain/workload.ts";
import { safeText } from "../../src/exports/safe-text.ts";
import { writePortfolioWorkbook } from "../../src/exports/portfolio-workbook.ts";
import { ENGLISH } from "../../src/exports/workbook-text.ts";
import * as make from "../support/make.ts";
import { type CellValue, historyOf, inOrder, writtenAndRead } from "./read-workbook.ts";
import { zipParts } from "./zip-parts.ts";

const TEAMS_OVER_100 = make.userCounts({
  paid: { active: 22, never: 1 },
  guest: { active: 2, never: 1 },
  departed: { active: 3 },
});
const OVER_100 = make.activity({
  any: make.userCounts({ paid: { active: 20, never: 2 }, trial: { active: 2 }, departed: { active: 3 } }),
  workloads: { teams: TEAMS_OVER_100 },
});
const LAPSED = make.product({ seats: { active: 20, grace: 5, suspended: 1, trial: 2 }, assigned: 23 });
const FREE = make.product({ skuId: make.skuId(2), name: "Free", seats: { ...LAPSED.seats, active: 1_000_000 } });
const REFUSED = make.outcome({ activity: { kind: "refused", reason: "no_access", detail: "Graph answered 403" } });

/** Lower by four users and more by two seats than on the night of the run. */
const BEFORE = make.insight({
  activity: make.activity({ any: make.userCounts({ paid: { active: 12, never: 6 } }) }),
  licences: make.licences({ products: [make.product({ seats: { ...LAPSED.seats, active: 22 } })] }),
});
const EARLIER = make.earlierNight(BEFORE);
const ASKED = { asOf: make.AS_OF, opened: [{ day: make.AS_OF, count: 4 }] };

/** Partner Center counts seats in grace as sold, and licences for people. */
const REPORTED: ReportedSnapshot = {
  deployment: {
    asOf: addDays(make.AS_OF, -3),
    products: [
      {
        skuId: make.skuId(1),
        name: "Microsoft 365 Business Premium",
        asOf: addDays(make.AS_OF, -3),
        deployed: 18,
        sold: 15,
      },
      { skuId: null, name: "Visio", asOf: addDays(make.AS_OF, -3), deployed: 3, sold: 2 },
    ],
  },
  usage: {
    asOf: addDays(make.AS_OF, -2),
    workloads: [
      { workload: "teams", asOf: addDays(make.AS_OF, -2), active: 15, qualified: 18 },
      { workload: "other:planner", asOf: addDays(make.AS_OF, -2), active: 5, qualified: 4 },
    ],
  },
};

/**
 * One customer above 100 %, one that refuses us, one whom Partner Center alone tells of, one never asked, one excluded,
 * and one of whom everything is known, that also of the night before.
 */
const INSIGHTS = [
  make.insight({
    customer: make.customer({ customerId: make.customerId(1), name: "Adatum" }),
    activity: OVER_100,
    licences: make.licences({ products: [LAPSED, FREE] }),
  }),
  make.insight({
    customer: make.customer({ customerId: make.customerId(2), name: "Fabrikam", domain: null }),
    activity: null,
    activityDays: [],
    outcomes: [REFUSED],
  }),
  make.insight({
    customer: make.customer({ customerId: make.customerId(3), name: "Litware" }),
    activity: null,
    activityDays: [],
    licences: null,
    reported: REPORTED,
    outcomes: [REFUSED],
  }),
  make.insight({
    customer: make.customer({ customerId: make.customerId(4), name: "Northwind" }),
    activity: null,
    activityDays: [],
    licences: null,
    outcomes: [],
  }),
  make.insight({ customer: make.customer({ customerId: make.customerId(5), name: "Proseware" }) }, make.NIGHT, {
    exclusions: {
      customers: new Map([[make.customerId(5), { reason: "Our own tenant", until: null }]]),
      products: new Map([[make.skuId(1), { reason: "Given away", until: make.NIGHT }]]),
    },
  }),
  make.insight(
    {
      customer: make.customer({ customerId: make.customerId(6), name: "Woodgrove" }),
      activity: make.activity({ directory: make.directory() }),
      reported: REPORTED,
      requests: ASKED,
      tickets: ASKED,
    },
    make.NIGHT,
    { earlier: EARLIER, thresholds: { ...DEFAULT_THRESHOLDS, idleSeats: 2, renewalDays: 120 } },
  ),
];

/** What a tool reads over HTTP. */
const JSON_INSIGHTS = INSIGHTS.map((insight) => CustomerInsight.parse(JSON.parse(JSON.stringify(insight))));

test("a row of Customers is the customer's insight, cell by cell", async () => {
  const { table } = await writtenAndRead(INSIGHTS);
  const rows = table("Customers");
  expect(rows).toEqual(
    JSON_INSIGHTS.map((insight) => ({
      Customer: insight.name,
      Domain: insight.domain,
      State: ENGLISH.states[insight.state].name,
      Deployment: valueOf(insight.deployment),
      Usage: valueOf(insight.usage),
      "Like for like": valueOf(insight.likeForLike),
      "Usage moved": insight.change.usage.kind === "measured" ? insight.change.usage.points : null,
      "of which people": insight.change.usage.kind === "measured" ? insight.change.usage.peoplePoints : null,
      "of which seats": insight.change.usage.kind === "measured" ? insight.change.usage.seatsPoints : null,
      "Deployment moved": insight.change.deployment.kind === "measured" ? insight.change.deployment.points : null,
      "Moved since": dateOf(insight.change.since?.night ?? null),
      Sold: insight.seatsSold,
      "Own sold": insight.ownSeatsSold,
      Assigned: insight.seatsAssigned,
      "Seats idle": insight.seatsIdle,
      "Active users": insight.usersActive,
      "Total users": insight.usersTotal,
      "Requests per 100 active": insight.name === "Woodgrove" ? 25 : null,
      "Tickets per 100 active": insight.name === "Woodgrove" ? 25 : null,
      "Nights of 28": insight.coverage.present,
      "Activity as of": dateOf(insight.asOf.activity),
      "Licences as of": dateOf(insight.asOf.licences),
      "Reported usage as of": dateOf(insight.asOf.reportedUsage),
      "Reported deployment as of": dateOf(insight.asOf.reportedDeployment),
      "Basis of usage": ENGLISH.bases[insight.basis],
      "Basis of deployment": ENGLISH.deploymentBases[insight.deploymentBasis],
      "How standings are known": insight.standingsBy && ENGLISH.standingsBy[insight.standingsBy],
      "Why usage is above 100%": WHY_USAGE[insight.name] ?? null,
      "Why deployment is above 100%": WHY_DEPLOYMENT[insight.name] ?? null,
      Excluded: insight.name === "Proseware" ? "Our own tenant" : null,
      "State in words": insight.stateDetail,
      "Customer id": insight.customerId,
    })),
  );
  expect(rows.map((row) => row["How standings are known"])).toEqual([
    "By the products that the report names",
    null,
    null,
    null,
    "By the products that the report names",
    "By the directory",
  ]);
});

const WHY_USAGE: Readonly<Record<string, string>> = {
  Adatum: "3 users left, or lost the licence to somebody else (+15.0 points); 2 users on trial seats (+10.0 points)",
};

const WHY_DEPLOYMENT: Readonly<Record<string, string>> = {
  Adatum: "3 seats in grace, suspended or disabled (+15.0 points)",
  Litware: "4 seats unexplained (+23.5 points)",
};

test("a move is told with the night it is counted from, split into people and seats", async () => {
  const { table, workbook } = await writtenAndRead(INSIGHTS);
  const woodgrove = table("Customers").find((row) => row["Customer"] === "Woodgrove");
  expect(woodgrove).toMatchObject({ "Usage moved": 16 / 18 - 12 / 18, "Moved since": dateOf("2026-10-25") });
  expect(woodgrove?.["Deployment moved"]).toBeCloseTo(18 / 20 - 18 / 22, 12);
  expect(workbook.getWorksheet("Customers")?.getCell("G2").numFmt).toContain("+0.0%");
});

test("a row of Products is one product of one customer, cell by cell", async () => {
  const { table } = await writtenAndRead(INSIGHTS);
  const rows = table("Products");
  expect(rows).toEqual(
    JSON_INSIGHTS.flatMap((insight) =>
      insight.products.map((product) => {
        const reconciled = insight.reconciliation.find(({ skuId }) => skuId !== null && skuId === product.skuId);
        return {
          Customer: insight.name,
          Product: product.name,
          "Part number": product.partNumber,
          Counted: ENGLISH.counting[product.counting],
          Deployment: valueOf(product.deployment),
          Usage: valueOf(product.usage),
          "Like for like": valueOf(product.likeForLike),
          "Seats active": product.seats?.active ?? null,
          "Seats in grace": product.seats?.grace ?? null,
          "Seats suspended": product.seats?.suspended ?? null,
          "Seats on trial": product.seats?.trial ?? null,
          Sold: product.sold,
          "Own sold": product.ownSold,
          "Sold by others": product.soldElsewhere,
          "Own and all seats differ by": product.soldElsewhere === 5 ? "Sold by other partners or Microsoft" : null,
          Assigned: product.assigned,
          "Active users": product.usage.kind === "measured" ? product.usage.part : null,
          "Total users": product.usage.kind === "measured" ? product.usage.whole : null,
          "Renews on": dateOf(product.renewsOn),
          "Deployment as of": dateOf(
            product.deploymentBasis === "seats" ? insight.asOf.licences : insight.asOf.reportedDeployment,
          ),
          "Usage as of": dateOf(product.asOf),
          "Basis of deployment": product.deploymentBasis === "seats" ? "Seats" : "Reported totals",
          "Basis of usage": product.basis === null ? "None" : "Users",
          "Why usage is above 100%": null,
          "Why deployment is above 100%": WHY_SEATS[`${insight.name}: ${product.name}`] ?? null,
          "Partner Center's deployment": reconciled === undefined ? null : valueOf(reconciled.reported),
          "Theirs less ours": reconciled?.points ?? null,
          "What explains it": reconciled === undefined ? null : "Partner Center counts this partner's seats alone",
          "Partner Center's as of": dateOf(reconciled?.reportedAsOf ?? null),
          Excluded: insight.name === "Proseware" ? "Given away (up to and including 2026-11-22)" : null,
          "Customer id": insight.customerId,
          "Product id": product.skuId,
        };
      }),
    ),
  );
  expect(rows.filter((row) => row["Partner Center's deployment"] !== null)).toHaveLength(1);
  expect(rows.map((row) => row["Counted"])).toContain("No: excluded");
});

const WHY_SEATS: Readonly<Record<string, string>> = {
  "Adatum: Microsoft 365 Business Premium": "3 seats in grace, suspended or disabled (+15.0 points)",
  "Litware: Microsoft 365 Business Premium": "3 seats unexplained (+20.0 points)",
  "Litware: Visio": "1 seat unexplained (+50.0 points)",
};

test("a product that Partner Center tells of by name alone has no second figure of Partner Center's beside it", async () => {
  const { table } = await writtenAndRead([make.insight({ licences: null, reported: REPORTED })]);
  const rows = table("Products").map((row) => [
    row["Product"],
    row["Partner Center's deployment"],
    row["What explains it"],
  ]);
  expect(rows).toEqual([
    ["Microsoft 365 Business Premium", null, null],
    ["Visio", null, null],
  ]);
});

test("a row of Workloads is one workload of one customer, with every standing", async () => {
  const { table } = await writtenAndRead(INSIGHTS);
  const rows = table("Workloads");
  const metrics = JSON_INSIGHTS.flatMap((insight) => insight.workloads.map((workload) => ({ insight, ...workload })));
  expect(rows.map((row) => row["Usage"])).toEqual(metrics.map(({ usage }) => valueOf(usage)));
  expect(rows.find((row) => row["Customer"] === "Adatum" && row["Workload"] === "Teams")).toEqual({
    Customer: "Adatum",
    Workload: "Teams",
    Usage: 1.35,
    "Like for like": 22 / 23,
    "Active users": 27,
    "Total users": 20,
    "Paid users": 23,
    "Paid active": 22,
    "Grace users": 0,
    "Grace active": 0,
    "Trial users": 0,
    "Trial active": 0,
    "Unlicensed users": 0,
    "Unlicensed active": 0,
    "Guest users": 3,
    "Guest active": 2,
    "Departed users": 3,
    "Departed active": 3,
    Overdrawn: 3,
    "Active in 7 days": 27,
    "Never active": 1,
    "Bound by seats": "Yes",
    "As of": dateOf(make.AS_OF),
    Basis: "Users",
    "Why usage is above 100%":
      "3 users left, or lost the licence to somebody else (+15.0 points); 2 users on seats in grace, suspended or disabled (+10.0 points); 2 users from other companies, as guests, without a licence (+10.0 points)",
    "Partner Center's usage": null,
    "Theirs less ours": null,
    "What explains it": null,
    "Partner Center's as of": null,
    "Customer id": make.customerId(1),
  });
});

test("a workload that Partner Center tells of has its figure beside ours, or in its place", async () => {
  const { table } = await writtenAndRead(INSIGHTS);
  const told = table("Workloads").filter((row) => row["Customer"] === "Woodgrove" || row["Customer"] === "Litware");
  const cells = ["Workload", "Usage", "Basis", "Partner Center's usage", "What explains it", "Partner Center's as of"];
  expect(told.map((row) => cells.map((cell) => row[cell]))).toEqual(
    expect.arrayContaining([
      ["Teams", 15 / 18, "Reported totals", null, null, null],
      ["planner", 5 / 4, "Reported totals", null, null, null],
      ["Teams", 14 / 18, "Users", 15 / 18, "The two are of different days", dateOf("2026-11-18")],
    ]),
  );
});

test("a row of Reasons is one cause of one figure above 100%, whose rows stand together and add up to it", async () => {
  const { table, workbook } = await writtenAndRead(INSIGHTS);
  const rows = table("Reasons");
  expect(rows[0]).toEqual({
    Customer: "Adatum",
    Figure: "Usage",
    Of: "Teams",
    Rate: 1.35,
    Part: 27,
    Whole: 20,
    Cause: "Left, or lost the licence to somebody else",
    "Users or seats": 3,
    Points: 0.15,
    Evidence: "Counted",
    Basis: "Users",
    "As of": dateOf(make.AS_OF),
    "Customer id": make.customerId(1),
  });
  expect(rows.find((row) => row["Figure"] === "Deployment")).toEqual({
    Customer: "Adatum",
    Figure: "Deployment",
    Of: "The customer as a whole",
    Rate: 1.15,
    Part: 23,
    Whole: 20,
    Cause: "In grace, suspended or disabled",
    "Users or seats": 3,
    Points: 0.15,
    Evidence: "Counted",
    Basis: "Seats",
    "As of": dateOf(addDays(make.AS_OF, 1)),
    "Customer id": make.customerId(1),
  });
  expect(rows.map((row) => row["Customer"]).filter((name, index, all) => name !== all[index - 1])).toEqual([
    "Adatum",
    "Litware",
    "Woodgrove",
  ]);
  const figures = Map.groupBy(rows, figureOf);
  expect(rows.map(figureOf).filter((figure, index, all) => figure !== all[index - 1])).toEqual([...figures.keys()]);
  for (const figure of figures.values()) {
    const points = figure.reduce((sum, row) => sum + Number(row["Points"]), 0);
    expect(points).toBeCloseTo(Number(figure[0]?.["Rate"]) - 1, 9);
  }
  expect(workbook.getWorksheet("Reasons")?.getCell("I2").numFmt).toBe('+0.0%"-points";-0.0%"-points";0.0%"-points"');
});

test("a row of Advice is one advice of one customer, in the insight's order and in its words", async () => {
  const { table } = await writtenAndRead(INSIGHTS);
  const rows = table("Advice");
  expect(rows).toEqual(
    INSIGHTS.flatMap((insight) =>
      insight.advice.map((advice) => {
        const { title, reason, actions } = adviceText(advice, "en");
        return {
          Customer: insight.name,
          Advice: title,
          Why: reason,
          "What to do": actions.join("\n"),
          Product: advice.product,
          Workload: advice.workload && workloadName(advice.workload),
          "Renews on": dateOf(advice.renewsOn),
          Scenario: ENGLISH.scenarios[advice.scenario],
          "Customer id": insight.customerId,
        };
      }),
    ),
  );
  expect(new Set(rows.map((row) => row["Scenario"]))).toEqual(new Set(["Seats", "Many questions"]));
});

test("a row of Month ends is one customer on one night, newest night first, with the parts and wholes of its day", async () => {
  const night = Day.parse("2026-10-31");
  const definition = { id: "partner-center-28d", version: 2 };
  const { insight, customers } = make.portfolio([BEFORE], { night, runId: RunId.parse("20261031-nightly") });
  const earlier = { insight: { ...insight, definition }, customers };
  const { table } = await writtenAndRead(INSIGHTS, { earlier: [earlier] });
  const rows = table("Month ends");
  const nights = [make.portfolio(INSIGHTS), earlier];
  expect(rows).toEqual(
    nights.flatMap((portfolio) =>
      portfolio.customers.map((row) => ({
        Customer: row.name,
        "Month end (night)": dateOf(portfolio.insight.night),
        Deployment: valueOf(row.deployment),
        Assigned: row.seatsAssigned,
        Sold: row.seatsSold,
        Usage: valueOf(row.usage),
        "Active users": row.usersActive,
        "Total users": row.usersTotal,
        "Like for like": valueOf(row.likeForLike),
        State: ENGLISH.states[row.state].name,
        Excluded: row.excluded?.reason ?? null,
        "Basis of usage": ENGLISH.bases[row.basis],
        "Basis of deployment": ENGLISH.deploymentBases[row.deploymentBasis],
        "Activity as of": dateOf(row.asOf.activity),
        "Licences as of": dateOf(row.asOf.licences),
        "Reported usage as of": dateOf(row.asOf.reportedUsage),
        "Reported deployment as of": dateOf(row.asOf.reportedDeployment),
        Definition: `partner-center-28d, version ${portfolio === earlier ? 2 : 1}`,
        "Customer id": row.customerId,
      })),
    ),
  );
  expect(rows).toHaveLength(INSIGHTS.length + 1);
});

test("every blank rate of the sheets has a row in Missing that says why", async () => {
  const { table } = await writtenAndRead(INSIGHTS);
  const missing = table("Missing");
  const isSaid = (figure: string, customer: unknown, where: unknown) =>
    missing.some(
      (row) =>
        row["What is missing"] === figure &&
        row["Customer"] === customer &&
        String(row["Where"]).includes(String(where)),
    );
  const blanks = [
    ...table("Customers").flatMap((row) => blankFigures(row).map((figure) => [figure, row["Customer"], "as a whole"])),
    ...table("Workloads").flatMap((row) =>
      blankFigures(row).map((figure) => [figure, row["Customer"], row["Workload"]]),
    ),
    ...table("Products")
      .filter((row) => row["Counted"] === "Yes")
      .flatMap((row) => blankFigures(row).map((figure) => [figure, row["Customer"], row["Product"]])),
  ];
  expect(blanks).toHaveLength(28);
  expect(blanks.filter(([figure, customer, where]) => !isSaid(String(figure), customer, where))).toEqual([]);
});

test("Overview says the run, the rates with part and whole, and who is absent", async () => {
  const { rows } = await writtenAndRead(INSIGHTS);
  const { insight } = make.portfolio(INSIGHTS);
  const line = (name: string) => rows("Overview").find(([first]) => first === name);
  expect(line("Run")?.[1]).toBe(insight.runId);
  expect(line("Night")?.[1]).toEqual(dateOf(insight.night));
  expect(line("Published (UTC)")?.[1]).toEqual(new Date(insight.publishedOn));
  expect(line("Definition")?.[1]).toBe("partner-center-28d, version 1");
  expect(insight.usage).toMatchObject({ kind: "measured", part: 56, whole: 56 });
  expect(line("Usage")).toEqual([
    "Usage", 1, 56, 56, "active ÷ total users", 3, 1, 2, "1 not reported; 1 no access", null, null,
  ]); // prettier-ignore
  expect(line("No access")?.[1]).toBe(1);
  expect(line("Excluded")?.[1]).toBe(1);
  expect(line("All customers")?.[1]).toBe(6);
  expect(line("Usage as Partner Center reports it")?.slice(1, 3)).toEqual([dateOf("2026-11-18"), dateOf("2026-11-18")]);
  expect(line("Deployment as Partner Center reports it")?.[1]).toEqual(dateOf("2026-11-17"));
  expect(line("Teams")).toEqual(["Teams", 56 / 56, 56, 56, 36 / 41, 36, 41, 4, 3, 1, null]);
  expect(
    section(rows("Overview"), "By product")
      .find(([name]) => name === "Microsoft 365 Business Premium")
      ?.slice(4, 8),
  ).toEqual([77 / 75, 77, 75, 45]);
});

/** Above 100 % in every figure, and one that has Partner Center's figures beside its users. */
const ABOVE_100 = [
  make.insight({
    activity: make.activity({ ...OVER_100, products: { [make.skuId(1)]: TEAMS_OVER_100 } }),
    licences: make.licences({ products: [LAPSED, FREE] }),
  }),
  make.insight({ customer: make.customer({ customerId: make.customerId(2) }), licences: null, reported: REPORTED }),
];

test("Overview says why a figure, a workload or a product is above 100%, in the page's last column", async () => {
  const { rows } = await writtenAndRead(ABOVE_100);
  const whyIn = (title: string) =>
    section(rows("Overview"), title).map((cells) => [cells[0], cells.length < 11 ? null : cells[10]]);
  expect(whyIn("The portfolio")).toEqual([
    ["Figure", "Why above 100%"],
    ["Deployment", "3 seats in grace, suspended or disabled (+8.1 points); 4 seats unexplained (+10.8 points)"],
    [
      "Usage",
      "3 users left, or lost the licence to somebody else (+7.9 points); 2 users on trial seats (+5.3 points); 2 users made up for by entitled users not active (−5.3 points)",
    ],
    ["Like for like", null],
  ]);
  const workloads = whyIn("By workload");
  expect(workloads[0]).toEqual(["Workload", "Why above 100%"]);
  expect(workloads.filter(([name]) => name === "Exchange" || name === "Teams" || name === "planner")).toEqual([
    ["Exchange", null],
    [
      "Teams",
      "3 users left, or lost the licence to somebody else (+7.9 points); 2 users on seats in grace, suspended or disabled (+5.3 points); 2 users from other companies, as guests, without a licence (+5.3 points); 4 users made up for by entitled users not active (−10.5 points)",
    ],
    ["planner", "possibly 1 user unexplained (+25.0 points)"],
  ]);
  expect(whyIn("By product")).toEqual([
    ["Product", "Why above 100%"],
    ["Free", null],
    [
      "Microsoft 365 Business Premium",
      "3 users left, or lost the licence to somebody else (+15.0 points); 2 users on seats in grace, suspended or disabled (+10.0 points); 2 users from other companies, as guests, without a licence (+10.0 points); 3 seats in grace, suspended or disabled (+8.6 points); 3 seats unexplained (+8.6 points)",
    ],
    ["Visio", "1 seat unexplained (+50.0 points)"],
  ]);
});

test("a line of Overview is as tall as its wrapped reasons, and a line without any is left as it is", async () => {
  const { rows, workbook } = await writtenAndRead(ABOVE_100);
  const overview = workbook.getWorksheet("Overview");
  const lineOf = (name: string) => overview?.getRow(rows("Overview").findIndex(([first]) => first === name) + 1);
  expect(overview?.getColumn(11).width).toBe(56);
  expect(lineOf("Teams")?.getCell(11).alignment.wrapText).toBe(true);
  expect(lineOf("Teams")?.height).toBe(75);
  // What a state means runs on over the blank cells beside it.
  expect(["Visio", "Like for like", "Stale"].filter((name) => lineOf(name)?.height !== undefined)).toEqual([]);
});

test("a line of Overview is as tall as its wrapped reasons of absence, whose column is narrower", async () => {
  const { rows, workbook } = await writtenAndRead(INSIGHTS);
  const overview = workbook.getWorksheet("Overview");
  const usage = overview?.getRow(rows("Overview").findIndex(([first]) => first === "Usage") + 1);
  expect(usage?.getCell(9).alignment.wrapText).toBe(true);
  expect(usage?.height).toBe(30);
});

test("Overview names who and what is left out on purpose, until when and why", async () => {
  const { rows } = await writtenAndRead(INSIGHTS);
  expect(section(rows("Overview"), "Left out of the totals on purpose")).toEqual([
    ["Name", "Kind", "Customers", "Last day", "Reason"],
    ["Proseware", "Customer", 1, null, "Our own tenant"],
    ["Microsoft 365 Business Premium", "Product", 1, dateOf("2026-11-22"), "Given away"],
  ]);
});

test("Overview says whose usage moved most, risen first, and how many customers each advice speaks to", async () => {
  const risen = { ...INSIGHTS.at(-1)!, name: "Risen" };
  const fallen = make.insight(
    { customer: make.customer({ customerId: make.customerId(9), name: "Fallen" }) },
    make.NIGHT,
    {
      earlier: make.earlierNight(make.insight({ activity: OVER_100 })),
    },
  );
  const { rows } = await writtenAndRead([fallen, risen]);
  expect(section(rows("Overview"), "Whose usage moved most in 28 days")).toEqual([
    ["Customer", "Usage moved", "Customer id"],
    ["Risen", 16 / 18 - 12 / 18, risen.customerId],
    ["Fallen", 16 / 18 - 25 / 20, fallen.customerId],
  ]);
  const { insight } = make.portfolio([fallen, risen]);
  expect(Object.keys(insight.adviceCounts).length).toBeGreaterThan(1);
  expect(section(rows("Overview"), "What the figures advise")).toEqual([
    ["Advice", "Customers"],
    ...ADVICE_RULES.flatMap((rule) => {
      const customers = insight.adviceCounts[rule];
      return customers === undefined ? [] : [[adviceTitle(rule, "en"), customers]];
    }),
  ]);
});

test("a source that came empty for many customers is said first of all in who is in the figures, and in red", async () => {
  const empty = { kind: "refused", reason: "source_not_ready", detail: "It answered nothing" } as const;
  const insights = [1, 2, 3, 4, 5, 6].map((number) =>
    make.insight({
      customer: make.customer({ customerId: make.customerId(number), name: `Customer ${number}` }),
      licences: number === 1 ? make.licences() : make.licences({ asOf: addDays(make.AS_OF, -3) }),
      activity: number === 1 ? make.activity() : make.activity({ asOf: addDays(make.AS_OF, -number) }),
      outcomes: [make.outcome(number === 1 ? {} : { activity: empty, directory: empty, licences: empty })],
    }),
  );
  const { rows, workbook } = await writtenAndRead(insights);
  const lines = section(rows("Overview"), "Who is in the figures");
  expect(lines.slice(0, 4).map(([first]) => first)).toEqual([
    "Active users report: came empty for 5 of 6 customers on this night. That is the source's fault, and says nothing of them. The last good figures stay, of 2026-11-14 to 2026-11-18.",
    "Users of the directory: came empty for 5 of 6 customers on this night. That is the source's fault, and says nothing of them. No earlier figures are kept.",
    "Licences of the tenant: came empty for 5 of 6 customers on this night. That is the source's fault, and says nothing of them. The last good figures stay, of 2026-11-17.",
    "State",
  ]);
  const title = rows("Overview").findIndex(([first]) => first === "Who is in the figures");
  expect(workbook.getWorksheet("Overview")?.getCell(title + 2, 1).font.color).toEqual({ argb: "FF9C0006" });
});

test("the last good figures of a source at fault are told by their oldest and their newest day", () => {
  const [oldest, newest] = [addDays(make.AS_OF, -2), make.AS_OF];
  const fault = { source: "apps", customers: 5, of: 9, lastGood: { oldest, newest } } as const;
  expect(ENGLISH.sourceFault(fault)).toContain("stay, of 2026-11-18 to 2026-11-20.");
});

test("Definitions says what every figure means, and how the sheets are to be read", async () => {
  const { table } = await writtenAndRead([]);
  expect(table("Definitions")).toEqual(
    [...DEFINITIONS, ...ENGLISH.notes].map(({ figure, meaning }) => ({ Figure: figure, Meaning: meaning })),
  );
});

test("an empty portfolio is a workbook of headers", async () => {
  const { written, rows } = await writtenAndRead([]);
  expect(written.sheets).toEqual([
    "Overview",
    "Customers",
    "Reasons",
    "Advice",
    "Products",
    "Workloads",
    "Month ends",
    "Missing",
    "Definitions",
  ]);
  expect(written.sheets.slice(1, -1).map((sheet) => rows(sheet).length)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  const overview = rows("Overview").map(([first]) => first);
  for (const title of [ENGLISH.sections.excluded, ENGLISH.sections.movers, ENGLISH.sections.advice]) {
    expect(overview).not.toContain(title);
  }
});

test("rates are percentages, days are dates, the header is frozen and has a filter", async () => {
  const { workbook } = await writtenAndRead(INSIGHTS);
  const customers = workbook.getWorksheet("Customers");
  expect(customers?.getCell("E2").numFmt).toBe("0.0%");
  expect(customers?.getCell("R2").numFmt).toBe("#,##0.0");
  expect(customers?.getCell("U2").numFmt).toBe("yyyy-mm-dd");
  expect(customers?.views[0]).toMatchObject({ state: "frozen", xSplit: 1, ySplit: 1 });
  expect(customers?.autoFilter).toBe("A1:AF7");
});

test("on paper a wide table takes as many pages across as keep it legible, with its first columns on each of them", async () => {
  const { workbook } = await writtenAndRead(INSIGHTS);
  const paperOf = (name: string) => {
    const { fitToWidth, printTitlesColumn, printTitlesRow } = { ...workbook.getWorksheet(name)?.pageSetup };
    return [fitToWidth, printTitlesColumn, printTitlesRow];
  };
  expect(paperOf("Overview")).toEqual([1, undefined, undefined]);
  expect(paperOf("Reasons")).toEqual([1, "A:A", "1:1"]);
  expect(paperOf("Customers")).toEqual([2, "A:A", "1:1"]);
  expect(paperOf("Products")).toEqual([3, "A:B", "1:1"]);
  expect(paperOf("Definitions")).toEqual([1, undefined, "1:1"]);
});

test("the workbook is dated by the run, and a second one holds the same parts", async () => {
  const [one, other] = [await writtenAndRead(INSIGHTS), await writtenAndRead(INSIGHTS)];
  expect(one.workbook.created).toEqual(new Date("2026-11-22T02:31:07.000Z"));
  expect(one.workbook.title).toBe("Licence adoption of the portfolio");
  expect(zipParts(one.bytes)).toEqual(zipParts(other.bytes));
});

test("the definition is in the workbook's properties, and in the footer of every sheet", async () => {
  const { workbook } = await writtenAndRead(INSIGHTS);
  expect(workbook.description).toBe("Definition: partner-center-28d, version 1");
  const footers = workbook.worksheets.map(({ headerFooter }) => headerFooter.oddFooter);
  expect(new Set(footers)).toEqual(new Set(["&L&A&Cpartner-center-28d, version 1&R&P / &N"]));
});

test("a footer says what the definition is called, whatever it means to a spreadsheet", async () => {
  const published = make.portfolio([]);
  const definition = { id: "a&R", version: 3 };
  const { workbook } = await writtenAndRead([], {
    portfolio: { ...published, insight: { ...published.insight, definition } },
  });
  expect(workbook.getWorksheet("Missing")?.headerFooter.oddFooter).toBe("&L&A&Ca&&R, version 3&R&P / &N");
});

test("whatever a name is made of, it is text: no formula, no link, nothing outside the workbook", async () => {
  const hostile = fc.oneof(
    fc.constantFrom('=HYPERLINK("http://x.example","here")', "+1", "@SUM(A1)", '{"formula":"1+1"}', "<f>1</f>", "]]>"),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 10 }), async (names) => {
      const insights = names.map((name, number) =>
        make.insight({
          customer: make.customer({ customerId: make.customerId(number), name, domain: name }),
          licences: make.licences({ products: [make.product({ name, partNumber: name })] }),
        }),
      );
      const published = make.portfolio(insights);
      const { bytes, table } = await writtenAndRead(insights, { portfolio: published });
      for (const [part, xml] of zipParts(bytes)) {
        expect(`${part}: ${xml}`).not.toMatch(/<f[ >/]|<hyperlink |TargetMode|externalLink/);
      }
      expect(table("Customers").map((row) => row["Customer"])).toEqual(
        published.customers.map(({ name }) => safeText(name) || null),
      );
    }),
    { numRuns: 30 },
  );
}, 120_000);

test("what does not fit on a sheet goes on in the next, under the same header", async () => {
  const insights = Array.from({ length: 5 }, (_, number) =>
    make.insight({ customer: make.customer({ customerId: make.customerId(number), name: `Customer ${number}` }) }),
  );
  const { written, table } = await writtenAndRead(insights, { sheetRowsMax: 3 });
  expect(written.sheets.filter((name) => name.startsWith("Customers"))).toEqual([
    "Customers",
    "Customers 2",
    "Customers 3",
  ]);
  const names = ["Customers", "Customers 2", "Customers 3"].map((sheet) => table(sheet).map((row) => row["Customer"]));
  expect(names).toEqual([["Customer 0", "Customer 1"], ["Customer 2", "Customer 3"], ["Customer 4"]]);
});

test("a destination that fails rejects, and the source is closed", async () => {
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) yield* INSIGHTS;
    } finally {
      isClosed = true;
    }
  }
  const destination = new Writable({
    write(_chunk, _encoding, done) {
      done(new Error("The storage account is gone"));
    },
  });
  const writing = writePortfolioWorkbook({
    portfolio: make.portfolio(INSIGHTS),
    customers: endless,
    history: () => historyOf(),
    destination,
  });
  await expect(writing).rejects.toThrow("The storage account is gone");
  await setImmediate();
  expect(isClosed).toBe(true);
});

test("a destination that fails while the source is slow rejects without waiting for it", async () => {
  const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
  const writing = writePortfolioWorkbook({
    portfolio: make.portfolio(INSIGHTS),
    customers: async function* never() {
      destination.destroy(new Error("The connection was reset"));
      await new Promise(() => {});
      yield* INSIGHTS;
    },
    history: () => historyOf(),
    destination,
  });
  await expect(writing).rejects.toThrow("The connection was reset");
});

test.each([
  ["at its beginning", 0],
  ["later", 2],
])("a source that throws %s rejects and destroys the destination", async (_, after) => {
  const destination = new Writable({ write: (_chunk, _encoding, done) => done() });
  const published = make.portfolio(INSIGHTS);
  const writing = writePortfolioWorkbook({
    portfolio: published,
    customers: async function* broken() {
      for await (const insight of inOrder(published, INSIGHTS.slice(0, after))) yield insight;
      throw new Error("The table answered 500");
    },
    history: () => historyOf(),
    destination,
  });
  await expect(writing).rejects.toThrow("The table answered 500");
  expect(destination.destroyed).toBe(true);
  expect(destination.writableFinished).toBe(false);
});

/** The lines below a title of Overview, up to the next empty one, each without the blanks at its end. */
function section(lines: readonly CellValue[][], title: string): CellValue[][] {
  const below = lines.slice(lines.findIndex(([first]) => first === title) + 1);
  const end = below.findIndex((cells) => cells.every((cell) => cell === null));
  return below
    .slice(0, end === -1 ? below.length : end)
    .map((cells) => cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1));
}

/** Which figure of which customer a row of Reasons is of. */
function figureOf(row: Record<string, CellValue>): string {
  return ["Customer id", "Figure", "Of"].map((key) => row[key]).join();
}

/** Deployment is no figure of a workload; beside a blank usage, a blank like for like needs no words of its own. */
function blankFigures(row: Record<string, CellValue>): string[] {
  const isUsageBlank = row["Usage"] === null;
  return [
    ...(row["Deployment"] === null ? ["Deployment"] : []),
    ...(isUsageBlank ? ["Usage"] : []),
    ...(!isUsageBlank && row["Like for like"] === null ? ["Like for like"] : []),
  ];
}

function valueOf(rate: Rate): number | null {
  return rate.kind === "measured" ? rate.value : null;
}

function dateOf(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00Z`);
}
