import type { SavedAccount } from '../shared/saved-accounts.ts';
import { accountStateWord, accountNaming } from '../shared/wording/saved-accounts.ts';

/** From so many accounts on there is a search. */
export const searchedFrom = 8;

/** The accounts that fit: every word of the text has to appear in what a row shows. */
export function findAccounts(accounts: readonly SavedAccount[], text: string): SavedAccount[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return accounts.filter((account) => {
    const { email, workspaceName, workspaceId, planLabel, state } = account;
    const name = accountNaming(accounts)(account);
    const word = accountStateWord(state);
    const shown = [name, email, workspaceName, workspaceId, planLabel, word];
    const all = shown.join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
