import { type Day, daysBetween } from "./day.ts";
import { countingOf, type LicensedProduct, type LicenceSnapshot } from "./licences.ts";
import type { SeatsBehind } from "./usage.ts";

/** Seats come and go: those of another week say nothing of how many users had one. */
const DAYS_APART_MAX = 10;

/** The licences that the users of a day can be held against; null where those known are of another time. */
export function licencesNear(licences: LicenceSnapshot | null, day: Day): LicenceSnapshot | null {
  return licences !== null && Math.abs(daysBetween(licences.asOf, day)) <= DAYS_APART_MAX ? licences : null;
}

/** Products through which a user can hold something: trials too, since their seats explain an overdraft. */
export function carriersOf(
  licences: LicenceSnapshot | null,
  carries: (product: LicensedProduct) => boolean,
): LicensedProduct[] {
  return (licences?.products ?? []).filter((product) => {
    const counting = countingOf(product);
    return (counting === "counted" || counting === "trial") && carries(product);
  });
}

/** Who holds a product without active seats is no paid user, so its seats explain no paid user too many. */
export function seatsBehind(products: readonly LicensedProduct[]): SeatsBehind {
  return allSeats(products.filter(({ seats }) => seats.active > 0));
}

/** The seats of these products by state, whether anybody is paid through them or not. */
export function allSeats(products: readonly LicensedProduct[]): SeatsBehind {
  let [active, inGrace, onTrial] = [0, 0, 0];
  for (const { seats, trialLapsed } of products) {
    active += seats.active;
    inGrace += seats.grace + seats.suspended;
    onTrial += (seats.trial ?? 0) + trialLapsed;
  }
  return { active, inGrace, onTrial };
}
