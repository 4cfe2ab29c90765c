import type { Credential } from '../auth/credential.ts';
import { namedWorkspaceOf } from '../auth/effective-identity.ts';

const length = 8;

/**
 * The first eight characters of the account's id, by which a person can tell their
 * accounts apart; characters that ids do not have become "_". Null for an API key,
 * of which nothing is written down, and where no account is known.
 */
export function shortAccountOf(credential: Credential): string | null {
  if (credential.kind !== 'chatgpt') return null;
  const workspaceId = namedWorkspaceOf(credential.tokens);
  if (workspaceId === null) return null;
  return Array.from(workspaceId)
    .slice(0, length)
    .join('')
    .replace(/[^A-Za-z0-9_.-]/g, '_')
    .slice(0, length);
}
