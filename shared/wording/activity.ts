import { shortIdOf, shortUserIdOf, shownShortId, type ActivityEntry } from '../activity.ts';
import type { SavedAccount } from '../saved-accounts.ts';
import { activityEntryTexts } from '../texts/activity-entries.ts';
import { accountNaming } from './saved-accounts.ts';

/** Whose sign-in an entry is about; null where that is not recorded. */
export function whoseText({
  account,
  user,
}: Pick<ActivityEntry, 'account' | 'user'>): string | null {
  const { whose } = activityEntryTexts;
  const workspace = account && shownShortId(account);
  if (user === undefined) return workspace && whose.workspace({ workspace });
  const person = shownShortId(user);
  return workspace === null
    ? whose.person({ person })
    : whose.personInWorkspace({ person, workspace });
}

/** The same, by the name of the account where it is one of these. */
export function whoseName(
  entry: Pick<ActivityEntry, 'account' | 'user'>,
  accounts: readonly SavedAccount[],
): string | null {
  const [account, ...others] = accounts.filter(
    ({ workspaceId, userId }) =>
      workspaceId !== null &&
      shortIdOf(workspaceId) === entry.account &&
      shortUserIdOf(userId) === (entry.user ?? null),
  );
  return account === undefined || others.length > 0
    ? whoseText(entry)
    : accountNaming(accounts)(account);
}
