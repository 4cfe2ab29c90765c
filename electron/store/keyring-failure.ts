import type { KeyringProblemCode } from '../../shared/keyring-problem.ts';
import { keyringAdvice, withReason } from '../../shared/wording/keyring-problems.ts';
import { localTime } from '../../shared/wording/local-time.ts';
import { StoreError, type Unreadable } from '../auth/credential-store.ts';
import {
  KeyringError,
  type FoundItem,
  type KeyringAlternatives,
  type KeyringErrorCode,
} from './keyring.ts';

/** The credential in a keyring that fails. @throws what is no {@link KeyringError}. */
export function unreadableKeyring(
  error: unknown,
): Unreadable & { readonly reason: KeyringProblemCode } {
  if (!(error instanceof KeyringError)) throw error;
  return { kind: 'unreadable', reason: problemCodes[error.code], message: describe(error) };
}

/** The error to throw where the keyring could not be written. @throws what is no {@link KeyringError}. */
export function unwritableKeyring(error: unknown): StoreError {
  if (!(error instanceof KeyringError)) throw error;
  const code = error.code === 'too-large' ? 'unwritable' : problemCodes[error.code];
  return new StoreError(code, describe(error));
}

/** Asks the keyring. @throws {StoreError} where it fails. */
export async function askKeyring<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw unwritableKeyring(error);
  }
}

const problemCodes: Readonly<Record<KeyringErrorCode, KeyringProblemCode>> = {
  'no-service': 'keyring-unavailable',
  locked: 'keyring-locked',
  'prompt-dismissed': 'keyring-prompt-dismissed',
  'prompt-unanswered': 'keyring-prompt-unanswered',
  'timed-out': 'keyring-timed-out',
  refused: 'keyring-refused',
  'several-items': 'keyring-several-items',
  'unreadable-item': 'keyring-item-unreadable',
  'no-default-collection': 'keyring-no-default-collection',
  'too-large': 'keyring-failed',
  failed: 'keyring-failed',
};

function describe(error: KeyringError): string {
  if (error.code === 'too-large') {
    return `The credential is larger than this keyring takes. ${elsewhere(error.alternatives)}`;
  }
  const { fact, step } = keyringAdvice(problemCodes[error.code], process.platform);
  switch (error.code) {
    case 'no-service': {
      const instead = error.alternatives.file ? ', or keep the credential in a file.' : '.';
      return `${fact} ${step.replace(/\.$/, instead)}`;
    }
    case 'several-items':
      return `${withReason(fact, error.items.map(nameOf).join('; '))} ${step}`;
    case 'refused':
    case 'unreadable-item':
    case 'failed':
      return `${withReason(fact, error.message)} ${step}`;
    case 'locked':
    case 'prompt-dismissed':
    case 'prompt-unanswered':
    case 'timed-out':
    case 'no-default-collection':
      return `${fact} ${step}`;
  }
}

function nameOf({ label, modifiedAt, createdAt }: FoundItem): string {
  const time = modifiedAt ?? createdAt;
  return time === null ? `"${label}"` : `"${label}", changed ${localTime(time)}`;
}

function elsewhere({ file, encryptedFile }: KeyringAlternatives): string {
  const places = [
    ...(file ? ['a file'] : []),
    ...(encryptedFile ? ['the encrypted file of Codex (features.secret_auth_storage)'] : []),
  ];
  return places.length === 0
    ? 'Only an administrator can choose another store here.'
    : `Keep it in ${places.join(', or in ')}.`;
}
