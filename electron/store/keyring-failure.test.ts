import { describe, expect, it } from 'vitest';

import { localTime } from '../base/local-time.ts';
import { StoreError } from '../auth/credential-store.ts';
import { KeyringError } from './keyring.ts';
import { unreadableKeyring, unwritableKeyring } from './keyring-failure.ts';

const anywhere = { file: true, encryptedFile: true };

const cases = [
  ['locked', 'keyring-locked', 'keyring-locked', /Unlock it and try again\./],
  ['no-service', 'keyring-unavailable', 'keyring-unavailable', /Start GNOME .* or store .* file\./],
  [
    'prompt-dismissed',
    'keyring-prompt-dismissed',
    'keyring-prompt-dismissed',
    /confirm what it asks\./,
  ],
  ['prompt-unanswered', 'keyring-prompt-unanswered', 'keyring-prompt-unanswered', /answer it;/],
  ['timed-out', 'keyring-timed-out', 'keyring-timed-out', /Try again in a moment\./],
  ['refused', 'keyring-refused', 'keyring-refused', /refused .* \(words\)\. Allow it/],
  ['several-items', 'keyring-several-items', 'keyring-several-items', /gatehouse store entries/],
  ['unreadable-item', 'keyring-item-unreadable', 'keyring-item-unreadable', /remove the entry/],
  [
    'no-default-collection',
    'keyring-no-default-collection',
    'keyring-no-default-collection',
    /Create a default keyring/,
  ],
  ['too-large', 'keyring-failed', 'unwritable', /Keep it in a file/],
  ['failed', 'keyring-failed', 'keyring-failed', /could not be used \(words\)\. Try again\./],
] as const;

describe('a keyring that refuses', () => {
  it.each(cases)(
    '%s: is never "absent" to a reader, and says what to do',
    (code, reason, _, words) => {
      const found = unreadableKeyring(new KeyringError(code, 'words', { alternatives: anywhere }));
      expect(found).toMatchObject({ kind: 'unreadable', reason });
      expect(found.message).toMatch(words);
    },
  );

  it.each(cases)(
    '%s: is a coded error to a writer, and says what to do',
    (code, _, stored, words) => {
      const error = unwritableKeyring(new KeyringError(code, 'words', { alternatives: anywhere }));
      expect(error).toBeInstanceOf(StoreError);
      expect(error.code).toBe(stored);
      expect(error.message).toMatch(words);
    },
  );

  it.each([
    ['no-service', true, true, /KeePassXC, or store your sign-in in a file\.$/],
    ['no-service', false, true, /or KeePassXC\.$/],
    ['too-large', true, true, /Keep it in a file, or in the encrypted file of Codex/],
    ['too-large', false, true, /takes\. Keep it in the encrypted file of Codex/],
    ['too-large', true, false, /takes\. Keep it in a file\.$/],
    ['too-large', false, false, /takes\. Only an administrator can choose another store here\.$/],
  ] as const)(
    '%s: advises only what can be done (file: %s, encrypted file: %s)',
    (code, file, encryptedFile, words) => {
      const error = new KeyringError(code, 'words', { alternatives: { file, encryptedFile } });
      expect(unwritableKeyring(error).message).toMatch(words);
    },
  );

  it('names items that match by label and local time', () => {
    const items = [
      { id: '1', label: 'Codex', createdAt: 0, modifiedAt: Date.parse('2026-03-04T05:06:07') },
      { id: '2', label: 'Old', createdAt: null, modifiedAt: null },
    ];
    expect(unwritableKeyring(new KeyringError('several-items', '', { items })).message).toContain(
      `("Codex", changed ${localTime(Date.parse('2026-03-04T05:06'))}; "Old").`,
    );
  });

  it('hides no defect of the program', () => {
    const defect = new TypeError('a defect');
    expect(() => unreadableKeyring(defect)).toThrow(defect);
    expect(() => unwritableKeyring(defect)).toThrow(defect);
  });
});
