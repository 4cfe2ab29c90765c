import { createHash, randomBytes } from 'node:crypto';

import { CompactEncrypt, compactDecrypt } from 'jose';

import type { Seal } from './journals.ts';
import { unwritableKeyring } from './keyring-failure.ts';
import type { Keyring, KeyringItem } from './keyring.ts';

/** Where the passphrase comes from. Both throw a `StoreError` where the keyring does not answer. */
export interface PassphraseSource {
  /** Null where there is none. */
  readonly existing: () => Promise<string | null>;
  /** Makes one where there is none. */
  readonly existingOrNew: () => Promise<string>;
}

/**
 * Seals a text as a JWE (RFC 7516) of A256GCM with a passphrase, such as that of the
 * encrypted file. That is 32 random bytes, so that its hash is a key as good as
 * one which takes a second to derive; a refreshed token must be safe at once.
 *
 * @param purpose what the key is for, so that one passphrase makes several keys.
 */
export function passphraseSeal(
  { existing, existingOrNew }: PassphraseSource,
  purpose: 'refresh journal' | 'kept sign-ins' = 'refresh journal',
): Seal {
  const keyOf = (passphrase: string): Uint8Array =>
    createHash('sha256').update(`gatehouse ${purpose} ${passphrase}`).digest();
  return {
    close: async (text) =>
      new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(keyOf(await existingOrNew())),
    open: async (sealed) => {
      const passphrase = await existing();
      if (passphrase === null) return null;
      try {
        return new TextDecoder().decode(
          (await compactDecrypt(sealed, keyOf(passphrase))).plaintext,
        );
      } catch {
        return null;
      }
    },
  };
}

/**
 * A passphrase of 32 random bytes in an item of the keyring, made where the keyring says
 * that there is none: one that does not answer never gets another.
 */
export function keyringPassphrase(
  keyring: Keyring,
  item: () => Promise<KeyringItem>,
): PassphraseSource {
  const ask = async <T>(question: (item: KeyringItem) => Promise<T>): Promise<T> => {
    try {
      return await question(await item());
    } catch (error) {
      throw unwritableKeyring(error);
    }
  };
  const existing = (): Promise<string | null> => ask((where) => keyring.get(where));
  return {
    existing,
    existingOrNew: async () => {
      const found = await existing();
      if (found !== null) return found;
      const fresh = randomBytes(32).toString('base64');
      await ask((where) => keyring.set(where, fresh));
      return fresh;
    },
  };
}
