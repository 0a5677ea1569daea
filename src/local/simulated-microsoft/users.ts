import { addDays, type Day, dayNumber, dayOfNumber } from "../../domain/day.ts";
import { servicesGiven, SERVICES, type Product, type Service } from "./products.ts";
import { chanceOf, type Chance, guidOf } from "./random.ts";
import { WEEKDAY } from "./weekday.ts";

/**
 * One account of a customer as the services of the day list it. Invented, name and all: each of a person's names and
 * ids begins with a canary ("canary", "ca9a4100-"), so that one search finds it wherever it does not belong.
 */
export type User = Readonly<{
  number: number;
  /** The directory's; no report on usage has it. */
  id: string;
  principalName: string;
  displayName: string;
  kind: "Member" | "Guest";
  /** False where nobody may sign in. */
  isEnabled: boolean;
  isDeleted: boolean;
  /** Null for a user who is not deleted, and for one whose deletion has no date. */
  deletedOn: Day | null;
  products: readonly Product[];
  /** Ids of plans that are switched off, in each product that has them. */
  disabledPlans: readonly string[];
  licensedOn: Day;
  habits: Readonly<Record<Service, Habit>>;
  /** Of each service, as its report of the day has it. */
  lastActivity: Activity;
}>;

export type Activity = Readonly<Record<Service, Day | null>>;

/** When somebody uses a service: on every `everyDays`th day of the calendar, or on one day; null for never. */
export type Habit =
  | Readonly<{ kind: "regular"; everyDays: number; shift: number }>
  | Readonly<{ kind: "once"; day: Day }>
  | null;

/** Whose users, and the days their reports speak for. */
export type Staff = Readonly<{
  customerId: string;
  domain: string;
  refreshedOn: Day;
  appsRefreshedOn: Day;
  copilotRefreshedOn: Day;
}>;

/** `steady`: active in every week. `mixed`: as people are, some steady, some seldom, some never. */
export type Rhythm = "steady" | "mixed";

export function user(staff: Staff, number: number, products: readonly Product[], rhythm: Rhythm): User {
  const chance = chanceOf(`${staff.customerId} user ${number}`);
  const digits = String(number).padStart(4, "0");
  const isKeen = rhythm === "steady" || chance.share() < keenShareOf(staff.customerId);
  const given = servicesGiven(products);

  // Every service draws, held or not: a licence more does not change what is known of the others. Two services have
  // draws of their own, for those who hold them.
  const habits: Record<Service, Habit> = { ...NO_HABITS };
  for (const service of DRAWN_TOGETHER) {
    const habit = habitOf(chance, isKeen, rhythm, service);
    if (given.has(service)) habits[service] = habit;
  }
  const ownChance = (service: Service) => chanceOf(`${staff.customerId} user ${number} ${service}`);
  if (given.has("copilot")) habits.copilot = habitOf(ownChance("copilot"), isKeen, rhythm, "copilot");
  if (given.has("dynamics")) habits.dynamics = habitOf(ownChance("dynamics"), true, "steady", "dynamics");

  return {
    number,
    id: `ca9a4100-${guidOf(`${staff.customerId} user ${number}`).slice(9)}`,
    principalName: `canary${digits}@${staff.domain}`,
    displayName: number % 3 === 0 ? `Canary ${digits} "Night Shift", Sales` : `Canary ${digits}`,
    kind: "Member",
    isEnabled: true,
    isDeleted: false,
    deletedOn: null,
    products,
    disabledPlans: [],
    licensedOn: dayOfNumber(LICENCES_FROM + chance.below(LICENCES_DAYS)),
    habits,
    lastActivity: reportedActivity(staff, habits),
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
  return activeOnce(staff, user(staff, number, products, "steady"), ["yammer"], daysAgo);
}

/** No licence now, and active so many days before the report's day: the licence has gone to somebody else. */
export function formerHolder(staff: Staff, number: number, daysAgo: number): User {
  const services = ["exchange", "oneDrive", "sharePoint", "teams"] as const;
  return activeOnce(staff, user(staff, number, [], "steady"), services, daysAgo);
}

/** Somebody of another company, let into a team here. Needs no licence, and has a name with a `#` in it. */
export function guest(staff: Staff, number: number, daysAgo: number): User {
  const invited = activeOnce(staff, user(staff, number, [], "steady"), ["sharePoint", "teams"], daysAgo);
  const digits = String(number).padStart(4, "0");
  return { ...invited, kind: "Guest", principalName: `canary${digits}_elsewhere.example#EXT#@${staff.domain}` };
}

/** The same person with these plans of the licence switched off, and no use of what they gave. */
export function withPlansOff(staff: Staff, person: User, disabledPlans: readonly string[]): User {
  const given = servicesGiven(person.products, disabledPlans);
  const habits: Record<Service, Habit> = { ...person.habits };
  for (const service of SERVICES) if (!given.has(service)) habits[service] = null;
  return { ...person, disabledPlans, habits, lastActivity: reportedActivity(staff, habits) };
}

/** What the user's licences give, plans switched off left out. */
export function servicesOf({ products, disabledPlans }: User): ReadonlySet<Service> {
  return servicesGiven(products, disabledPlans);
}

/**
 * The last day of each service up to that one, as it was known by then. It depends on the calendar alone, so a later
 * night sees the same person further on, and nobody's last activity ever goes back.
 */
export function lastActivityBy({ habits }: User, day: Day): Activity {
  return activityOf(habits, () => day);
}

function reportedActivity(staff: Staff, habits: User["habits"]): Activity {
  return activityOf(habits, (service) => {
    if (service === "apps") return staff.appsRefreshedOn;
    return service === "copilot" ? staff.copilotRefreshedOn : staff.refreshedOn;
  });
}

function activityOf(habits: User["habits"], knownUpTo: (service: Service) => Day): Activity {
  const activity: Record<Service, Day | null> = { ...NO_HABITS };
  for (const service of SERVICES) {
    const habit = habits[service];
    if (habit !== null) activity[service] = lastDayOf(habit, knownUpTo(service));
  }
  return activity;
}

function activeOnce(staff: Staff, person: User, services: readonly Service[], daysAgo: number): User {
  const once: Habit = { kind: "once", day: addDays(staff.refreshedOn, -daysAgo) };
  const habits = { ...person.habits, ...Object.fromEntries(services.map((service) => [service, once])) };
  return { ...person, habits, lastActivity: reportedActivity(staff, habits) };
}

const NO_HABITS: Readonly<Record<Service, null>> = {
  exchange: null,
  oneDrive: null,
  sharePoint: null,
  yammer: null,
  teams: null,
  apps: null,
  copilot: null,
  dynamics: null,
};

const DRAWN_TOGETHER = SERVICES.filter((service) => service !== "copilot" && service !== "dynamics");

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
  return everyDays === 0 || !isInterested ? null : { kind: "regular", everyDays, shift };
}

/** Up to `day`. What falls on a weekend was done on its Friday. */
function lastDayOf(habit: NonNullable<Habit>, day: Day): Day | null {
  if (habit.kind === "once") return habit.day <= day ? habit.day : null;
  const number = numberOf(day);
  const reach = number + (DAYS_TO_SUNDAY[number % 7] ?? 0);
  const last = reach - ((reach + habit.shift) % habit.everyDays);
  return dayAt(last - (DAYS_SINCE_FRIDAY[last % 7] ?? 0));
}

/** On a Friday or Saturday, what falls on the rest of the weekend is done already. */
const DAYS_TO_SUNDAY: Readonly<Record<number, number>> = { [WEEKDAY.friday]: 2, [WEEKDAY.saturday]: 1 };
const DAYS_SINCE_FRIDAY: Readonly<Record<number, number>> = { [WEEKDAY.saturday]: 1, [WEEKDAY.sunday]: 2 };

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
