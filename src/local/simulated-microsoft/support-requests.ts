import { addDays, type Day, dayNumber } from "../../domain/day.ts";
import { chanceOf, guidOf } from "./random.ts";

/** One question that the partner filed with Microsoft for a customer. The person who asked is invented. */
export type SupportRequest = Readonly<{
  /** 15 digits. */
  id: string;
  /** Free text, and so a place where a person may be named. */
  title: string;
  severity: "critical" | "moderate" | "minimal";
  state: "open" | "closed" | "attention_needed";
  openedOn: Day;
  /** UTC, hours to milliseconds: close to midnight, so that a reader in another zone is found out. */
  openedAt: string;
  /** Null for one that is not closed. */
  closedOn: Day | null;
  contact: Readonly<{ id: string; firstName: string; lastName: string; address: string }>;
}>;

/** Whose requests, on which day. */
export type Asker = Readonly<{ customerId: string; domain: string; today: Day }>;

/** One on every so manyth day of the calendar, and a later night has the same ones: two in 60 days at the most. */
export function ordinaryRequests(asker: Asker): SupportRequest[] {
  const chance = chanceOf(`${asker.customerId} questions`);
  const everyDays = chance.pick(EVERY_DAYS);
  const shift = chance.below(1000);
  if (everyDays === 0) return [];
  const daysAgo = (dayNumber(asker.today) + shift) % everyDays;
  return Array.from({ length: Math.max(Math.ceil((HISTORY_DAYS - daysAgo) / everyDays), 0) }, (_, index) => {
    const openedOn = addDays(asker.today, -(daysAgo + index * everyDays));
    return supportRequest(asker, { openedOn, isEarly: false, order: 0 });
  });
}

/**
 * One for each number: so many days before today, the smallest first. A number may be there more than once. Those of
 * an odd number of days ago were opened just after midnight, so that the 27th and the 28th day before today touch.
 */
export function requestsOpened(asker: Asker, daysAgo: readonly number[]): SupportRequest[] {
  return daysAgo.map((days, index) => {
    const order = daysAgo.slice(index + 1).filter((other) => other === days).length;
    return supportRequest(asker, { openedOn: addDays(asker.today, -days), isEarly: days % 2 === 1, order });
  });
}

/** 0 stands for never. */
const EVERY_DAYS = [30, 45, 70, 0, 0] as const;
const HISTORY_DAYS = 60;

/** `order`: how many the customer had opened before on the same day. */
type Opening = Readonly<{ openedOn: Day; isEarly: boolean; order: number }>;

function supportRequest({ customerId, domain, today }: Asker, { openedOn, isEarly, order }: Opening): SupportRequest {
  const seed = `${customerId} question of ${openedOn} ${order}`;
  const chance = chanceOf(seed);
  const digits = String(1 + chance.below(9999)).padStart(4, "0");
  const closedOn = addDays(openedOn, 1 + chance.below(20));
  const isClosed = closedOn < today;
  return {
    id: `6${String(chance.below(10_000_000)).padStart(7, "0")}${String(chance.below(10_000_000)).padStart(7, "0")}`,
    title: chance.pick(TITLES)(`Canary ${digits}`),
    severity: chance.pick(SEVERITIES),
    state: isClosed ? "closed" : chance.pick(OPEN_STATES),
    openedOn,
    openedAt: isEarly ? `00:0${order % 10}:00.863` : `23:5${order % 10}:10.61`,
    closedOn: isClosed ? closedOn : null,
    contact: {
      id: `ca9a4100-${guidOf(`${seed} contact`).slice(9)}`,
      firstName: "Canary",
      lastName: `Canary${digits}`,
      address: `canary${digits}@${domain}`,
    },
  };
}

const TITLES: readonly ((person: string) => string)[] = [
  () => "Cannot sync OneDrive",
  () => "Meetings have no sound",
  (person) => `Mailbox of ${person} is full`,
  (person) => `${person}, "Night Shift": which licence do we need?`,
];
const SEVERITIES = ["critical", "moderate", "minimal"] as const;
const OPEN_STATES = ["open", "open", "attention_needed"] as const;
