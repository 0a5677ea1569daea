import { z } from "zod";
import { type Day, dayOfTimestamp } from "../domain/day.ts";
import { openedByDay, type SupportSnapshot } from "../domain/support.ts";
import { isWithin, WINDOW_DAYS, windowEnding } from "../domain/window.ts";
import { readAs } from "./read-as.ts";
import { SourceRefusal } from "./source-refusal.ts";

const SOURCE = "Partner Center";

/** All that is read of a request: by its id a repeated one is known, and the id goes no further. Null: no such day. */
export type OpenedRequest = Readonly<{ id: string; openedOn: Day | null }>;

const Requests = z.object({ items: z.array(z.unknown()) });
const Request = z.object({ id: z.union([z.string().min(1), z.int().transform(String)]), createdDate: z.unknown() });

/**
 * One page of service requests. Their titles and contacts name people: nothing of them is parsed. Dates have no zone,
 * which means UTC, and a sentinel year means "none".
 */
export function serviceRequestsPage(body: unknown): OpenedRequest[] {
  return readAs(SOURCE, Requests, body).items.map((item) => {
    const { id, createdDate } = readAs(SOURCE, Request, item);
    return { id, openedOn: typeof createdDate === "string" ? dayOfTimestamp(createdDate) : null };
  });
}

/** The window, and a week more, by which a snapshot can be read for a day before its own. */
const DAYS_KEPT = WINDOW_DAYS + 7;

/** The days of a snapshot of `asOf` that are kept. */
export function isKept(asOf: Day, day: Day): boolean {
  return isWithin(windowEnding(asOf, DAYS_KEPT), day);
}

/** A request without a day may be one of the window: two of them are borne while most have one, or one in twenty. */
const WITHOUT_DAY_SHARE_MAX = 0.05;
const WITHOUT_DAY_BORNE = 2;

/** Requests by the day they were opened. Throws `unreadable` where too many have none: they would pass as not asked. */
export function requestsOpened(requests: readonly OpenedRequest[], asOf: Day): SupportSnapshot {
  const days = requests.map(({ openedOn }) => openedOn).filter((day) => day !== null);
  const withoutDay = requests.length - days.length;
  const borne = Math.max(requests.length * WITHOUT_DAY_SHARE_MAX, Math.min(WITHOUT_DAY_BORNE, requests.length / 2));
  if (withoutDay > borne) {
    throw new SourceRefusal(
      "unreadable",
      `${SOURCE} gave no readable createdDate for ${withoutDay} of ${requests.length} service requests`,
    );
  }
  return { asOf, opened: openedByDay(days.filter((day) => isKept(asOf, day)).map((day) => ({ day, count: 1 }))) };
}
