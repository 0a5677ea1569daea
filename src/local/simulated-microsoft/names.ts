import { chanceOf } from "./random.ts";

/** Companies that do not exist, in the legal forms of a dozen countries that do. */
export function companyName(number: number): string {
  const chance = chanceOf(`company ${number}`);
  const first = `${chance.pick(BEGINNINGS)}${chance.pick(ENDINGS)}`;
  return `${first} ${chance.pick(TRADES)} ${chance.pick(LEGAL_FORMS)}`;
}

/** Below `.example`, which nobody can ever register. */
export function domainOf(number: number): string {
  return `customer${String(number).padStart(5, "0")}.example`;
}

const BEGINNINGS = ["Quill", "Zeph", "Morv", "Taru", "Bellow", "Ondr", "Fenwi", "Calth", "Jorre", "Wyst"] as const;
const ENDINGS = ["mark", "yrine", "antis", "ella", "oque", "avar", "imond", "urel", "ostra", "ington"] as const;
const TRADES = [
  "Bakery",
  "Boats",
  "Bridges",
  "Clinics",
  "Dairy",
  "Freight",
  "Gardens",
  "Glass",
  "Lighting",
  "Logistics",
  "Looms",
  "Optics",
  "Paper",
  "Pumps",
  "Schools",
  "Tiles",
] as const;
const LEGAL_FORMS = [
  "B.V.",
  "N.V.",
  "GmbH",
  "S.A.R.L.",
  "Ltd",
  "S.p.A.",
  "S.L.",
  "AB",
  "A/S",
  "Oy",
  "Sp. z o.o.",
  "Inc.",
  "Ltda.",
  "K.K.",
] as const;
