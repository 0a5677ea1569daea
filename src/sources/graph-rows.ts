import { z } from "zod";
import type { ActivitySnapshot } from "../domain/activity.ts";
import { dayOfTimestamp } from "../domain/day.ts";
import type { Holding } from "../domain/holding.ts";
import { SkuId } from "../domain/ids.ts";
import type { SubscriptionState, TenantSku, TenantSubscription } from "../domain/licences.ts";
import { Count, readAs } from "./read-as.ts";

const SOURCE = "Microsoft Graph";

const Collection = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string().nullish() });

export type GraphPage<Row> = Readonly<{ rows: Row[]; next: string | null }>;

const SkuRow = z.object({
  skuId: SkuId,
  skuPartNumber: z.string().nullish(),
  appliesTo: z.string().nullish(),
  consumedUnits: Count,
  prepaidUnits: z.object({
    enabled: Count,
    warning: Count,
    suspended: Count,
    lockedOut: Count.nullish(),
  }),
  servicePlans: z.array(z.object({ servicePlanId: z.string() })).nullish(),
});

/** One page of a tenant's products. Units that the customer cancelled (locked out) are as good as suspended. */
export function tenantSkusPage(body: unknown): GraphPage<TenantSku> {
  return page(body, SkuRow, ({ prepaidUnits, ...row }) => ({
    skuId: row.skuId,
    name: null,
    partNumber: row.skuPartNumber ?? null,
    appliesTo: row.appliesTo?.toLowerCase() === "company" ? "tenant" : "user",
    units: {
      enabled: prepaidUnits.enabled,
      warning: prepaidUnits.warning,
      suspended: prepaidUnits.suspended + (prepaidUnits.lockedOut ?? 0),
    },
    assigned: row.consumedUnits,
    planIds: (row.servicePlans ?? []).map((plan) => plan.servicePlanId.toLowerCase()),
  }));
}

const SubscriptionRow = z.object({
  skuId: SkuId,
  commerceSubscriptionId: z.string().nullish(),
  /** What the id was called before, and still is in answers of the beta. */
  ocpSubscriptionId: z.string().nullish(),
  isTrial: z.boolean().nullish(),
  nextLifecycleDateTime: z.string().nullish(),
  ownerTenantId: z.string().nullish(),
  status: z.string(),
  totalLicenses: Count,
});

/** One page of the purchases inside a tenant, ours and those of others. */
export function tenantSubscriptionsPage(body: unknown, partnerTenantId: string | null): GraphPage<TenantSubscription> {
  return page(body, SubscriptionRow, (row) => ({
    skuId: row.skuId,
    commerceId: (row.commerceSubscriptionId ?? row.ocpSubscriptionId)?.toLowerCase() ?? null,
    seats: row.totalLicenses,
    state: STATES[row.status.toLowerCase()] ?? "ended",
    isTrial: row.isTrial ?? false,
    soldByUs:
      partnerTenantId !== null && typeof row.ownerTenantId === "string"
        ? row.ownerTenantId.toLowerCase() === partnerTenantId.toLowerCase()
        : null,
    renewsOn: dayOfTimestamp(row.nextLifecycleDateTime ?? ""),
  }));
}

/** Anything else, `Deleted` above all, is of use to nobody. */
const STATES: Readonly<Record<string, SubscriptionState>> = {
  enabled: "active",
  warning: "grace",
  suspended: "suspended",
  lockedout: "suspended",
};

const UserRow = z.object({
  userPrincipalName: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
  assignedLicenses: z.array(z.object({ skuId: SkuId, disabledPlans: z.array(z.string()).nullish() })).nullish(),
});

/** A user of the directory on the way to a look-up: the name goes no further. Empty for one without a name. */
export type DirectoryUser = Readonly<{ name: string; holding: Holding }>;

/** One page of a tenant's users. An account that is not said to be blocked is not, and one of no type is a member. */
export function directoryUsersPage(body: unknown): GraphPage<DirectoryUser> {
  return page(body, UserRow, ({ userPrincipalName, accountEnabled, userType, assignedLicenses }) => ({
    name: userPrincipalName ?? "",
    holding: {
      licences: (assignedLicenses ?? []).map(({ skuId, disabledPlans }) => ({
        skuId,
        disabledPlans: (disabledPlans ?? []).map((planId) => planId.toLowerCase()),
      })),
      isGuest: userType?.toLowerCase() === "guest",
      isBlocked: accountEnabled === false,
    },
  }));
}

const ReportSettings = z.object({ displayConcealedNames: z.boolean() });

/** The documentation wraps the settings in a `value`, and others have met them bare. */
const ReportSettingsAnswer = z.union([
  z.object({ value: ReportSettings }).transform(({ value }) => value),
  ReportSettings,
]);

/** Whether the tenant lets usage reports tell names. https://learn.microsoft.com/graph/api/adminreportsettings-get */
export function namesSettingIn(body: unknown): NonNullable<ActivitySnapshot["namesSetting"]> {
  return readAs(SOURCE, ReportSettingsAnswer, body).displayConcealedNames ? "concealed" : "clear";
}

function page<S extends z.ZodType, Row>(body: unknown, schema: S, row: (wire: z.output<S>) => Row): GraphPage<Row> {
  const { value, "@odata.nextLink": next } = readAs(SOURCE, Collection, body);
  return { rows: value.map((wire) => row(readAs(SOURCE, schema, wire))), next: next ?? null };
}

const CodedRefusal = z.object({ error: z.object({ code: z.string(), message: z.string().nullish() }) });

/**
 * The code of a refusal. The reports' back end hides its own inside an `UnknownError`, whose message is a second JSON
 * text of the same shape.
 */
export function refusalCode(body: unknown): string | null {
  const reading = CodedRefusal.safeParse(body);
  if (!reading.success) return null;
  const { code, message } = reading.data.error;
  const inner = code === "UnknownError" ? refusalCode(jsonIn(message ?? "")) : null;
  return inner ?? (/^\w{1,60}$/.test(code) ? code : null);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
