import { describe, expect, it } from 'vitest';

import type { StoragePlace, StorageReport } from '../../shared/app-state.ts';
import { appState, chatgptAccount } from '../testing/app-state.ts';
import {
  copyFacts,
  destinations,
  isPath,
  moveText,
  noCopiesText,
  placeName,
  protectionText,
  reasonText,
  storageSummary,
} from './storage-phrases.ts';

const now = new Date(2026, 10, 24, 13, 42).getTime();
const authJson = '/home/ada/.codex/auth.json';
const configToml = '/home/ada/.codex/config.toml';

const environmentKey = {
  kind: 'apiKey',
  source: 'environment',
  variable: 'CODEX_API_KEY',
  problem: null,
} as const;

function place(overrides: Partial<StoragePlace> = {}): StoragePlace {
  return {
    kind: 'file',
    location: authJson,
    holds: 'credential',
    problem: null,
    writtenAt: now - 5 * 60_000,
    protection: 'userOnly',
    ...overrides,
  };
}

const item = place({ kind: 'keyringItem', location: 'the keyring', protection: 'keyring' });

function report(overrides: Partial<StorageReport> = {}): StorageReport {
  return {
    mode: 'file',
    source: null,
    reason: 'default',
    active: place(),
    copies: [],
    keyringAsked: false,
    movableTo: ['keyring'],
    fixedBecause: null,
    ...overrides,
  };
}

function summaryOf(
  account: Parameters<typeof storageSummary>[0]['account'],
  store: Partial<ReturnType<typeof appState>['store']> = {},
) {
  const state = appState({ account, store: { ...appState().store, ...store } });
  return storageSummary(state, now, 'en-GB');
}

describe('the place of the credential in words', () => {
  it('names a file, how it is protected, when it was written and why it is there', () => {
    expect(summaryOf(chatgptAccount, { report: report() })).toEqual({
      title: 'File',
      where: authJson,
      facts: [
        'Not encrypted; only your user account can read it.',
        'Written 13:37 (5 minutes ago).',
        'Here by default.',
      ],
    });
  });

  it.each(['userOnly', 'readableByOthers', 'encrypted'] as const)(
    'never calls a file a keyring or a keychain (%s)',
    (protection) => {
      const { title, facts } = summaryOf(chatgptAccount, {
        report: report({ active: place({ protection }) }),
      });
      expect(title).toBe('File');
      expect(facts.join(' ')).not.toMatch(/protected by|keychain/i);
    },
  );

  it('does not call a file private that others can read', () => {
    const exposed = place({ protection: 'readableByOthers' });
    expect(protectionText(exposed)).toBeNull();
    const summary = summaryOf(chatgptAccount, { report: report({ active: exposed }) });
    expect(summary.facts.join(' ')).not.toMatch(/only your user/);
  });

  it('says when a copy was written, and why it cannot be read', () => {
    const problem = { code: 'record-invalid', message: 'It is no JSON.' };
    expect(copyFacts(place({ holds: 'unreadable', problem }), now, 'en-GB')).toEqual([
      'It is no JSON.',
      'Written 13:37 (5 minutes ago).',
    ]);
  });

  it('calls nothing free of copies while the setting cannot be understood', () => {
    const unknown = report({ reason: 'setting', active: null, keyringAsked: true });
    expect(noCopiesText(unknown)).toBeNull();
  });

  it('says that there are no copies only when the keyring was asked too', () => {
    expect(noCopiesText(report())).toBeNull();
    expect(noCopiesText(report({ keyringAsked: true, copies: [item] }))).toBeNull();
    expect(noCopiesText(report({ keyringAsked: true }))).toBe('No other copies were found.');
  });

  it('speaks of the keyring without the name of a platform', () => {
    expect(placeName('keyringItem')).toBe('Keyring of this machine');
    expect(protectionText(item)).toBe('Protected by the keyring.');
  });

  it('says where the passphrase of an encrypted file is', () => {
    const encrypted = place({ kind: 'encryptedFile', protection: 'encrypted' });
    expect(protectionText(encrypted)).toMatch(/passphrase is in the keyring/);
  });

  it('says when a place cannot be read', () => {
    const { facts } = summaryOf(
      { kind: 'unusable', problem: { code: 'keyring-locked', message: '' } },
      { report: report({ active: { ...item, holds: 'unreadable' } }) },
    );
    expect(facts[0]).toBe('It cannot be read at present.');
  });

  it('names the variable of a key from the environment, whatever is stored besides', () => {
    const summary = summaryOf(environmentKey, { report: report() });
    expect(summary).toEqual({
      title: 'Environment variable',
      where: 'CODEX_API_KEY',
      facts: [`What is stored in ${authJson} is not used meanwhile.`],
    });
  });

  it('says that memory does not last', () => {
    const { title, where, facts } = summaryOf(chatgptAccount, {
      report: report({ mode: 'ephemeral', active: null }),
    });
    expect([title, where]).toEqual(['Memory of Gatehouse', null]);
    expect(facts[0]).toMatch(/gone when Gatehouse quits/);
  });

  it('says where a new sign-in is kept while nobody is signed in', () => {
    expect(summaryOf({ kind: 'signedOut' }, { report: report({ active: null }) })).toMatchObject({
      title: 'Nothing is stored',
      where: authJson,
    });
  });

  it('claims nothing where the setting cannot be understood', () => {
    const problem = { code: 'store-unknown', message: '' };
    const summary = summaryOf({ kind: 'unusable', problem }, { location: 'unknown' });
    expect(summary).toEqual({ title: 'Not known', where: null, facts: [] });
  });

  it.each([
    ['file', authJson, 'File'],
    ['keyring', 'the keyring (item "Codex Auth")', 'Keyring of this machine'],
    ['keyring', 'C:\\Users\\ada\\.codex\\secrets\\codex_auth.age', 'Encrypted file'],
    ['auto', authJson, 'File'],
  ] as const)('goes by the location before anything was looked at (%s, %s)', (...store) => {
    const [mode, location, title] = store;
    expect(summaryOf(chatgptAccount, { mode, location }).title).toBe(title);
  });
});

describe('the reason for the place', () => {
  it.each([
    [{ reason: 'default' }, /default/],
    [{ reason: 'setting', source: configToml }, /^Set in \/home\/ada\/\.codex\/config\.toml\.$/],
    [{ reason: 'managed', source: '/etc/codex/x' }, /by your organization in \/etc\/codex\/x/],
    [{ reason: 'fallBack', mode: 'auto', source: configToml }, /asks for the keyring first/],
  ] as const)('%j is told', (facts, words) => {
    expect(reasonText(report(facts))).toMatch(words);
  });
});

describe('moving', () => {
  it('is offered where it is possible', () => {
    expect(destinations(chatgptAccount, report({ movableTo: ['file', 'keyring'] }))).toEqual([
      'file',
      'keyring',
    ]);
  });

  it('is not offered for a key from the environment', () => {
    expect(destinations(environmentKey, report())).toEqual([]);
  });

  it.each([
    [place(), ['keyring']],
    [item, ['file']],
    [null, ['file']],
  ] as const)('is shown as one button that is off where it is fixed', (active, shown) => {
    const fixed = report({ active, movableTo: [], fixedBecause: 'An administrator sets it.' });
    expect(destinations(chatgptAccount, fixed)).toEqual(shown);
  });

  it('says all its steps in order, and what each place means', () => {
    expect(moveText('keyring', true)).toMatch(
      /written to the keyring, read back and compared.*config\.toml is switched.*old copy is removed.*password/,
    );
    expect(moveText('file', true)).toMatch(/written to a file.*not encrypted/);
  });

  it('promises no move of nothing', () => {
    expect(moveText('keyring', false)).toMatch(/^Nothing is stored at present\./);
    expect(moveText('keyring', false)).not.toMatch(/removed/);
  });
});

it.each([
  ['/home/ada/.codex/auth.json', true],
  ['C:\\Users\\ada\\auth.json', true],
  ['\\\\server\\home\\auth.json', true],
  ['the keyring (item "Codex Auth")', false],
  ['CODEX_API_KEY', false],
])('%s is a path: %s', (location, expected) => {
  expect(isPath(location)).toBe(expected);
});
