import { createHash, randomBytes } from 'node:crypto';

import { CompactEncrypt, compactDecrypt } from 'jose';

import type { Seal } from './journals.ts';
import { askKeyring } from './keyring-failure.ts';
import type { Keyring, KeyringItem } from './keyring.ts';

/** Both throw a `StoreError` where the keyring does not answer. */
export interface PassphraseSource {
  /** Null where there is none. */
  readonly existing: () => Promise<string | null>;
  readonly existingOrNew: () => Promise<string>;
}

/** A JWE (RFC 7516, A256GCM). The passphrase is 32 random bytes, so its hash is a good key. */
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

/** 32 random bytes in an item of the keyring, made only where that says there are none. */
export function keyringPassphrase(
  keyring: Keyring,
  item: () => Promise<KeyringItem>,
): PassphraseSource {
  const existing = (): Promise<string | null> => askKeyring(async () => keyring.get(await item()));
  return {
    existing,
    existingOrNew: async () => {
      const found = await existing();
      if (found !== null) return found;
      const fresh = randomBytes(32).toString('base64');
      await askKeyring(async () => keyring.set(await item(), fresh));
      return fresh;
    },
  };
}
