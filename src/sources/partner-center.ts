import { randomUUID } from "node:crypto";
import type { Customer } from "../domain/customer.ts";
import type { CustomerId } from "../domain/ids.ts";
import type { OwnSale } from "../domain/licences.ts";
import { analytics } from "./analytics.ts";
import { authorizedJson } from "./authorized.ts";
import type { HttpClient, JsonAnswer } from "./http-client.ts";
import { type Link, linkUrl, type Page, pages } from "./pages.ts";
import {
  customersPage,
  isForUsersAlone,
  ownSalesPage,
  type PartnerCenterPage,
  refusalCode,
  rowsPage,
} from "./partner-center-rows.ts";
import { serviceRequests } from "./service-requests.ts";
import { SourceRefusal } from "./source-refusal.ts";
import { type Tokens, tokens, userTokens } from "./tokens.ts";

export type PartnerCenter = ReturnType<typeof partnerCenter>;

type PartnerCenterOptions = Readonly<{
  url: string;
  loginUrl: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** Of a user of the partner who signed in with MFA: some calls are for users alone. Null where nobody did. */
  refreshToken: string | null;
  http: HttpClient;
  /** Ids of our requests, by which Microsoft's support finds them. */
  newId?: () => string;
}>;

const SOURCE = "Partner Center";

const SETTINGS = {
  clientId: "PARTNER_CENTER_CLIENT_ID",
  clientSecret: "PARTNER_CENTER_CLIENT_SECRET",
  refreshToken: "PARTNER_CENTER_REFRESH_TOKEN",
};

/** The most that Partner Center gives on one page. */
const CUSTOMERS_A_PAGE = 500;

/** Whether we ask as an application or as a user of the partner, whom Partner Center tells more. */
type Asker = Readonly<{ kind: "application" | "user"; tokens: Tokens }>;

/** The partner's own books: who its customers are, and what it sold to them; and what Microsoft counts of them. */
export function partnerCenter(options: PartnerCenterOptions) {
  const { http, tenantId, refreshToken, newId = randomUUID } = options;
  const base = options.url.replace(/\/+$/, "");
  // Each cloud's own address. Tokens for the retired directory API, which old samples name, are refused (900420).
  // https://learn.microsoft.com/partner-center/developer/deprecate-azure-active-directory-graph-token
  const credentials = { ...options, audience: base, settings: SETTINGS, partnerTenantId: tenantId };
  const application: Asker = { kind: "application", tokens: tokens(credentials) };
  const signedIn: Asker | null =
    refreshToken === null ? null : { kind: "user", tokens: userTokens({ ...credentials, refreshToken }) };
  /** One for each stretch of work of this process, beside one for each request. */
  const correlationId = newId();

  const ask = (asker: Asker, { url, headers }: Link): Promise<JsonAnswer> =>
    authorizedJson(http, asker.tokens, tenantId, {
      source: SOURCE,
      url,
      headers: {
        ...headers,
        Accept: "application/json",
        "MS-RequestId": newId(),
        "MS-CorrelationId": correlationId,
      },
    });

  const collection = <Row>(asker: Asker, path: string, list: Listed<Row>) =>
    pages<Row>({
      source: SOURCE,
      first: { url: new URL(`${base}/v1${path}`), headers: {} },
      ask: (link) => ask(asker, link),
      read(answer): Page<Row> {
        if (answer.status !== 200) throw refusal(asker, answer, list.subject);
        const { rows, next } = list.page(answer.body);
        return { rows, next: next && { url: nextUrl(base, next.uri), headers: next.headers } };
      },
    });

  function user(): Asker {
    if (signedIn !== null) return signedIn;
    throw new SourceRefusal(
      "not_configured",
      `${SETTINGS.refreshToken} is not set: ${SOURCE} tells this to a user of the partner who signed in with MFA, and to no application alone`,
    );
  }

  const asUser = {
    base,
    ask: async (url: URL) => ask(user(), { url, headers: {} }),
    refusal: (answer: JsonAnswer, subject: string) => refusal(user(), answer, subject),
    rowsOf: async (path: string, subject: string) =>
      (await Array.fromAsync(collection(user(), path, { subject, page: rowsPage }))).flat(),
  };

  return {
    /** Whether a user has signed in: without one, analytics and service requests are `not_configured`. */
    hasUser: signedIn !== null,

    /** A page at a time. A customer that moves between pages while they are read comes once. */
    async *customers(): AsyncGenerator<readonly Customer[]> {
      const seen = new Set<CustomerId>();
      const path = `/customers?size=${CUSTOMERS_A_PAGE}`;
      for await (const page of collection(application, path, { subject: "our customers", page: customersPage })) {
        const unseen: Customer[] = [];
        for (const customer of page) {
          if (seen.has(customer.customerId)) continue;
          seen.add(customer.customerId);
          unseen.push(customer);
        }
        yield unseen;
      }
    },

    async subscriptions(customerId: CustomerId): Promise<OwnSale[]> {
      const list = { subject: `customer ${customerId}`, page: ownSalesPage };
      const found = collection(application, `/customers/${customerId}/subscriptions`, list);
      return (await Array.fromAsync(found)).flat();
    },

    ...analytics(asUser),
    ...serviceRequests(asUser),
  };
}

/** What a collection is of, as a refusal calls it, and how a page of it is read. */
type Listed<Row> = Readonly<{ subject: string; page: (body: unknown) => PartnerCenterPage<Row> }>;

/** Links mostly leave out the version, and sometimes do not. The text of a seek stays as it is: it takes no size. */
function nextUrl(base: string, uri: string): URL {
  if (!uri.startsWith("/")) return linkUrl(SOURCE, uri);
  return linkUrl(SOURCE, `${base}${uri.startsWith("/v1/") ? "" : "/v1"}${uri}`);
}

/** What to do about a refusal, by status and code. https://learn.microsoft.com/partner-center/developer/error-codes */
function refusal({ kind }: Asker, { status, body }: JsonAnswer, subject: string): SourceRefusal {
  const code = refusalCode(body);
  const said = code === null ? `${status}` : `${status}, code ${code}`;
  const refuse = (what: string) =>
    new SourceRefusal("no_access", `Partner Center refuses ${subject} (${said}): ${what}`);

  if (isForUsersAlone(body)) {
    return refuse(`only a user may ask: sign in as one of the partner, with MFA, and set ${SETTINGS.refreshToken}`);
  }
  if (status === 401 && code === "900421") {
    return refuse(`the sign-in behind ${SETTINGS.refreshToken} had no MFA: sign in again with MFA, and set it`);
  }
  if (status === 401) return refuse(kind === "user" ? USER_UNKNOWN : APPLICATION_UNKNOWN);
  if (status === 403 && code === "20002") {
    return refuse("we sell nothing to this customer; check the reseller relationship");
  }
  if (status === 403) return refuse(kind === "user" ? USER_WITHOUT_ROLE : APPLICATION_WITHOUT_ROLE);
  if (status === 404) return refuse("Partner Center knows no such customer of ours");
  return new SourceRefusal("failed", `Partner Center answered ${said} for ${subject}`);
}

const APPLICATION_UNKNOWN = "the application has to be registered in Partner Center, for this API";
const USER_UNKNOWN = `the user behind ${SETTINGS.refreshToken} is not let in: sign in again with MFA, and set it`;
const APPLICATION_WITHOUT_ROLE = "the application needs the role of an admin agent";
const USER_WITHOUT_ROLE = `the user behind ${SETTINGS.refreshToken} needs the role of an admin agent`;
