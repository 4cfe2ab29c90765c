import type * as Crypto from 'node:crypto';

import { Decrypter, Encrypter } from 'age-encryption';
import { describe, expect, it, vi } from 'vitest';

import { decryptText, encryptText } from './encrypted-text.ts';

/** Cost of every key derivation so far. */
const derivations = vi.hoisted(() => [] as (number | undefined)[]);

vi.mock('node:crypto', async (importOriginal) => {
  const crypto = await importOriginal<typeof Crypto>();
  const scrypt = (
    password: Crypto.BinaryLike,
    salt: Crypto.BinaryLike,
    length: number,
    options: Crypto.ScryptOptions,
    callback: (error: Error | null, key: Buffer) => void,
  ): void => {
    derivations.push(options.N);
    crypto.scrypt(password, salt, length, options, callback);
  };
  return { ...crypto, scrypt };
});

// The passphrase functions of the library are the other program here.

async function encryptedByLibrary(text: string, passphrase: string, workFactorLog2: number) {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactorLog2);
  return encrypter.encrypt(text);
}

const text = 'Grüße, 秘密';

describe('encrypted texts', () => {
  it('can be read by any program of the age format, and by Codex on the busiest machine', async () => {
    const [content, another] = await Promise.all([
      encryptText(text, 'the passphrase'),
      encryptText(text, 'the passphrase'),
    ]);
    expect(content).not.toEqual(another);
    expect(Buffer.from(content).toString('latin1')).toMatch(
      /^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} 14\n/,
    );
    const decrypter = new Decrypter();
    decrypter.addPassphrase('the passphrase');
    expect(await decrypter.decrypt(content, 'text')).toBe(text);
    expect(derivations).toContain(2 ** 14);
  });

  it.each([1, 10, 12])('are read with work factor %d, whoever wrote them', async (workFactor) => {
    const content = await encryptedByLibrary(text, 'the passphrase', workFactor);
    expect(await decryptText(content, 'the passphrase')).toBe(text);
  });

  it('are refused with another passphrase', async () => {
    const content = await encryptedByLibrary(text, 'the passphrase', 10);
    await expect(decryptText(content, 'another passphrase')).rejects.toThrow();
  });

  it('are refused where they ask for more work than this machine should do', async () => {
    const content = await encryptedByLibrary(text, 'p', 10);
    derivations.length = 0;
    const greedy = Buffer.from(content).toString('latin1').replace(/ 10\n/, ' 21\n');
    await expect(decryptText(Buffer.from(greedy, 'latin1'), 'p')).rejects.toThrow();
    expect(derivations).toEqual([]);
  });

  it.each([
    ['the header', 60],
    ['the payload', -1],
  ])('are refused where one byte of %s is another', async (_, position) => {
    const content = Buffer.from(await encryptedByLibrary(text, 'p', 10));
    const index = position < 0 ? content.length + position : position;
    content.writeUInt8(content.readUInt8(index) ^ 1, index);
    await expect(decryptText(content, 'p')).rejects.toThrow();
  });

  it.each([
    ['empty', ''],
    ['cut off', 'age-encryption.org/v1\n-> scrypt '],
    ['plain', '{"version":1,"secrets":{}}'],
  ])('are refused where they are %s', async (_, content) => {
    await expect(decryptText(Buffer.from(content), 'p')).rejects.toThrow();
  });
});
