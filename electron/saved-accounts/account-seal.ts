import { Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';

import { quietX25519 } from './quiet-x25519.ts';

/** An age key pair (age-encryption.org/v1, X25519): sealing needs the recipient alone. */
export interface SealKey {
  /** Secret: "AGE-SECRET-KEY-1...". */
  readonly identity: string;
  /** Public: "age1...". */
  readonly recipient: string;
}

export async function newSealKey(): Promise<SealKey> {
  quietX25519();
  const identity = await generateIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Null where the text is no age identity. */
export async function sealKeyOf(identity: string): Promise<SealKey | null> {
  quietX25519();
  try {
    return { identity, recipient: await identityToRecipient(identity) };
  } catch {
    return null;
  }
}

export function seal(text: string, recipient: string): Promise<Uint8Array> {
  quietX25519();
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(text);
}

/** Null where this key does not open it, or it is damaged. */
export async function unseal(content: Uint8Array, { identity }: SealKey): Promise<string | null> {
  quietX25519();
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return await decrypter.decrypt(content, 'text');
  } catch {
    return null;
  }
}
