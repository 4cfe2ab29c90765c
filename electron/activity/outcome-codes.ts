import type { AppErrorCode } from '../../shared/app-error.ts';
import type { SignOutOutcome } from '../auth/auth-session.ts';
import type { RefreshOutcome } from '../auth/token-refresh.ts';
import type { Credential } from '../auth/credential.ts';

/** The code of a refresh; null where nothing was to be done. */
export function refreshCode(outcome: RefreshOutcome): string | null {
  switch (outcome.kind) {
    case 'refreshed':
      return 'done';
    case 'adopted':
      return 'adopted';
    case 'fresh':
    case 'notApplicable':
      return null;
    case 'failed': {
      const { permanent, reason } = outcome.failure;
      if (permanent) return `failed:${reason}`;
      if (reason === 'offline' || reason === 'unsaved') return reason;
      return `failed:${reason ?? 'for-now'}`;
    }
  }
}

/** The code of a sign-out that did not fail as a whole. */
export function signOutCode(outcome: SignOutOutcome): string {
  if (outcome.kind === 'changed') return 'failed:changed';
  const { removed, mayRemain, revocation } = outcome;
  if (!removed) return mayRemain ? 'failed:unreached' : 'nothing';
  const isWhole = !mayRemain && revocation?.kind !== 'failed';
  return isWhole ? 'done' : 'partly';
}

/** The code of a failed sign-in; null where the person ended it or asked in an invalid way. */
export function failedSignInCode(code: AppErrorCode): string | null {
  if (unrecorded.includes(code)) return null;
  if (code === 'network') return 'offline';
  return refusals.includes(code) ? `refused:${code}` : `failed:${code}`;
}

const unrecorded: readonly AppErrorCode[] = [
  'cancelled',
  'bad-request',
  'api-key-empty',
  'api-key-invalid',
  // Recorded as the account that was not saved.
  'another-account',
];

const refusals: readonly AppErrorCode[] = [
  'forbidden-by-rule',
  'rules-unknown',
  'denied',
  'not-entitled',
  'device-code-disabled',
];

/** The kind of a sign-in as a code; null where none can be used. */
export function methodOf(credential: Credential): (typeof methods)[Credential['kind']] {
  return methods[credential.kind];
}

export const methods = {
  chatgpt: 'chatgpt',
  apiKey: 'api-key',
  personalAccessToken: 'personal-access-token',
  bedrockApiKey: 'bedrock-api-key',
  bedrockAccessKeys: 'bedrock-access-keys',
  signedOut: null,
  unusable: null,
} as const satisfies Record<Credential['kind'], string | null>;
