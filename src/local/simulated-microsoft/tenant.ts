import { type Day, dayNumber } from "../../domain/day.ts";
import { type Buyer, FREE_UNITS, type Purchase, purchase, type Sale, salesAmong } from "./purchases.ts";
import { type Product, PRODUCTS } from "./products.ts";
import { chanceOf } from "./random.ts";
import type { SupportRequest } from "./support-requests.ts";
import { type Staff, type User, user } from "./users.ts";

/** What is true of one customer on one day, before any service puts it into words. */
export type Tenant = Readonly<{
  /** The day the active-user report speaks for. */
  refreshedOn: Day;
  /** The day the apps report speaks for: never assume that it is the same. */
  appsRefreshedOn: Day;
  copilotRefreshedOn: Day;
  isConcealed: boolean;
  purchases: readonly Purchase[];
  sales: readonly Sale[];
  /** A function, since the longest part is asked for by few calls. */
  users: () => readonly User[];
  /** Newest first. */
  supportRequests: readonly SupportRequest[];
}>;

export type Contents = Pick<Tenant, "purchases" | "sales" | "users">;

/** Whose tenant, and on which days it is looked at. */
export type Setting = Buyer & Staff;

/** Everything this customer has came from this partner or from somebody else, and nothing beside that. */
export function contents(purchases: readonly Purchase[], users: () => readonly User[]): Contents {
  return { purchases, sales: salesAmong(purchases), users };
}

/** Nothing special: one main product, perhaps a second and a free one, a few idle seats, people as they are. */
export function ordinaryContents(setting: Setting, headcount: number): Contents {
  const chance = chanceOf(`${setting.customerId} licences`);
  const main = chance.pick(MAIN_PRODUCTS);
  const second = chance.pick(SECOND_PRODUCTS);
  const secondShare = chance.share() < 0.3 ? 0.25 : 0;
  const freeShare = chance.share() < 0.2 ? 0.2 : 0;
  const idleShare = chance.share() * 0.25;
  const resellers = chance.share() < 0.15 ? (["other partner", "partner"] as const) : (["partner"] as const);

  const seats = Math.ceil(headcount * (1 + idleShare));
  const purchases = resellers.map((seller, index) =>
    purchase(setting, main, share(seats, resellers.length, index), { seller, order: index + 1 }),
  );
  const secondHolders = Math.ceil(headcount * secondShare);
  const freeHolders = Math.ceil(headcount * freeShare);
  if (secondHolders > 0) purchases.push(purchase(setting, second, secondHolders));
  if (freeHolders > 0) purchases.push(freePurchase(setting, PRODUCTS.powerAutomateFree));

  return contents(purchases, () =>
    Array.from({ length: headcount }, (_, index) => index + 1)
      .filter((number) => isEmployed(setting, number))
      .map((number) =>
        user(
          setting,
          number,
          [
            main,
            ...(number <= secondHolders ? [second] : []),
            ...(number > headcount - freeHolders ? [PRODUCTS.powerAutomateFree] : []),
          ],
          "mixed",
        ),
      ),
  );
}

/** Companies are many and small, with a few large ones: log-normal, median 25. */
export function headcountOf(customerId: string): number {
  const headcount = Math.round(25 * Math.exp(1.5 * chanceOf(`${customerId} headcount`).normal()));
  return Math.min(Math.max(headcount, 1), 5000);
}

export function freePurchase(buyer: Buyer, product: Product): Purchase {
  return purchase(buyer, product, FREE_UNITS, { seller: "Microsoft" });
}

const MAIN_PRODUCTS = [
  PRODUCTS.businessBasic,
  PRODUCTS.businessStandard,
  PRODUCTS.businessPremium,
  PRODUCTS.officeE3,
] as const;
const SECOND_PRODUCTS = [PRODUCTS.mobilityAndSecurity, PRODUCTS.copilot, PRODUCTS.businessCentral] as const;

/** Of every 400 days each person is away for 20, each at another time: so seats are handed out and come back. */
function isEmployed({ customerId, today }: Setting, number: number): boolean {
  const shift = chanceOf(`${customerId} contract ${number}`).below(CONTRACT_DAYS);
  return number === 1 || (dayNumber(today) + shift) % CONTRACT_DAYS < CONTRACT_DAYS - AWAY_DAYS;
}

const CONTRACT_DAYS = 400;
const AWAY_DAYS = 20;

/** The nth of `parts` whole shares of a sum. */
function share(sum: number, parts: number, index: number): number {
  return Math.floor((sum * (index + 1)) / parts) - Math.floor((sum * index) / parts);
}
