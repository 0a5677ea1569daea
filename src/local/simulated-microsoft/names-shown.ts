import type { Customer } from "./portfolio.ts";
import { hexOf } from "./random.ts";
import type { Tenant } from "./tenant.ts";
import type { User } from "./users.ts";

export type Names = Readonly<Record<"principalName" | "displayName", (user: User) => string>>;

/** A concealed name is a hash, the same in all reports; an unknown one is no name at all. */
export function namesShown({ id, oddity }: Customer, { isConcealed }: Tenant): Names {
  const isUnknown = (user: User) => oddity.wire.file === "names unknown" && user.number % 3 === 0;
  const shown = (name: string) => (isConcealed ? hexOf(`${id} ${name}`).toUpperCase() : name);
  return {
    principalName: (user) => (isUnknown(user) ? "(Unknown)" : shown(user.principalName)),
    displayName: (user) => (isUnknown(user) ? "" : shown(user.displayName)),
  };
}
