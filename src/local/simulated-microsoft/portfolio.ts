import { addDays, type Day } from "../../domain/day.ts";
import { companyName, domainOf } from "./names.ts";
import { ODDITIES, type Oddity, ORDINARY } from "./oddities.ts";
import { guidOf } from "./random.ts";
import type { Tenant } from "./tenant.ts";

/** One customer of the partner, as the list of customers has it. */
export type Customer = Readonly<{
  /** From 1 on. The first 40 are odd, each in its own way. */
  number: number;
  /** Lower case, whatever the services write. */
  id: string;
  name: string;
  domain: string;
  oddity: Oddity;
}>;

/** All customers and what is true of them. Nothing is kept: each is made anew, and alike, whenever it is asked for. */
export type Portfolio = Readonly<{
  today: Day;
  size: number;
  customerAt(number: number): Customer;
  customers(): Generator<Customer>;
  /** In any case of letters. */
  find(id: string): Customer | null;
  /** The customer of that oddity, for one who wants to see it. */
  named(title: string): Customer;
  tenantOf(customer: Customer): Tenant;
}>;

export function portfolioOn(today: Day, size: number): Portfolio {
  return {
    today,
    size,
    customerAt,

    *customers() {
      for (let number = 1; number <= size; number += 1) yield customerAt(number);
    },

    find(id) {
      const number = numberIn(id);
      if (number < 1 || number > size || customerId(number) !== id.toLowerCase()) return null;
      return customerAt(number);
    },

    named(title) {
      const index = ODDITIES.findIndex((oddity) => oddity.title === title);
      if (index < 0 || index >= size) throw new Error(`No customer of ${size} has the oddity "${title}"`);
      return customerAt(index + 1);
    },

    tenantOf(customer) {
      const { oddity, id, domain } = customer;
      const refreshedOn = addDays(today, -oddity.refreshedDaysAgo);
      const appsRefreshedOn = addDays(today, -APPS_DAYS_AGO);
      const copilotRefreshedOn = addDays(today, -COPILOT_DAYS_AGO);
      const setting = { customerId: id, domain, today, refreshedOn, appsRefreshedOn, copilotRefreshedOn };
      return {
        refreshedOn,
        appsRefreshedOn,
        copilotRefreshedOn,
        isConcealed: oddity.isConcealed,
        ...oddity.contents(setting),
        supportRequests: oddity.supportRequests(setting),
      };
    },
  };
}

/** The apps report is slower than that of active users, and Copilot's takes up to 72 hours. */
const APPS_DAYS_AGO = 2;
const COPILOT_DAYS_AGO = 3;

function customerAt(number: number): Customer {
  const oddity = ODDITIES[number - 1] ?? ORDINARY;
  return { number, id: customerId(number), name: oddity.name ?? companyName(number), domain: domainOf(number), oddity };
}

/**
 * The first 8 digits are the number times an odd constant, modulo 2^32: evenly spread, no two alike, and to be undone
 * by the constant's inverse. So a customer is found by id without a list of them.
 */
function customerId(number: number): string {
  const head = (Math.imul(number, GOLDEN) >>> 0).toString(16).padStart(8, "0");
  return `${head}${guidOf(`customer ${number}`).slice(8)}`;
}

/** The number an id would have; of an id that is none of ours, any number. */
function numberIn(id: string): number {
  return Math.imul(Number.parseInt(id.slice(0, 8), 16), GOLDEN_INVERSE) >>> 0;
}

/** 2^32 divided by the golden ratio, made odd: GOLDEN × GOLDEN_INVERSE = 1 modulo 2^32. */
const GOLDEN = 0x9e3779b1;
const GOLDEN_INVERSE = 0x0e8b2f51;
