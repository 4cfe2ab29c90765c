import type { Credential } from '../auth/credential.ts';
import { identityOf } from '../auth/credential-facts.ts';

const length = 8;

/**
 * The first eight characters of the account's id, by which a person can tell their
 * accounts apart; characters that ids do not have become "_". Null for an API key,
 * of which nothing is written down, and where no account is known.
 */
export function shortAccountOf(credential: Credential): string | null {
  if (credential.kind !== 'chatgpt') return null;
  const { accountId } = identityOf(credential.tokens);
  if (accountId === null || accountId === '') return null;
  return Array.from(accountId)
    .slice(0, length)
    .join('')
    .replace(/[^A-Za-z0-9_.-]/g, '_')
    .slice(0, length);
}
