import type { SavedAccount } from '../saved-accounts.ts';

type Named = Pick<SavedAccount, 'kind' | 'label' | 'email' | 'workspaceName' | 'workspaceId'>;

/** What an account is called: by its label, else by person and workspace. */
export function accountTitle({ kind, label, email, workspaceName, workspaceId }: Named): string {
  if (label !== null) return label;
  if (kind === 'apiKey') return 'API key';
  const workspace = workspaceName ?? workspaceId;
  const person = email ?? (kind === 'personalAccessToken' ? 'Personal access token' : 'ChatGPT');
  return workspace === null ? person : `${person} (${workspace})`;
}

export const badLabel = 'A name is one line of at most 80 characters. Choose another one.';
