import type { SavedAccount, SavedAccountState, SpentReason } from '../saved-accounts.ts';

export type NamedAccount = Pick<
  SavedAccount,
  'kind' | 'label' | 'email' | 'workspaceName' | 'workspaceId'
>;

/** What an account is called: by its label, else by its person. */
export function accountName({ kind, label, email }: NamedAccount): string {
  if (label !== null) return label;
  if (kind === 'apiKey') return 'API key';
  if (email !== null) return email;
  return kind === 'personalAccessToken' ? 'Personal access token' : 'ChatGPT account';
}

/** The name of a workspace, else the beginning of its id; null where neither is known. */
export function workspaceText({
  workspaceName,
  workspaceId,
}: Pick<NamedAccount, 'workspaceName' | 'workspaceId'>): string | null {
  return workspaceName ?? workspaceId?.slice(0, 8) ?? null;
}

/** The same with the workspace, by which two accounts of one person differ. */
export function accountTitle(account: NamedAccount): string {
  const workspace = account.label === null ? workspaceText(account) : null;
  const name = accountName(account);
  return workspace === null ? name : `${name} (${workspace})`;
}

/** The state of an account in a few words. */
export function accountStateWord(state: SavedAccountState): string {
  switch (state.kind) {
    case 'inUse':
      return 'In use';
    case 'ready':
      return 'Ready';
    case 'maySpent':
      return 'May be spent';
    case 'needsSignIn':
      return 'Needs sign-in';
    case 'notAllowed':
      return 'Not allowed here';
    case 'inUseElsewhere':
      return `In use in ${state.home}`;
  }
}

/** Why an account cannot be put into use now, in a few words; null where it can be tried. */
export function obstacleToUse(state: SavedAccountState): string | null {
  switch (state.kind) {
    case 'inUse':
    case 'ready':
    case 'maySpent':
      return null;
    case 'needsSignIn':
      return 'needs sign-in';
    case 'notAllowed':
      return 'not allowed here';
    case 'inUseElsewhere':
      return 'in use elsewhere';
  }
}

/** What happened and what to do; null where the word says all. `timeText`: a time as people say it. */
export function accountStateText(
  state: SavedAccountState,
  timeText: (at: number) => string,
): string | null {
  switch (state.kind) {
    case 'inUse':
    case 'ready':
      return null;
    case 'maySpent':
      return `${spentTexts[state.reason](timeText(state.at))} Use it to find out. You may have to sign in again.`;
    case 'needsSignIn':
      return signInTexts[state.reason];
    case 'notAllowed':
      return state.message;
    case 'inUseElsewhere':
      return 'Put another account into use there first.';
  }
}

const spentTexts: Readonly<Record<SpentReason, (time: string) => string>> = {
  'codex-was-running': () =>
    'Codex was running when you switched away, and may have used up this sign-in.',
  'codex-may-have-run': () =>
    'Gatehouse could not see whether Codex was running when you switched away. It may have used up this sign-in.',
  replaced: (time) =>
    `Another program replaced it at ${time}. Its last sign-in is kept and may no longer work.`,
  'signed-out': (time) =>
    `Another program signed it out at ${time}. Its last sign-in is kept and may no longer work.`,
  'switch-interrupted': (time) =>
    `A switch was interrupted at ${time}. Its last sign-in is kept and may no longer work.`,
  'refresh-interrupted': (time) =>
    `A refresh was interrupted at ${time}, and may have used up this sign-in.`,
};

const signInTexts = {
  refused: 'The sign-in service does not renew it any more. Sign in again.',
  expired: 'It ended while it was not in use. Sign in again.',
  unreadable: 'Its saved file is missing or can\u2019t be opened. Sign in again.',
} as const;

export const badLabel = 'A name is one line of at most 80 characters. Choose another one.';
