import type { SavedAccountsProblem } from '../../shared/saved-accounts.ts';
import { accountListTexts as texts } from '../../shared/texts/account-list.ts';
import { keyringAdvice } from '../../shared/wording/keyring-problems.ts';
import { StoreError } from '../auth/credential-store.ts';
import { newSealKey, sealKeyOf, type SealKey } from './account-seal.ts';

/** The keyring item "Gatehouse", account `saved-accounts`. All throw a `StoreError`. */
export interface KeySlot {
  read(): Promise<string | null>;
  write(identity: string): Promise<void>;
  /** Copies what is there, if anything, to an item of another name. */
  keepAside(): Promise<void>;
}

export type KeyReader = Pick<KeySlot, 'read'>;

/** What of the key is known beside the list. */
export interface KeyExpected {
  readonly recipient: string | null;
  readonly hasSealedFiles: boolean;
}

export type KeyState =
  | { readonly kind: 'open'; readonly key: SealKey }
  /** There is none, and nothing needs one. */
  | { readonly kind: 'none' }
  | { readonly kind: 'shut'; readonly problem: SavedAccountsProblem };

/**
 * Asks the keyring for the key. Neither a keyring that does not answer nor one without the key of
 * sealed files is a reason to make another one.
 */
export async function openKey(slot: KeyReader, expected: KeyExpected): Promise<KeyState> {
  let identity;
  try {
    identity = await slot.read();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { kind: 'shut', problem: problemOf(error) };
  }
  if (identity === null) {
    const isNeeded = expected.hasSealedFiles || expected.recipient !== null;
    return isNeeded ? shut('key-gone', gone()) : { kind: 'none' };
  }
  const key = await sealKeyOf(identity);
  if (key === null || (expected.recipient !== null && expected.recipient !== key.recipient)) {
    return shut('key-swapped', swapped());
  }
  return { kind: 'open', key };
}

/** Makes the key where {@link openKey} found none, and reads it back. @throws {StoreError} */
export async function makeKey(slot: KeySlot): Promise<SealKey> {
  const key = await newSealKey();
  await slot.write(key.identity);
  if ((await slot.read()) === key.identity) return key;
  throw new StoreError('keyring-failed', texts.key.notStored());
}

function problemOf({ code, message }: StoreError): SavedAccountsProblem {
  // Its own message advises to keep the sign-in in a file, which helps no saved account.
  if (code === 'keyring-unavailable') return { code: 'no-keyring', message: withoutKeyring() };
  const isLocked =
    code === 'keyring-locked' ||
    code === 'keyring-prompt-dismissed' ||
    code === 'keyring-prompt-unanswered';
  if (isLocked) return { code: 'key-locked', message };
  return { code: 'key-unreachable', message };
}

function withoutKeyring(): string {
  const { fact, step } = keyringAdvice('keyring-unavailable', process.platform);
  return `${fact} ${step}`;
}

function shut(code: SavedAccountsProblem['code'], message: string): KeyState {
  return { kind: 'shut', problem: { code, message } };
}

const gone = () => `${texts.key.gone()} ${texts.key.bringBack()}`;

const swapped = () => `${texts.key.swapped()} ${texts.key.bringBack()}`;
