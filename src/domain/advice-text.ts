import { z } from "zod";
import type { Advice, AdviceRule, Trigger, TriggerFigure } from "./advice.ts";
import type { Day } from "./day.ts";
import { type Workload, workloadName } from "./workload.ts";

/** The languages in which the product explains itself. */
export const Language = z.enum(["en", "nl"]);
export type Language = z.infer<typeof Language>;

/** An advice in words that can be sent on: what is the matter, by which figures, and what to do about it. */
export const AdviceText = z.object({ title: z.string(), reason: z.string(), actions: z.array(z.string()).min(1) });
export type AdviceText = Readonly<z.infer<typeof AdviceText>>;

/** The advice in one language. Its reason names every figure that triggered it, the threshold that it met, and its day. */
export function adviceText(advice: Advice, language: Language): AdviceText {
  const { rule, triggers, renewsOn } = advice;
  const { sentences, renewal, actions } = WORDS[language];
  const subject = subjectOf(advice, language);
  const title = adviceTitle(rule, language);
  return {
    title: subject === null ? title : `${title}: ${subject}`,
    reason: [
      ...triggers.map((trigger) => sentences[trigger.figure](told(trigger, subject, language))),
      ...(renewsOn === null ? [] : [renewal(renewsOn)]),
    ].join(" "),
    actions: [...actions[rule]],
  };
}

/** What a rule says of any product or service: its advice begins its title with it. */
export function adviceTitle(rule: AdviceRule, language: Language): string {
  return WORDS[language].titles[rule];
}

function subjectOf({ product, workload }: Advice, language: Language): string | null {
  return workload === null ? product : workloadIn(workload, language);
}

/** Services go by Microsoft's names in every language; one of ours joins two of them. */
function workloadIn(workload: Workload, language: Language): string {
  return language === "nl" && workload === "sharepoint" ? "SharePoint en OneDrive" : workloadName(workload);
}

type Words = Readonly<{
  titles: Readonly<Record<AdviceRule, string>>;
  actions: Readonly<Record<AdviceRule, readonly string[]>>;
  /** One figure, the threshold it met, and its day. */
  sentences: Readonly<Record<TriggerFigure, (told: Told) => string>>;
  renewal: (day: Day) => string;
  of: (subject: string) => string;
  outOf: (part: string, whole: string) => string;
  asOf: (day: Day) => string;
  inWindowTo: (day: Day) => string;
  comparisons: Readonly<Record<Comparison, string>>;
  /** What stands between thousands, and before the decimals. */
  marks: Readonly<{ thousands: string; decimals: string }>;
}>;

type Comparison = "below" | "at" | "above";

/** A trigger as the pieces of a sentence. A piece that is nothing to say of it is empty. */
type Told = Readonly<{
  /** " of Teams" */
  of: string;
  /** "41.2%", or "14.3" by the hundred active users, or "8" */
  value: string;
  /** "below 50%" */
  limit: string;
  /** "8 of 20" */
  count: string;
  /** " (as of 2026-11-20)" */
  day: string;
  /** " (7 of 17 users, as of 2026-11-20)" */
  share: (unit: Noun) => string;
  /** " (10 requests, 70 active users, in the 28 days to 2026-11-20)" */
  counts: (part: Noun, whole: Noun) => string;
}>;

/** One, and any other number of it. */
type Noun = readonly [one: string, many: string];

const USER: Noun = ["user", "users"];
const ACTIVE_USER: Noun = ["active user", "active users"];
const SEAT: Noun = ["seat", "seats"];

const ENGLISH: Words = {
  titles: {
    seats_overdrawn: "More seats assigned than sold",
    idle_before_renewal: "Idle seats before a renewal",
    seats_running_out: "Seats are running out",
    low_usage: "Low usage",
    low_workload_usage: "Low usage of a service",
    low_deployment: "Low deployment",
    many_requests: "Many service requests",
    many_tickets: "Many support tickets",
    idle_seats: "Idle seats",
  },
  actions: {
    seats_overdrawn: [
      "Renew the seats that have lapsed, or buy the seats that are short.",
      "Turn a trial that people work with into a purchase.",
      "Take seats back from people who have left or do not need them.",
    ],
    idle_before_renewal: [
      "Ask the customer who is to get the idle seats, and assign them before the renewal.",
      "Renew fewer seats if nobody is going to use them.",
    ],
    seats_running_out: [
      "Ask the customer how many people are about to join, and offer the seats in time.",
      "See first whether people who have left still hold a seat.",
    ],
    low_usage: [
      "Share case studies of similar organisations that work well with what this customer has bought.",
      "Recommend to users what helps with what, scenario by scenario: meetings, shared documents, mail, planning.",
      "Send tutorials for the tasks that come up every week.",
      "Pass on short videos that show one task each.",
    ],
    low_workload_usage: [
      "Share a case study of a similar organisation that works with this service.",
      "Recommend to users the scenarios in which this service helps them, by the kind of work they do.",
      "Send a tutorial for getting started with it.",
      "Pass on short videos that show one task each.",
    ],
    low_deployment: [
      "Go through the list of people with the customer, and assign the seats that were bought for them.",
      "Share case studies that show what the products bring once everybody has them.",
      "Recommend with which groups of users and which scenarios to begin.",
      "Send tutorials and videos for the first days with a new seat.",
    ],
    many_requests: [
      "Offer training, on site or online, on the subjects that the requests are about.",
      "Strengthen self-service as well: show people where guides, tutorials and videos are, so that they can help themselves.",
    ],
    many_tickets: [
      "Offer training, on site or online, on the questions that come up most.",
      "Strengthen self-service as well: put answers to frequent questions, tutorials and videos where people look first.",
    ],
    idle_seats: [
      "Ask the customer who is to get the idle seats, and assign them.",
      "Note for the next renewal how many seats will be needed.",
    ],
  },
  sentences: {
    usage: ({ of, value, share, limit }) => `Usage${of} is ${value}${share(USER)}, ${limit}.`,
    reportedUsage: ({ of, value, share, limit }) =>
      `Usage${of} by Partner Center's totals is ${value}${share(["licence", "licences"])}, ${limit}.`,
    deployment: ({ of, value, share, limit }) => `Deployment${of} is ${value}${share(SEAT)}, ${limit}.`,
    requestsPerActiveUser: ({ value, counts, limit }) =>
      `Service requests per 100 active users: ${value}${counts(["request", "requests"], ACTIVE_USER)}, ${limit}.`,
    ticketsPerActiveUser: ({ value, counts, limit }) =>
      `Support tickets per 100 active users: ${value}${counts(["ticket", "tickets"], ACTIVE_USER)}, ${limit}.`,
    seatsIdle: ({ of, count, day, limit }) => `Idle seats${of}: ${count}${day}, ${limit}.`,
    seatsLeft: ({ of, value, share, limit }) => `Seats left${of}: ${value}${share(SEAT)}, ${limit}.`,
    daysToRenewal: ({ value, limit }) => `Days to the renewal: ${value}, ${limit}.`,
  },
  renewal: (day) => `Seats renew or end on ${day}.`,
  of: (subject) => ` of ${subject}`,
  outOf: (part, whole) => `${part} of ${whole}`,
  asOf: (day) => `as of ${day}`,
  inWindowTo: (day) => `in the 28 days to ${day}`,
  comparisons: { below: "below", at: "at", above: "above" },
  marks: { thousands: ",", decimals: "." },
};

const USER_NL: Noun = ["gebruiker", "gebruikers"];
const ACTIVE_USER_NL: Noun = ["actieve gebruiker", "actieve gebruikers"];
const SEAT_NL: Noun = ["licentie", "licenties"];

const DUTCH: Words = {
  titles: {
    seats_overdrawn: "Meer licenties toegewezen dan verkocht",
    idle_before_renewal: "Niet-toegewezen licenties vóór een verlenging",
    seats_running_out: "Licenties raken op",
    low_usage: "Laag gebruik",
    low_workload_usage: "Laag gebruik van een dienst",
    low_deployment: "Weinig licenties toegewezen",
    many_requests: "Veel serviceaanvragen",
    many_tickets: "Veel supporttickets",
    idle_seats: "Niet-toegewezen licenties",
  },
  actions: {
    seats_overdrawn: [
      "Verleng de licenties die zijn verlopen, of koop er genoeg bij voor iedereen die er een heeft.",
      "Zet een proefversie waarmee mensen werken om in een aankoop.",
      "Neem licenties terug van mensen die weg zijn of ze niet nodig hebben.",
    ],
    idle_before_renewal: [
      "Vraag de klant voor wie de vrije licenties bedoeld zijn, en wijs ze toe vóór de verlenging.",
      "Verleng minder licenties als niemand ze gaat gebruiken.",
    ],
    seats_running_out: [
      "Vraag de klant hoeveel mensen er binnenkort bij komen, en bied de licenties op tijd aan.",
      "Kijk eerst of mensen die weg zijn nog een licentie hebben.",
    ],
    low_usage: [
      "Deel praktijkverhalen van vergelijkbare organisaties die goed werken met wat deze klant heeft gekocht.",
      "Raad gebruikers per situatie aan wat helpt: vergaderen, samen aan documenten werken, mail, plannen.",
      "Stuur handleidingen voor taken die elke week terugkomen.",
      "Wijs op korte video's die elk één taak laten zien.",
    ],
    low_workload_usage: [
      "Deel een praktijkverhaal van een vergelijkbare organisatie die met deze dienst werkt.",
      "Raad gebruikers de situaties aan waarin deze dienst hen helpt, per soort werk.",
      "Stuur een handleiding om ermee te beginnen.",
      "Wijs op korte video's die elk één taak laten zien.",
    ],
    low_deployment: [
      "Loop met de klant de lijst van medewerkers door, en wijs de licenties toe die voor hen zijn gekocht.",
      "Deel praktijkverhalen die laten zien wat de producten opleveren als iedereen ze heeft.",
      "Adviseer met welke groepen en situaties te beginnen.",
      "Stuur handleidingen en video's voor de eerste dagen met een nieuwe licentie.",
    ],
    many_requests: [
      "Bied training aan, op locatie of online, over de onderwerpen van de aanvragen.",
      "Versterk ook de zelfhulp: laat zien waar uitleg, handleidingen en video's staan, zodat mensen zichzelf kunnen helpen.",
    ],
    many_tickets: [
      "Bied training aan, op locatie of online, over de vragen die het vaakst terugkomen.",
      "Versterk ook de zelfhulp: zet antwoorden op veelgestelde vragen, handleidingen en video's waar mensen het eerst kijken.",
    ],
    idle_seats: [
      "Vraag de klant voor wie de vrije licenties bedoeld zijn, en wijs ze toe.",
      "Noteer voor de volgende verlenging hoeveel licenties er nodig zijn.",
    ],
  },
  sentences: {
    usage: ({ of, value, share, limit }) => `Het gebruik${of} is ${value}${share(USER_NL)}, ${limit}.`,
    reportedUsage: ({ of, value, share, limit }) =>
      `Het gebruik${of} volgens de totalen van Partner Center is ${value}${share(SEAT_NL)}, ${limit}.`,
    deployment: ({ of, value, share, limit }) =>
      `Van de verkochte licenties${of} is ${value} toegewezen${share(SEAT_NL)}, ${limit}.`,
    requestsPerActiveUser: ({ value, counts, limit }) =>
      `Serviceaanvragen per 100 actieve gebruikers: ${value}${counts(["aanvraag", "aanvragen"], ACTIVE_USER_NL)}, ${limit}.`,
    ticketsPerActiveUser: ({ value, counts, limit }) =>
      `Supporttickets per 100 actieve gebruikers: ${value}${counts(["ticket", "tickets"], ACTIVE_USER_NL)}, ${limit}.`,
    seatsIdle: ({ of, count, day, limit }) => `Niet-toegewezen licenties${of}: ${count}${day}, ${limit}.`,
    seatsLeft: ({ of, value, share, limit }) => `Nog vrije licenties${of}: ${value}${share(SEAT_NL)}, ${limit}.`,
    daysToRenewal: ({ value, limit }) => `Dagen tot de verlenging: ${value}, ${limit}.`,
  },
  renewal: (day) => `Licenties worden verlengd of lopen af op ${day}.`,
  of: (subject) => ` van ${subject}`,
  outOf: (part, whole) => `${part} van ${whole}`,
  asOf: (day) => `stand op ${day}`,
  inWindowTo: (day) => `in de 28 dagen tot en met ${day}`,
  comparisons: { below: "onder de", at: "precies", above: "boven de" },
  marks: { thousands: ".", decimals: "," },
};

const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, nl: DUTCH };

function told(trigger: Trigger, subject: string | null, language: Language): Told {
  const { part, whole, asOf } = trigger;
  const words = WORDS[language];
  const { value, threshold } = numbersOf(trigger, language);
  const comparison = comparisonOf(trigger);
  const number = (count: number) => numberText(count, 0, language);
  const counted = (count: number | null, [one, many]: Noun) =>
    count === null ? null : `${number(count)} ${count === 1 ? one : many}`;
  const outOf = (unit: string) =>
    part === null || whole === null ? null : words.outOf(number(part), number(whole) + unit);
  const day = asOf && words.asOf(asOf);
  return {
    of: subject === null ? "" : words.of(subject),
    value,
    limit: `${words.comparisons[comparison]} ${threshold}`,
    count: outOf("") ?? value,
    day: inBrackets(day),
    share: ([one, many]) => inBrackets(outOf(` ${whole === 1 ? one : many}`), day),
    counts: (partNoun, wholeNoun) =>
      inBrackets(counted(part, partNoun), counted(whole, wholeNoun), asOf && words.inWindowTo(asOf)),
  };
}

function inBrackets(...pieces: readonly (string | null)[]): string {
  const known = pieces.filter((piece) => piece !== null);
  return known.length === 0 ? "" : ` (${known.join(", ")})`;
}

function comparisonOf({ value, threshold }: Trigger): Comparison {
  if (value === threshold) return "at";
  return value < threshold ? "below" : "above";
}

/** What a figure is written by: by the hundred with a sign, by the hundred without, or as it is. */
function numbersOf({ figure, value, threshold }: Trigger, language: Language): { value: string; threshold: string } {
  switch (figure) {
    case "usage":
    case "reportedUsage":
    case "deployment":
    case "seatsLeft":
      return {
        value: `${apartText(value * 100, threshold * 100, language)}%`,
        threshold: `${shortestText(threshold * 100, language)}%`,
      };
    case "requestsPerActiveUser":
    case "ticketsPerActiveUser":
      return {
        value: apartText(value * 100, threshold * 100, language),
        threshold: shortestText(threshold * 100, language),
      };
    case "seatsIdle":
    case "daysToRenewal":
      return { value: numberText(value, 0, language), threshold: numberText(threshold, 0, language) };
  }
}

/** Finer than any figure of a million users or seats. */
const DECIMALS_MAX = 6;

/** With one decimal, and more where the number would read like the threshold that it is not: 49.96 is not 50.0. */
function apartText(value: number, threshold: number, language: Language): string {
  const limit = Number(threshold.toFixed(DECIMALS_MAX));
  const side = Math.sign(value - threshold);
  let decimals = 1;
  while (decimals < DECIMALS_MAX && Math.sign(Number(value.toFixed(decimals)) - limit) !== side) decimals += 1;
  return numberText(value, decimals, language);
}

/** With as many decimals as it has: a hundred times a share has noise in its last ones. */
function shortestText(value: number, language: Language): string {
  const known = value.toFixed(DECIMALS_MAX);
  let decimals = 0;
  while (Number(value.toFixed(decimals)) !== Number(known)) decimals += 1;
  return numberText(value, decimals, language);
}

/** By the language's own marks, the same on every machine: what Intl knows of a language depends on how Node was built. */
function numberText(value: number, decimals: number, language: Language): string {
  const { marks } = WORDS[language];
  const [whole = "", fraction] = value.toFixed(decimals).split(".");
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, marks.thousands);
  return fraction === undefined ? grouped : grouped + marks.decimals + fraction;
}
