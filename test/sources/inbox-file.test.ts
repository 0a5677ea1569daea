import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { inboxContent, type InboxFile, withoutAddresses } from "../../src/sources/inbox-file.ts";
import type { InboxOwner } from "../../src/sources/inbox-rows.ts";
import { activeUsersText } from "./report-text.ts";

const MODIFIED_ON = Day.parse("2026-11-21");
const OWNER: InboxOwner = {
  customerId: CustomerId.parse("1b0c3a52-8f0e-4c55-9b51-0d6f1f3c7a10"),
  partnerTenantId: null,
};

function fileOf(content: string | Uint8Array): InboxFile {
  return {
    name: "dropped",
    modifiedOn: MODIFIED_ON,
    async *open() {
      for (const byte of Buffer.from(content)) yield Uint8Array.of(byte);
    },
  };
}

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d);

test.each([
  ["nothing", "", null, "is empty"],
  ["blanks", "\uFEFF \r\n", null, "is empty"],
  ["a web page", "<!doctype html><title>Sign in</title>", null, "is a web page or XML"],
  ["a workbook", Buffer.from("PK\x03\x04…"), null, "is an Excel workbook or another archive; export it as CSV"],
  ["a PDF", Buffer.from("%PDF-1.7"), null, "is a PDF; export it as CSV"],
  ["a picture", PNG, null, "is not a text"],
  ["UTF-16", Buffer.from("\uFEFFReport Refresh Date", "utf16le"), null, "is in UTF-16; save it as UTF-8"],
  ["a table of anything", "Article,Price\r\nPen,1\r\n", null, "is not a table of a known kind"],
  ["quotes that are none", '"Article', null, "is not a table of a known kind"],
  ["JSON that is cut off", '{"value": [\n1,\n', 2, "is JSON that is cut off or damaged"],
  ["JSON that is cut off in a text", '{\n"value": ["Ada', 2, "is JSON that is cut off or damaged"],
  ["JSON that is damaged", '{"value": [}', null, "is JSON that is cut off or damaged"],
])("inboxContent() does not use a file of %s, and says so", async (_, content, line, reason) => {
  expect(await inboxContent(fileOf(content), OWNER)).toEqual({ kind: "unused", line, reason });
});

test.each([
  ["a table", activeUsersText([{}]), { kind: "activeUsers", day: "2026-11-20" }],
  ["a table without rows", activeUsersText([]), { kind: "activeUsers", day: null }],
  ["tickets", "\uFEFFcustomer,opened,count\r\n", { kind: "tickets" }],
  ["JSON", '\uFEFF\r\n {"name":"Söhne"}', { kind: "customer", name: "Söhne", domain: null }],
])("inboxContent() knows %s by what is in it", async (_, content, known) => {
  expect(await inboxContent(fileOf(content), OWNER)).toEqual(known);
});

test("inboxContent() opens a large table and closes it after its head", async () => {
  let pieces = 0;
  const large: InboxFile = {
    name: "large.csv",
    modifiedOn: MODIFIED_ON,
    async *open() {
      yield Buffer.from(activeUsersText([{}]));
      for (;;) {
        pieces += 1;
        yield Buffer.alloc(16 * 1024, "x");
      }
    },
  };
  expect(await inboxContent(large, OWNER)).toEqual({ kind: "activeUsers", day: "2026-11-20" });
  expect(pieces).toBeLessThan(8);
});

test("inboxContent() refuses JSON without end, and reads no more of it than it must", async () => {
  let pieces = 0;
  const endless: InboxFile = {
    name: "endless.json",
    modifiedOn: MODIFIED_ON,
    async *open() {
      yield Buffer.from("[");
      for (;;) {
        pieces += 1;
        yield Buffer.alloc(1024 * 1024, " ");
      }
    },
  };
  const content = await inboxContent(endless, OWNER);
  expect(content).toEqual({ kind: "unused", line: null, reason: "is JSON of more than 16777216 bytes" });
  expect(pieces).toBeLessThan(20);
});

test.each([
  ["Office365ActiveUserDetail.csv", "Office365ActiveUserDetail.csv"],
  ["ada@fabrikam.example.csv", "…@…"],
  ["mail/ada@fabrikam.example/list 1.csv", "mail/…@…/list 1.csv"],
  ["of ada@fabrikam.example, bob@fabrikam.example", "of …@… …@…"],
  ["at @ noon", "at @ noon"],
])("withoutAddresses() makes %j to %j", (name, told) => {
  expect(withoutAddresses(name)).toBe(told);
});
