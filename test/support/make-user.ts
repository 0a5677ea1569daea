import type { UserActivity } from "../../src/domain/activity.ts";

/** A user of a report who holds nothing, has done nothing, and is still there. */
export function user(overrides: Partial<UserActivity> = {}): UserActivity {
  return { isDeleted: false, assignedProducts: "", holding: null, workloads: {}, ...overrides };
}
