import { readFile, writeFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { CatalogueEntry } from "../domain/catalogue.ts";
import { SkuId } from "../domain/ids.ts";
import { workloadsOfPlans } from "../domain/service-plans.ts";
import { isDevice, isFree } from "./product-seats.ts";

/** What was made of Microsoft's list, and what was found wrong with it. */
export type DerivedCatalogue = Readonly<{
  entries: readonly CatalogueEntry[];
  rows: number;
  rowsRepeated: number;
  cellsRepaired: number;
  rowsRefused: readonly Readonly<{ row: number; reason: string }>[];
}>;

/** One product and one of its plans. */
const Row = z.object({
  Product_Display_Name: z.string().min(1),
  String_Id: z.string().min(1),
  GUID: SkuId,
  Service_Plan_Id: z.string().toLowerCase().pipe(z.guid()),
});
type Row = z.output<typeof Row>;

const COLUMNS = Row.keyof().options;

/**
 * The product catalogue that Microsoft's list "Product names and service plan identifiers for licensing" gives.
 * Sorted by part number, so that the next list shows what is new. Rows count from 1, the header left out.
 */
export function derivedCatalogue(csv: string): DerivedCatalogue {
  const [header = [], ...records] = parse(fromHeader(csv), { relaxColumnCount: true, skipEmptyLines: true });
  const positions = COLUMNS.map((column) => header.findIndex((title) => withPlainSpaces(title) === column));
  if (positions.includes(-1)) throw new Error(`Cannot read the list: its columns are not ${COLUMNS.join(", ")}`);

  const products = new Map<SkuId, ProductRows>();
  const rowsRefused: { row: number; reason: string }[] = [];
  let rowsRepeated = 0;
  let cellsRepaired = 0;

  for (const [index, record] of records.entries()) {
    const cells = positions.map((position) => record[position] ?? "");
    cellsRepaired += cells.filter((cell) => withPlainSpaces(cell) !== cell).length;

    const row = Row.safeParse(
      Object.fromEntries(COLUMNS.map((column, at) => [column, withPlainSpaces(cells[at] ?? "")])),
    );
    if (!row.success) {
      rowsRefused.push({ row: index + 1, reason: z.prettifyError(row.error) });
      continue;
    }
    const product = products.get(row.data.GUID) ?? emptyProduct(row.data);
    products.set(row.data.GUID, product);
    if (product.planIds.has(row.data.Service_Plan_Id)) rowsRepeated += 1;
    product.planIds.add(row.data.Service_Plan_Id);
    if (row.data.Product_Display_Name !== product.name) product.otherNames.add(row.data.Product_Display_Name);
  }

  const entries = [...products.values()].map(entryOf).toSorted(byPartNumber);
  return { entries, rows: records.length, rowsRepeated, cellsRepaired, rowsRefused };
}

/** One product a line, so that a diff shows products. */
export function catalogueText(entries: readonly CatalogueEntry[]): string {
  return `[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]\n`;
}

type ProductRows = Readonly<{
  skuId: SkuId;
  partNumber: string;
  /** Where the list gives a product two names, the present one comes first. */
  name: string;
  otherNames: Set<string>;
  planIds: Set<string>;
}>;

function emptyProduct({ GUID, String_Id, Product_Display_Name }: Row): ProductRows {
  return { skuId: GUID, partNumber: String_Id, name: Product_Display_Name, otherNames: new Set(), planIds: new Set() };
}

function entryOf({ skuId, partNumber, name, otherNames, planIds }: ProductRows): CatalogueEntry {
  const names: CatalogueEntry["names"] = [name, ...otherNames];
  const device = isDevice({ partNumber, names });
  const workloads = device ? [] : [...workloadsOfPlans([...planIds])];
  return {
    skuId,
    partNumber,
    names,
    ...(workloads.length > 0 && { workloads }),
    ...(isFree({ partNumber, names }) && { free: true }),
    ...(device && { device: true }),
  };
}

/** Not by locale: the order must be the same on every machine. */
function byPartNumber(one: CatalogueEntry, other: CatalogueEntry): number {
  const [a, b] = [sortKey(one), sortKey(other)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sortKey({ partNumber, skuId }: CatalogueEntry): string {
  return `${partNumber.toUpperCase()} ${skuId}`;
}

/** Copies have been met with a byte order mark, whole or mangled, before the first title. */
function fromHeader(csv: string): string {
  return csv.slice(Math.max(0, csv.indexOf("Product_Display_Name")));
}

function withPlainSpaces(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

const CATALOGUE_FILE = new URL("../domain/product-catalogue.json", import.meta.url);

async function deriveCatalogue(file: string | undefined, say: (line: string) => void): Promise<void> {
  if (file === undefined) throw new Error("Say which list to read: npm run catalogue -- FILE.csv");
  const csv = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  const { entries, rows, rowsRepeated, cellsRepaired, rowsRefused } = derivedCatalogue(csv);
  await writeFile(CATALOGUE_FILE, catalogueText(entries));

  const names = Map.groupBy(
    entries.flatMap((entry) => entry.names.map((name) => name.toUpperCase())),
    (name) => name,
  );
  say(`kept      ${entries.length} products of ${rows} rows`);
  say(
    `          ${entries.filter((entry) => entry.free).length} free, ${entries.filter((entry) => entry.device).length} for devices`,
  );
  say(
    `          ${names.size} names, ${[...names.values()].filter((uses) => uses.length > 1).length} shared by several products`,
  );
  say(`repaired  ${cellsRepaired} cells with stray spaces, ${rowsRepeated} repeated rows`);
  say(`refused   ${rowsRefused.length} rows`);
  for (const { row, reason } of rowsRefused) say(`          row ${row}: ${reason.replaceAll(/\s+/g, " ")}`);
}

if (import.meta.main) await deriveCatalogue(process.argv[2], (line) => process.stdout.write(`${line}\n`));
