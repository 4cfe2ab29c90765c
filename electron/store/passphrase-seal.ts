import { createHash } from 'node:crypto';

import { CompactEncrypt, compactDecrypt } from 'jose';

import type { Seal } from './journal-file.ts';

/** Where the passphrase comes from. Both throw a `StoreError` where the keyring does not answer. */
export interface PassphraseSource {
  /** Null where there is none. */
  readonly existing: () => Promise<string | null>;
  /** Makes one where there is none. */
  readonly existingOrNew: () => Promise<string>;
}

/**
 * Seals a text as a JWE (RFC 7516) of A256GCM with the passphrase of the
 * encrypted file. That is 32 random bytes, so that its hash is a key as good as
 * one which takes a second to derive; a refreshed token must be safe at once.
 */
export function passphraseSeal({ existing, existingOrNew }: PassphraseSource): Seal {
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

function keyOf(passphrase: string): Uint8Array {
  return createHash('sha256').update(`gatehouse refresh journal ${passphrase}`).digest();
}
