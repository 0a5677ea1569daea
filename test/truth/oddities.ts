import type { NaiveCustomer, NaiveUsage } from "./naive-customer.ts";
import type { Deed, Person } from "./naive-people.ts";
import type { Counted } from "./naive-portfolio.ts";
import type { RawCustomer } from "./raw-portfolio.ts";

const STANDINGS = ["paid", "grace", "trial", "unlicensed", "guest", "departed"] as const;
const CAUSES = ["turnover", "grace", "trial", "yammer", "guest", "unexplained"];
const SEAT_CAUSES = ["grace", "trial", "lapsed", "unexplained"];
const STATES = ["measured", "stale", "reportedOnly", "noAccess", "notReady", "failed"];
const SOURCES = ["activeUsers", "apps", "copilot", "users", "skus", "subscriptions", "sales"] as const;

/**
 * Everything odd that a run has to meet, and what shows that a customer has it. A truth that was never asked for is
 * worth nothing: a run that meets one of these too rarely fails.
 */
export const ODDITIES: Readonly<Record<string, (met: Counted) => boolean>> = {
  // How the reports are written.
  "a byte order mark": ({ raw }) => mainText(raw).startsWith("\uFEFF"),
  "no byte order mark": ({ raw }) => mainText(raw) !== "" && !mainText(raw).startsWith("\uFEFF"),
  "lines that end as on Windows": ({ raw }) => mainText(raw).includes("\r\n"),
  "an empty line": ({ raw }) => /\n\r?\n/.test(mainText(raw)),
  "a quoted name with a comma": ({ raw }) => mainText(raw).includes('"Person, the ""'),
  "Yes and No in the place of True and False": ({ raw }) => /,(?:Yes|No),/.test(mainText(raw)),
  "a report that begins with another column": ({ raw }) =>
    mainText(raw) !== "" && !/^\uFEFF?Report Refresh Date/.test(mainText(raw)),
  "a report without a workload's column": ({ figures }) => figures.activity?.days.has("yammer") === false,
  "a report without one of a workload's two services": ({ figures }) =>
    figures.activity?.days.has("sharepoint") === false,
  "a report without products": some(
    ({ productNames, account, deeds }) => productNames === null && account === null && deeds.has("exchange"),
  ),
  "a report that names nobody": ({ figures }) => figures.activity?.reports[0]?.naming === "none",
  "a report with a header and no rows": ({ raw }) =>
    mainText(raw) !== "" && mainText(raw).trim().split("\n").length === 1,
  "a broken row": ({ figures }) => figures.activity?.reports[0]?.rowsUnreadable === 1,
  "two broken rows": ({ figures }) => figures.activity?.reports[0]?.rowsUnreadable === 2,
  "a row with too many fields": ({ raw }) => mainText(raw).includes("one too many"),
  "a flag that is none": ({ raw }) => mainText(raw).includes("Maybe"),
  "a day that is none": ({ raw }) => mainText(raw).includes("2026-13-40"),
  "a quote in the middle of a field": ({ raw }) => mainText(raw).includes('Fal"se'),
  "a broken row in the Apps report": ({ figures }) => reportIn(figures, "apps")?.rowsUnreadable === 1,

  // When people were active.
  ...Object.fromEntries(
    [0, 6, 7, 27, 28, 89, 90].map((days) => [
      `a last activity ${days} days ago`,
      ({ figures }: Counted) => deedsOf(figures).some((deed) => deed.daysAgo === days),
    ]),
  ),
  "an activity dated after the day of its report": ({ figures }) => deedsOf(figures).some(({ daysAgo }) => daysAgo < 0),
  "somebody active in one workload, and in another after its day": ({ figures }) =>
    figures.any.active !== null && figures.activity?.people.some((person) => hasBoth(figures, person)) === true,

  // Who is in the reports.
  "a user who has left": some((person) => person.isGone && person.name !== null),
  "a user without a name": some((person) => person.name === null && !person.isPerhapsAnother),
  "a name that comes twice": ({ figures }) => namesTwice(figures).length > 0,
  "clear names": ({ figures }) => figures.activity?.reports[0]?.naming === "clear",
  "concealed names": ({ figures }) => figures.activity?.reports[0]?.naming === "concealed",
  "a clear name among concealed ones": ({ figures }) =>
    figures.activity?.reports[0]?.naming === "concealed" &&
    figures.activity.people.some((person) => person.name?.includes("@") === true),
  "an Apps report that names users otherwise": ({ raw, figures }) =>
    raw.apps.kind === "given" &&
    figures.activity !== null &&
    raw.apps.body.split("\n").length > 3 &&
    reportIn(figures, "apps") === null,
  "an Apps report of an earlier day": ({ figures }) => isOfDay(figures, "apps", (day, asOf) => day < asOf),
  "an Apps report of a later day": ({ figures }) => isOfDay(figures, "apps", (day, asOf) => day > asOf),
  "an Apps report of the same day": ({ figures }) => isOfDay(figures, "apps", (day, asOf) => day === asOf),
  "a Copilot report of another day": ({ figures }) => isOfDay(figures, "copilot", (day, asOf) => day !== asOf),
  "a user of the Apps report alone": some(
    (person) => person.name !== null && isBesideOnly(person) && person.deeds.get("officeApps")?.word === "listed",
  ),
  "a user of both reports beside, and not of the active users": some(
    (person) =>
      isBesideOnly(person) &&
      person.name !== null &&
      wordIn(person, "officeApps") === "listed" &&
      wordIn(person, "copilot") === "listed",
  ),
  "a user without a name in the Apps report": some(
    (person) => person.isPerhapsAnother && person.deeds.has("officeApps"),
  ),
  "a user without a name in the Copilot report": some(
    (person) => person.isPerhapsAnother && person.deeds.has("copilot"),
  ),
  "a user whom the Apps report does not list": some((person) => wordIn(person, "officeApps") === "unlisted"),
  "a room": some(
    (person) => person.productNames?.length === 1 && person.productNames[0] === "MICROSOFT TEAMS ROOMS PRO",
  ),

  // What they hold.
  "several products of one user": some((person) => (person.productNames?.length ?? 0) > 1),
  "an unknown product name": some((person) => person.productNames?.includes("FABRIKAM UNKNOWN") === true),
  "a product on no list": some((person) => person.productNames?.includes("CONTOSO CHAT") === true),
  "a former name of a product": some((person) => person.productNames?.includes("MICROSOFT 365 BUSINESS") === true),
  "a plus within a name": some((person) => person.productNames?.includes("ENTERPRISE MOBILITY + SECURITY E5") === true),
  "a name of two of the customer's products": ({ figures }) =>
    figures.activity?.people.some(
      (person) =>
        person.account === null &&
        person.productNames?.some(
          (name) =>
            (figures.licences?.products ?? []).filter((product) => product.listed?.names.includes(name) === true)
              .length === 2,
        ) === true,
    ) === true,

  // The directory.
  "the directory": ({ figures }) => figures.directory !== null,
  "the directory, by the names of the Apps report": ({ raw, figures }) =>
    raw.namesSetting === "refused" && figures.directory !== null,
  "no directory, since names are concealed by setting": ({ raw }) => raw.namesSetting === "concealed",
  "no directory, since the report conceals names all the same": ({ raw, figures }) =>
    raw.namesSetting === "clear" && raw.users.kind === "given" && figures.activity?.reports[0]?.naming === "concealed",
  "no directory, since it has too few of the names": ({ raw, figures }) =>
    raw.namesSetting === "clear" &&
    raw.users.kind === "given" &&
    figures.activity?.reports[0]?.naming === "clear" &&
    figures.directory === null,
  "a guest's account": some(({ account }) => account?.isGuest === true),
  "a blocked account": some(({ account }) => account?.isBlocked === true),
  "an account without a licence": some(({ account }) => account?.licences.length === 0),
  "a licensed user whom the report does not list": ({ figures }) => (figures.directory?.unlisted ?? 0) > 0,
  "a user of the report who is not in the directory": ({ figures }) =>
    figures.directory !== null &&
    figures.activity?.people.some(
      (person) => person.isGone && person.name !== null && namesTwice(figures).every((name) => name !== person.name),
    ) === true,
  "a user called deleted who is in the directory": ({ figures }) => (figures.directory?.deletedContradicted ?? 0) > 0,
  "a namesake of a living user": ({ figures }) =>
    figures.directory !== null &&
    figures.activity?.people.some(
      (person) =>
        person.isGone &&
        figures.activity?.people.some((other) => other.name === person.name && other.account !== null) === true,
    ) === true,
  "a licence flag that the directory contradicts": ({ figures }) => (figures.directory?.flagsContradicted ?? 0) > 0,
  "a paid seat of a blocked account": ({ figures }) => (figures.directory?.blockedPaid ?? 0) > 0,
  "a plan switched off": some(({ account }) => account?.licences.some((licence) => licence.off.length > 0) === true),
  "a user of the Apps report alone who is in the directory": some(
    (person) => isBesideOnly(person) && person.account !== null,
  ),
  "a licence of a product that the tenant does not list": ({ figures }) =>
    figures.activity?.people.some(({ account }) => account?.licences.some(({ skuId }) => !isListed(figures, skuId))) ===
    true,

  // Licences.
  ...Object.fromEntries(
    ["counted", "free", "tenant", "trial", "excluded"].map((counting) => [
      `a product that is ${counting}`,
      ({ figures }: Counted) => Object.values(figures.products).some((product) => product.counting === counting),
    ]),
  ),
  "a million units": ({ figures }) => unitsIn(figures).some((units) => units >= 1_000_000),
  "ten thousand units of a product on no list": ({ figures }) =>
    (figures.licences?.products ?? []).some((product) => product.listed === null && product.counting === "free"),
  "ten thousand units that somebody pays for": ({ figures }) =>
    (figures.licences?.products ?? []).some(
      (product) => product.counting === "counted" && product.seats.active >= 10_000,
    ),
  "a trial that has run out": ({ figures }) =>
    (figures.licences?.products ?? []).some((product) => product.trialLapsed > 0),
  "seats in grace": ({ figures }) => (figures.licences?.products ?? []).some((product) => product.seats.grace > 0),
  "suspended seats": ({ figures }) => (figures.licences?.products ?? []).some((product) => product.seats.suspended > 0),
  "a product whose plans nobody lists": ({ figures }) =>
    (figures.licences?.products ?? []).some((product) => product.planIds.length === 0 && product.workloads.length > 0),
  "two pages of users": ({ raw }) => raw.users.kind === "given" && raw.users.body.length === 2,
  "own seats of an unknown number": ({ raw, figures }) =>
    raw.sales.kind === "given" && figures.licences?.products.some((product) => product.own === null) === true,
  "own seats by the tenant's word": ({ raw, figures }) =>
    raw.sales.kind === "refused" && figures.licences?.products.some((product) => product.own !== null) === true,
  "own seats of no product": ({ figures }) => (figures.licences?.ownSeatsUnmatched ?? 0) > 0,
  "own seats beyond those of the tenant": ({ figures }) =>
    Object.values(figures.products).some(
      (product) => product.sold !== null && product.ownSold !== null && product.ownSold > product.sold,
    ),
  "a renewal day": ({ figures }) => Object.values(figures.products).some((product) => product.renewsOn !== null),

  // What came of it.
  ...Object.fromEntries(
    STATES.map((state) => [`a customer that is ${state}`, ({ figures }: Counted) => figures.state === state]),
  ),
  ...Object.fromEntries(
    SOURCES.map((source) => [`a refusal of ${source}`, ({ raw }: Counted) => raw[source].kind === "refused"]),
  ),
  ...Object.fromEntries(
    ["directory", "products", "flags"].map((evidence) => [
      `standings by ${evidence}`,
      ({ figures }: Counted) => figures.standingsBy === evidence,
    ]),
  ),
  ...views("any workload", ({ any }) => [any]),
  ...views("a workload", ({ workloads }) => Object.values(workloads)),
  ...views("a product", ({ products }) => Object.values(products).map((product) => product.usage)),
  ...Object.fromEntries(
    SEAT_CAUSES.flatMap((cause) => [
      [
        `a product's deployment by ${cause}`,
        ({ figures }: Counted) => Object.values(figures.products).some((product) => cause in product.deploymentReasons),
      ],
      [`a customer's deployment by ${cause}`, ({ figures }: Counted) => cause in figures.seats.deploymentReasons],
    ]),
  ),
  ...Object.fromEntries(
    ["exchange", "sharepoint", "teams", "yammer", "officeApps", "copilot"].map((workload) => [
      `a usage of ${workload}, counted`,
      ({ figures }: Counted) =>
        (figures.workloads[workload]?.total ?? 0) > 0 && figures.workloads[workload]?.basis === "users",
    ]),
  ),
  "a usage of dynamics, reported": ({ figures }) => (figures.workloads["dynamics"]?.total ?? 0) > 0,
  "a reported usage above 100 %": ({ figures }) =>
    Object.values(figures.workloads).some(
      (usage) => usage.basis === "reported" && Object.keys(usage.reasons).length > 0,
    ),
  "a deployment by Partner Center's count": ({ figures }) => figures.seats.basis === "reported",
  "idle seats beside seats overdrawn": ({ figures }) =>
    (figures.seats.idle ?? 0) > 0 && Object.keys(figures.seats.deploymentReasons).length > 0,
  "users active on the day itself": ({ figures }) => (figures.daily?.any ?? 0) > 0,
  "an excluded customer": ({ raw }) => raw.isExcluded,
};

function views(view: string, usagesIn: (figures: NaiveCustomer) => readonly NaiveUsage[]) {
  const met = (name: string, is: (usage: NaiveUsage) => boolean) =>
    [`${name} in ${view}`, ({ figures }: Counted) => usagesIn(figures).some(is)] as const;
  return Object.fromEntries([
    ...STANDINGS.flatMap((standing) =>
      view === "a product" && (standing === "unlicensed" || standing === "guest")
        ? []
        : [
            met(`an active user, ${standing},`, (usage) => (usage.usersActive?.[standing] ?? 0) > 0),
            met(
              `an idle user, ${standing},`,
              (usage) => (usage.users?.[standing] ?? 0) > (usage.usersActive?.[standing] ?? 0),
            ),
          ],
    ),
    ...CAUSES.filter((cause) => view !== "a product" || !["yammer", "guest"].includes(cause)).map((cause) =>
      met(`a reason, ${cause},`, (usage) => usage.basis === "users" && cause in usage.reasons),
    ),
    met("several reasons", (usage) => Object.keys(usage.reasons).length > 1),
    met("overdrawn seats", (usage) => (usage.overdrawn ?? 0) > 0),
    met(
      "a usage of exactly 100 %",
      (usage) => usage.active !== null && usage.active > 0 && usage.active === usage.total,
    ),
    met("a user who was never active", (usage) => (usage.neverActive ?? 0) > 0),
    met("a user dated later", (usage) => (usage.datedLater ?? 0) > 0),
    met("nobody entitled", (usage) => usage.usage === "nobody_entitled"),
    ...(view === "a product" ? [] : [met("users by the report's flag", (usage) => (usage.paidByFlag ?? 0) > 0)]),
    ...(view === "a product"
      ? []
      : [
          met(
            "paid users both by flag and by seats",
            (usage) => (usage.paidByFlag ?? 0) > 0 && (usage.users?.paid ?? 0) > (usage.paidByFlag ?? 0),
          ),
        ]),
  ]);
}

function some(is: (person: Person) => boolean): (met: Counted) => boolean {
  return ({ figures }) => figures.activity?.people.some(is) === true;
}

function mainText({ activeUsers }: RawCustomer): string {
  return activeUsers.kind === "given" ? activeUsers.body : "";
}

function reportIn({ activity }: NaiveCustomer, report: string) {
  return activity?.reports.find((each) => each.report === report) ?? null;
}

function isOfDay(figures: NaiveCustomer, report: string, is: (day: string, asOf: string) => boolean): boolean {
  const facts = reportIn(figures, report);
  return facts !== null && figures.activity !== null && is(facts.refreshedOn, figures.activity.asOf);
}

function wordIn(person: Person, workload: string): Deed["word"] | null {
  return person.deeds.get(workload)?.word ?? null;
}

function isBesideOnly(person: Person): boolean {
  return !person.deeds.has("exchange");
}

function deedsOf({ activity }: NaiveCustomer): { daysAgo: number }[] {
  if (activity === null) return [];
  return activity.people.flatMap((person) =>
    [...person.deeds].flatMap(([workload, { day }]) => {
      const asOf = activity.days.get(workload);
      return day === null || asOf === undefined ? [] : [{ daysAgo: (Date.parse(asOf) - Date.parse(day)) / 86_400_000 }];
    }),
  );
}

function hasBoth(figures: NaiveCustomer, person: Person): boolean {
  const { activity } = figures;
  if (activity === null) return false;
  const ago = deedsOf({ ...figures, activity: { ...activity, people: [person] } }).map(({ daysAgo }) => daysAgo);
  return ago.some((days) => days < 0) && ago.some((days) => days >= 0 && days <= 27);
}

function namesTwice({ activity }: NaiveCustomer): string[] {
  const names = (activity?.people ?? []).flatMap(({ name }) => name ?? []);
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function isListed({ licences }: NaiveCustomer, skuId: string): boolean {
  return licences?.products.some((product) => product.skuId === skuId) === true;
}

function unitsIn({ licences }: NaiveCustomer): number[] {
  return (licences?.products ?? []).map(
    ({ seats, trialLapsed }) => seats.active + seats.grace + seats.suspended + (seats.trial ?? 0) + trialLapsed,
  );
}
