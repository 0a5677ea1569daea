import { afterAll, expect, test } from "vitest";
import { startSimulatedMicrosoft } from "../../../src/local/simulated-microsoft.ts";
import { ACTIVE_USERS, callerOf, TODAY } from "./caller.ts";

const microsoft = await startSimulatedMicrosoft({ today: TODAY });
const shortLived = await startSimulatedMicrosoft({ today: TODAY, linkLifetimeSeconds: 0 });
afterAll(async () => {
  await Promise.all([microsoft.stop(), shortLived.stop()]);
});

async function locationOf(title: string, from = microsoft): Promise<string> {
  const response = await callerOf(from).graph(from.portfolio.named(title), `reports/${ACTIVE_USERS}`, "manual");
  return response.headers.get("location") ?? "";
}

test("a file needs no token, and may be had again", async () => {
  const location = await locationOf("plain");
  const [once, twice] = [await fetch(location), await fetch(location)];
  expect(once.headers.get("content-type")).toBe("application/octet-stream");
  expect(await once.text()).toBe(await twice.text());
});

test("a token that comes along is refused", async () => {
  const response = await fetch(await locationOf("plain"), { headers: { authorization: "Bearer anything" } });
  expect(response.status).toBe(400);
});

test("an address dies", async () => {
  expect((await fetch(await locationOf("plain", shortLived))).status).toBe(403);
});

test("an address that was changed opens nothing", async () => {
  expect((await fetch(`${await locationOf("plain")}x`)).status).toBe(403);
});

test("one connection breaks before its promised length", async () => {
  const response = await fetch(await locationOf("connection-cut"));
  expect(response.status).toBe(200);
  await expect(response.arrayBuffer()).rejects.toThrow("terminated");
});
