import { expect, test } from "vitest";
import { allow } from "../../src/http/access.ts";

const LAPTOP = { developerMode: true, runsInAzure: false };

test.each(["http://127.0.0.1:7071/api/portfolio", "http://localhost:7071/api/portfolio", "http://[::1]/api/portfolio"])(
  "allow() serves data in developer mode on this machine: %s",
  (url) => {
    expect(() => allow("read", url, LAPTOP)).not.toThrow();
  },
);

test.each([
  ["developer mode is off", "http://127.0.0.1/api/portfolio", { developerMode: false, runsInAzure: false }],
  ["it runs in Azure", "http://127.0.0.1/api/portfolio", { developerMode: true, runsInAzure: true }],
  ["the request is for another host", "http://insights.contoso.example/api/portfolio", LAPTOP],
  ["a foreign name points at loopback", "http://rebound.example:7071/api/portfolio", LAPTOP],
  ["the host only looks like loopback", "http://127.0.0.1.example/api/portfolio", LAPTOP],
])("allow() fails closed when %s", (_when, url, config) => {
  for (const permission of ["read", "export", "recalculate"] as const) {
    expect(() => allow(permission, url, config)).toThrow(expect.objectContaining({ code: "auth_not_configured" }));
  }
  expect(() => allow("none", url, config)).not.toThrow();
});
