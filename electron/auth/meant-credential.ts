import { hasTokens, sameRecord, type AuthRecord } from './auth-record.ts';
import { modeOf } from './credential.ts';
import { identityOf } from './credential-facts.ts';
import type { CredentialStore, Meant, StoredCredential } from './credential-store.ts';

/** All that a store holds, which a person who signs out wants removed. */
export async function everythingIn(store: CredentialStore): Promise<Meant> {
  return [await store.load(), ...(await store.loadOthers())];
}

/** Whether a removal covers what is found. Unusable content is kept aside before it goes. */
export function isMeant(meant: Meant, found: StoredCredential): boolean {
  switch (found.kind) {
    case 'absent':
      return true;
    case 'present':
      return meant.some((one) => one.kind === 'present' && sameSignIn(one.record, found.record));
    case 'invalid':
    case 'unreadable':
      return meant.some(({ kind }) => kind === found.kind);
  }
}

/** Whether content is still what was seen, so that it may be replaced. */
export function sameContent(found: StoredCredential, seen: StoredCredential): boolean {
  switch (found.kind) {
    case 'absent':
      return seen.kind === 'absent';
    case 'present':
      return seen.kind === 'present' && sameRecord(found.record, seen.record);
    case 'invalid':
      return seen.kind === 'invalid' && seen.message === found.message;
    case 'unreadable':
      return seen.kind === 'unreadable' && seen.reason === found.reason;
  }
}

/** Whether two records are one sign-in; an id that only one of them has makes them two. */
export function sameSignIn(a: AuthRecord, b: AuthRecord): boolean {
  if (sameRecord(a, b)) return true;
  const mode = modeOf(a);
  if (mode !== modeOf(b)) return false;
  if (mode === 'apikey') return a.apiKey !== null && a.apiKey === b.apiKey;
  if (mode === 'personalAccessToken') return a.personalAccessToken === b.personalAccessToken;
  if (!hasTokens(a) || !hasTokens(b)) return false;
  const [one, other] = [identityOf(a.tokens), identityOf(b.tokens)];
  const isKnown = one.userId !== null || one.accountId !== null;
  return isKnown && one.userId === other.userId && one.accountId === other.accountId;
}
