import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Advice, ADVICE_RULES, type Trigger, TriggerFigure } from "../../src/domain/advice.ts";
import { AdviceText, adviceText, adviceTitle, Language } from "../../src/domain/advice-text.ts";
import { addDays } from "../../src/domain/day.ts";
import { AS_OF, skuId } from "../support/make.ts";

const RENEWS_ON = addDays(AS_OF, 25);

function trigger(overrides: Partial<Trigger> = {}): Trigger {
  return { figure: "usage", value: 7 / 17, threshold: 0.5, part: 7, whole: 17, asOf: AS_OF, ...overrides };
}

function advice(overrides: Partial<Advice> = {}): Advice {
  return {
    rule: "low_usage",
    scenario: "low_adoption",
    skuId: null,
    product: null,
    workload: null,
    triggers: [trigger()],
    renewsOn: null,
    ...overrides,
  };
}

const ofProduct = { skuId: skuId(1), product: "Contoso Suite" } as const;

const both = (told: Advice) => Language.options.map((language) => adviceText(told, language).reason);

test.each<[string, Advice, string, string]>([
  [
    "usage",
    advice(),
    "Usage is 41.2% (7 of 17 users, as of 2026-11-20), below 50%.",
    "Het gebruik is 41,2% (7 van 17 gebruikers, stand op 2026-11-20), onder de 50%.",
  ],
  [
    "usage of a workload",
    advice({ workload: "sharepoint", triggers: [trigger({ value: 0, part: 0, whole: 1 })] }),
    "Usage of SharePoint and OneDrive is 0.0% (0 of 1 user, as of 2026-11-20), below 50%.",
    "Het gebruik van SharePoint en OneDrive is 0,0% (0 van 1 gebruiker, stand op 2026-11-20), onder de 50%.",
  ],
  [
    "reported usage",
    advice({ workload: "other:STREAM", triggers: [trigger({ figure: "reportedUsage" })] }),
    "Usage of STREAM by Partner Center's totals is 41.2% (7 of 17 licences, as of 2026-11-20), below 50%.",
    "Het gebruik van STREAM volgens de totalen van Partner Center is 41,2% (7 van 17 licenties, stand op 2026-11-20), onder de 50%.",
  ],
  [
    "deployment",
    advice({
      triggers: [trigger({ figure: "deployment", value: 0.525, threshold: 0.7, part: 1_050, whole: 2_000 })],
    }),
    "Deployment is 52.5% (1,050 of 2,000 seats, as of 2026-11-20), below 70%.",
    "Van de verkochte licenties is 52,5% toegewezen (1.050 van 2.000 licenties, stand op 2026-11-20), onder de 70%.",
  ],
  [
    "deployment of a product",
    advice({
      ...ofProduct,
      triggers: [trigger({ figure: "deployment", value: 1.15, threshold: 1, part: 23, whole: 20 })],
      renewsOn: RENEWS_ON,
    }),
    "Deployment of Contoso Suite is 115.0% (23 of 20 seats, as of 2026-11-20), above 100%. Seats renew or end on 2026-12-15.",
    "Van de verkochte licenties van Contoso Suite is 115,0% toegewezen (23 van 20 licenties, stand op 2026-11-20), boven de 100%. Licenties worden verlengd of lopen af op 2026-12-15.",
  ],
  [
    "service requests",
    advice({
      triggers: [trigger({ figure: "requestsPerActiveUser", value: 10 / 70, threshold: 0.1, part: 10, whole: 70 })],
    }),
    "Service requests per 100 active users: 14.3 (10 requests, 70 active users, in the 28 days to 2026-11-20), above 10.",
    "Serviceaanvragen per 100 actieve gebruikers: 14,3 (10 aanvragen, 70 actieve gebruikers, in de 28 dagen tot en met 2026-11-20), boven de 10.",
  ],
  [
    "support tickets",
    advice({ triggers: [trigger({ figure: "ticketsPerActiveUser", value: 1, threshold: 1, part: 1, whole: 1 })] }),
    "Support tickets per 100 active users: 100.0 (1 ticket, 1 active user, in the 28 days to 2026-11-20), at 100.",
    "Supporttickets per 100 actieve gebruikers: 100,0 (1 ticket, 1 actieve gebruiker, in de 28 dagen tot en met 2026-11-20), precies 100.",
  ],
  [
    "idle seats before a renewal",
    advice({
      ...ofProduct,
      triggers: [
        trigger({ figure: "seatsIdle", value: 8, threshold: 5, part: 8, whole: 20 }),
        trigger({ figure: "daysToRenewal", value: 23, threshold: 60, part: null, whole: null }),
      ],
      renewsOn: RENEWS_ON,
    }),
    "Idle seats of Contoso Suite: 8 of 20 (as of 2026-11-20), above 5. Days to the renewal: 23, below 60. Seats renew or end on 2026-12-15.",
    "Niet-toegewezen licenties van Contoso Suite: 8 van 20 (stand op 2026-11-20), boven de 5. Dagen tot de verlenging: 23, onder de 60. Licenties worden verlengd of lopen af op 2026-12-15.",
  ],
  [
    "seats left",
    advice({
      ...ofProduct,
      triggers: [trigger({ figure: "seatsLeft", value: 0.05, threshold: 0.05, part: 1, whole: 20 })],
    }),
    "Seats left of Contoso Suite: 5.0% (1 of 20 seats, as of 2026-11-20), at 5%.",
    "Nog vrije licenties van Contoso Suite: 5,0% (1 van 20 licenties, stand op 2026-11-20), precies 5%.",
  ],
])("adviceText() names the figure, its threshold and its day: %s", (_, told, english, dutch) => {
  expect(both(told)).toEqual([english, dutch]);
});

test("adviceText() says nothing in place of a number or a day that is not known", () => {
  const unknown = { part: null, whole: null, asOf: null };
  const told = (overrides: Partial<Trigger>) => both(advice({ triggers: [trigger({ ...unknown, ...overrides })] }));
  expect(told({})).toEqual(["Usage is 41.2%, below 50%.", "Het gebruik is 41,2%, onder de 50%."]);
  expect(told({ asOf: AS_OF })[0]).toBe("Usage is 41.2% (as of 2026-11-20), below 50%.");
  expect(told({ figure: "seatsIdle", value: 8, threshold: 5 })[0]).toBe("Idle seats: 8, above 5.");
  expect(told({ figure: "requestsPerActiveUser", value: 0.2, threshold: 0.1 })[0]).toBe(
    "Service requests per 100 active users: 20.0, above 10.",
  );
});

test.each([
  [0.4996, 0.5, "49.96%, below 50%"],
  [0.499_999, 0.5, "49.9999%, below 50%"],
  [1.0004, 1, "100.04%, above 100%"],
  [0.07, 0.07, "7.0%, at 7%"],
  [0.125, 0.125, "12.5%, at 12.5%"],
  [0.1234, 0.1234, "12.34%, at 12.34%"],
  [12.5, 1, "1,250.0%, above 100%"],
])("adviceText() writes %d beside %d as %s: never as the threshold that it is not", (value, threshold, written) => {
  const told = advice({ triggers: [trigger({ value, threshold, part: null, whole: null, asOf: null })] });
  expect(adviceText(told, "en").reason).toBe(`Usage is ${written}.`);
});

test("adviceText() never contradicts itself: the numbers it writes compare as it says they do", () => {
  const counts = fc
    .integer({ min: 1, max: 1_000_000 })
    .chain((whole) => fc.tuple(fc.nat({ max: whole }), fc.constant(whole)));
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 100 }), ([part, whole], percent) => {
      const told = advice({ triggers: [trigger({ value: part / whole, threshold: percent / 100, part, whole })] });
      const { reason } = adviceText(told, "en");
      const [, value, comparison, threshold] = /is ([\d.]+)% .*, (below|at|above) ([\d.]+)%[.]$/.exec(reason) ?? [];
      const said = { below: -1, at: 0, above: 1 }[comparison ?? ""];
      expect(Math.sign(Number(value) - Number(threshold))).toBe(said);
    }),
  );
});

test.each(Language.options)(
  "every rule has a title and something to do about it in %s, in whole sentences",
  (language) => {
    const titles = ADVICE_RULES.map((rule) => adviceTitle(rule, language));
    expect(new Set(titles).size).toBe(ADVICE_RULES.length);
    for (const rule of ADVICE_RULES) {
      const { title, actions } = AdviceText.parse(adviceText(advice({ rule, ...ofProduct }), language));
      expect(title).toBe(`${adviceTitle(rule, language)}: Contoso Suite`);
      expect(actions.length).toBeGreaterThanOrEqual(2);
      for (const action of actions) expect(action).toMatch(/^[A-Z].*[.]$/);
    }
  },
);

test("the two languages say each other's things, and not each other's words", () => {
  for (const rule of ADVICE_RULES) {
    const [english, dutch] = [adviceText(advice({ rule }), "en"), adviceText(advice({ rule }), "nl")];
    expect(dutch.actions).toHaveLength(english.actions.length);
    expect(english.actions.filter((action) => dutch.actions.includes(action))).toEqual([]);
    expect(dutch.title).not.toBe(english.title);
  }
  for (const figure of TriggerFigure.options) {
    const [english, dutch] = both(advice({ triggers: [trigger({ figure })] }));
    expect(dutch).not.toBe(english);
  }
});

test("an advice of the customer as a whole is titled by its rule alone", () => {
  expect(adviceText(advice(), "en").title).toBe("Low usage");
  expect(adviceText(advice({ rule: "low_workload_usage", workload: "teams" }), "nl").title).toBe(
    "Laag gebruik van een dienst: Teams",
  );
});
