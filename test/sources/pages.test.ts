import { expect, test } from "vitest";
import { linkUrl, pages } from "../../src/sources/pages.ts";

const ANSWER = { status: 200, body: null, location: null };

test("pages() stops at a number of pages that no portfolio has", async () => {
  let asked = 0;
  const endless = pages<number>({
    source: "The source",
    first: { url: new URL("https://source.example/0"), headers: {} },
    ask: () => Promise.resolve(ANSWER),
    read: () => ({ rows: [asked++], next: { url: new URL(`https://source.example/${asked}`), headers: {} } }),
  });
  await expect(Array.fromAsync(endless)).rejects.toMatchObject({
    reason: "unreadable",
    message: "The source has more than 1000 pages",
  });
  expect(asked).toBe(1_000);
});

test("pages() takes one address with other headers for another page", async () => {
  const url = new URL("https://source.example/next");
  const links = [{ url, headers: { token: "one" } }, { url, headers: { token: "two" } }, null];
  let read = 0;
  const found = pages<number>({
    source: "The source",
    first: { url, headers: {} },
    ask: () => Promise.resolve(ANSWER),
    read: () => ({ rows: [read], next: links[read++] ?? null }),
  });
  expect((await Array.fromAsync(found)).flat()).toEqual([0, 1, 2]);
});

test("linkUrl() refuses what is no address", () => {
  expect(() => linkUrl("The source", "/next")).toThrow("The source links to no address");
});
