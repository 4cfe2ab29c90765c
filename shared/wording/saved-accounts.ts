import type { SavedAccount, SavedAccountState, SpentReason } from '../saved-accounts.ts';

type Named = Pick<SavedAccount, 'kind' | 'label' | 'email' | 'workspaceName' | 'workspaceId'>;

/** What an account is called: by its label, else by person and workspace. */
export function accountTitle({ kind, label, email, workspaceName, workspaceId }: Named): string {
  if (label !== null) return label;
  if (kind === 'apiKey') return 'API key';
  const workspace = workspaceName ?? workspaceId;
  const person = email ?? (kind === 'personalAccessToken' ? 'Personal access token' : 'ChatGPT');
  return workspace === null ? person : `${person} (${workspace})`;
}

export const badLabel =
  'A name is one line of at most 100 characters, without blanks at its ends. Choose another one.';

const signInReasons: Readonly<
  Record<Extract<SavedAccountState, { kind: 'needsSignIn' }>['reason'], string>
> = {
  refused: 'the sign-in service refused to renew it',
  expired: 'it ended while it was not in use',
  unreadable: 'its saved copy cannot be opened',
};

const spentReasons: Readonly<Record<SpentReason, string>> = {
  'codex-was-running': 'Codex ran while another account took its place',
  replaced: 'another program replaced it',
  'signed-out': 'another program signed it out',
  'switch-interrupted': 'a switch ended halfway',
  'refresh-interrupted': 'a refresh ended before its answer was saved',
};

/** The state of an account in a few words, with the reason. @param timeOf a time in words */
export function accountStateText(
  state: SavedAccountState,
  timeOf: (timeMs: number) => string,
): string {
  switch (state.kind) {
    case 'inUse':
      return 'in use';
    case 'ready':
      return 'ready';
    case 'maySpent':
      return `may have to be signed in again: ${spentReasons[state.reason]} (${timeOf(state.at)})`;
    case 'needsSignIn':
      return `needs a new sign-in: ${signInReasons[state.reason]} (${timeOf(state.at)})`;
    case 'notAllowed':
      return `not allowed here: ${state.message} (set in ${state.source})`;
    case 'inUseElsewhere':
      return `in use in ${state.home}`;
  }
}
