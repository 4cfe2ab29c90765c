import type { ActivityEntry } from '../activity.ts';
import { activityEntryTexts } from '../texts/activity-entries.ts';

/** Whose sign-in an entry is about; null where that is not recorded. */
export function whoseText({
  account,
  user,
}: Pick<ActivityEntry, 'account' | 'user'>): string | null {
  const { workspace, person, personInWorkspace } = activityEntryTexts.whose;
  if (user === undefined) return account === null ? null : workspace({ workspace: account });
  if (account === null) return person({ person: user });
  return personInWorkspace({ person: user, workspace: account });
}
