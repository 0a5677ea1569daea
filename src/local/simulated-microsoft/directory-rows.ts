import type { User } from "./users.ts";

/** What a caller may `$select` of a user here. */
export const USER_FIELDS = [
  "id",
  "displayName",
  "userPrincipalName",
  "accountEnabled",
  "userType",
  "assignedLicenses",
] as const;
export type UserField = (typeof USER_FIELDS)[number];

/** Accounts as the directory has them: deleted ones are gone from it, and nobody's name is concealed. */
export function directoryUsers(users: readonly User[]): User[] {
  return users.filter(({ isDeleted }) => !isDeleted);
}

export function directoryRow(user: User, fields: readonly UserField[]): Record<string, unknown> {
  const row: Readonly<Record<UserField, unknown>> = {
    id: user.id,
    displayName: user.displayName,
    userPrincipalName: user.principalName,
    accountEnabled: user.isEnabled,
    userType: user.kind,
    assignedLicenses: user.products.map(({ skuId, plans }) => ({
      skuId,
      disabledPlans: plans.flatMap(({ id }) => (user.disabledPlans.includes(id) ? [id] : [])),
    })),
  };
  return Object.fromEntries(fields.map((field) => [field, row[field]]));
}
