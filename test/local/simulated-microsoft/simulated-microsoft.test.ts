import { expect, test } from "vitest";
import { addDays } from "../../../src/domain/day.ts";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import {
  ACTIVE_USERS,
  APP_USERS,
  callerOf,
  Collection,
  copilotReport,
  dayReport,
  jsonOf,
  rawText,
  TODAY,
} from "./caller.ts";

/** Every body that has no time in it, the address of the simulation left out. */
async function everyBody(): Promise<string[]> {
  const microsoft = await startSimulatedMicrosoft({ today: TODAY });
  const { partnerCenter, asUser, graph } = callerOf(microsoft);
  const bodies = [await rawText(await partnerCenter("/customers"))];
  bodies.push(await rawText(await asUser("/partner/v1/analytics/commercial/usage/license?top=60&skip=600")));
  bodies.push(await rawText(await asUser("/partner/v1/analytics/commercial/deployment/license?top=60&skip=60")));
  for (const customer of microsoft.portfolio.customers()) {
    const { wire } = customer.oddity;
    if (wire.consent === "missing" || wire.file === "connection cut") continue;
    bodies.push(await rawText(await partnerCenter(`/customers/${customer.id}/subscriptions`)));
    bodies.push(await rawText(await graph(customer, `reports/${ACTIVE_USERS}`)));
    bodies.push(await rawText(await graph(customer, `reports/${APP_USERS}`)));
    bodies.push(await rawText(await graph(customer, `reports/${dayReport(addDays(TODAY, -4))}`)));
    bodies.push(await rawText(await graph(customer, `copilot/reports/${copilotReport("D7")}`)));
    bodies.push(await rawText(await graph(customer, "users?$select=id,userPrincipalName,assignedLicenses&$top=999")));
    bodies.push(await rawText(await graph(customer, "admin/reportSettings")));
    bodies.push(await rawText(await asUser(`/v1/customers/${customer.id}/servicerequests`)));
    bodies.push(await rawText(await asUser(`/v1/customers/${customer.id}/analytics/licenses/usage`)));
    bodies.push(await rawText(await asUser(`/v1/customers/${customer.id}/analytics/licenses/deployment`)));
    if (wire.licences === "whole") bodies.push(await rawText(await graph(customer, "subscribedSkus")));
    if (wire.licences === "whole") bodies.push(await rawText(await graph(customer, "directory/subscriptions")));
  }
  await microsoft.stop();
  return bodies.map((body) => body.replaceAll(microsoft.url, ""));
}

test("the same day gives the same answers, byte for byte", async () => {
  const [bodies, again] = await Promise.all([everyBody(), everyBody()]);
  expect(bodies.length).toBeGreaterThan(400);
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
  const { partnerCenter, asUser, graph } = callerOf(microsoft);
  await partnerCenter("/customers");
  await asUser("/partner/v1/analytics/commercial/usage/license");
  await graph(microsoft.portfolio.named("plain"), `reports/${ACTIVE_USERS}`);
  await graph(microsoft.portfolio.named("plain"), "users");
  await microsoft.stop();
  expect(microsoft.requests()).toEqual({ login: 4, partnerCenter: 2, graph: 2, download: 1 });
  expect(lines).toContain("partnerCenter GET /v1/customers 200");
});

test("an address of no service is not found", async () => {
  const microsoft = await startSimulatedMicrosoft({ today: TODAY });
  const { status } = await fetch(`${microsoft.url}/elsewhere`);
  await microsoft.stop();
  expect(status).toBe(404);
});
