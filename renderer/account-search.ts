import type { SavedAccount } from '../shared/saved-accounts.ts';
import { accountStateWord, accountTitle } from '../shared/wording/saved-accounts.ts';

/** From so many accounts on there is a search. */
export const searchedFrom = 8;

/** The accounts that fit: every word of the text has to appear in what a row shows. */
export function findAccounts(accounts: readonly SavedAccount[], text: string): SavedAccount[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return accounts.filter((account) => {
    const { email, workspaceId, planLabel, state } = account;
    const shown = [accountTitle(account), email, workspaceId, planLabel, accountStateWord(state)];
    const all = shown.join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
