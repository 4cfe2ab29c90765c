import type { ActivityEntry } from '../activity.ts';

/** Whose sign-in an entry is about; null where that is not recorded. */
export function whoseText({
  account,
  user,
}: Pick<ActivityEntry, 'account' | 'user'>): string | null {
  if (user === undefined) return account === null ? null : `workspace ${account}`;
  return account === null ? `person ${user}` : `person ${user} in workspace ${account}`;
}
