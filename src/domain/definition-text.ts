import { z } from "zod";
import { adviceTitle } from "./advice-text.ts";

/** What a figure is counted in. `share`: 0.87 is 87%. `points`: the difference of two shares. `day`, `time`: UTC. */
export const Unit = z.enum([
  "share",
  "points",
  "count",
  "seats",
  "users",
  "customers",
  "questions",
  "rows",
  "days",
  "day",
  "time",
  "yesOrNo",
]);
export type Unit = z.infer<typeof Unit>;

const FigureText = z.object({ name: z.string(), meaning: z.string() });

/**
 * One figure, or one word that a figure is told by. `figure` never changes: a member of the JSON by its own name
 * (`usage`), within another where the name alone would be two things (`seats.grace`), or a word of a list
 * (`standing.grace`). `unit` is null for words, and for what holds several figures.
 */
export const FigureDefinition = z.object({
  figure: z.string(),
  unit: Unit.nullable(),
  en: FigureText,
  nl: FigureText,
});
export type FigureDefinition = Readonly<z.infer<typeof FigureDefinition>>;

/** What every figure means, and every word that figures are told by. One line of thought is one figure. */
export const FIGURES: readonly FigureDefinition[] = [
  // Deployment: are the seats that were sold handed out?
  {
    figure: "deployment",
    unit: "share",
    en: {
      name: "Deployment",
      meaning: "Assigned seats ÷ sold seats, of the products that are counted. May exceed 100% when seats have lapsed.",
    },
    nl: {
      name: "Toegewezen",
      meaning:
        "Toegewezen licenties ÷ verkochte licenties, van de producten die meetellen. Kan boven de 100% komen als licenties zijn verlopen.",
    },
  },
  {
    figure: "deploymentBasis",
    unit: null,
    en: { name: "Basis of deployment", meaning: "What deployment is computed from." },
    nl: { name: "Grondslag van toegewezen", meaning: "Waaruit het cijfer is berekend." },
  },
  {
    figure: "deploymentBasis.seats",
    unit: null,
    en: { name: "Seats", meaning: "The tenant's own list of its seats." },
    nl: { name: "Licenties", meaning: "De eigen lijst met licenties van de tenant." },
  },
  {
    figure: "deploymentBasis.reported",
    unit: null,
    en: { name: "Reported", meaning: "Totals that Partner Center reports, without states of seats." },
    nl: { name: "Gerapporteerd", meaning: "Totalen die Partner Center rapporteert, zonder de toestand van licenties." },
  },
  {
    figure: "deploymentBasis.none",
    unit: null,
    en: { name: "None", meaning: "Nothing is known of the seats." },
    nl: { name: "Geen", meaning: "Van de licenties is niets bekend." },
  },
  {
    figure: "seatsSold",
    unit: "seats",
    en: { name: "Seats sold", meaning: "Sold seats of all counted products of a customer together." },
    nl: {
      name: "Verkochte licenties",
      meaning: "Verkochte licenties van alle meetellende producten van een klant samen.",
    },
  },
  {
    figure: "ownSeatsSold",
    unit: "seats",
    en: {
      name: "Own seats sold",
      meaning: "Those of them that this partner sold. Blank where the seller of any product is not known.",
    },
    nl: {
      name: "Eigen verkochte licenties",
      meaning: "Het deel daarvan dat deze partner heeft verkocht. Leeg als van een product de verkoper niet bekend is.",
    },
  },
  {
    figure: "seatsAssigned",
    unit: "seats",
    en: { name: "Seats assigned", meaning: "Assigned seats of all counted products of a customer together." },
    nl: {
      name: "Toegewezen licenties",
      meaning: "Toegewezen licenties van alle meetellende producten van een klant samen.",
    },
  },
  {
    figure: "seatsIdle",
    unit: "seats",
    en: {
      name: "Seats idle",
      meaning: "Sold seats that nobody holds, product by product: an overdraft of one takes none of another's away.",
    },
    nl: {
      name: "Vrije licenties",
      meaning:
        "Verkochte licenties die niemand heeft, per product: een tekort bij het ene product gaat niet af van wat bij het andere vrij is.",
    },
  },
  {
    figure: "ownSeatsUnmatched",
    unit: "seats",
    en: { name: "Own seats unmatched", meaning: "Seats of this partner's books that match no product of the tenant." },
    nl: {
      name: "Eigen licenties zonder product",
      meaning: "Licenties in de boeken van deze partner die bij geen product van de tenant horen.",
    },
  },
  {
    figure: "sold",
    unit: "seats",
    en: {
      name: "Sold",
      meaning:
        "Paid, active seats of all sellers. Seats in grace, suspended or on trial are not sold. Free, unlimited and tenant-wide products are listed, not counted.",
    },
    nl: {
      name: "Verkocht",
      meaning:
        "Betaalde, actieve licenties van alle verkopers. Licenties in respijt, opgeschorte licenties en proeflicenties zijn niet verkocht. Gratis, onbeperkte en tenantbrede producten staan in de lijst en tellen niet mee.",
    },
  },
  {
    figure: "ownSold",
    unit: "seats",
    en: {
      name: "Own sold",
      meaning: "The part of the sold seats that this partner sold. Blank where the seller is not known.",
    },
    nl: {
      name: "Zelf verkocht",
      meaning:
        "Het deel van de verkochte licenties dat deze partner heeft verkocht. Leeg als de verkoper niet bekend is.",
    },
  },
  {
    figure: "ownSoldUnknown",
    unit: "customers",
    en: {
      name: "Own sold unknown",
      meaning: "Customers whose seller of the product is not known: their seats are in no own sold.",
    },
    nl: {
      name: "Zelf verkocht onbekend",
      meaning:
        "Klanten van wie de verkoper van het product niet bekend is: hun licenties staan niet bij zelf verkocht.",
    },
  },
  {
    figure: "soldElsewhere",
    unit: "seats",
    en: {
      name: "Sold by others",
      meaning: "Sold less own sold. Below zero where this partner's books hold more than the tenant has.",
    },
    nl: {
      name: "Door anderen verkocht",
      meaning:
        "Verkocht min zelf verkocht. Onder nul als er in de boeken van deze partner meer staat dan de tenant heeft.",
    },
  },
  {
    figure: "soldDifference",
    unit: null,
    en: { name: "Own and all seats differ by", meaning: "What makes the difference between sold and own sold." },
    nl: { name: "Verschil tussen eigen en alle licenties", meaning: "Waardoor verkocht en zelf verkocht verschillen." },
  },
  {
    figure: "soldDifference.other_sellers",
    unit: null,
    en: { name: "Other sellers", meaning: "Seats that other partners or Microsoft itself sold." },
    nl: { name: "Andere verkopers", meaning: "Licenties die andere partners of Microsoft zelf hebben verkocht." },
  },
  {
    figure: "soldDifference.own_beyond_tenant",
    unit: null,
    en: { name: "Own seats the tenant lacks", meaning: "Seats of this partner's books that the tenant does not have." },
    nl: {
      name: "Eigen licenties die de tenant mist",
      meaning: "Licenties in de boeken van deze partner die de tenant niet heeft.",
    },
  },
  {
    figure: "assigned",
    unit: "seats",
    en: { name: "Assigned", meaning: "Seats given to a user, by the tenant's own count." },
    nl: { name: "Aantal toegewezen", meaning: "Licenties die aan een gebruiker zijn gegeven, volgens de tenant zelf." },
  },
  {
    figure: "renewsOn",
    unit: "day",
    en: { name: "Renews on", meaning: "The first day on which paid, active seats of the product end or renew." },
    nl: {
      name: "Verlengt op",
      meaning: "De eerste dag waarop betaalde, actieve licenties van het product aflopen of worden verlengd.",
    },
  },
  {
    figure: "counted",
    unit: "yesOrNo",
    en: { name: "Counted", meaning: "Whether the product takes part in sold, assigned and the totals." },
    nl: { name: "Telt mee", meaning: "Of het product meetelt bij verkocht, toegewezen en de totalen." },
  },
  {
    figure: "counting",
    unit: null,
    en: { name: "Why a product is not counted", meaning: "A product that is listed and not counted says why." },
    nl: {
      name: "Waarom een product niet meetelt",
      meaning: "Een product dat in de lijst staat en niet meetelt, zegt waarom.",
    },
  },
  {
    figure: "counting.counted",
    unit: null,
    en: { name: "Counted", meaning: "It is counted." },
    nl: { name: "Telt mee", meaning: "Het telt mee." },
  },
  {
    figure: "counting.free",
    unit: null,
    en: { name: "Free", meaning: "Free, or with so many units that they cannot have been bought." },
    nl: { name: "Gratis", meaning: "Gratis, of met zoveel eenheden dat ze niet gekocht kunnen zijn." },
  },
  {
    figure: "counting.tenant",
    unit: null,
    en: { name: "Tenant-wide", meaning: "For the whole tenant: nobody holds a seat of it." },
    nl: { name: "Tenantbreed", meaning: "Voor de hele tenant: niemand heeft er een licentie van." },
  },
  {
    figure: "counting.trial",
    unit: null,
    en: { name: "On trial only", meaning: "Only ever tried, and sold to nobody." },
    nl: { name: "Alleen op proef", meaning: "Alleen op proef geweest, en aan niemand verkocht." },
  },
  {
    figure: "counting.excluded",
    unit: null,
    en: {
      name: "Excluded",
      meaning:
        "Taken out by a person, who says why: it leaves sold, assigned, idle and its own row of usage. Its seats and holders stay in the usage of workloads, which is of people.",
    },
    nl: {
      name: "Uitgesloten",
      meaning:
        "Door iemand weggelaten, met een reden: het telt niet mee bij verkocht, toegewezen, vrij en de eigen regel van gebruik. De licenties en wie ze heeft blijven in het gebruik van diensten, want dat gaat over mensen.",
    },
  },
  {
    figure: "seats",
    unit: null,
    en: { name: "Seats", meaning: "Units of a product by state, of all sellers." },
    nl: { name: "Licenties", meaning: "Eenheden van een product naar toestand, van alle verkopers." },
  },
  {
    figure: "seats.active",
    unit: "seats",
    en: { name: "Active", meaning: "Paid and usable. Holds the trials too where no source tells the two apart." },
    nl: {
      name: "Actief",
      meaning: "Betaald en bruikbaar. Met de proeflicenties erbij als geen bron het onderscheid kent.",
    },
  },
  {
    figure: "seats.grace",
    unit: "seats",
    en: { name: "In grace", meaning: "Expired, and usable until Microsoft's grace period ends." },
    nl: { name: "In respijt", meaning: "Verlopen, en bruikbaar tot de respijtperiode van Microsoft afloopt." },
  },
  {
    figure: "seats.suspended",
    unit: "seats",
    en: { name: "Suspended", meaning: "Suspended, disabled or locked out." },
    nl: { name: "Opgeschort", meaning: "Opgeschort, uitgeschakeld of geblokkeerd." },
  },
  {
    figure: "seats.trial",
    unit: "seats",
    en: { name: "On trial", meaning: "Usable, and not paid for." },
    nl: { name: "Op proef", meaning: "Bruikbaar, en niet betaald." },
  },
  {
    figure: "own",
    unit: "seats",
    en: {
      name: "Own seats by state",
      meaning: "The seats that this partner sold, by the same states. Blank where the seller is not known.",
    },
    nl: {
      name: "Eigen licenties naar toestand",
      meaning:
        "De licenties die deze partner heeft verkocht, naar dezelfde toestanden. Leeg als de verkoper niet bekend is.",
    },
  },
  {
    figure: "deploymentAsOf",
    unit: "day",
    en: { name: "Deployment as of", meaning: "The UTC day that a product's seats are of." },
    nl: { name: "Toegewezen per", meaning: "De UTC-dag waarvan de licenties van een product zijn." },
  },
  {
    figure: "deploymentReasons",
    unit: null,
    en: {
      name: "Why deployment is above 100%",
      meaning: "The seats that are held and not sold, by cause: assigned = sold − idle + the seats of all reasons.",
    },
    nl: {
      name: "Waarom toegewezen boven de 100% is",
      meaning:
        "De licenties die iemand heeft en die niet zijn verkocht, naar oorzaak: toegewezen = verkocht − vrij + de licenties van alle redenen.",
    },
  },
  {
    figure: "deploymentReasons.seats",
    unit: "seats",
    en: { name: "Seats", meaning: "Seats of this cause." },
    nl: { name: "Licenties", meaning: "Licenties met deze oorzaak." },
  },
  {
    figure: "deploymentReasons.points",
    unit: "points",
    en: { name: "Points", meaning: "Seats ÷ sold: 0.15 of a deployment of 1.15." },
    nl: { name: "Punten", meaning: "Licenties ÷ verkocht: 0,15 van 1,15." },
  },
  {
    figure: "deploymentReasons.balance",
    unit: "seats",
    en: {
      name: "Balance",
      meaning:
        "Of a total over customers: what makes up for some of them, idle seats and customers below 100%. Part = whole + the seats of all reasons − balance.",
    },
    nl: {
      name: "Verrekend",
      meaning:
        "Bij een totaal over klanten: wat een deel ervan goedmaakt, vrije licenties en klanten onder de 100%. Teller = noemer + de licenties van alle redenen − verrekend.",
    },
  },
  {
    figure: "seatCause",
    unit: null,
    en: { name: "Cause of a deployment above 100%", meaning: "What the seats are that are held and not sold." },
    nl: {
      name: "Oorzaak van meer toegewezen dan verkocht",
      meaning: "Wat voor licenties het zijn die iemand heeft en die niet zijn verkocht.",
    },
  },
  {
    figure: "seatCause.grace",
    unit: null,
    en: { name: "Grace", meaning: "Seats in grace, suspended or disabled." },
    nl: { name: "Respijt", meaning: "Licenties in respijt, opgeschort of uitgeschakeld." },
  },
  {
    figure: "seatCause.trial",
    unit: null,
    en: { name: "Trial", meaning: "Trial seats, running or run out." },
    nl: { name: "Proef", meaning: "Proeflicenties, lopend of verlopen." },
  },
  {
    figure: "seatCause.lapsed",
    unit: null,
    en: { name: "Lapsed", meaning: "Assignments beyond every seat there is in any state: theirs have lapsed." },
    nl: {
      name: "Vervallen",
      meaning:
        "Toewijzingen boven alle licenties die er in welke toestand dan ook zijn: de licenties daarachter zijn vervallen.",
    },
  },
  {
    figure: "seatCause.unexplained",
    unit: null,
    en: { name: "Unexplained", meaning: "What is left where not every kind of seat is known." },
    nl: { name: "Onverklaard", meaning: "Wat overblijft als niet elke soort licentie bekend is." },
  },

  // Usage: do people use them?
  {
    figure: "usage",
    unit: "share",
    en: {
      name: "Usage",
      meaning:
        "Active users ÷ total users. Active: used within the 28 UTC days that end on the as-of day, both included. May exceed 100%, and then the reasons say why. Never cut.",
    },
    nl: {
      name: "Gebruik",
      meaning:
        "Actieve gebruikers ÷ totaal aantal gebruikers. Actief: gebruikt in de 28 dagen (UTC) tot en met de peildatum. Kan boven de 100% komen, en dan zeggen de redenen waarom. Nooit afgekapt.",
    },
  },
  {
    figure: "likeForLike",
    unit: "share",
    en: {
      name: "Like for like",
      meaning: "Active paid users ÷ paid users. Cannot exceed 100%: the figure to compare over time.",
    },
    nl: {
      name: "Betaald gebruik",
      meaning:
        "Actieve betaalde gebruikers ÷ betaalde gebruikers. Kan niet boven de 100% komen: het cijfer om in de tijd te vergelijken.",
    },
  },
  {
    figure: "reportedUsage",
    unit: "share",
    en: {
      name: "Reported usage",
      meaning: "Licences used ÷ licences that entitle, as Partner Center reports them: licences, not people.",
    },
    nl: {
      name: "Gerapporteerd gebruik",
      meaning:
        "Gebruikte licenties ÷ licenties die recht geven, zoals Partner Center ze rapporteert: licenties, geen mensen.",
    },
  },
  {
    figure: "anyWorkload",
    unit: "users",
    en: {
      name: "Any workload",
      meaning: "A customer's usage over all workloads: a user active in any of them is active once.",
    },
    nl: {
      name: "Alle diensten samen",
      meaning: "Het gebruik van een klant over alle diensten: wie in een ervan actief is, is één keer actief.",
    },
  },
  {
    figure: "usersActive",
    unit: "users",
    en: {
      name: "Active users",
      meaning: "Users active in the 28 days, of every standing. Within a workload or product: by standing.",
    },
    nl: {
      name: "Actieve gebruikers",
      meaning:
        "Gebruikers die in de 28 dagen actief waren, op welke grond ook. Binnen een dienst of product: naar grond.",
    },
  },
  {
    figure: "usersTotal",
    unit: "users",
    en: {
      name: "Total users",
      meaning:
        "Users entitled through a paid, active seat: the paid users, and no more than the paid, active seats of the products that carry the workload.",
    },
    nl: {
      name: "Totaal aantal gebruikers",
      meaning:
        "Gebruikers die recht hebben via een betaalde, actieve licentie: de betaalde gebruikers, en niet meer dan er betaalde, actieve licenties zijn van de producten met de dienst.",
    },
  },
  {
    figure: "active",
    unit: "users",
    en: {
      name: "Active",
      meaning: "Active users of this workload or product, of every standing: the upper number of usage.",
    },
    nl: {
      name: "Actief",
      meaning: "Actieve gebruikers van deze dienst of dit product, op welke grond ook: de teller van gebruik.",
    },
  },
  {
    figure: "total",
    unit: "users",
    en: { name: "Total", meaning: "Entitled users of this workload or product: the lower number of usage." },
    nl: { name: "Totaal", meaning: "Gebruikers met recht op deze dienst of dit product: de noemer van gebruik." },
  },
  {
    figure: "users",
    unit: "users",
    en: { name: "Users by standing", meaning: "All users of this workload or product, active or not, by standing." },
    nl: {
      name: "Gebruikers naar grond",
      meaning: "Alle gebruikers van deze dienst of dit product, actief of niet, naar grond.",
    },
  },
  {
    figure: "standing",
    unit: null,
    en: {
      name: "Standing",
      meaning:
        "By what right a user uses a workload. All count as active when they were; only the paid count in the total.",
    },
    nl: {
      name: "Grond",
      meaning:
        "Met welk recht iemand een dienst gebruikt. Wie actief was, telt als actief; in het totaal tellen alleen de betaalde gebruikers.",
    },
  },
  {
    figure: "standing.paid",
    unit: "users",
    en: { name: "Paid", meaning: "Through a product with paid, active seats." },
    nl: { name: "Betaald", meaning: "Via een product met betaalde, actieve licenties." },
  },
  {
    figure: "standing.grace",
    unit: "users",
    en: { name: "Grace", meaning: "Only through products whose seats are all in grace, suspended or disabled." },
    nl: {
      name: "Respijt",
      meaning: "Alleen via producten waarvan alle licenties in respijt, opgeschort of uitgeschakeld zijn.",
    },
  },
  {
    figure: "standing.trial",
    unit: "users",
    en: { name: "Trial", meaning: "Only through trial seats, or a free product." },
    nl: { name: "Proef", meaning: "Alleen via proeflicenties, of een gratis product." },
  },
  {
    figure: "standing.unlicensed",
    unit: "users",
    en: {
      name: "Unlicensed",
      meaning: "Without any plan of the workload: Yammer lets people in, or the licence was taken away.",
    },
    nl: {
      name: "Zonder licentie",
      meaning: "Zonder enig recht op de dienst: Yammer laat mensen toe, of de licentie is ingetrokken.",
    },
  },
  {
    figure: "standing.guest",
    unit: "users",
    en: {
      name: "Guest",
      meaning: "A person of another company, let in without a licence. Known only where the directory names users.",
    },
    nl: {
      name: "Gast",
      meaning:
        "Iemand van een ander bedrijf, toegelaten zonder licentie. Alleen bekend als de directory gebruikers noemt.",
    },
  },
  {
    figure: "standing.departed",
    unit: "users",
    en: { name: "Departed", meaning: "A deleted user whom the report still lists." },
    nl: { name: "Vertrokken", meaning: "Een verwijderde gebruiker die nog in het rapport staat." },
  },
  {
    figure: "standingsBy",
    unit: null,
    en: { name: "How standings are known", meaning: "What tells by which right users use a workload." },
    nl: { name: "Hoe gronden bekend zijn", meaning: "Waaruit blijkt met welk recht gebruikers een dienst gebruiken." },
  },
  {
    figure: "standingsBy.directory",
    unit: null,
    en: { name: "Directory", meaning: "By each user's licences in the directory, exactly." },
    nl: { name: "Directory", meaning: "Uit de licenties van elke gebruiker in de directory, precies." },
  },
  {
    figure: "standingsBy.products",
    unit: null,
    en: { name: "Products", meaning: "By the products that the report names, joined to the tenant's seats." },
    nl: {
      name: "Producten",
      meaning: "Uit de producten die het rapport noemt, naast de licenties van de tenant gelegd.",
    },
  },
  {
    figure: "standingsBy.flags",
    unit: null,
    en: { name: "Flags", meaning: "By the report's own licence flags alone." },
    nl: { name: "Vlaggen", meaning: "Alleen uit wat het rapport zelf over licenties aangeeft." },
  },
  {
    figure: "overdrawn",
    unit: "users",
    en: {
      name: "Overdrawn",
      meaning: "Paid users beyond the paid, active seats there are: their seats have lapsed, or are on trial.",
    },
    nl: {
      name: "Boven de licenties",
      meaning:
        "Betaalde gebruikers boven de betaalde, actieve licenties die er zijn: hun licenties zijn verlopen, of op proef.",
    },
  },
  {
    figure: "isBoundBySeats",
    unit: "yesOrNo",
    en: {
      name: "Bound by seats",
      meaning:
        "Whether the total was held against the seats there are. If not, the report's own licence flag decides for some users.",
    },
    nl: {
      name: "Begrensd door licenties",
      meaning:
        "Of het totaal langs de aanwezige licenties is gelegd. Zo niet, dan beslist voor een deel wat het rapport zelf aangeeft.",
    },
  },
  {
    figure: "paidByFlag",
    unit: "users",
    en: {
      name: "Paid by flag",
      meaning: "Paid users whose product joins to no seats: the report's own licence flag alone vouches for them.",
    },
    nl: {
      name: "Betaald volgens het rapport",
      meaning:
        "Betaalde gebruikers van wie het product niet bij licenties is te vinden: alleen het rapport zelf noemt hen betaald.",
    },
  },
  {
    figure: "activeIn7Days",
    unit: "users",
    en: {
      name: "Active in 7 days",
      meaning: "Users active in the 7 days that end on the as-of day, of every standing.",
    },
    nl: {
      name: "Actief in 7 dagen",
      meaning: "Gebruikers die in de 7 dagen tot en met de peildatum actief waren, op welke grond ook.",
    },
  },
  {
    figure: "neverActive",
    unit: "users",
    en: { name: "Never active", meaning: "Paid users who have never been active." },
    nl: { name: "Nooit actief", meaning: "Betaalde gebruikers die nog nooit actief waren." },
  },
  {
    figure: "datedLater",
    unit: "users",
    en: {
      name: "Dated later",
      meaning: "Users whose activity the source dates after the day it speaks for: kept, and not counted as active.",
    },
    nl: {
      name: "Later gedateerd",
      meaning: "Gebruikers van wie de bron de activiteit na de peildatum dateert: bewaard, en niet als actief geteld.",
    },
  },
  {
    figure: "basis",
    unit: null,
    en: { name: "Basis of usage", meaning: "What usage is computed from." },
    nl: { name: "Grondslag van gebruik", meaning: "Waaruit gebruik is berekend." },
  },
  {
    figure: "basis.users",
    unit: null,
    en: { name: "Users", meaning: "Users counted one by one." },
    nl: { name: "Gebruikers", meaning: "Gebruikers, een voor een geteld." },
  },
  {
    figure: "basis.reported",
    unit: null,
    en: { name: "Reported", meaning: "Totals that Partner Center reports. Who used what, nobody says." },
    nl: { name: "Gerapporteerd", meaning: "Totalen die Partner Center rapporteert. Wie wat gebruikte, zegt niemand." },
  },
  {
    figure: "basis.none",
    unit: null,
    en: { name: "None", meaning: "Nothing is known of usage." },
    nl: { name: "Geen", meaning: "Van het gebruik is niets bekend." },
  },
  {
    figure: "reasons",
    unit: null,
    en: {
      name: "Why usage is above 100%",
      meaning:
        "The users beyond the total, by cause: active = the active paid users, up to the total, + the users of all reasons.",
    },
    nl: {
      name: "Waarom gebruik boven de 100% is",
      meaning:
        "De gebruikers boven het totaal, naar oorzaak: actief = de actieve betaalde gebruikers, tot het totaal, + de gebruikers van alle redenen.",
    },
  },
  {
    figure: "reasons.users",
    unit: "users",
    en: { name: "Users", meaning: "Users of this cause." },
    nl: { name: "Gebruikers", meaning: "Gebruikers met deze oorzaak." },
  },
  {
    figure: "reasons.points",
    unit: "points",
    en: { name: "Points", meaning: "Users ÷ total: 0.15 of a usage of 1.15." },
    nl: { name: "Punten", meaning: "Gebruikers ÷ totaal: 0,15 van een gebruik van 1,15." },
  },
  {
    figure: "usageReasons",
    unit: null,
    en: {
      name: "Why usage as a whole is above 100%",
      meaning:
        "The users beyond the total, by cause, of a customer over all workloads and of a total over customers. Each cause has its users, points and evidence.",
    },
    nl: {
      name: "Waarom gebruik als geheel boven de 100% is",
      meaning:
        "De gebruikers boven het totaal, naar oorzaak, van een klant over alle diensten en van een totaal over klanten. Bij elke oorzaak staan gebruikers, punten en bewijs.",
    },
  },
  {
    figure: "usageReasons.users",
    unit: "users",
    en: { name: "Users", meaning: "Users of this cause, each once." },
    nl: { name: "Gebruikers", meaning: "Gebruikers met deze oorzaak, elk één keer." },
  },
  {
    figure: "usageReasons.points",
    unit: "points",
    en: { name: "Points", meaning: "Users ÷ total of the customer, or of all customers in a total." },
    nl: { name: "Punten", meaning: "Gebruikers ÷ totaal van de klant, of van alle klanten in een totaal." },
  },
  {
    figure: "usageReasons.balance",
    unit: "users",
    en: {
      name: "Balance",
      meaning:
        "Of a total over customers: what makes up for some of them, entitled users who are not active and customers below 100%. Part = whole + the users of all reasons − balance.",
    },
    nl: {
      name: "Verrekend",
      meaning:
        "Bij een totaal over klanten: wat een deel ervan goedmaakt, gebruikers met recht die niet actief zijn en klanten onder de 100%. Teller = noemer + de gebruikers van alle redenen − verrekend.",
    },
  },
  {
    figure: "cause",
    unit: null,
    en: { name: "Cause of a usage above 100%", meaning: "Microsoft's four causes, guests, and what is left." },
    nl: {
      name: "Oorzaak van gebruik boven de 100%",
      meaning: "De vier oorzaken van Microsoft, gasten, en wat overblijft.",
    },
  },
  {
    figure: "cause.turnover",
    unit: null,
    en: { name: "Turnover", meaning: "They left, or lost the licence to somebody else, within the 28 days." },
    nl: { name: "Verloop", meaning: "Ze zijn binnen de 28 dagen vertrokken, of hun licentie ging naar een ander." },
  },
  {
    figure: "cause.grace",
    unit: null,
    en: { name: "Grace", meaning: "They work through seats in grace, suspended or disabled." },
    nl: {
      name: "Respijt",
      meaning: "Ze werken met licenties in respijt, of met opgeschorte of uitgeschakelde licenties.",
    },
  },
  {
    figure: "cause.trial",
    unit: null,
    en: { name: "Trial", meaning: "They work through trial seats, which nobody paid for." },
    nl: { name: "Proef", meaning: "Ze werken met proeflicenties, waarvoor niemand heeft betaald." },
  },
  {
    figure: "cause.yammer",
    unit: null,
    en: { name: "Yammer", meaning: "Yammer let them in without a licence." },
    nl: { name: "Yammer", meaning: "Yammer liet hen toe zonder licentie." },
  },
  {
    figure: "cause.guest",
    unit: null,
    en: { name: "Guest", meaning: "They are people of other companies, let in without a licence." },
    nl: { name: "Gast", meaning: "Het zijn mensen van andere bedrijven, toegelaten zonder licentie." },
  },
  {
    figure: "cause.unexplained",
    unit: null,
    en: { name: "Unexplained", meaning: "What none of the others explains." },
    nl: { name: "Onverklaard", meaning: "Wat geen van de andere verklaart." },
  },
  {
    figure: "evidence",
    unit: null,
    en: { name: "Evidence", meaning: "How sure a reason is." },
    nl: { name: "Bewijs", meaning: "Hoe zeker een reden is." },
  },
  {
    figure: "evidence.measured",
    unit: null,
    en: { name: "Counted", meaning: "Counted from users and seats." },
    nl: { name: "Geteld", meaning: "Geteld uit gebruikers en licenties." },
  },
  {
    figure: "evidence.possible",
    unit: null,
    en: { name: "Possible", meaning: "Only totals were to be had, and the seats show that the cause exists." },
    nl: { name: "Mogelijk", meaning: "Er waren alleen totalen, en de licenties laten zien dat de oorzaak bestaat." },
  },
  {
    figure: "workload",
    unit: null,
    en: { name: "Workload", meaning: "A service that a licence switches on." },
    nl: { name: "Dienst", meaning: "Een dienst die een licentie aanzet (een workload)." },
  },
  {
    figure: "workload.exchange",
    unit: null,
    en: { name: "Exchange", meaning: "Mail and calendar." },
    nl: { name: "Exchange", meaning: "Mail en agenda." },
  },
  {
    figure: "workload.sharepoint",
    unit: null,
    en: { name: "SharePoint and OneDrive", meaning: "One workload: a user active in either is active once." },
    nl: { name: "SharePoint en OneDrive", meaning: "Eén dienst: wie in een van beide actief is, is één keer actief." },
  },
  {
    figure: "workload.teams",
    unit: null,
    en: { name: "Teams", meaning: "Chat, calls and meetings." },
    nl: { name: "Teams", meaning: "Chatten, bellen en vergaderen." },
  },
  {
    figure: "workload.yammer",
    unit: null,
    en: { name: "Viva Engage (Yammer)", meaning: "Yammer, by its present name. It lets people in without a licence." },
    nl: {
      name: "Viva Engage (Yammer)",
      meaning: "Yammer, onder de huidige naam. Laat ook mensen zonder licentie toe.",
    },
  },
  {
    figure: "workload.officeApps",
    unit: null,
    en: { name: "Microsoft 365 Apps", meaning: "The installed and mobile Office programs." },
    nl: { name: "Microsoft 365 Apps", meaning: "De Office-programma's op computer en telefoon." },
  },
  {
    figure: "workload.copilot",
    unit: null,
    en: { name: "Microsoft 365 Copilot", meaning: "Copilot in any of its programs." },
    nl: { name: "Microsoft 365 Copilot", meaning: "Copilot in welk programma dan ook." },
  },
  {
    figure: "workload.dynamics",
    unit: null,
    en: { name: "Dynamics 365", meaning: "Told by Partner Center's totals alone, since no report covers it." },
    nl: { name: "Dynamics 365", meaning: "Alleen bekend uit de totalen van Partner Center: geen rapport gaat erover." },
  },
  {
    figure: "daily",
    unit: null,
    en: {
      name: "Active users day by day",
      meaning: "Users active on one day, a day by itself: not comparable with a window of 28 days.",
    },
    nl: {
      name: "Actieve gebruikers per dag",
      meaning:
        "Gebruikers die op één dag actief waren, een dag op zichzelf: niet te vergelijken met een periode van 28 dagen.",
    },
  },
  {
    figure: "daily.day",
    unit: "day",
    en: { name: "Day", meaning: "The day itself." },
    nl: { name: "Dag", meaning: "De dag zelf." },
  },
  {
    figure: "daily.any",
    unit: "users",
    en: { name: "In any workload", meaning: "Users active on the day in any workload that the report covers." },
    nl: {
      name: "In welke dienst ook",
      meaning: "Gebruikers die op de dag in een van de diensten van het rapport actief waren.",
    },
  },
  {
    figure: "daily.workloads",
    unit: "users",
    en: { name: "By workload", meaning: "Users active on the day in each workload that is reported for it." },
    nl: {
      name: "Per dienst",
      meaning: "Gebruikers die op de dag actief waren, voor elke dienst die over die dag is gerapporteerd.",
    },
  },
  {
    figure: "daily.from",
    unit: null,
    en: { name: "How a day is known", meaning: "Whether a night told of the day." },
    nl: { name: "Hoe een dag bekend is", meaning: "Of een nacht over de dag vertelde." },
  },
  {
    figure: "daily.from.night",
    unit: null,
    en: { name: "Told by a night", meaning: "A night told of it." },
    nl: { name: "Uit een nacht", meaning: "Een nacht vertelde erover." },
  },
  {
    figure: "daily.from.backfill",
    unit: null,
    en: { name: "Told by a backfill", meaning: "It lies before the first night, and was asked for afterwards." },
    nl: { name: "Uit een aanvulling", meaning: "De dag ligt vóór de eerste nacht, en is achteraf opgevraagd." },
  },

  // What a figure belongs to
  {
    figure: "definition",
    unit: null,
    en: {
      name: "Definition",
      meaning: "The rule by which a figure is computed, by id and version. Figures compare under the same one only.",
    },
    nl: {
      name: "Definitie",
      meaning:
        "De regel waarmee een cijfer is berekend, met naam en versie. Alleen cijfers volgens dezelfde regel zijn te vergelijken.",
    },
  },
  {
    figure: "night",
    unit: "day",
    en: {
      name: "Night",
      meaning: "The UTC night on which the figures were made, from the newest snapshot of each source.",
    },
    nl: {
      name: "Nacht",
      meaning: "De nacht (UTC) waarin de cijfers zijn gemaakt, uit de nieuwste stand van elke bron.",
    },
  },
  {
    figure: "publishedOn",
    unit: "time",
    en: { name: "Published", meaning: "When the run was published: as a whole, or not at all." },
    nl: { name: "Gepubliceerd", meaning: "Wanneer de cijfers van een nacht zijn gepubliceerd: als geheel, of niet." },
  },
  {
    figure: "asOf",
    unit: "day",
    en: {
      name: "As of",
      meaning:
        "The UTC day the source speaks for: of usage reports a day or two before the night, of seats the night itself, of Partner Center's figures about a week before. Of a total: the oldest and the newest such day.",
    },
    nl: {
      name: "Peildatum",
      meaning:
        "De dag (UTC) waarover de bron spreekt: bij rapporten over gebruik een of twee dagen vóór de nacht, bij licenties de nacht zelf, bij de cijfers van Partner Center ongeveer een week ervoor. Van een totaal: de oudste en de nieuwste dag.",
    },
  },
  {
    figure: "daysBehind",
    unit: "days",
    en: {
      name: "Days behind",
      meaning: "Days from the day a source speaks for to the night: how fresh its figures are.",
    },
    nl: {
      name: "Dagen achter",
      meaning: "Dagen van de peildatum van een bron tot de nacht: hoe vers de cijfers zijn.",
    },
  },
  {
    figure: "part",
    unit: "count",
    en: { name: "Part", meaning: "The upper number of a rate: seats, users or questions, as the rate itself says." },
    nl: {
      name: "Teller",
      meaning: "Het bovenste getal van een verhouding: licenties, gebruikers of vragen, zoals de verhouding zelf zegt.",
    },
  },
  {
    figure: "whole",
    unit: "count",
    en: { name: "Whole", meaning: "The lower number of a rate. A rate without one is missing." },
    nl: { name: "Noemer", meaning: "Het onderste getal van een verhouding. Zonder noemer ontbreekt de verhouding." },
  },
  {
    figure: "value",
    unit: "share",
    en: { name: "Value", meaning: "Part ÷ whole. Never cut at 100%, and never rounded." },
    nl: { name: "Waarde", meaning: "Teller ÷ noemer. Nooit afgekapt op 100%, en nooit afgerond." },
  },
  {
    figure: "blank",
    unit: null,
    en: {
      name: "Blank",
      meaning:
        "Not known, and never zero. A rate that is missing names the reason; in the workbook the Missing sheet does.",
    },
    nl: {
      name: "Leeg",
      meaning:
        "Niet bekend, en nooit nul. Een ontbrekende verhouding noemt de reden; in de werkmap doet het blad Missing dat.",
    },
  },
  {
    figure: "missingReason",
    unit: null,
    en: {
      name: "Why a rate is missing",
      meaning: "A missing rate names one of these reasons, and none of them is zero.",
    },
    nl: {
      name: "Waarom een verhouding ontbreekt",
      meaning: "Een ontbrekende verhouding noemt een van deze redenen, en geen daarvan is nul.",
    },
  },
  {
    figure: "missingReason.not_reported",
    unit: null,
    en: { name: "Not reported", meaning: "No source reports it." },
    nl: { name: "Niet gerapporteerd", meaning: "Geen bron rapporteert het." },
  },
  {
    figure: "missingReason.nothing_sold",
    unit: null,
    en: { name: "Nothing sold", meaning: "There is no paid, active seat to be handed out." },
    nl: { name: "Niets verkocht", meaning: "Er is geen betaalde, actieve licentie om uit te geven." },
  },
  {
    figure: "missingReason.excluded",
    unit: null,
    en: { name: "Excluded", meaning: "Only products that a person has taken out are left." },
    nl: { name: "Uitgesloten", meaning: "Er zijn alleen producten over die iemand heeft weggelaten." },
  },
  {
    figure: "missingReason.nobody_entitled",
    unit: null,
    en: { name: "Nobody entitled", meaning: "No user holds a paid, active seat." },
    nl: { name: "Niemand heeft er recht op", meaning: "Geen gebruiker heeft een betaalde, actieve licentie." },
  },
  {
    figure: "missingReason.nobody_active",
    unit: null,
    en: { name: "Nobody active", meaning: "No user was active, so there is nobody to divide by." },
    nl: { name: "Niemand actief", meaning: "Geen gebruiker was actief, dus valt er niet te delen." },
  },
  {
    figure: "missingReason.source_not_ready",
    unit: null,
    en: { name: "Source not ready", meaning: "The source has nothing for this customer yet." },
    nl: { name: "Bron nog niet gereed", meaning: "De bron heeft nog niets van deze klant." },
  },
  {
    figure: "missingReason.no_access",
    unit: null,
    en: { name: "No access", meaning: "The customer's tenant refuses us." },
    nl: { name: "Geen toegang", meaning: "De tenant van de klant weigert ons." },
  },

  // How far the figures can be trusted
  {
    figure: "state",
    unit: null,
    en: {
      name: "State",
      meaning:
        "How far a customer's figures can be trusted. Every customer is in one; an excluded one is counted in none.",
    },
    nl: {
      name: "Status",
      meaning:
        "Hoe ver de cijfers van een klant te vertrouwen zijn. Elke klant heeft er een; een uitgesloten klant telt bij geen mee.",
    },
  },
  {
    figure: "state.measured",
    unit: "customers",
    en: { name: "Measured", meaning: "Figures of this night, from activity reports." },
    nl: { name: "Gemeten", meaning: "Cijfers van deze nacht, uit rapporten over activiteit." },
  },
  {
    figure: "state.reportedOnly",
    unit: "customers",
    en: {
      name: "Reported only",
      meaning: "No activity of its own: the figures are the totals Partner Center reports.",
    },
    nl: {
      name: "Alleen gerapporteerd",
      meaning: "Geen eigen activiteit: de cijfers zijn de totalen die Partner Center rapporteert.",
    },
  },
  {
    figure: "state.stale",
    unit: "customers",
    en: {
      name: "Stale",
      meaning: "The last good figures, with their day: the newest night brought none, or the source is days behind.",
    },
    nl: {
      name: "Verouderd",
      meaning:
        "De laatste goede cijfers, met hun dag: de nieuwste nacht bracht er geen, of de bron loopt dagen achter.",
    },
  },
  {
    figure: "state.noAccess",
    unit: "customers",
    en: {
      name: "No access",
      meaning: "The customer's tenant refuses us. It has no usage, and is in no total of usage.",
    },
    nl: {
      name: "Geen toegang",
      meaning: "De tenant van de klant weigert ons. Er is geen gebruik, ook niet in de totalen.",
    },
  },
  {
    figure: "state.notReady",
    unit: "customers",
    en: { name: "Not ready", meaning: "Nothing to read yet: a new customer, or one that was not asked." },
    nl: {
      name: "Nog niet gereed",
      meaning: "Er valt nog niets te lezen: een nieuwe klant, of een die niet is bevraagd.",
    },
  },
  {
    figure: "state.failed",
    unit: "customers",
    en: { name: "Failed", meaning: "The source could not be reached, or answered what cannot be trusted." },
    nl: { name: "Mislukt", meaning: "De bron was niet te bereiken, of gaf een antwoord dat niet te vertrouwen is." },
  },
  {
    figure: "coverage",
    unit: null,
    en: {
      name: "Coverage",
      meaning:
        "Of a customer: which days of the 28 there are, and why the others are missing. Of the portfolio: who is in the figures, and who is not.",
    },
    nl: {
      name: "Dekking",
      meaning:
        "Van een klant: welke van de 28 dagen er zijn, en waarom de andere ontbreken. Van de portefeuille: wie er in de cijfers zit, en wie niet.",
    },
  },
  {
    figure: "coverage.nights",
    unit: "days",
    en: { name: "Nights of 28", meaning: "Days of the window: always 28." },
    nl: { name: "Nachten van 28", meaning: "Dagen van de periode: altijd 28." },
  },
  {
    figure: "coverage.present",
    unit: "days",
    en: { name: "Nights present", meaning: "Those of them that have a snapshot of activity." },
    nl: { name: "Aanwezige nachten", meaning: "De dagen waarvan er een stand van de activiteit is." },
  },
  {
    figure: "coverage.missing",
    unit: "days",
    en: { name: "Nights missing", meaning: "Those that have none, each with the reason." },
    nl: { name: "Ontbrekende nachten", meaning: "De dagen waarvan die er niet is, elk met de reden." },
  },
  {
    figure: "coverage.breaks",
    unit: "days",
    en: {
      name: "Breaks in naming",
      meaning:
        "Days from which on reports conceal names that they showed, or the other way round: standings rest on other evidence than before.",
    },
    nl: {
      name: "Breuken in namen",
      meaning:
        "Dagen vanaf wanneer rapporten namen verbergen die ze toonden, of andersom: gronden berusten op ander bewijs dan daarvoor.",
    },
  },
  {
    figure: "coverage.counted",
    unit: "customers",
    en: { name: "Customers counted", meaning: "Customers whose figure is in the total." },
    nl: { name: "Getelde klanten", meaning: "Klanten van wie het cijfer in het totaal zit." },
  },
  {
    figure: "coverage.countedReported",
    unit: "customers",
    en: {
      name: "Counted by reported totals",
      meaning: "Those of them whose figure is a total that Partner Center reports.",
    },
    nl: {
      name: "Geteld met gerapporteerde totalen",
      meaning: "Het deel daarvan waarvan het cijfer een totaal is dat Partner Center rapporteert.",
    },
  },
  {
    figure: "coverage.absent",
    unit: "customers",
    en: { name: "Customers absent", meaning: "Customers whose figure is missing, and in no total." },
    nl: { name: "Ontbrekende klanten", meaning: "Klanten van wie het cijfer ontbreekt, ook in het totaal." },
  },
  {
    figure: "coverage.absentBecause",
    unit: "customers",
    en: { name: "Absent because", meaning: "The absent customers by the reason of their missing figure." },
    nl: { name: "Ontbreekt omdat", meaning: "De ontbrekende klanten naar de reden van het ontbrekende cijfer." },
  },
  {
    figure: "refusalReason",
    unit: null,
    en: {
      name: "Why a source or a day is missing",
      meaning: "A source that gave nothing usable, or a day without a snapshot, names one of these.",
    },
    nl: {
      name: "Waarom een bron of een dag ontbreekt",
      meaning: "Een bron die niets bruikbaars gaf, of een dag zonder stand, noemt een van deze redenen.",
    },
  },
  {
    figure: "refusalReason.no_access",
    unit: null,
    en: { name: "No access", meaning: "The source refuses us." },
    nl: { name: "Geen toegang", meaning: "De bron weigert ons." },
  },
  {
    figure: "refusalReason.source_not_ready",
    unit: null,
    en: {
      name: "Source not ready",
      meaning: "It has nothing yet, or answered nothing, which is unknown and not zero.",
    },
    nl: {
      name: "Bron nog niet gereed",
      meaning: "De bron heeft nog niets, of gaf een leeg antwoord: onbekend, en niet nul.",
    },
  },
  {
    figure: "refusalReason.unreadable",
    unit: null,
    en: { name: "Unreadable", meaning: "It answered something that cannot be trusted." },
    nl: { name: "Onleesbaar", meaning: "De bron gaf een antwoord dat niet te vertrouwen is." },
  },
  {
    figure: "refusalReason.failed",
    unit: null,
    en: { name: "Failed", meaning: "It could not be reached, or kept failing." },
    nl: { name: "Mislukt", meaning: "De bron was niet te bereiken, of bleef mislukken." },
  },
  {
    figure: "refusalReason.not_configured",
    unit: null,
    en: { name: "Not asked", meaning: "Nobody asked it: it is not configured, or there is nothing to ask." },
    nl: { name: "Niet gevraagd", meaning: "Er is niet naar gevraagd: niet ingesteld, of er valt niets te vragen." },
  },
  {
    figure: "refusalReason.not_pulled",
    unit: null,
    en: { name: "Not pulled", meaning: "Nobody asked for that day." },
    nl: { name: "Niet opgehaald", meaning: "Naar die dag is niet gevraagd." },
  },
  {
    figure: "refusalReason.not_reported",
    unit: null,
    en: { name: "Not reported", meaning: "The source passed that day over." },
    nl: { name: "Niet gerapporteerd", meaning: "De bron sloeg die dag over." },
  },
  {
    figure: "sources",
    unit: null,
    en: { name: "Sources", meaning: "What each source gave on the newest night, or why it gave nothing." },
    nl: { name: "Bronnen", meaning: "Wat elke bron in de nieuwste nacht gaf, of waarom niets." },
  },
  {
    figure: "source",
    unit: null,
    en: { name: "Source", meaning: "Where figures come from." },
    nl: { name: "Bron", meaning: "Waar cijfers vandaan komen." },
  },
  {
    figure: "source.activity",
    unit: null,
    en: { name: "Active users report", meaning: "Microsoft's report of each user's last activity, by workload." },
    nl: {
      name: "Rapport over actieve gebruikers",
      meaning: "Het rapport van Microsoft over de laatste activiteit van elke gebruiker, per dienst.",
    },
  },
  {
    figure: "source.apps",
    unit: null,
    en: { name: "Microsoft 365 Apps report", meaning: "The same of the Office programs." },
    nl: { name: "Rapport over Microsoft 365 Apps", meaning: "Hetzelfde voor de Office-programma's." },
  },
  {
    figure: "source.copilot",
    unit: null,
    en: { name: "Microsoft 365 Copilot report", meaning: "The same of Copilot, asked for where Copilot is sold." },
    nl: {
      name: "Rapport over Microsoft 365 Copilot",
      meaning: "Hetzelfde voor Copilot, opgevraagd waar Copilot is verkocht.",
    },
  },
  {
    figure: "source.directory",
    unit: null,
    en: {
      name: "Users of the directory",
      meaning: "Each user's licences and whether it is a guest, asked for where reports show names.",
    },
    nl: {
      name: "Gebruikers van de directory",
      meaning: "De licenties van elke gebruiker en of het een gast is, opgevraagd waar rapporten namen tonen.",
    },
  },
  {
    figure: "source.licences",
    unit: null,
    en: { name: "Licences of the tenant", meaning: "The tenant's own list of products and seats." },
    nl: { name: "Licenties van de tenant", meaning: "De eigen lijst met producten en licenties van de tenant." },
  },
  {
    figure: "source.subscriptions",
    unit: null,
    en: {
      name: "Subscriptions of the tenant",
      meaning: "The tenant's purchases, which tell trials from paid seats and when seats renew.",
    },
    nl: {
      name: "Abonnementen van de tenant",
      meaning: "De aankopen van de tenant, die proef en betaald onderscheiden en zeggen wanneer er wordt verlengd.",
    },
  },
  {
    figure: "source.sales",
    unit: null,
    en: { name: "The partner's own books", meaning: "The subscriptions that this partner sold." },
    nl: { name: "De boeken van de partner", meaning: "De abonnementen die deze partner heeft verkocht." },
  },
  {
    figure: "source.reported",
    unit: null,
    en: {
      name: "Partner Center's own figures",
      meaning: "Partner Center's analytics of deployment and usage, over all sellers.",
    },
    nl: { name: "De cijfers van Partner Center", meaning: "De cijfers van Partner Center zelf, over alle verkopers." },
  },
  {
    figure: "source.requests",
    unit: null,
    en: { name: "Service requests at Microsoft", meaning: "Requests filed with Microsoft for the customer." },
    nl: {
      name: "Serviceaanvragen bij Microsoft",
      meaning: "Aanvragen die voor de klant bij Microsoft zijn ingediend.",
    },
  },
  {
    figure: "sourceFaults",
    unit: null,
    en: {
      name: "Source faults",
      meaning:
        "Sources that came empty for many customers at once: that is the source's fault, and says nothing of them.",
    },
    nl: {
      name: "Fouten van bronnen",
      meaning:
        "Bronnen die voor veel klanten tegelijk leeg waren: dat is een fout van de bron, en zegt niets over de klanten.",
    },
  },
  {
    figure: "sourceFaults.customers",
    unit: "customers",
    en: { name: "Customers", meaning: "Customers for whom the source came empty." },
    nl: { name: "Klanten", meaning: "Klanten voor wie de bron leeg was." },
  },
  {
    figure: "sourceFaults.of",
    unit: "customers",
    en: { name: "Of", meaning: "All customers for whom it answered, with figures or empty." },
    nl: { name: "Van", meaning: "Alle klanten voor wie de bron antwoord gaf, met cijfers of leeg." },
  },
  {
    figure: "sourceFaults.lastGood",
    unit: "day",
    en: { name: "Last good", meaning: "The days of the last good figures, which stay." },
    nl: { name: "Laatste goede dag", meaning: "De dagen van de laatste goede cijfers, die blijven staan." },
  },
  {
    figure: "report",
    unit: null,
    en: { name: "Report", meaning: "Which report of users it is." },
    nl: { name: "Rapport", meaning: "Welk rapport over gebruikers het is." },
  },
  {
    figure: "report.activeUsers",
    unit: null,
    en: { name: "Active users", meaning: "Every user's last activity in five services." },
    nl: { name: "Actieve gebruikers", meaning: "De laatste activiteit van elke gebruiker in vijf diensten." },
  },
  {
    figure: "report.apps",
    unit: null,
    en: { name: "Apps", meaning: "Every user's last activity in the Office programs." },
    nl: { name: "Apps", meaning: "De laatste activiteit van elke gebruiker in de Office-programma's." },
  },
  {
    figure: "report.copilot",
    unit: null,
    en: { name: "Copilot", meaning: "Every user's last activity with Copilot." },
    nl: { name: "Copilot", meaning: "De laatste activiteit van elke gebruiker met Copilot." },
  },
  {
    figure: "refreshedOn",
    unit: "day",
    en: { name: "Refreshed on", meaning: "The day the report itself says it is of." },
    nl: { name: "Ververst op", meaning: "De dag waarvan het rapport zelf zegt te zijn." },
  },
  {
    figure: "rows",
    unit: "rows",
    en: { name: "Rows", meaning: "Rows of the report." },
    nl: { name: "Regels", meaning: "Regels van het rapport." },
  },
  {
    figure: "rowsUnreadable",
    unit: "rows",
    en: { name: "Rows unreadable", meaning: "Rows that could not be read, and are in no figure." },
    nl: { name: "Onleesbare regels", meaning: "Regels die niet te lezen waren, en in geen cijfer zitten." },
  },
  {
    figure: "restsOn",
    unit: null,
    en: {
      name: "What figures rest on",
      meaning: "Figures of two nights are compared only where they rest on the same.",
    },
    nl: {
      name: "Waar cijfers op berusten",
      meaning: "Cijfers van twee nachten worden alleen vergeleken als ze op hetzelfde berusten.",
    },
  },
  {
    figure: "restsOn.usage",
    unit: null,
    en: {
      name: "Usage",
      meaning: "Users, and the reports joined into any workload; or the totals that Partner Center reports.",
    },
    nl: {
      name: "Gebruik",
      meaning:
        "Gebruikers, en de rapporten die bij alle diensten samen zijn gevoegd; of de totalen die Partner Center rapporteert.",
    },
  },
  {
    figure: "restsOn.deployment",
    unit: null,
    en: {
      name: "Deployment",
      meaning:
        "Seats, and subscriptions where they tell trials from paid seats, without the products that are excluded; or the totals that Partner Center reports.",
    },
    nl: {
      name: "Toegewezen",
      meaning:
        "Licenties, en abonnementen als die proef en betaald onderscheiden, zonder de uitgesloten producten; of de totalen die Partner Center rapporteert.",
    },
  },
  {
    figure: "naming",
    unit: null,
    en: { name: "Naming", meaning: "How a report names its users. Totals are the same either way." },
    nl: { name: "Namen", meaning: "Hoe een rapport zijn gebruikers noemt. De totalen zijn in beide gevallen gelijk." },
  },
  {
    figure: "naming.clear",
    unit: null,
    en: { name: "Clear", meaning: "By their names, which are not kept." },
    nl: { name: "Zichtbaar", meaning: "Met hun naam, die niet wordt bewaard." },
  },
  {
    figure: "naming.concealed",
    unit: null,
    en: { name: "Concealed", meaning: "By a code that stands for the name." },
    nl: { name: "Verborgen", meaning: "Met een code die voor de naam staat." },
  },
  {
    figure: "naming.none",
    unit: null,
    en: { name: "None", meaning: "It names nobody." },
    nl: { name: "Geen", meaning: "Het noemt niemand." },
  },
  {
    figure: "namesSetting",
    unit: null,
    en: {
      name: "Setting of names",
      meaning:
        "What the tenant's own setting says of names, which a report may not have heard of yet. Blank where it is not known.",
    },
    nl: {
      name: "Instelling voor namen",
      meaning:
        "Wat de instelling van de tenant zelf over namen zegt; een rapport weet daar soms nog niet van. Leeg als ze niet bekend is.",
    },
  },
  {
    figure: "directory",
    unit: null,
    en: {
      name: "Directory",
      meaning:
        "What the directory added to the report. Where the two contradict each other, the directory is believed.",
    },
    nl: {
      name: "Directory",
      meaning: "Wat de directory aan het rapport toevoegde. Waar de twee elkaar tegenspreken, geldt de directory.",
    },
  },
  {
    figure: "directory.users",
    unit: "users",
    en: { name: "Users", meaning: "Users of the directory, guests and blocked accounts included." },
    nl: { name: "Gebruikers", meaning: "Gebruikers van de directory, ook gasten en geblokkeerde accounts." },
  },
  {
    figure: "directory.joined",
    unit: "users",
    en: { name: "Joined", meaning: "Users of the report who are in the directory." },
    nl: { name: "Gevonden", meaning: "Gebruikers van het rapport die in de directory staan." },
  },
  {
    figure: "directory.unlisted",
    unit: "users",
    en: {
      name: "Not in the report yet",
      meaning: "Licensed users whom the report does not list yet: they are in no figure.",
    },
    nl: {
      name: "Nog niet in het rapport",
      meaning: "Gebruikers met een licentie die nog niet in het rapport staan: ze zitten in geen cijfer.",
    },
  },
  {
    figure: "directory.deletedContradicted",
    unit: "users",
    en: { name: "Deleted contradicted", meaning: "Users whom the report calls deleted, and the directory has." },
    nl: {
      name: "Verwijderd weersproken",
      meaning: "Gebruikers die volgens het rapport zijn verwijderd, en in de directory staan.",
    },
  },
  {
    figure: "directory.flagsContradicted",
    unit: "users",
    en: { name: "Flags contradicted", meaning: "Users whose licence flag in some workload the directory contradicts." },
    nl: {
      name: "Licentie weersproken",
      meaning: "Gebruikers van wie het rapport voor een dienst iets anders over de licentie zegt dan de directory.",
    },
  },
  {
    figure: "directory.blockedPaid",
    unit: "users",
    en: { name: "Blocked with a paid seat", meaning: "Accounts that may not sign in, and hold a paid seat." },
    nl: {
      name: "Geblokkeerd met een betaalde licentie",
      meaning: "Accounts die niet mogen aanmelden, en een betaalde licentie hebben.",
    },
  },
  {
    figure: "refusedFiles",
    unit: null,
    en: { name: "Refused files", meaning: "Files that were dropped in and could not be read, with the line at fault." },
    nl: {
      name: "Geweigerde bestanden",
      meaning: "Aangeleverde bestanden die niet te lezen waren, met de regel waar het misgaat.",
    },
  },
  {
    figure: "excluded",
    unit: null,
    en: {
      name: "Excluded",
      meaning:
        "Taken out of the totals by a person, who says why. Of an excluded product the usage by people is unaffected.",
    },
    nl: {
      name: "Uitgesloten",
      meaning:
        "Door iemand uit de totalen gehaald, met een reden. Een uitgesloten product verandert niets aan het gebruik door mensen.",
    },
  },
  {
    figure: "until",
    unit: "day",
    en: { name: "Excluded until and with", meaning: "The last night of an exclusion. Blank: until it is taken back." },
    nl: {
      name: "Uitgesloten tot en met",
      meaning: "De laatste nacht van een uitsluiting. Leeg: tot zij wordt ingetrokken.",
    },
  },

  // What has moved
  {
    figure: "change",
    unit: null,
    en: {
      name: "Change",
      meaning: "A customer's figures against those of the night 28 days before, a whole window: the two share no day.",
    },
    nl: {
      name: "Verandering",
      meaning:
        "De cijfers van een klant naast die van de nacht 28 dagen eerder, een hele periode: de twee delen geen dag.",
    },
  },
  {
    figure: "change.since",
    unit: "day",
    en: { name: "Since", meaning: "The night that is compared with." },
    nl: { name: "Sinds", meaning: "De nacht waarmee wordt vergeleken." },
  },
  {
    figure: "change.isAcrossBreak",
    unit: "yesOrNo",
    en: {
      name: "Across a break",
      meaning: "Whether names were concealed on one of the two nights only: standings then rest on other evidence.",
    },
    nl: {
      name: "Over een breuk",
      meaning: "Of namen maar in een van de twee nachten verborgen waren: gronden berusten dan op ander bewijs.",
    },
  },
  {
    figure: "change.points",
    unit: "points",
    en: { name: "Moved", meaning: "The rate now less the rate then: 0.05 is 5 points more." },
    nl: { name: "Verschuiving", meaning: "De verhouding nu min die van toen: 0,05 is 5 punten meer." },
  },
  {
    figure: "change.peoplePoints",
    unit: "points",
    en: { name: "Of which people", meaning: "What moved because people did: the part moved, the whole held still." },
    nl: { name: "Waarvan door mensen", meaning: "Wat is verschoven door mensen: de teller bewoog, de noemer niet." },
  },
  {
    figure: "change.seatsPoints",
    unit: "points",
    en: { name: "Of which seats", meaning: "What moved because seats did. The two add up to the whole move." },
    nl: {
      name: "Waarvan door licenties",
      meaning: "Wat is verschoven door licenties. De twee samen zijn de hele verschuiving.",
    },
  },
  {
    figure: "moved",
    unit: "points",
    en: {
      name: "Moved in 28 days",
      meaning: "How far deployment and usage have moved, in points. Blank where there is no change to tell.",
    },
    nl: {
      name: "Verschoven in 28 dagen",
      meaning: "Hoe ver toegewezen en gebruik zijn verschoven, in punten. Leeg als er geen verandering te melden is.",
    },
  },
  {
    figure: "movers",
    unit: null,
    en: { name: "Movers", meaning: "Customers whose usage rose and fell most in 28 days." },
    nl: { name: "Stijgers en dalers", meaning: "Klanten van wie het gebruik in 28 dagen het meest steeg en daalde." },
  },
  {
    figure: "movers.points",
    unit: "points",
    en: { name: "Points", meaning: "How far the customer's usage moved." },
    nl: { name: "Punten", meaning: "Hoe ver het gebruik van de klant is verschoven." },
  },
  {
    figure: "noChangeReason",
    unit: null,
    en: { name: "Why there is no change to tell", meaning: "A change that is missing names one of these." },
    nl: {
      name: "Waarom er geen verandering te melden is",
      meaning: "Een ontbrekende verandering noemt een van deze redenen.",
    },
  },
  {
    figure: "noChangeReason.no_earlier_night",
    unit: null,
    en: { name: "No earlier night", meaning: "No night was published 28 days before." },
    nl: { name: "Geen eerdere nacht", meaning: "Er is 28 dagen eerder geen nacht gepubliceerd." },
  },
  {
    figure: "noChangeReason.new_customer",
    unit: null,
    en: { name: "New customer", meaning: "The customer was not in it." },
    nl: { name: "Nieuwe klant", meaning: "De klant zat er toen niet in." },
  },
  {
    figure: "noChangeReason.missing_now",
    unit: null,
    en: { name: "Missing now", meaning: "The figure is missing now." },
    nl: { name: "Ontbreekt nu", meaning: "Het cijfer ontbreekt nu." },
  },
  {
    figure: "noChangeReason.missing_then",
    unit: null,
    en: { name: "Missing then", meaning: "The figure was missing then." },
    nl: { name: "Ontbrak toen", meaning: "Het cijfer ontbrak toen." },
  },
  {
    figure: "noChangeReason.other_definition",
    unit: null,
    en: { name: "Other definition", meaning: "It was computed by another definition." },
    nl: { name: "Andere definitie", meaning: "Het is toen met een andere definitie berekend." },
  },
  {
    figure: "noChangeReason.other_basis",
    unit: null,
    en: {
      name: "Other basis",
      meaning:
        "It rested on something else: totals, another set of reports or of products, or seats without their trials.",
    },
    nl: {
      name: "Andere grondslag",
      meaning:
        "Het berustte toen op iets anders: totalen, andere rapporten of producten, of licenties zonder hun proefversies.",
    },
  },
  {
    figure: "noChangeReason.source_silent",
    unit: null,
    en: { name: "Source silent", meaning: "The source has hardly spoken since: it is nearly the figure of then." },
    nl: {
      name: "Bron zwijgt",
      meaning: "De bron heeft sindsdien nauwelijks iets gemeld: het is bijna het cijfer van toen.",
    },
  },
  {
    figure: "history",
    unit: null,
    en: {
      name: "History",
      meaning:
        "One point for each published night, with the parts and wholes of its day. A night without one is a gap, and never filled in.",
    },
    nl: {
      name: "Verloop",
      meaning:
        "Eén punt per gepubliceerde nacht, met de tellers en noemers van die dag. Een nacht zonder punt is een gat, en wordt niet ingevuld.",
    },
  },
  {
    figure: "history.from",
    unit: "day",
    en: { name: "From", meaning: "The first night that was asked for." },
    nl: { name: "Van", meaning: "De eerste gevraagde nacht." },
  },
  {
    figure: "history.to",
    unit: "day",
    en: { name: "To", meaning: "The last night that was asked for, and the published night at most." },
    nl: { name: "Tot en met", meaning: "De laatste gevraagde nacht, en hoogstens de gepubliceerde." },
  },
  {
    figure: "history.missing",
    unit: "day",
    en: { name: "Missing nights", meaning: "Nights without a point, from the customer's first night on." },
    nl: { name: "Ontbrekende nachten", meaning: "Nachten zonder punt, vanaf de eerste nacht van de klant." },
  },

  // Beside Partner Center, and the questions of customers
  {
    figure: "reconciliation",
    unit: null,
    en: {
      name: "Reconciliation",
      meaning: "Partner Center's own figure beside ours, for every product and workload that both tell of.",
    },
    nl: {
      name: "Aansluiting",
      meaning:
        "Het cijfer van Partner Center zelf naast het onze, voor elk product en elke dienst waar beide iets over zeggen.",
    },
  },
  {
    figure: "reconciliation.ours",
    unit: "share",
    en: { name: "Ours", meaning: "Our figure, from seats and users." },
    nl: { name: "Ons cijfer", meaning: "Ons cijfer, uit licenties en gebruikers." },
  },
  {
    figure: "reconciliation.oursAsOf",
    unit: "day",
    en: { name: "Ours as of", meaning: "The day of our figure." },
    nl: { name: "Peildatum van ons cijfer", meaning: "De dag van ons cijfer." },
  },
  {
    figure: "reconciliation.reported",
    unit: "share",
    en: { name: "Partner Center's", meaning: "Partner Center's own figure." },
    nl: { name: "Cijfer van Partner Center", meaning: "Het cijfer van Partner Center zelf." },
  },
  {
    figure: "reconciliation.reportedAsOf",
    unit: "day",
    en: { name: "Partner Center's as of", meaning: "The day of Partner Center's figure." },
    nl: { name: "Peildatum van Partner Center", meaning: "De dag van het cijfer van Partner Center." },
  },
  {
    figure: "reconciliation.points",
    unit: "points",
    en: { name: "Theirs less ours", meaning: "Partner Center's figure less ours: 0.05 is 5 points more." },
    nl: {
      name: "Verschil met Partner Center",
      meaning: "Het cijfer van Partner Center min het onze: 0,05 is 5 punten meer.",
    },
  },
  {
    figure: "explanation",
    unit: null,
    en: { name: "What explains the difference", meaning: "Told only where the numbers themselves bear it out." },
    nl: { name: "Wat het verschil verklaart", meaning: "Alleen genoemd als de getallen zelf het bewijzen." },
  },
  {
    figure: "explanation.same",
    unit: null,
    en: { name: "Same", meaning: "The two are the same." },
    nl: { name: "Gelijk", meaning: "De twee zijn gelijk." },
  },
  {
    figure: "explanation.grace_seats_counted",
    unit: null,
    en: { name: "Grace counted", meaning: "Partner Center counts seats in grace as sold." },
    nl: { name: "Respijt telt mee", meaning: "Partner Center telt licenties in respijt als verkocht." },
  },
  {
    figure: "explanation.lapsed_seats_counted",
    unit: null,
    en: { name: "Lapsed counted", meaning: "Partner Center counts seats in grace and suspended ones as sold." },
    nl: {
      name: "Verlopen telt mee",
      meaning: "Partner Center telt licenties in respijt en opgeschorte licenties als verkocht.",
    },
  },
  {
    figure: "explanation.trial_seats_counted",
    unit: null,
    en: { name: "Trials counted", meaning: "Partner Center counts trial seats as sold." },
    nl: { name: "Proef telt mee", meaning: "Partner Center telt proeflicenties als verkocht." },
  },
  {
    figure: "explanation.own_seats_only",
    unit: null,
    en: { name: "Own seats only", meaning: "Partner Center counts this partner's seats alone." },
    nl: { name: "Alleen eigen licenties", meaning: "Partner Center telt alleen de licenties van deze partner." },
  },
  {
    figure: "explanation.entitled_activity_only",
    unit: null,
    en: {
      name: "Entitled activity only",
      meaning: "Partner Center leaves out who is active without being entitled. We count them, and say why.",
    },
    nl: {
      name: "Alleen gebruik met recht",
      meaning: "Bij Partner Center telt niet mee wie actief is zonder recht. Wij tellen hen mee, en zeggen waarom.",
    },
  },
  {
    figure: "explanation.entitlements_counted",
    unit: null,
    en: { name: "Licences counted", meaning: "Partner Center counts licences, of which a person may hold several." },
    nl: { name: "Licenties geteld", meaning: "Partner Center telt licenties, en iemand kan er meer dan een hebben." },
  },
  {
    figure: "explanation.another_day",
    unit: null,
    en: { name: "Another day", meaning: "The two are of different days, and nothing else explains it." },
    nl: { name: "Andere dag", meaning: "De twee zijn van verschillende dagen, en iets anders verklaart het niet." },
  },
  {
    figure: "explanation.unexplained",
    unit: null,
    en: { name: "Unexplained", meaning: "Of the same day, and different." },
    nl: { name: "Onverklaard", meaning: "Van dezelfde dag, en verschillend." },
  },
  {
    figure: "support",
    unit: null,
    en: { name: "Support", meaning: "How much help a customer asks for, in the 28 days that end on the as-of day." },
    nl: { name: "Ondersteuning", meaning: "Hoeveel hulp een klant vraagt, in de 28 dagen tot en met de peildatum." },
  },
  {
    figure: "support.requests",
    unit: null,
    en: { name: "Service requests", meaning: "Questions filed with Microsoft through Partner Center." },
    nl: { name: "Serviceaanvragen", meaning: "Vragen die via Partner Center bij Microsoft zijn ingediend." },
  },
  {
    figure: "support.tickets",
    unit: null,
    en: { name: "Support tickets", meaning: "Questions filed with the partner, imported. The two are never added." },
    nl: { name: "Supporttickets", meaning: "Vragen aan de partner, ingelezen. De twee worden nooit opgeteld." },
  },
  {
    figure: "opened",
    unit: "questions",
    en: { name: "Opened", meaning: "Questions opened in the 28 days." },
    nl: { name: "Geopend", meaning: "Vragen die in de 28 dagen zijn geopend." },
  },
  {
    figure: "perActiveUser",
    unit: "share",
    en: {
      name: "Per active user",
      meaning: "Questions opened ÷ active users in any workload: 0.14 is 14 per 100 active users.",
    },
    nl: {
      name: "Per actieve gebruiker",
      meaning: "Geopende vragen ÷ actieve gebruikers in welke dienst ook: 0,14 is 14 per 100 actieve gebruikers.",
    },
  },
  {
    figure: "requestsPerActiveUser",
    unit: "share",
    en: { name: "Requests per active user", meaning: "Service requests opened ÷ active users in any workload." },
    nl: {
      name: "Aanvragen per actieve gebruiker",
      meaning: "Geopende serviceaanvragen ÷ actieve gebruikers in welke dienst ook.",
    },
  },
  {
    figure: "ticketsPerActiveUser",
    unit: "share",
    en: { name: "Tickets per active user", meaning: "Support tickets opened ÷ active users in any workload." },
    nl: {
      name: "Tickets per actieve gebruiker",
      meaning: "Geopende supporttickets ÷ actieve gebruikers in welke dienst ook.",
    },
  },

  // What the figures advise
  {
    figure: "advice",
    unit: null,
    en: { name: "Advice", meaning: "What the figures suggest to do, most urgent first." },
    nl: { name: "Advies", meaning: "Wat de cijfers aanraden, het dringendste eerst." },
  },
  {
    figure: "scenario",
    unit: null,
    en: {
      name: "Scenario",
      meaning: "What an advice is about: the two scenarios of Microsoft's page on adoption, and the seats.",
    },
    nl: {
      name: "Scenario",
      meaning:
        "Waar een advies over gaat: de twee scenario's op de pagina van Microsoft over adoptie, en de licenties.",
    },
  },
  {
    figure: "scenario.low_adoption",
    unit: null,
    en: { name: "Low adoption", meaning: "Seats are not handed out, or people do not use them." },
    nl: { name: "Lage adoptie", meaning: "Licenties zijn niet uitgegeven, of mensen gebruiken ze niet." },
  },
  {
    figure: "scenario.many_questions",
    unit: null,
    en: { name: "Many questions", meaning: "Many service requests or support tickets for each active user." },
    nl: { name: "Veel vragen", meaning: "Veel serviceaanvragen of supporttickets per actieve gebruiker." },
  },
  {
    figure: "scenario.seats",
    unit: null,
    en: { name: "Seats", meaning: "Too many seats, or too few." },
    nl: { name: "Licenties", meaning: "Te veel licenties, of te weinig." },
  },
  {
    figure: "rule",
    unit: null,
    en: { name: "Rule", meaning: "What gives an advice. The thresholds are settings." },
    nl: { name: "Regel", meaning: "Waaruit een advies volgt. De drempels zijn instellingen." },
  },
  {
    figure: "rule.seats_overdrawn",
    unit: null,
    en: { name: adviceTitle("seats_overdrawn", "en"), meaning: "More seats of a product are assigned than were sold." },
    nl: {
      name: adviceTitle("seats_overdrawn", "nl"),
      meaning: "Van een product zijn meer licenties toegewezen dan verkocht.",
    },
  },
  {
    figure: "rule.idle_before_renewal",
    unit: null,
    en: { name: adviceTitle("idle_before_renewal", "en"), meaning: "Seats of a product are idle, and it renews soon." },
    nl: {
      name: adviceTitle("idle_before_renewal", "nl"),
      meaning: "Van een product zijn licenties vrij, en het wordt binnenkort verlengd.",
    },
  },
  {
    figure: "rule.seats_running_out",
    unit: null,
    en: { name: adviceTitle("seats_running_out", "en"), meaning: "Nearly all seats of a product are assigned." },
    nl: {
      name: adviceTitle("seats_running_out", "nl"),
      meaning: "Van een product zijn bijna alle licenties toegewezen.",
    },
  },
  {
    figure: "rule.low_usage",
    unit: null,
    en: { name: adviceTitle("low_usage", "en"), meaning: "The customer's usage is low." },
    nl: { name: adviceTitle("low_usage", "nl"), meaning: "Het gebruik van de klant is laag." },
  },
  {
    figure: "rule.low_workload_usage",
    unit: null,
    en: {
      name: adviceTitle("low_workload_usage", "en"),
      meaning: "Usage of one workload is low, and the customer's as a whole is not.",
    },
    nl: {
      name: adviceTitle("low_workload_usage", "nl"),
      meaning: "Het gebruik van één dienst is laag, en dat van de klant als geheel niet.",
    },
  },
  {
    figure: "rule.low_deployment",
    unit: null,
    en: { name: adviceTitle("low_deployment", "en"), meaning: "The customer's deployment is low." },
    nl: { name: adviceTitle("low_deployment", "nl"), meaning: "Bij de klant zijn weinig licenties toegewezen." },
  },
  {
    figure: "rule.many_requests",
    unit: null,
    en: { name: adviceTitle("many_requests", "en"), meaning: "Many service requests for each active user." },
    nl: { name: adviceTitle("many_requests", "nl"), meaning: "Veel serviceaanvragen per actieve gebruiker." },
  },
  {
    figure: "rule.many_tickets",
    unit: null,
    en: { name: adviceTitle("many_tickets", "en"), meaning: "Many support tickets for each active user." },
    nl: { name: adviceTitle("many_tickets", "nl"), meaning: "Veel supporttickets per actieve gebruiker." },
  },
  {
    figure: "rule.idle_seats",
    unit: null,
    en: { name: adviceTitle("idle_seats", "en"), meaning: "Seats of a product are idle, and it does not renew soon." },
    nl: {
      name: adviceTitle("idle_seats", "nl"),
      meaning: "Van een product zijn licenties vrij, en het wordt niet binnenkort verlengd.",
    },
  },
  {
    figure: "triggers",
    unit: null,
    en: { name: "Triggers", meaning: "The figures that an advice rests on." },
    nl: { name: "Aanleiding", meaning: "De cijfers waarop een advies berust." },
  },
  {
    figure: "triggers.value",
    unit: "count",
    en: { name: "Value", meaning: "The figure itself: a share, seats or days." },
    nl: { name: "Waarde", meaning: "Het cijfer zelf: een aandeel, licenties of dagen." },
  },
  {
    figure: "triggers.threshold",
    unit: "count",
    en: { name: "Threshold", meaning: "What the figure is held against: a setting, or 100%." },
    nl: { name: "Drempel", meaning: "Waarmee het cijfer wordt vergeleken: een instelling, of 100%." },
  },
  {
    figure: "seatsLeft",
    unit: "share",
    en: { name: "Seats left", meaning: "Sold seats of a product that nobody holds ÷ sold seats." },
    nl: { name: "Nog vrij", meaning: "Verkochte licenties van een product die niemand heeft ÷ verkochte licenties." },
  },
  {
    figure: "daysToRenewal",
    unit: "days",
    en: { name: "Days to renewal", meaning: "Days from the night to the next day on which seats end or renew." },
    nl: {
      name: "Dagen tot de verlenging",
      meaning: "Dagen van de nacht tot de eerstvolgende dag waarop licenties aflopen of worden verlengd.",
    },
  },
  {
    figure: "adviceCounts",
    unit: "customers",
    en: { name: "Customers advised", meaning: "How many customers each rule speaks to." },
    nl: { name: "Klanten met advies", meaning: "Voor hoeveel klanten elke regel geldt." },
  },

  // The portfolio
  {
    figure: "portfolio",
    unit: null,
    en: {
      name: "Portfolio rates",
      meaning: "The rate of the sums over the customers whose figure is measured, never the mean of their rates.",
    },
    nl: {
      name: "Cijfers van de portefeuille",
      meaning:
        "De verhouding van de sommen over de klanten van wie het cijfer is gemeten, nooit het gemiddelde van hun verhoudingen.",
    },
  },
  {
    figure: "customers",
    unit: "customers",
    en: { name: "Customers", meaning: "Customers that have it; in the coverage: all customers." },
    nl: { name: "Klanten", meaning: "Klanten die het hebben; in de dekking: alle klanten." },
  },
  {
    figure: "measured",
    unit: "customers",
    en: {
      name: "Measured",
      meaning: "Customers whose figure of the product or workload is measured, and makes up the total.",
    },
    nl: {
      name: "Gemeten",
      meaning: "Klanten van wie het cijfer van het product of de dienst is gemeten: zij vormen het totaal.",
    },
  },
  {
    figure: "reported",
    unit: "customers",
    en: {
      name: "Of which by reported totals",
      meaning: "Those of them whose usage is a total that Partner Center reports.",
    },
    nl: {
      name: "Waarvan met gerapporteerde totalen",
      meaning: "Het deel daarvan waarvan het gebruik een totaal is dat Partner Center rapporteert.",
    },
  },
];
