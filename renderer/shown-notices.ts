import type { AppState, Notice } from '../shared/app-state.ts';
import { isOnAccount, type Screen } from './store.ts';

export type ShownNotice = Notice & { readonly severity: Exclude<Notice['severity'], 'success'> };

const severities = ['error', 'warning', 'info'] as const;

/**
 * The notices above the account, the worst first: without successes, which are confirmed in passing,
 * and without why saved accounts cannot be opened, where that is said with them, beside the way on.
 */
export function shownNotices(
  { notices, accounts, signIn }: Pick<AppState, 'notices' | 'accounts' | 'signIn'>,
  screen: Screen,
): readonly ShownNotice[] {
  if (!isOnAccount(screen)) return [];
  const isAboveAccounts = screen === 'home' && signIn.kind === 'idle';
  const said = isAboveAccounts ? accounts.problem?.message : undefined;
  const rank = ({ severity }: ShownNotice): number => severities.indexOf(severity);
  return notices
    .filter(isListed)
    .filter(({ message }) => message !== said)
    .toSorted((one, other) => rank(one) - rank(other));
}

function isListed(notice: Notice): notice is ShownNotice {
  return notice.severity !== 'success';
}
