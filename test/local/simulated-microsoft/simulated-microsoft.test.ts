import { expect, test } from "vitest";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import { ACTIVE_USERS, APP_USERS, callerOf, Collection, jsonOf, rawText, TODAY } from "./caller.ts";

/** Every body that has no time and no link in it. */
async function everyBody(): Promise<string[]> {
  const microsoft = await startSimulatedMicrosoft({ today: TODAY });
  const { partnerCenter, graph } = callerOf(microsoft);
  const bodies = [await rawText(await partnerCenter("/customers"))];
  for (const customer of microsoft.portfolio.customers()) {
    const { wire } = customer.oddity;
    if (wire.consent === "missing" || wire.file === "connection cut") continue;
    bodies.push(await rawText(await partnerCenter(`/customers/${customer.id}/subscriptions`)));
    bodies.push(await rawText(await graph(customer, `reports/${ACTIVE_USERS}`)));
    bodies.push(await rawText(await graph(customer, `reports/${APP_USERS}`)));
    if (wire.licences === "whole") bodies.push(await rawText(await graph(customer, "subscribedSkus")));
    if (wire.licences === "whole") bodies.push(await rawText(await graph(customer, "directory/subscriptions")));
  }
  await microsoft.stop();
  return bodies;
}

test("the same day gives the same answers, byte for byte", async () => {
  const [bodies, again] = await Promise.all([everyBody(), everyBody()]);
  expect(bodies.length).toBeGreaterThan(150);
  expect(again).toEqual(bodies);
});

test("1,500 customers start at once and come in pages of 500", async () => {
  const microsoft = await startSimulatedMicrosoft({ today: TODAY, customers: 1500 });
  const { partnerCenter, graph } = callerOf(microsoft);
  const page = Collection.parse(jsonOf(await rawText(await partnerCenter("/customers?size=500"))));
  const last = await graph(microsoft.portfolio.customerAt(1500), `reports/${ACTIVE_USERS}`);
  await microsoft.stop();
  expect([page.items.length, last.status]).toEqual([500, 200]);
});

test("requests are counted by service, and told to whoever listens", async () => {
  const lines: string[] = [];
  const microsoft = await startSimulatedMicrosoft({ today: TODAY, log: (line) => lines.push(line) });
  const { partnerCenter, graph } = callerOf(microsoft);
  await partnerCenter("/customers");
  await graph(microsoft.portfolio.named("plain"), `reports/${ACTIVE_USERS}`);
  await microsoft.stop();
  expect(microsoft.requests()).toEqual({ login: 2, partnerCenter: 1, graph: 1, download: 1 });
  expect(lines).toContain("partnerCenter GET /v1/customers 200");
});

test("an address of no service is not found", async () => {
  const microsoft = await startSimulatedMicrosoft({ today: TODAY });
  const { status } = await fetch(`${microsoft.url}/elsewhere`);
  await microsoft.stop();
  expect(status).toBe(404);
});
