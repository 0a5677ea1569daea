import { addDays, type Day, dayNumber, dayOfNumber, daysBetween } from "../../domain/day.ts";
import type { Product } from "./products.ts";
import { chanceOf, guidOf } from "./random.ts";

export type PurchaseState = "Enabled" | "Warning" | "Suspended" | "LockedOut" | "Deleted";

/** One subscription inside a customer's tenant, whoever sold it. */
export type Purchase = Readonly<{
  id: string;
  /** The id under which the seller's books have it. */
  commerceId: string;
  product: Product;
  seats: number;
  state: PurchaseState;
  isTrial: boolean;
  seller: "partner" | "other partner" | "Microsoft";
  createdOn: Day;
  /** The day it moves on: to its next term, or to its next state. */
  renewsOn: Day;
}>;

/** One subscription in this partner's own books. */
export type Sale = Readonly<{
  id: string;
  offerName: string;
  quantity: number;
  unit: "Licenses" | "Usage-based";
  status: "active" | "suspended" | "expired" | "disabled" | "deleted" | "pending";
  isTrial: boolean;
  /** The sale it adds to; null for one that stands alone. */
  parentId: string | null;
  createdOn: Day;
  /** Null for one without an end. */
  endsOn: Day | null;
}>;

/** Units of a product that costs nothing: as many as nobody could hand out. */
export const FREE_UNITS = 1_000_000;

/** Whose purchases, on which day. */
export type Buyer = Readonly<{ customerId: string; today: Day }>;

export function purchase(
  { customerId, today }: Buyer,
  product: Product,
  seats: number,
  terms: Readonly<Partial<Pick<Purchase, "state" | "isTrial" | "seller">> & { order?: number }> = {},
): Purchase {
  const { state = "Enabled", isTrial = false, seller = "partner", order = 1 } = terms;
  const name = `${customerId} ${product.skuId} ${order}`;
  const createdOn = dayOfNumber(SALES_FROM + chanceOf(name).below(SALES_DAYS));
  return {
    id: guidOf(`${name} in the tenant`),
    commerceId: guidOf(`${name} in commerce`),
    product,
    seats,
    state,
    isTrial,
    seller,
    createdOn,
    renewsOn: isTrial || state === "Warning" ? addDays(today, DAYS_LEFT) : nextYearDay(createdOn, today),
  };
}

/** What this partner sold of all that a customer bought. */
export function salesAmong(purchases: readonly Purchase[]): Sale[] {
  return purchases.flatMap(({ commerceId, product, seats, state, isTrial, seller, createdOn, renewsOn }) =>
    seller === "partner"
      ? [
          {
            id: commerceId,
            offerName: product.name,
            quantity: seats,
            unit: "Licenses",
            status: SALE_STATUS[state],
            isTrial,
            parentId: null,
            createdOn,
            endsOn: addDays(renewsOn, -DAYS_PAST_END[state]),
          },
        ]
      : [],
  );
}

/** A sale that has no counterpart in the tenant. */
export function sale({ customerId, today }: Buyer, offerName: string, terms: Partial<Omit<Sale, "id">>): Sale {
  const createdOn = dayOfNumber(SALES_FROM + chanceOf(`${customerId} ${offerName}`).below(SALES_DAYS));
  return {
    id: guidOf(`${customerId} ${offerName} in the books`),
    offerName,
    quantity: 5,
    unit: "Licenses",
    status: "active",
    isTrial: false,
    parentId: null,
    createdOn,
    endsOn: nextYearDay(createdOn, today),
    ...terms,
  };
}

/** The partner's books know expired, in the days of grace, where the tenant says Warning. */
const SALE_STATUS: Readonly<Record<PurchaseState, Sale["status"]>> = {
  Enabled: "active",
  Warning: "expired",
  Suspended: "disabled",
  LockedOut: "suspended",
  Deleted: "deleted",
};

/** How long the paid term has been over when the state ends. Grace lasts 30 days; the rest is of the year before. */
const DAYS_PAST_END: Readonly<Record<PurchaseState, number>> = {
  Enabled: 0,
  Warning: 30,
  Suspended: 365,
  LockedOut: 365,
  Deleted: 365,
};

/** 2022-01-01 and two years on: everything was bought before any night of the simulation. */
const SALES_FROM = 18_993;
const SALES_DAYS = 730;
const YEAR_DAYS = 365;
/** Of a trial, or of the days of grace. Always as many: the oddity is there on every night. */
const DAYS_LEFT = 12;

function nextYearDay(createdOn: Day, today: Day): Day {
  const years = Math.floor(daysBetween(createdOn, today) / YEAR_DAYS) + 1;
  return dayOfNumber(dayNumber(createdOn) + years * YEAR_DAYS);
}
