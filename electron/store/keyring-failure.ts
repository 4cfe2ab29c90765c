import { StoreError, type StoreErrorCode, type Unreadable } from '../auth/credential-store.ts';
import { KeyringError, type KeyringAlternatives } from './keyring.ts';

/** What a failing keyring means for the credential in it. @throws what is no {@link KeyringError}. */
export function unreadableKeyring(error: unknown): Unreadable {
  if (!(error instanceof KeyringError)) throw error;
  const reason = error.code === 'unavailable' ? 'keyring-unavailable' : 'keyring-locked';
  return { kind: 'unreadable', reason, message: describe(error) };
}

/** The error to throw where the keyring could not be written. @throws what is no {@link KeyringError}. */
export function unwritableKeyring(error: unknown): StoreError {
  if (!(error instanceof KeyringError)) throw error;
  return new StoreError(storeCodes[error.code], describe(error));
}

const storeCodes: Record<KeyringError['code'], StoreErrorCode> = {
  locked: 'keyring-locked',
  unavailable: 'keyring-unavailable',
  'too-large': 'unwritable',
  failed: 'unwritable',
};

function describe(error: KeyringError): string {
  switch (error.code) {
    case 'locked':
      return 'The keyring is locked. Unlock it and try again.';
    case 'unavailable': {
      const instead = error.alternatives.file ? ', or keep the credential in a file' : '';
      return `There is no keyring here: no Secret Service answers. Start one (GNOME Keyring, KWallet or KeePassXC)${instead}.`;
    }
    case 'too-large':
      return `The credential is larger than this keyring takes. ${elsewhere(error.alternatives)}`;
    case 'failed':
      return `The keyring could not be used (${error.message}).`;
  }
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
