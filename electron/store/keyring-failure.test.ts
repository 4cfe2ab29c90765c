import { describe, expect, it } from 'vitest';

import { StoreError } from '../auth/credential-store.ts';
import { KeyringError } from './keyring.ts';
import { unreadableKeyring, unwritableKeyring } from './keyring-failure.ts';

const anywhere = { file: true, encryptedFile: true };

const cases = [
  ['locked', 'keyring-locked', 'keyring-locked', /Unlock it and try again\./],
  ['unavailable', 'keyring-unavailable', 'keyring-unavailable', /Start one .* or keep .* file\./],
  ['too-large', 'keyring-locked', 'unwritable', /Keep it in a file/],
  ['failed', 'keyring-locked', 'unwritable', /could not be used \(words\)/],
] as const;

describe('a keyring that refuses', () => {
  it.each(cases)(
    '%s: is never "absent" to a reader, and says what to do',
    (code, reason, _, words) => {
      const found = unreadableKeyring(new KeyringError(code, 'words', anywhere));
      expect(found).toMatchObject({ kind: 'unreadable', reason });
      expect(found.message).toMatch(words);
    },
  );

  it.each(cases)(
    '%s: is a coded error to a writer, and says what to do',
    (code, _, stored, words) => {
      const error = unwritableKeyring(new KeyringError(code, 'words', anywhere));
      expect(error).toBeInstanceOf(StoreError);
      expect(error.code).toBe(stored);
      expect(error.message).toMatch(words);
    },
  );

  it.each([
    ['unavailable', true, true, /KeePassXC\), or keep the credential in a file\.$/],
    ['unavailable', false, true, /KeePassXC\)\.$/],
    ['too-large', true, true, /Keep it in a file, or in the encrypted file of Codex/],
    ['too-large', false, true, /takes\. Keep it in the encrypted file of Codex/],
    ['too-large', true, false, /takes\. Keep it in a file\.$/],
    ['too-large', false, false, /takes\. Only an administrator can choose another store here\.$/],
  ] as const)(
    '%s: advises only what can be done (file: %s, encrypted file: %s)',
    (code, file, encryptedFile, words) => {
      const error = new KeyringError(code, 'words', { file, encryptedFile });
      expect(unwritableKeyring(error).message).toMatch(words);
    },
  );

  it('hides no defect of the program', () => {
    const defect = new TypeError('a defect');
    expect(() => unreadableKeyring(defect)).toThrow(defect);
    expect(() => unwritableKeyring(defect)).toThrow(defect);
  });
});
