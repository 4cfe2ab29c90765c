import type { KeyringProblemCode } from '../../shared/keyring-problem.ts';
import { storeTexts } from '../../shared/texts/stores.ts';
import { keyringAdvice, withReason } from '../../shared/wording/keyring-problems.ts';
import { semicolonList } from '../../shared/wording/lists.ts';
import { localTime } from '../base/local-time.ts';
import { StoreError, type Unreadable } from '../auth/credential-store.ts';
import {
  KeyringError,
  type FoundItem,
  type KeyringAlternatives,
  type KeyringErrorCode,
} from './keyring.ts';

const texts = storeTexts.keyring;

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
    return tooLargeText(error.alternatives);
  }
  const { fact, step } = keyringAdvice(problemCodes[error.code], process.platform);
  switch (error.code) {
    case 'no-service': {
      if (!error.alternatives.file) return `${fact} ${step}`;
      return `${fact} ${texts.orInFile({ step: step.replace(/\.$/, '') })}`;
    }
    case 'several-items':
      return `${withReason(fact, namesOf(error.items))} ${step}`;
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

function namesOf(items: readonly FoundItem[]): string {
  return semicolonList(items.map(nameOf));
}

function nameOf({ label, modifiedAt, createdAt }: FoundItem): string {
  const at = modifiedAt ?? createdAt;
  return at === null ? texts.entry({ label }) : texts.entryChanged({ label, time: localTime(at) });
}

function tooLargeText({ file, encryptedFile }: KeyringAlternatives): string {
  if (file && encryptedFile) return texts.tooLarge.either();
  if (file) return texts.tooLarge.file();
  return encryptedFile ? texts.tooLarge.encryptedFile() : texts.tooLarge.noOther();
}
