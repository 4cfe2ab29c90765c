import type {
  SavedAccount,
  SavedAccountsProblem,
  SavedAccountState,
} from '../../shared/saved-accounts.ts';
import { savedAccountsCardTexts as texts } from '../../shared/texts/saved-accounts-card.ts';
import { accountStateWord, workspaceText } from '../../shared/wording/saved-accounts.ts';
import { timeSince } from './time-phrases.ts';
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
  const { facts } = texts;
  const { kind, planLabel, lastUsedAt, protection } = account;
  const workspace = workspaceText(account);
  const used =
    lastUsedAt === null
      ? facts.notUsedYet()
      : facts.lastUsed({ when: timeSince(lastUsedAt, now, locale) });
  return [
    ...(account.label === null || account.email === null ? [] : [account.email]),
    ...(workspace === null ? [] : [facts.workspace({ workspace })]),
    ...(planLabel === null ? [] : [planLabel]),
    ...(kind === 'apiKey' ? [facts.payAsYouGo()] : []),
    used,
    ...(protection === 'plain' && !inPlainFiles ? [facts.inPlainFile()] : []),
  ];
}

/** What is wrong with the list as a whole, and the way on. */
export function accountsProblemWords({ code, message }: SavedAccountsProblem): {
  readonly title: string;
  readonly text: string;
} {
  const { problems } = texts;
  switch (code) {
    case 'key-locked':
      return {
        title: problems.keyLocked(),
        text: problems.keyLockedText(),
      };
    case 'key-unreachable':
      return {
        title: problems.keyUnreachable(),
        text: problems.keyUnreachableText({ reason: message }),
      };
    case 'key-gone':
      return { title: problems.keyGone(), text: problems.keyGoneText() };
    case 'key-swapped':
      return { title: problems.keySwapped(), text: message };
    case 'no-keyring':
      return {
        title: problems.noKeyring(),
        text: problems.noKeyringText({ reason: message }),
      };
    case 'forbidden-by-rule':
      return { title: problems.forbidden(), text: message };
    case 'switch-open':
      return { title: problems.switchOpen(), text: message };
    case 'list-unreadable':
    case 'list-newer':
      return { title: problems.unreadable(), text: message };
  }
}
