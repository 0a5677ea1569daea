import { HttpRequest } from "@azure/functions";
import { expect, test } from "vitest";
import { allow } from "../../src/http/access.ts";

const LAPTOP = { developerMode: true, runsInAzure: false };

const asked = (url: string, headers: Record<string, string> = {}) => new HttpRequest({ method: "POST", url, headers });

test.each(["http://127.0.0.1:7071/api/portfolio", "http://localhost:7071/api/portfolio", "http://[::1]/api/portfolio"])(
  "allow() serves data in developer mode on this machine: %s",
  (url) => {
    expect(() => allow("read", asked(url), LAPTOP)).not.toThrow();
  },
);

test.each([
  ["developer mode is off", "http://127.0.0.1/api/portfolio", { developerMode: false, runsInAzure: false }],
  ["it runs in Azure", "http://127.0.0.1/api/portfolio", { developerMode: true, runsInAzure: true }],
  ["the request is for another host", "http://insights.contoso.example/api/portfolio", LAPTOP],
  ["a foreign name points at loopback", "http://rebound.example:7071/api/portfolio", LAPTOP],
  ["the host only looks like loopback", "http://127.0.0.1.example/api/portfolio", LAPTOP],
])("allow() fails closed when %s", (_when, url, config) => {
  for (const permission of ["read", "export", "recalculate", "configure"] as const) {
    expect(() => allow(permission, asked(url), config)).toThrow(
      expect.objectContaining({ code: "auth_not_configured" }),
    );
  }
  expect(() => allow("none", asked(url), config)).not.toThrow();
});

test.each([
  ["a page of another site", { origin: "https://shop.example" }],
  ["a page of another server on this machine", { origin: "http://127.0.0.1:3000" }],
  ["a page that has no origin of its own", { origin: "null" }],
  ["a link, an image or a form of another site", { "sec-fetch-site": "cross-site" }],
])("allow() refuses %s in developer mode", (_who, headers) => {
  const request = asked("http://127.0.0.1:7071/api/runs", headers);
  expect(() => allow("recalculate", request, LAPTOP)).toThrow(expect.objectContaining({ code: "cross_site" }));
});

test.each([
  ["a page of its own", { origin: "http://127.0.0.1:7071", "sec-fetch-site": "same-origin" }],
  ["a person who types the address", { "sec-fetch-site": "none" }],
])("allow() answers %s", (_who, headers) => {
  expect(() => allow("export", asked("http://127.0.0.1:7071/api/exports", headers), LAPTOP)).not.toThrow();
});
