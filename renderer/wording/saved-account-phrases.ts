import type {
  SavedAccount,
  SavedAccountsProblem,
  SavedAccountState,
} from '../../shared/saved-accounts.ts';
import { accountStateWord, workspaceText } from '../../shared/wording/saved-accounts.ts';
import { relativeTime } from './time-phrases.ts';
import type { Tone, Word } from './tone.ts';

const tones: Readonly<Record<SavedAccountState['kind'], Tone>> = {
  inUse: 'good',
  ready: 'good',
  maySpent: 'attention',
  needsSignIn: 'bad',
  notAllowed: 'bad',
  inUseElsewhere: 'plain',
};

/** The state of an account as word and tone. */
export function savedAccountWord(state: SavedAccountState): Word {
  return { word: accountStateWord(state), tone: tones[state.kind] };
}

/** Workspace, plan and last use, as far as known, and a plain file where others would be sealed. */
export function savedAccountFacts(
  account: SavedAccount,
  inPlainFiles: boolean,
  now: number,
  locale: string,
): string[] {
  const { kind, planLabel, lastUsedAt, protection } = account;
  const workspace = workspaceText(account);
  const used =
    lastUsedAt === null ? 'Not used yet' : `Last used ${relativeTime(lastUsedAt, now, locale)}`;
  return [
    ...(account.label === null || account.email === null ? [] : [account.email]),
    ...(workspace === null ? [] : [`Workspace ${workspace}`]),
    ...(planLabel === null ? [] : [planLabel]),
    ...(kind === 'apiKey' ? ['Pay as you go'] : []),
    used,
    ...(protection === 'plain' && !inPlainFiles ? ['In a plain file'] : []),
  ];
}

/** What is wrong with the list as a whole, and the way on. */
export function accountsProblemWords({ code, message }: SavedAccountsProblem): {
  readonly title: string;
  readonly text: string;
} {
  switch (code) {
    case 'key-locked':
      return {
        title: 'Your keyring is locked',
        text: 'The key of your saved accounts is in it. Nothing was deleted. Unlock the keyring, then try again.',
      };
    case 'key-unreachable':
      return {
        title: 'Your keyring does not answer',
        text: `The key of your saved accounts is in it. Nothing was deleted. ${message}`,
      };
    case 'key-gone':
      return { title: 'The key of your saved accounts is gone', text: message };
    case 'key-swapped':
      return { title: 'The key of your saved accounts was replaced', text: message };
    case 'no-keyring':
      return {
        title: 'No keyring is running',
        text: `Saved accounts are sealed with a key that is kept there. ${message} You can also save them in plain files.`,
      };
    case 'forbidden-by-rule':
      return { title: 'A rule stands in the way', text: message };
    case 'switch-open':
      return { title: 'A switch has not ended', text: message };
    case 'list-unreadable':
    case 'list-newer':
      return { title: 'Your saved accounts can\u2019t be read', text: message };
  }
}

export const newKeyText =
  'Accounts that were sealed with the old key can\u2019t be opened any more; their files are kept under another name. Sign in again to each of them.';

export const plainFilesText =
  'Whoever can read your files can then use your saved accounts, from a backup or a stolen disk too. Other users of this computer can\u2019t. You can go back to a keyring later.';
