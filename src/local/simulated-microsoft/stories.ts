import { addDays } from "../../domain/day.ts";
import { PRODUCTS } from "./products.ts";
import { purchase, sale } from "./purchases.ts";
import { contents, type Contents, freePurchase, ordinaryContents, type Setting } from "./tenant.ts";
import { chanceOf } from "./random.ts";
import { formerHolder, guest, type User, user, users, withPlansOff, yammerGuest } from "./users.ts";

/*
 * One function, one customer whose figures are odd for a reason that can be told. In the stories of a cause everybody
 * is steady, so that the figure is known beforehand, whatever the day.
 */

const { businessBasic, businessStandard, businessPremium, exchangePlan1, officeE1, officeE3, microsoftE5 } = PRODUCTS;

export function small(setting: Setting): Contents {
  return ordinaryContents(setting, 8 + chanceOf(`${setting.customerId} size`).below(33));
}

export function plain(setting: Setting): Contents {
  const products = [businessPremium, PRODUCTS.mobilityAndSecurity];
  return contents([purchase(setting, businessPremium, 25), purchase(setting, PRODUCTS.mobilityAndSecurity, 5)], () => [
    ...users(setting, { count: 5, products, rhythm: "steady" }),
    ...users(setting, { count: 17, first: 6, products: [businessPremium], rhythm: "mixed" }).map((person) =>
      setUpInPlain(setting, person),
    ),
    guest(setting, 23, 2),
    guest(setting, 24, 19),
  ]);
}

function setUpInPlain(setting: Setting, person: User): User {
  if (person.number === 8) return { ...person, isEnabled: false };
  return person.number === 9 || person.number === 10 ? withPlansOff(setting, person, YAMMER_PLANS) : person;
}

const YAMMER_PLANS = businessPremium.plans.filter(({ gives }) => gives.includes("yammer")).map(({ id }) => id);

export function turnover(setting: Setting): Contents {
  return contents([purchase(setting, businessPremium, 30)], () => [
    ...users(setting, { count: 30, products: [businessPremium], rhythm: "steady" }),
    { ...formerHolder(setting, 31, 3), isDeleted: true, deletedOn: addDays(setting.refreshedOn, -2) },
    { ...formerHolder(setting, 32, 9), isDeleted: true, deletedOn: addDays(setting.refreshedOn, -8) },
    { ...formerHolder(setting, 33, 16), isDeleted: true },
    formerHolder(setting, 34, 4),
    formerHolder(setting, 35, 20),
    formerHolder(setting, 36, 60),
  ]);
}

export function graceBesideActive(setting: Setting): Contents {
  const purchases = [
    purchase(setting, businessStandard, 15),
    purchase(setting, businessStandard, 5, { state: "Warning", order: 2 }),
  ];
  return contents(purchases, () => users(setting, { count: 20, products: [businessStandard], rhythm: "steady" }));
}

export function graceOnly(setting: Setting): Contents {
  const purchases = [purchase(setting, businessBasic, 12), purchase(setting, exchangePlan1, 8, { state: "Warning" })];
  return contents(purchases, () => [
    ...users(setting, { count: 12, products: [businessBasic], rhythm: "steady" }),
    ...users(setting, { count: 8, first: 13, products: [exchangePlan1], rhythm: "steady" }),
  ]);
}

export function overdrawn(setting: Setting): Contents {
  const purchases = [purchase(setting, officeE3, 18), purchase(setting, officeE3, 6, { state: "Suspended", order: 2 })];
  return contents(purchases, () => users(setting, { count: 24, products: [officeE3], rhythm: "steady" }));
}

export function trial(setting: Setting): Contents {
  const purchases = [purchase(setting, businessStandard, 10), purchase(setting, microsoftE5, 25, { isTrial: true })];
  return contents(purchases, () => [
    ...users(setting, { count: 10, products: [businessStandard], rhythm: "steady" }),
    ...users(setting, { count: 6, first: 11, products: [microsoftE5], rhythm: "steady" }),
  ]);
}

export function yammer(setting: Setting): Contents {
  const purchases = [purchase(setting, businessBasic, 5), purchase(setting, exchangePlan1, 9)];
  return contents(purchases, () => [
    ...users(setting, { count: 5, products: [businessBasic], rhythm: "steady" }),
    ...[6, 7, 8, 9, 10, 11, 12, 13, 14].map((number) => yammerGuest(setting, number, [exchangePlan1], number)),
  ]);
}

export function freeAndTenantLevel(setting: Setting): Contents {
  const purchases = [
    purchase(setting, businessBasic, 16),
    freePurchase(setting, PRODUCTS.powerAutomateFree),
    freePurchase(setting, PRODUCTS.fabricFree),
    purchase(setting, PRODUCTS.windowsStore, 25, { seller: "Microsoft" }),
  ];
  return contents(purchases, () => [
    ...users(setting, { count: 8, products: [businessBasic, PRODUCTS.fabricFree], rhythm: "mixed" }),
    ...users(setting, { count: 8, first: 9, products: [businessBasic], rhythm: "mixed" }),
    ...users(setting, { count: 4, first: 17, products: [PRODUCTS.powerAutomateFree], rhythm: "mixed" }),
  ]);
}

export function nothingSold(setting: Setting): Contents {
  return contents([], () => users(setting, { count: 4, products: [], rhythm: "mixed" }));
}

export function besideOffice(setting: Setting): Contents {
  const { dynamicsSales, businessCentral, copilot, teamsRooms } = PRODUCTS;
  const purchases = [
    purchase(setting, businessPremium, 30),
    purchase(setting, copilot, 10),
    purchase(setting, dynamicsSales, 8),
    purchase(setting, businessCentral, 5),
    purchase(setting, teamsRooms, 3),
  ];
  return contents(purchases, () => [
    ...users(setting, { count: 9, products: [businessPremium, copilot], rhythm: "steady" }),
    ...users(setting, { count: 6, first: 10, products: [businessPremium, dynamicsSales], rhythm: "mixed" }),
    ...users(setting, { count: 11, first: 16, products: [businessPremium], rhythm: "mixed" }),
    ...users(setting, { count: 4, first: 27, products: [businessCentral], rhythm: "mixed" }),
    ...users(setting, { count: 3, first: 31, products: [teamsRooms], rhythm: "steady" }),
  ]);
}

export function otherSellers(setting: Setting): Contents {
  const purchases = [
    purchase(setting, officeE3, 20),
    purchase(setting, officeE3, 15, { seller: "other partner", order: 2 }),
    purchase(setting, officeE3, 5, { seller: "Microsoft", order: 3 }),
  ];
  return contents(purchases, () => users(setting, { count: 36, products: [officeE3], rhythm: "mixed" }));
}

export function oddProductNames(setting: Setting): Contents {
  const { businessBasicSmall, newerThanTheList } = PRODUCTS;
  const purchases = [
    purchase(setting, businessBasic, 10),
    purchase(setting, businessBasicSmall, 6),
    purchase(setting, newerThanTheList, 4),
  ];
  return contents(purchases, () => [
    ...users(setting, { count: 9, products: [businessBasic], rhythm: "mixed" }),
    ...users(setting, { count: 6, first: 10, products: [businessBasicSmall], rhythm: "mixed" }),
    ...users(setting, { count: 4, first: 16, products: [newerThanTheList], rhythm: "steady" }),
  ]);
}

export function suspendedUnits(setting: Setting): Contents {
  const purchases = [
    purchase(setting, businessStandard, 20),
    purchase(setting, officeE1, 7, { state: "Suspended" }),
    purchase(setting, officeE1, 3, { state: "LockedOut", order: 2 }),
  ];
  return contents(purchases, () => [
    ...users(setting, { count: 18, products: [businessStandard], rhythm: "mixed" }),
    ...users(setting, { count: 5, first: 19, products: [officeE1], rhythm: "steady" }),
  ]);
}

export function big(setting: Setting): Contents {
  const purchases = [
    purchase(setting, officeE3, 1900),
    purchase(setting, microsoftE5, 450),
    purchase(setting, PRODUCTS.microsoftF3, 900),
  ];
  return contents(purchases, () => [
    ...users(setting, { count: 1800, products: [officeE3], rhythm: "mixed" }),
    ...users(setting, { count: 400, first: 1801, products: [microsoftE5], rhythm: "mixed" }),
    ...users(setting, { count: 800, first: 2201, products: [PRODUCTS.microsoftF3], rhythm: "mixed" }),
  ]);
}

export function single(setting: Setting): Contents {
  return contents([purchase(setting, businessBasic, 1)], () => [user(setting, 1, [businessBasic], "steady")]);
}

export function smallWithCopilot(setting: Setting): Contents {
  const own = small(setting);
  return contents([...own.purchases, purchase(setting, PRODUCTS.copilot, 8)], () =>
    own.users().map((person) => {
      const { number, products } = person;
      return number <= 6 ? user(setting, number, [...products, PRODUCTS.copilot], "mixed") : person;
    }),
  );
}

export function azureAndAddOn(setting: Setting): Contents {
  const own = small(setting);
  const azure = sale(setting, "Microsoft Azure", { quantity: 1, unit: "Usage-based", endsOn: null });
  const addOn = sale(setting, "Office 365 Extra File Storage", { quantity: 40, parentId: own.sales[0]?.id ?? null });
  return { ...own, sales: [...own.sales, azure, addOn] };
}

export function endedSales(setting: Setting): Contents {
  const own = small(setting);
  const endsOn = addDays(setting.today, -20);
  const ended = (["suspended", "expired", "disabled", "deleted"] as const).map((status, index) =>
    sale(setting, `Visio Plan ${index + 1}`, { status, quantity: index + 2, endsOn }),
  );
  const pending = sale(setting, "Visio Plan 5", { status: "pending", quantity: 6 });
  const onTrial = sale(setting, "Planner and Project Plan 3", { isTrial: true, quantity: 25 });
  return { ...own, sales: [...own.sales, ...ended, pending, onTrial] };
}

export function manyProducts(setting: Setting): Contents {
  const purchases = [
    purchase(setting, businessStandard, 20),
    purchase(setting, officeE1, 8),
    purchase(setting, exchangePlan1, 6),
    purchase(setting, PRODUCTS.microsoftF3, 12),
    freePurchase(setting, PRODUCTS.powerAutomateFree),
  ];
  return contents(purchases, () => [
    ...users(setting, { count: 18, products: [businessStandard], rhythm: "mixed" }),
    ...users(setting, { count: 8, first: 19, products: [officeE1], rhythm: "mixed" }),
    ...users(setting, { count: 3, first: 27, products: [exchangePlan1], rhythm: "mixed" }),
    ...users(setting, { count: 11, first: 30, products: [PRODUCTS.microsoftF3], rhythm: "mixed" }),
  ]);
}
