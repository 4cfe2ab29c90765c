import { randomBytes, scrypt } from 'node:crypto';

import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { Decrypter, Encrypter, Stanza, type Identity, type Recipient } from 'age-encryption';

/**
 * The age format (age-encryption.org/v1), as Codex writes it, with Node's scrypt: that takes a
 * tenth of the library's time, off the main thread.
 */

/**
 * The work factors of scrypt as powers of two. Codex times its machine at each read, and refuses
 * more than 4 above what it finds, which is 10 or more: on a busy machine that is every other file
 * with the 18 that it writes itself (seen with Codex CLI 0.171.0), and never one with 14. The
 * passphrase is 256 random bits, whose strength does not rest on this.
 */
const workFactorLog2 = 14;
const maxWorkFactorLog2 = 20;

export function encryptText(text: string, passphrase: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(scryptRecipient(passphrase));
  return encrypter.encrypt(text);
}

/** @throws where the passphrase is a different one or the content is damaged. */
export function decryptText(content: Uint8Array, passphrase: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(scryptIdentity(passphrase));
  return decrypter.decrypt(content, 'text');
}

/** The scrypt recipient of C2SP's age specification. */
function scryptRecipient(passphrase: string): Recipient {
  return {
    wrapFileKey: async (fileKey) => {
      const salt = randomBytes(16);
      const key = await deriveKey(passphrase, salt, workFactorLog2);
      const args = ['scrypt', withoutPadding(salt), String(workFactorLog2)];
      return [new Stanza(args, chacha20poly1305(key, zeroNonce).encrypt(fileKey))];
    },
  };
}

function scryptIdentity(passphrase: string): Identity {
  return {
    unwrapFileKey: async (stanzas) => {
      const [stanza, ...others] = stanzas;
      // The only stanza, as specified: others could open the file too.
      if (stanza?.args[0] !== 'scrypt' || others.length > 0) return null;
      const [, salt = '', workFactor = ''] = stanza.args;
      if (!/^[1-9]\d?$/.test(workFactor) || Number(workFactor) > maxWorkFactorLog2) return null;
      if (stanza.body.length !== 32) return null;
      const key = await deriveKey(passphrase, Buffer.from(salt, 'base64'), Number(workFactor));
      return chacha20poly1305(key, zeroNonce).decrypt(stanza.body);
    },
  };
}

const zeroNonce = new Uint8Array(12);

function deriveKey(passphrase: string, salt: Uint8Array, workLog2: number): Promise<Uint8Array> {
  const labelAndSalt = Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), salt]);
  const cost = 2 ** workLog2;
  // The derivation takes 128 * N * r bytes; Node's own limit is 32 MiB.
  const options = { N: cost, r: 8, p: 1, maxmem: 128 * cost * 8 + 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, labelAndSalt, 32, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function withoutPadding(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
