import { createHash } from "node:crypto";
import { odata, TableClient } from "@azure/data-tables";
import { activityFold } from "../../src/domain/activity.ts";
import { addDays, Day } from "../../src/domain/day.ts";
import { CustomerId, RunId, SkuId } from "../../src/domain/ids.ts";
import { licenceSnapshot } from "../../src/domain/licences.ts";
import { refused } from "../../src/domain/pull-outcome.ts";
import { configOf } from "../../src/config.ts";
import { type Environment, environmentOf } from "../../src/environment.ts";
import { computeMetrics } from "../../src/jobs/compute-metrics.ts";
import { startAzurite } from "../../src/local/azurite.ts";
import { portionsFor } from "../../src/storage/keys.ts";
import type { PulledSnapshots } from "../../src/storage/snapshots.ts";
import { ratioLine, timingOf } from "./rounds.ts";

/**
 * A night's recalculation over stored snapshots: ours (packed months, read by pages, written by transactions) against the
 * obvious layout (a row a customer and day with the ids of its active users, a query a customer, a row written). Both
 * count the distinct active users of 28 days and write one metrics row a customer; both are checked against the truth.
 */
const NIGHT = Day.parse("2026-11-20");
const NIGHTS = 28;
const AT_ONCE = 16;
const ROUNDS = 3;

/** The second of two is timed: the first warms the emulator, which a service in Azure never needs. */
const NIGHTS_RUN = [RunId.parse("20261120-first"), RunId.parse("20261120-second")] as const;

type BenchCustomer = Readonly<{ customerId: CustomerId; users: number }>;

export async function benchNight(say: (line: string) => void): Promise<void> {
  for (const [customers, goal] of [
    [500, 10],
    [1_500, 30],
  ] as const) {
    const portfolio = Array.from({ length: customers }, (_, index) => benchCustomer(index));
    const ours: number[] = [];
    const naive: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await ourNight(portfolio));
      naive.push(await naiveNight(portfolio));
    }
    say(`Night of ${customers} customers (goal: at least ${goal} × less wall time)`);
    say(ratioLine(timingOf("packed months and pages", ours), timingOf("a row a day and a query a customer", naive)));
  }
}

async function ourNight(portfolio: readonly BenchCustomer[]): Promise<number> {
  const azurite = await startAzurite();
  try {
    const environment = environmentOf(
      configOf({ AzureWebJobsStorage: azurite.connectionString, NIGHTLY_SCHEDULE: "0 0 2 * * *" }),
    );
    await environment.prepare();
    for (let night = 1 - NIGHTS; night <= 0; night += 1) {
      await atOnce(portfolio, (customer) =>
        environment.snapshots.keep(customer.customerId, pulledOn(customer, addDays(NIGHT, night))),
      );
    }
    const now = new Date(`${NIGHT}T03:00:00Z`);
    let ms = 0;
    for (const runId of NIGHTS_RUN) {
      await openRun(environment, runId, portfolio);
      const start = performance.now();
      await atOnce(portionsFor(portfolio.length), (portion) =>
        computeMetrics(
          environment,
          { runId, night: NIGHT, deadline: now.toISOString(), portion },
          { now, isLastTry: false },
        ),
      );
      ms = performance.now() - start;
    }

    for (const { customerId, users } of portfolio.slice(0, 20)) {
      const metrics = await environment.metrics.find(customerId, NIGHT, NIGHTS_RUN[1]);
      check(metrics?.usersActive, activeOf(users));
    }
    return ms;
  } finally {
    await azurite.stop();
  }
}

async function openRun({ runs, runItems, customers }: Environment, runId: RunId, portfolio: readonly BenchCustomer[]) {
  const ids = portfolio.map(({ customerId }) => customerId);
  await customers.saveAll(ids.map((customerId) => ({ customerId, name: customerId, domain: null })));
  const requestedOn = `${NIGHT}T02:15:00.000Z`;
  await runs.create({
    runId,
    kind: "pull",
    night: NIGHT,
    state: "pulling",
    requestedOn,
    dataOf: requestedOn,
    plannedOn: requestedOn,
    publishedOn: null,
    customers: portfolio.length,
    failure: null,
    analyticsRefusal: null,
    refusedFiles: [],
    exclusions: [],
  });
  await runItems.plan(
    runId,
    ids.map((customerId) => ({ customerId, state: "done", reason: null, detail: null })),
  );
}

async function naiveNight(portfolio: readonly BenchCustomer[]): Promise<number> {
  const azurite = await startAzurite();
  try {
    const table = (name: string) =>
      TableClient.fromConnectionString(azurite.connectionString, name, { allowInsecureConnection: true });
    const [days, metrics] = [table("Days"), table("Metrics")];
    await days.createTable();
    await metrics.createTable();
    await atOnce(portfolio, ({ customerId, users }) =>
      days.submitTransaction(
        Array.from({ length: NIGHTS }, (_, index) => [
          "upsert",
          {
            partitionKey: customerId,
            rowKey: addDays(NIGHT, -index),
            userIds: JSON.stringify(activeIdsOn(customerId, users, index)),
          },
          "Replace",
        ]),
      ),
    );

    const first = addDays(NIGHT, 1 - NIGHTS);
    let ms = 0;
    for (let time = 0; time < NIGHTS_RUN.length; time += 1) {
      const start = performance.now();
      await atOnce(portfolio, async ({ customerId, users }) => {
        const active = new Set<string>();
        const filter = odata`PartitionKey eq ${customerId} and RowKey ge ${first}`;
        for await (const row of days.listEntities<{ userIds: string }>({ queryOptions: { filter } })) {
          for (const id of stringsIn(row.userIds)) active.add(id);
        }
        check(active.size, activeOf(users));
        await metrics.upsertEntity(
          { partitionKey: customerId, rowKey: NIGHT, active: active.size, total: users, usage: active.size / users },
          "Replace",
        );
      });
      ms = performance.now() - start;
    }
    return ms;
  } finally {
    await azurite.stop();
  }
}

/** Log-normal, as portfolios are: a median of 25 users, a few customers of thousands. */
function benchCustomer(index: number): BenchCustomer {
  const [one, two] = [fraction(`${index}a`), fraction(`${index}b`)];
  const normal = Math.sqrt(-2 * Math.log(one)) * Math.cos(2 * Math.PI * two);
  const users = Math.max(1, Math.min(2_000, Math.round(25 * Math.exp(1.5 * normal))));
  const hex = createHash("sha256").update(String(index)).digest("hex");
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { customerId: CustomerId.parse(id), users };
}

function fraction(seed: string): number {
  return (createHash("sha256").update(seed).digest().readUInt32BE(0) + 1) / 2 ** 32;
}

/** Two of three users are active in the window, each last on one of its days. */
const activeOf = (users: number) => Math.ceil((users * 2) / 3);

function activeIdsOn(customerId: string, users: number, daysAgo: number): string[] {
  const ids: string[] = [];
  for (let user = 0; user < activeOf(users); user += 1) {
    // On its last day, and on many days before it: a user is active more than once.
    if (daysAgo >= user % NIGHTS && (daysAgo - user) % 2 === 0) ids.push(`${customerId.slice(0, 8)}-user-${user}`);
  }
  return ids;
}

function stringsIn(json: string): string[] {
  const ids: unknown = JSON.parse(json);
  return Array.isArray(ids) ? ids.map(String) : [];
}

const SKU = SkuId.parse("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46");

function pulledOn({ users }: BenchCustomer, night: Day): PulledSnapshots {
  const licences = licenceSnapshot(
    night,
    [
      {
        skuId: SKU,
        name: null,
        partNumber: "SPB",
        appliesTo: "user",
        units: { enabled: users, warning: 0, suspended: 0 },
        assigned: users,
        planIds: [],
      },
    ],
    [],
    null,
  );
  const fold = activityFold(night, { exchange: night, sharepoint: night, teams: night, yammer: night }, licences);
  for (let user = 0; user < users; user += 1) {
    const activity = {
      evidence: "licensed" as const,
      lastActivity: user < activeOf(users) ? addDays(night, -(user % NIGHTS)) : null,
    };
    const workloads = { exchange: activity, sharepoint: activity, teams: activity, yammer: activity };
    const assignedProducts = "MICROSOFT 365 BUSINESS PREMIUM";
    fold.add({ isDeleted: false, assignedProducts, holding: null, workloads });
  }
  const kept = { kind: "kept" as const, asOf: night };
  const naming = "concealed" as const;
  const facts = { report: "activeUsers" as const, refreshedOn: night, rows: users, rowsUnreadable: 0, naming };
  return {
    activity: [fold.snapshot({ reports: [facts], directory: null, namesSetting: naming })],
    licences,
    requests: { asOf: night, opened: [{ day: addDays(night, -users % 28), count: 1 }] },
    outcome: {
      night,
      activity: kept,
      apps: kept,
      copilot: refused("not_configured", "Copilot is not sold to this customer"),
      directory: refused("not_configured", "Names are concealed in the reports"),
      licences: kept,
      subscriptions: kept,
      sales: kept,
      reported: null,
      requests: kept,
      booked: { active: users, grace: 0, suspended: 0, trial: 0 },
      refusedFiles: [],
    },
  };
}

async function atOnce<T>(things: readonly T[], handle: (thing: T) => Promise<unknown>): Promise<void> {
  const waiting = things.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const thing of waiting) await handle(thing);
    }),
  );
}

function check(counted: number | null | undefined, truth: number): void {
  if (counted !== truth) throw new Error(`Counted ${counted} active users where there are ${truth}`);
}
