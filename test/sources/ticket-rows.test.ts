import { expect, test } from "vitest";
import { Day } from "../../src/domain/day.ts";
import { CustomerId } from "../../src/domain/ids.ts";
import { customerTicketFile, isTicketHeader, ticketFile } from "../../src/sources/ticket-rows.ts";
import { bytesOf } from "./report-text.ts";

const AS_OF = Day.parse("2026-11-21");
const BAKERY = CustomerId.parse("1b0c3a52-8f0e-4c55-9b51-0d6f1f3c7a10");
const FJORD = CustomerId.parse("77d2a9fe-2a5e-4b0b-8c0e-5c1b7a90e002");

const MISPLACED = "opens a quote that never closes, or misplaces one";

const read = (text: string, ...cuts: readonly number[]) => ticketFile(bytesOf(text, ...cuts), AS_OF);
async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("customer,opened,count\n");
  throw new RangeError("the storage");
}

const table = (...lines: readonly string[]) => ["customer,opened,count", ...lines].join("\r\n");

test("ticketFile() adds tickets up by customer and day, of the window and of the week before it", async () => {
  const text = table(
    `${BAKERY},2026-11-20,2`,
    `${FJORD},2026-10-01,4`,
    `${BAKERY.toUpperCase()}, 2026-11-20 , 3 `,
    `${BAKERY},2026-10-18,1`,
    `${BAKERY},2026-10-17,9`,
    `${BAKERY},2026-11-21,0`,
  );
  expect(await read(text)).toEqual({
    tickets: new Map([
      [
        BAKERY,
        {
          asOf: AS_OF,
          opened: [
            { day: "2026-10-18", count: 1 },
            { day: "2026-11-20", count: 5 },
          ],
        },
      ],
      // Asked long ago, and nothing since: that is known, and none.
      [FJORD, { asOf: AS_OF, opened: [] }],
    ]),
    refusedLines: [],
  });
});

test.each([
  ["in another order", "count,opened,customer", `7,2026-11-20,${BAKERY}`],
  ["in capitals, behind a byte order mark", "\uFEFFTENANT ID,OPENED ON,TICKETS", `${BAKERY},2026-11-20,7`],
  ["of other names", "Customer Id,Opened Day,Count", `${BAKERY},2026-11-20,7`],
  ["as code writes them", "customerId,opened_on,tickets", `${BAKERY},2026-11-20,7`],
  ["short", "customer,day,count", `${BAKERY},2026-11-20,7`],
  ["shorter", "customer,date,count", `${BAKERY},2026-11-20,7`],
  ["beside others", "Customer,Contact,Tenant ID,Date,Count", `Adatum,"Ada, ""B""",${BAKERY},2026-11-20,7`],
  ["with a time", "customer,opened,count", `${BAKERY},2026-11-20T23:59:59,7`],
  ["in quotes, behind a byte order mark", '\uFEFF"customer","opened","count"', `${BAKERY},2026-11-20,7`],
  ["in quotes", '"customer","opened","count"', `"${BAKERY}","2026-11-20","7"`],
])("ticketFile() finds columns %s", async (_, header, line) => {
  const { tickets, refusedLines } = await read(`${header}\n${line}\n`);
  expect(refusedLines).toEqual([]);
  expect([...tickets]).toEqual([[BAKERY, { asOf: AS_OF, opened: [{ day: "2026-11-20", count: 7 }] }]]);
});

test("ticketFile() does not mind where the pieces of a file end", async () => {
  const text = `\uFEFF${table(`${BAKERY},2026-11-20,2`, `Ada,2026-11-20,2`, `${FJORD},2026-11-19,1`)}`;
  const whole = await read(text);
  const everywhere = Array.from({ length: text.length }, (_, index) => index);
  expect(await read(text, ...everywhere)).toEqual(whole);
});

test.each([
  ["a customer by name", "Adatum,2026-11-20,1", "has no customer: a tenant id (GUID) is needed"],
  ["nobody", ",2026-11-20,1", "has no customer: a tenant id (GUID) is needed"],
  ["a day as Americans write it", `${BAKERY},11/20/2026,1`, "has no day of the calendar, such as 2026-11-20"],
  ["a day that is none", `${BAKERY},2026-02-30,1`, "has no day of the calendar, such as 2026-11-20"],
  ["no day", `${BAKERY},,1`, "has no day of the calendar, such as 2026-11-20"],
  ["a day to come", `${BAKERY},2026-11-22,1`, "has a day after 2026-11-21, on which the file was saved"],
  ["a part of a ticket", `${BAKERY},2026-11-20,1.5`, "has no count: a whole number from 0 on is needed"],
  ["less than none", `${BAKERY},2026-11-20,-1`, "has no count: a whole number from 0 on is needed"],
  ["no count", `${BAKERY},2026-11-20,`, "has no count: a whole number from 0 on is needed"],
  ["a count beyond belief", `${BAKERY},2026-11-20,9999999999`, "has no count: a whole number from 0 on is needed"],
  ["too few fields", `${BAKERY},2026-11-20`, "has 2 of 3 fields"],
  ["too many fields", `${BAKERY},2026-11-20,1,`, "has 4 of 3 fields"],
  ["several quotes in the middle", `${BAKERY},2026"11"20,1`, "has a quote in the middle of a field"],
  ["a quote in the middle", `${BAKERY},2026"11-20,1`, "has a quote in the middle of a field"],
])("ticketFile() refuses a line with %s, and counts the others", async (_, line, reason) => {
  const text = table(`${FJORD},2026-11-20,1`, line, "", `${FJORD},2026-11-19,2`);
  const { tickets, refusedLines } = await read(text);
  expect(refusedLines).toEqual([{ line: 3, reason }]);
  expect([...tickets].map(([customerId, { opened }]) => [customerId, opened.map(({ count }) => count)])).toEqual([
    [FJORD, [2, 1]],
  ]);
});

test("ticketFile() passes over lines that are blank in all fields, as workbooks leave them behind", async () => {
  const { tickets, refusedLines } = await read(table(`${BAKERY},2026-11-20,1`, ",,", " , ,", ""));
  expect([tickets.size, refusedLines]).toEqual([1, []]);
});

test.each([
  ["nothing", "", null, "is empty"],
  ["a header alone", "customer,opened,count\r\n", null, "has a header and no lines"],
  ["no customer", "name,opened,count\nAda,2026-11-20,1", 1, "has no column of the customer"],
  ["no day", "customer,when,count\na,2026-11-20,1", 1, "has no column of the day"],
  ["no count", "customer,opened\na,2026-11-20", 1, "has no column of the count"],
  ["semicolons", "customer;opened;count\na;2026-11-20;1", 1, "has semicolons between its columns: commas are needed"],
  ["a header with a quote", 'customer,op"ened,count\n', 1, "is not the header of a table"],
  ["a quote that ends too soon", table(`${BAKERY},2026-11-20,"1" 2`), 2, MISPLACED],
  [
    "a quote that never closes",
    table(`${BAKERY},2026-11-20,1`, `"${BAKERY},2026-11-20,1`, `${BAKERY},2026-11-20,1`),
    3,
    MISPLACED,
  ],
])("ticketFile() refuses a file of %s", async (_, text, line, why) => {
  await expect(read(text)).rejects.toMatchObject({
    name: "SourceRefusal",
    reason: "unreadable",
    line,
    why,
    message: `The list of tickets${line === null ? "" : `, line ${line}`}: ${why}`,
  });
});

test("ticketFile() gives a file up in which a quote never closes, and reads no more of it than it must", async () => {
  let pieces = 0;
  async function* long(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(table(`"${BAKERY}`));
    for (; pieces < 200; pieces += 1) yield Buffer.alloc(16 * 1024, "x");
  }
  await expect(ticketFile(long(), AS_OF)).rejects.toMatchObject({ line: 2, why: MISPLACED });
  expect(pieces).toBeLessThan(32);
});

test("ticketFile() says nothing of what is in a line", async () => {
  const { refusedLines } = await read(
    table(`Canary,2026-11-20,1`, `${BAKERY},canary,1`, `${BAKERY},2026-11-20,canary`),
  );
  expect(refusedLines).toHaveLength(3);
  expect(JSON.stringify(refusedLines).toLowerCase()).not.toContain("canary");
});

test("ticketFile() passes a failure of the storage on: the file is not at fault", async () => {
  await expect(ticketFile(broken(), AS_OF)).rejects.toThrow(RangeError);
});

test("customerTicketFile() counts the lines of its customer, and refuses those of another", async () => {
  const text = table(`${FJORD},2026-11-20,1`, `${BAKERY.toUpperCase()},2026-11-20,2`);
  expect(await customerTicketFile(bytesOf(text), AS_OF, BAKERY)).toEqual({
    tickets: { asOf: AS_OF, opened: [{ day: "2026-11-20", count: 2 }] },
    refusedLines: [{ line: 2, reason: "is of another customer than the folder" }],
  });
});

test("customerTicketFile() has no tickets where no line counts: that is unknown, not none", async () => {
  const { tickets } = await customerTicketFile(bytesOf(table(`${FJORD},2026-11-20,1`)), AS_OF, BAKERY);
  expect(tickets).toBeNull();
});

test.each([
  [["Customer", "Opened", "Count"], true],
  [["a", "Tenant ID", "b", "Date", "Tickets"], true],
  [["Customer", "Opened"], false],
  [["Report Refresh Date", "User Principal Name", "Send Count"], false],
])("isTicketHeader() of %j is %j", (header, expected) => {
  expect(isTicketHeader(header)).toBe(expected);
});
