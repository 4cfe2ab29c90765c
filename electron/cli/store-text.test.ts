import { describe, expect, it } from 'vitest';

import type { StoragePlace, StorageReport } from '../../shared/app-state.ts';
import { zonedTime } from '../base/local-time.ts';
import { storeText } from './store-text.ts';

function place(overrides: Partial<StoragePlace> = {}): StoragePlace {
  return {
    kind: 'file',
    location: '/home/ada/.codex/auth.json',
    holds: 'credential',
    problem: null,
    writtenAt: Date.UTC(2026, 10, 24, 13, 42),
    protection: 'userOnly',
    ...overrides,
  };
}

function textOf(overrides: Partial<StorageReport> = {}): string {
  return storeText({
    mode: 'file',
    source: null,
    reason: 'default',
    active: place(),
    keptCopies: [],
    copies: [],
    keyring: 'asked',
    movableTo: ['keyring'],
    fixedBecause: null,
    noFileBecause: null,
    noKeyringBecause: null,
    fileSettingIn: null,
    ...overrides,
  });
}

describe('the storage in words', () => {
  it('is one line a fact', () => {
    expect(textOf().split('\n')).toEqual([
      'The sign-in is kept in the file /home/ada/.codex/auth.json',
      '  Setting:    file, by default',
      `  Written:    ${zonedTime(Date.UTC(2026, 10, 24, 13, 42))}`,
      '  Protection: plain text that only you can read',
      '  Copies:     None were found.',
      '  Move:       gatehouse store move keyring',
    ]);
  });

  it.each(['notAsked', 'unanswered'] as const)(
    'says that there are no copies only where the keyring has answered (%s)',
    (keyring) => {
      const text = textOf({ keyring });
      expect(text).not.toContain('None were found');
      expect(text).toMatch(/Copies: .*(not checked|can\u2019t be checked)/);
    },
  );

  it('says how to mend a file that others may read', () => {
    const text = textOf({ active: place({ protection: 'readableByOthers' }) });
    expect(text).toContain('gatehouse store protect');
  });

  it('says why it cannot be moved, or not to a file', () => {
    const fixed = textOf({ movableTo: [], fixedBecause: 'An administrator sets it.' });
    expect(fixed).toContain('  Fixed:      An administrator sets it.');
    expect(fixed).not.toContain('store move');
    const ruled = textOf({ noFileBecause: 'No file is allowed (set in /etc/codex/x).' });
    expect(ruled).toContain('  No file:    No file is allowed (set in /etc/codex/x).');
  });

  it('says how to do without a keyring that is not there', () => {
    const text = textOf({ movableTo: [], fileSettingIn: '/home/ada/.codex/config.toml' });
    expect(text).toContain(
      '  Instead:    put cli_auth_credentials_store = "file" into /home/ada/.codex/config.toml, and sign in again',
    );
    expect(textOf()).not.toContain('Instead');
  });

  it('claims nothing of readers that cannot be told, and offers no remedy', () => {
    const text = textOf({ active: place({ protection: 'unknown' }) });
    expect(text).toMatch(/Protection: .*cannot be told/);
    expect(text).not.toMatch(/only you|store protect/);
  });
});
