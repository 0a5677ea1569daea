/** One user of the active users report. What a test does not care about is a licensed user who was never active. */
export type ReportUser = Readonly<{
  name?: string;
  deleted?: string;
  exchange?: string;
  oneDrive?: string;
  sharePoint?: string;
  teams?: string;
  yammer?: string;
  licensed?: string;
  products?: string;
  refreshed?: string;
}>;

/** Microsoft's columns in Microsoft's order, those included that nobody reads. */
const ACTIVE_USER_COLUMNS: readonly (readonly [string, (user: ReportUser) => string])[] = [
  ["Report Refresh Date", (user) => user.refreshed ?? "2026-11-20"],
  ["User Principal Name", (user) => user.name ?? "ada@fabrikam.example"],
  ["Display Name", () => '"Byrne, Ada ""A"""'],
  ["Is Deleted", (user) => user.deleted ?? "False"],
  ["Deleted Date", () => ""],
  ["Has Exchange License", (user) => user.licensed ?? "True"],
  ["Has OneDrive License", () => "False"],
  ["Has SharePoint License", (user) => user.licensed ?? "True"],
  ["Has Skype For Business License", () => "False"],
  ["Has Yammer License", () => "False"],
  ["Has Teams License", (user) => user.licensed ?? "True"],
  ["Exchange Last Activity Date", (user) => user.exchange ?? ""],
  ["OneDrive Last Activity Date", (user) => user.oneDrive ?? ""],
  ["SharePoint Last Activity Date", (user) => user.sharePoint ?? ""],
  ["Skype For Business Last Activity Date", () => ""],
  ["Yammer Last Activity Date", (user) => user.yammer ?? ""],
  ["Teams Last Activity Date", (user) => user.teams ?? ""],
  ["Exchange License Assign Date", () => "2025-06-01"],
  ["Assigned Products", (user) => user.products ?? "MICROSOFT 365 BUSINESS PREMIUM"],
];

export const ACTIVE_USER_HEADERS = ACTIVE_USER_COLUMNS.map(([header]) => header);

/** The report as Microsoft sends it: byte order mark, CRLF, a quoted name with a comma in every row. */
export function activeUsersText(
  users: readonly ReportUser[],
  headers: readonly string[] = ACTIVE_USER_HEADERS,
): string {
  const fieldOf = new Map(ACTIVE_USER_COLUMNS);
  const rows = users.map((user) => headers.map((header) => fieldOf.get(header)?.(user) ?? "").join(","));
  return `\uFEFF${[headers.join(","), ...rows].map((line) => `${line}\r\n`).join("")}`;
}

export type AppsUser = Readonly<{ name: string; lastActivity: string; refreshed?: string }>;

export function appsText(users: readonly AppsUser[]): string {
  const header =
    "Report Refresh Date,User Principal Name,Last Activation Date,Last Activity Date,Report Period,Windows";
  const rows = users.map(
    ({ name, lastActivity, refreshed }) => `${refreshed ?? "2026-11-19"},${name},2025-06-02,${lastActivity},7,Yes`,
  );
  return `\uFEFF${[header, ...rows].map((line) => `${line}\r\n`).join("")}`;
}

/** The second version: how it spells its further columns is in no documentation, and it has them before the last one. */
export function copilotText(users: readonly AppsUser[]): string {
  const header =
    "Report Refresh Date,User Principal Name,Display Name,Last Activity Date,Copilot Chat Last Activity Date,Word Copilot Last Activity Date,Prompts Submitted,Report Period";
  const rows = users.map(
    ({ name, lastActivity, refreshed }) =>
      `${refreshed ?? "2026-11-18"},${name},"Byrne, Ada",${lastActivity},2026-01-01,,12,28`,
  );
  return `\uFEFF${[header, ...rows].map((line) => `${line}\r\n`).join("")}`;
}

/** A text as a stream of bytes that is cut after each of the given offsets. */
export async function* bytesOf(text: string, ...cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  let from = 0;
  for (const cut of [...cuts.toSorted((one, other) => one - other), bytes.byteLength]) {
    if (cut > from) yield bytes.subarray(from, cut);
    from = Math.max(from, cut);
  }
}
