import { describe, expect, test } from "vitest";
import { catalogueText, derivedCatalogue } from "../../src/local/derive-catalogue.ts";

const HEADER =
  "Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names";

const EMS = "b05e124f-c7cc-45a0-a6aa-8cf78c946968";
const STANDARD = "f245ecc8-75af-4f8e-b61f-27d8114de5f3";
const EXCHANGE = "9aaf7827-d63c-4b61-89c3-182f06f82e5c";
const TEAMS = "57ff2da0-773e-42df-b2af-ffb7a2317929";
const ENTRA = "41781fb2-bc02-4b7c-bd55-b576c07bb09d";

function listOf(...rows: readonly string[]) {
  return derivedCatalogue([HEADER, ...rows].join("\r\n"));
}

describe("derivedCatalogue()", () => {
  test("folds the rows of a product into one entry with the workloads of its plans", () => {
    const { entries } = listOf(
      `Microsoft 365 Business Standard,O365_BUSINESS_PREMIUM,${STANDARD},TEAMS1,${TEAMS},Microsoft Teams`,
      `Microsoft 365 Business Standard,O365_BUSINESS_PREMIUM,${STANDARD},EXCHANGE_S_STANDARD,${EXCHANGE},Exchange`,
    );
    expect(entries).toEqual([
      {
        skuId: STANDARD,
        partNumber: "O365_BUSINESS_PREMIUM",
        names: ["Microsoft 365 Business Standard"],
        workloads: ["exchange", "teams"],
      },
    ]);
  });

  test.each(["\uFEFF", "ï»¿", "???", "\r\n\r\n"])("reads past %j before the header", (junk) => {
    const csv = `${junk}${HEADER}\n"A, B",AB,${EMS},X,${ENTRA},X\n`;
    expect(derivedCatalogue(csv).entries).toMatchObject([{ names: ["A, B"], skuId: EMS }]);
  });

  test("repairs stray, double and non-breaking spaces and the case of ids, and counts them", () => {
    const { entries, cellsRepaired } = listOf(
      `Microsoft  365\u00A0X,O365_w/o\u00A0Teams\t,${EMS.toUpperCase()}\u00A0,TEAMS1,${TEAMS.toUpperCase()},Teams`,
    );
    expect(cellsRepaired).toBe(3);
    expect(entries).toEqual([
      { skuId: EMS, partNumber: "O365_w/o Teams", names: ["Microsoft 365 X"], workloads: ["teams"] },
    ]);
  });

  test("counts a repeated pair of product and plan, and keeps it once", () => {
    const row = `Enterprise Mobility + Security E5,EMSPREMIUM,${EMS},AAD_PREMIUM,${ENTRA},Entra`;
    expect(listOf(row, row)).toMatchObject({ rows: 2, rowsRepeated: 1, rowsRefused: [], entries: [{ skuId: EMS }] });
  });

  test("keeps both names of a product, the first one as its display name", () => {
    const { entries } = listOf(
      `Microsoft Copilot Studio Viral Trial,CCIBOTS_PRIVPREV_VIRAL,${EMS},X,${ENTRA},X`,
      `Power Virtual Agents Viral Trial,CCIBOTS_PRIVPREV_VIRAL,${EMS},Y,${TEAMS},Y`,
    );
    expect(entries).toMatchObject([
      { names: ["Microsoft Copilot Studio Viral Trial", "Power Virtual Agents Viral Trial"], free: true },
    ]);
  });

  test("keeps a name that itself contains a plus", () => {
    const { entries } = listOf(`Enterprise Mobility + Security E5,EMSPREMIUM,${EMS},AAD_PREMIUM,${ENTRA},Entra`);
    expect(entries).toEqual([{ skuId: EMS, partNumber: "EMSPREMIUM", names: ["Enterprise Mobility + Security E5"] }]);
  });

  test("gives a device product no workload", () => {
    const { entries } = listOf(`Microsoft Teams Rooms Standard,MEETING_ROOM,${EMS},TEAMS1,${TEAMS},Teams`);
    expect(entries).toEqual([
      { skuId: EMS, partNumber: "MEETING_ROOM", names: ["Microsoft Teams Rooms Standard"], device: true },
    ]);
  });

  test("refuses a row that names no product or plan, says which and why, and goes on", () => {
    const { entries, rowsRefused } = listOf(
      `No id,NO_ID,none,X,${ENTRA},X`,
      `,NO_NAME,${EMS},X,${ENTRA},X`,
      "Too short",
      `Good,GOOD,${EMS},X,${ENTRA},X`,
    );
    expect(entries).toMatchObject([{ partNumber: "GOOD" }]);
    expect(rowsRefused.map(({ row }) => row)).toEqual([1, 2, 3]);
    expect(rowsRefused[0]?.reason).toContain("GUID");
  });

  test("sorts by part number, whatever the order of the rows", () => {
    const rows = [`B,b_product,${EMS},X,${ENTRA},X`, `A,A_PRODUCT,${STANDARD},X,${ENTRA},X`];
    expect(listOf(...rows).entries.map((entry) => entry.partNumber)).toEqual(["A_PRODUCT", "b_product"]);
    expect(listOf(...rows.toReversed())).toEqual(listOf(...rows));
  });

  test("finds the columns by their titles, in any order", () => {
    const csv = `Product_Display_Name,GUID,Service_Plan_Id,String_Id\nA,${EMS},${TEAMS},A\n`;
    expect(derivedCatalogue(csv).entries).toMatchObject([{ partNumber: "A", workloads: ["teams"] }]);
  });

  test.each(["", "Name,Id\nA,1\n"])("does not take %j for the list", (csv) => {
    expect(() => derivedCatalogue(csv)).toThrow("Cannot read the list");
  });
});

test("catalogueText() writes one product a line, as JSON", () => {
  const { entries } = listOf(`B,B,${EMS},X,${ENTRA},X`, `A,A,${STANDARD},X,${ENTRA},X`);
  const text = catalogueText(entries);
  expect(JSON.parse(text)).toEqual(entries);
  expect(text.split("\n")).toHaveLength(5);
});
