import { addDays, type Day, dayNumber, dayOfNumber } from "../../domain/day.ts";
import { servicesGiven, SERVICES, type Product, type Service } from "./products.ts";
import { chanceOf, type Chance } from "./random.ts";

/** One account of a customer as the reports of the day list it. Invented, name and all. */
export type User = Readonly<{
  number: number;
  principalName: string;
  displayName: string;
  isDeleted: boolean;
  /** Null for a user who is not deleted, and for one whose deletion has no date. */
  deletedOn: Day | null;
  products: readonly Product[];
  licensedOn: Day;
  lastActivity: Readonly<Record<Service, Day | null>>;
}>;

/** Whose users, and the days their two reports speak for. */
export type Staff = Readonly<{ customerId: string; domain: string; refreshedOn: Day; appsRefreshedOn: Day }>;

/** `steady`: active in every week. `mixed`: as people are, some steady, some seldom, some never. */
export type Rhythm = "steady" | "mixed";

export function user(staff: Staff, number: number, products: readonly Product[], rhythm: Rhythm): User {
  const chance = chanceOf(`${staff.customerId} user ${number}`);
  const digits = String(number).padStart(4, "0");
  const isKeen = rhythm === "steady" || chance.share() < keenShareOf(staff.customerId);
  const given = servicesGiven(products);

  // Every service draws, held or not: a licence more does not change what is known of the others.
  const habits = SERVICES.map((service) => ({ service, habit: habitOf(chance, isKeen, rhythm, service) }));
  const lastActivity: Record<Service, Day | null> = { ...NEVER_ACTIVE };
  for (const { service, habit } of habits) {
    const day = service === "apps" ? staff.appsRefreshedOn : staff.refreshedOn;
    if (given.has(service)) lastActivity[service] = lastDayOf(habit, day);
  }

  return {
    number,
    principalName: `person${digits}@${staff.domain}`,
    displayName: number % 3 === 0 ? `Person ${digits} "Night Shift", Sales` : `Person ${digits}`,
    isDeleted: false,
    deletedOn: null,
    products,
    licensedOn: dayOfNumber(LICENCES_FROM + chance.below(LICENCES_DAYS)),
    lastActivity,
  };
}

/** Users `first`, `first + 1`, … with the same products. */
export function users(
  staff: Staff,
  {
    count,
    first = 1,
    products,
    rhythm,
  }: { count: number; first?: number; products: readonly Product[]; rhythm: Rhythm },
): User[] {
  return Array.from({ length: count }, (_, index) => user(staff, first + index, products, rhythm));
}

/** Without a licence for Yammer, which lets people in all the same. */
export function yammerGuest(staff: Staff, number: number, products: readonly Product[], daysAgo: number): User {
  const guest = user(staff, number, products, "steady");
  return { ...guest, lastActivity: { ...guest.lastActivity, yammer: addDays(staff.refreshedOn, -daysAgo) } };
}

/** No licence now, and active so many days before the report's day: the licence has gone to somebody else. */
export function formerHolder(staff: Staff, number: number, daysAgo: number): User {
  const day = addDays(staff.refreshedOn, -daysAgo);
  return {
    ...user(staff, number, [], "steady"),
    lastActivity: { ...NEVER_ACTIVE, exchange: day, oneDrive: day, sharePoint: day, teams: day },
  };
}

const NEVER_ACTIVE: Readonly<Record<Service, null>> = {
  exchange: null,
  oneDrive: null,
  sharePoint: null,
  yammer: null,
  teams: null,
  apps: null,
};

/** Active on every `everyDays`th day; null for one who never is. */
type Habit = Readonly<{ everyDays: number; shift: number }> | null;

const STEADY_DAYS = [1, 1, 2, 3, 5, 7] as const;
/** 0 stands for never. */
const SELDOM_DAYS = [14, 35, 90, 200, 0] as const;

/** 2022-01-01 and two years on: licences were handed out before any night of the simulation. */
const LICENCES_FROM = 18_993;
const LICENCES_DAYS = 730;

/** Some companies took to their licences, others never did. */
function keenShareOf(customerId: string): number {
  return 0.3 + 0.65 * chanceOf(`${customerId} keenness`).share();
}

function habitOf(chance: Chance, isKeen: boolean, rhythm: Rhythm, service: Service): Habit {
  const steady = chance.pick(STEADY_DAYS);
  const seldom = chance.pick(SELDOM_DAYS);
  const shift = chance.below(1000);
  const isInterested = rhythm === "steady" || chance.share() < (service === "yammer" ? 0.3 : 0.9);
  const everyDays = isKeen ? steady : seldom;
  return everyDays === 0 || !isInterested ? null : { everyDays, shift };
}

/**
 * The habit's last day up to `day`, brought forward from a weekend to its Friday. It depends on the calendar alone, so
 * a later night sees the same person further on, and nobody's last activity ever goes back.
 */
function lastDayOf(habit: Habit, day: Day): Day | null {
  if (habit === null) return null;
  const number = numberOf(day);
  const last = number - ((number + habit.shift) % habit.everyDays);
  // 1970-01-01 was a Thursday: Saturday is 2 days on, Sunday 3.
  const weekday = last % 7;
  return dayAt(last - (weekday === 2 ? 1 : weekday === 3 ? 2 : 0));
}

/** A portfolio names a few hundred different days, millions of times. */
const days = new Map<number, Day>();
const numbers = new Map<Day, number>();

function dayAt(number: number): Day {
  const known = days.get(number);
  if (known !== undefined) return known;
  const day = dayOfNumber(number);
  days.set(number, day);
  return day;
}

function numberOf(day: Day): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const number = dayNumber(day);
  numbers.set(day, number);
  return number;
}
