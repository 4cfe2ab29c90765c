import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import type { Credential, CredentialProblemCode } from '../auth/credential.ts';
import { compareOwners, ownerOf } from '../auth/token-owner.ts';
import type { CredentialEvent } from './activity.ts';
import { methodOf } from './outcome-codes.ts';

/** What another program must have done; null where before or after could not be seen. */
export function outsideEvent(before: Credential, after: Credential): CredentialEvent | null {
  if (isHidden(before) || isHidden(after)) return null;
  const outcome = 'done';
  if (after.kind === 'signedOut') {
    return { action: 'sign-out', outcome, credential: before, detail: methodOf(before) };
  }
  if (after.kind === 'unusable') {
    return { action: 'change', outcome, credential: before, detail: after.problem.code };
  }
  const detail = methodOf(after);
  const isSame =
    before.kind === 'chatgpt' &&
    after.kind === 'chatgpt' &&
    compareOwners(ownerOf(before.tokens), ownerOf(after.tokens)) === 'same';
  if (isSame) return { action: 'refresh', outcome, credential: after };
  // It may be the sign-in that could not be used before, repaired.
  if (before.kind === 'unusable') return { action: 'change', outcome, credential: after, detail };
  return { action: 'sign-in', outcome, credential: after, detail };
}

function isHidden(credential: Credential): boolean {
  return credential.kind === 'unusable' && hidden.includes(credential.problem.code);
}

const hidden: readonly CredentialProblemCode[] = [
  'store-unreadable',
  ...keyringProblemCodes,
  'store-unknown',
  'store-not-visible',
];
