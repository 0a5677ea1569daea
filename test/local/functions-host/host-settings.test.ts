import { expect, test } from "vitest";
import { appSettings } from "../../../src/local/functions-host/app-settings.ts";
import { hostSettings } from "../../../src/local/functions-host/host-settings.ts";

test("host.json has Azure's defaults", () => {
  expect(hostSettings(`{ "version": "2.0" }`, appSettings({}))).toMatchObject({
    functionTimeoutMs: null,
    routePrefix: "api",
    queues: {
      batchSize: 16,
      maxPollingIntervalMs: 60_000,
      visibilityTimeoutMs: 0,
      maxDequeueCount: 5,
      messageEncoding: "base64",
    },
  });
});

test("a setting overrides a value of host.json, whatever the case of its path", () => {
  const hostJson = JSON.stringify({
    version: "2.0",
    functionTimeout: "00:10:00",
    extensions: { queues: { BatchSize: 8, visibilityTimeout: "00:01:00" } },
  });
  const settings = appSettings({
    AzureFunctionsJobHost__extensions__queues__maxPollingInterval: "00:00:00.200",
    AzureFunctionsJobHost__Extensions__Queues__batchSize: "4",
    azurefunctionsjobhost__extensions__http__routePrefix: "",
  });

  expect(hostSettings(hostJson, settings)).toMatchObject({
    functionTimeoutMs: 600_000,
    routePrefix: "",
    queues: { batchSize: 4, maxPollingIntervalMs: 200, visibilityTimeoutMs: 60_000 },
  });
});

test.each([
  ["[]", "host.json is not a JSON object"],
  ["{", "host.json is not a JSON object"],
  ["{}", "version"],
  [`{ "version": "3.0" }`, "version"],
  [`{ "version": "2.0", "extensions": { "queues": { "batchSize": 33 } } }`, "extensions.queues.batchsize"],
  [`{ "version": "2.0", "extensions": { "queues": { "maxPollingInterval": "2 s" } } }`, '"2 s" is not a time span'],
])("%s is refused", (hostJson, message) => {
  expect(() => hostSettings(hostJson, appSettings({}))).toThrow(message);
});
