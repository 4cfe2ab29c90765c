import type { SavedAccount, SavedAccountState } from '../saved-accounts.ts';
import { savedAccountStateTexts as texts } from '../texts/saved-account-states.ts';

export type NamedAccount = Pick<SavedAccount, 'id' | 'kind' | 'label' | 'email' | 'workspaceName'>;

/** What an account is called: by its label, else by its person. */
export function accountName({
  kind,
  label,
  email,
}: Pick<NamedAccount, 'kind' | 'label' | 'email'>): string {
  if (label !== null) return label;
  if (kind === 'apiKey') return texts.names.apiKey();
  if (email !== null) return email;
  return kind === 'personalAccessToken' ? texts.names.personalAccessToken() : texts.names.chatgpt();
}

function cutOff(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** The name of a workspace, else the beginning of its id; null where neither is known. */
export function workspaceText({
  workspaceName,
  workspaceId,
}: Pick<SavedAccount, 'workspaceName' | 'workspaceId'>): string | null {
  return workspaceName ?? (workspaceId && cutOff(workspaceId, 8));
}

/**
 * What the accounts of a list are called, no two of them the same: by label or person; where others
 * share that, with the name of the workspace; and where that is no difference, with the beginning of
 * the id, by which "gatehouse switch" takes them too.
 */
export function accountNaming(
  accounts: readonly NamedAccount[],
): (account: NamedAccount) => string {
  return (account) => {
    const name = accountName(account);
    const { id, workspaceName: workspace } = account;
    const namesakes = accounts.filter((one) => one.id !== id && accountName(one) === name);
    if (namesakes.length === 0) return name;
    const isToldApart = namesakes.every((one) => one.workspaceName !== workspace);
    return workspace !== null && isToldApart
      ? texts.names.inWorkspace({ name, workspace })
      : texts.names.withId({ name, id: id.slice(0, 4) });
  };
}

/** The state of an account in a few words. */
export function accountStateWord(state: SavedAccountState): string {
  return state.kind === 'inUseElsewhere'
    ? texts.words.inUseElsewhere({ home: state.home })
    : texts.words[state.kind]();
}

/** Why an account cannot be put into use now, in a few words; null where it can be tried. */
export function obstacleToUse(state: SavedAccountState): string | null {
  switch (state.kind) {
    case 'inUse':
    case 'ready':
    case 'maySpent':
      return null;
    case 'needsSignIn':
    case 'notAllowed':
    case 'inUseElsewhere':
      return texts.obstacles[state.kind]();
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
      return texts.spent[state.reason]({ time: timeText(state.at) });
    case 'needsSignIn':
      return texts.ended[state.reason]();
    case 'notAllowed':
      return state.message;
    case 'inUseElsewhere':
      return texts.inUseElsewhere();
  }
}
