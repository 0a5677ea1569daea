/** How Microsoft's list names one product. */
export type NamedProduct = Readonly<{ partNumber: string; names: readonly string[] }>;

/**
 * Words by which Microsoft marks what nobody pays for. IW ("information worker") is its mark for what people take for
 * themselves. TRIAL is among them: a product with that mark exists only as a trial, whereas a trial of an ordinary
 * product has that product's part number, and only its subscription tells. TEST is not: a test instance is paid for.
 */
const FREE_WORDS = new Set(["free", "viral", "trial", "vtrial", "exploratory", "adhoc", "preview", "iw"]);

/** Free without such a word. Only certain ones: what is wrongly free vanishes from every rate. */
const FREE_PART_NUMBERS = new Set([
  "DEVELOPERPACK_E5", // comes with the Microsoft 365 developer programme
  "MCOPSTNC", // Communications Credits: minutes are paid for, seats are not
  "Microsoft365_Lighthouse",
  "Microsoft_Teams_Rooms_Basic",
  "Microsoft_Teams_Rooms_Basic_FAC",
  "Microsoft_Teams_Rooms_Basic_without_Audio_Conferencing",
  "PHONESYSTEM_VIRTUALUSER", // a phone number's account
  "PHONESYSTEM_VIRTUALUSER_FACULTY",
  "PHONESYSTEM_VIRTUALUSER_GOV",
  "PHONESYSTEM_VIRTUALUSER_USGOV_GCCHIGH",
  "POWERAPPS_DEV",
  "POWERAPPS_INDIVIDUAL_USER",
  "STANDARDWOFFPACK_FACULTY", // Office 365 A1
  "STANDARDWOFFPACK_STUDENT",
  "STREAM",
  "WINDOWS_STORE",
  "WSFB_EDU_FACULTY",
]);

/** Whether nobody pays for a seat of this product. */
export function isFree({ partNumber, names }: NamedProduct): boolean {
  const words = [partNumber, ...names].flatMap((text) => text.toLowerCase().split(/[^a-z0-9]+/));
  return FREE_PART_NUMBERS.has(partNumber) || words.some((word) => FREE_WORDS.has(word));
}

/**
 * Whether rooms, shared phones or unattended machines use this product and no person does. Their plans do not tell:
 * most carry TEAMS1 as a person's product does, and shared phones a full mailbox.
 */
export function isDevice({ partNumber, names }: NamedProduct): boolean {
  return (
    /^(?:MCOCAP|MEETING_ROOM|MTR_PREM|Microsoft_Teams_Rooms)/.test(partNumber) ||
    names.some((name) => /Unattended License|\bDevice\b/i.test(name))
  );
}
