import { describe, expect, it } from 'vitest';

import { StoreError } from '../auth/credential-store.ts';
import { KeyringError } from './keyring.ts';
import { unreadableKeyring, unwritableKeyring } from './keyring-failure.ts';

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
      const found = unreadableKeyring(new KeyringError(code, 'words'));
      expect(found).toMatchObject({ kind: 'unreadable', reason });
      expect(found.message).toMatch(words);
    },
  );

  it.each(cases)(
    '%s: is a coded error to a writer, and says what to do',
    (code, _, stored, words) => {
      const error = unwritableKeyring(new KeyringError(code, 'words'));
      expect(error).toBeInstanceOf(StoreError);
      expect(error.code).toBe(stored);
      expect(error.message).toMatch(words);
    },
  );

  it('hides no defect of the program', () => {
    const defect = new TypeError('a defect');
    expect(() => unreadableKeyring(defect)).toThrow(defect);
    expect(() => unwritableKeyring(defect)).toThrow(defect);
  });
});
