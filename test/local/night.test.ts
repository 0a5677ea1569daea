import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { runNight } from "../../src/local/night.ts";

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
