import { describe, expect, it } from 'vitest';

import type { StoragePlace, StorageReport } from '../../shared/app-state.ts';
import { appState, chatgptAccount } from '../../shared/testing/app-state.ts';
import {
  copiesLine,
  copyFacts,
  entryFacts,
  movesOf,
  isPath,
  lookOffer,
  protectionText,
  reasonText,
  storageSummary,
} from './storage-phrases.ts';

const now = new Date(2026, 10, 24, 13, 42).getTime();
const authJson = '~/.codex/auth.json';
const configToml = '~/.codex/config.toml';

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
    keptCopies: [],
    copies: [],
    keyring: 'notAsked',
    movableTo: ['keyring'],
    fixedBecause: null,
    noFileBecause: null,
    noKeyringBecause: null,
    fileSettingIn: null,
    ...overrides,
  };
}

function summaryOf(
  account: Parameters<typeof storageSummary>[0]['account'],
  store: Partial<ReturnType<typeof appState>['store']> = {},
) {
  const state = appState({ account, store: { ...appState().store, ...store } });
  const { factsAt, ...summary } = storageSummary(state);
  return { ...summary, facts: factsAt(now, 'en-GB') };
}

describe('the place of the credential in words', () => {
  it('is one line, with a fact for each question besides', () => {
    expect(summaryOf(chatgptAccount(), { report: report() })).toEqual({
      line: 'Unencrypted file, only you can read it',
      isExposed: false,
      facts: [
        { name: 'Location', value: authJson },
        { name: 'Protection', value: 'Not encrypted; only your user account can read it.' },
        { name: 'Written', value: '13:37 (5 minutes ago)' },
        { name: 'Why here', value: 'Default location.' },
      ],
    });
  });

  it.each(['userOnly', 'readableByOthers', 'unknown', 'encrypted'] as const)(
    'never calls a file a keyring or a keychain (%s)',
    (protection) => {
      const kind = protection === 'encrypted' ? 'encryptedFile' : 'file';
      const active = place({ kind, protection });
      const { line, facts } = summaryOf(chatgptAccount(), { report: report({ active }) });
      expect(line).toMatch(/^(Encrypted|Unencrypted) file|^File/);
      expect(JSON.stringify(facts)).not.toMatch(/protected by|keychain/i);
    },
  );

  it('warns of a file that others can read', () => {
    const active = place({ protection: 'readableByOthers' });
    const summary = summaryOf(chatgptAccount(), { report: report({ active }) });
    expect(summary).toMatchObject({
      line: 'Unencrypted file, others can read it',
      isExposed: true,
    });
    expect(protectionText(active)).toMatch(/other users of this computer may read it/);
  });

  it('claims nothing of readers that cannot be told, for good or for ill', () => {
    const active = place({ protection: 'unknown' });
    const summary = summaryOf(chatgptAccount(), { report: report({ active }) });
    expect(summary).toMatchObject({ line: 'Unencrypted file', isExposed: false });
    expect(protectionText(active)).toMatch(/cannot tell who may read it/);
  });

  it('says of a copy why it cannot be read, who can read it, and when it was written', () => {
    const problem = { code: 'record-invalid', message: 'It is no JSON.' } as const;
    const protection = 'readableByOthers';
    expect(copyFacts(place({ holds: 'unreadable', problem, protection }), now, 'en-GB')).toEqual([
      'It is no JSON.',
      'Not encrypted; other users of this computer may read it.',
      'Written 13:37 (5 minutes ago).',
    ]);
  });

  it('speaks of the keyring without the name of a platform', () => {
    expect(protectionText(item)).toBe('Protected by the keyring.');
    const { line } = summaryOf(chatgptAccount(), { report: report({ active: item }) });
    expect(line).toBe('Keyring');
  });

  it('says where the passphrase of an encrypted file is', () => {
    const encrypted = place({ kind: 'encryptedFile', protection: 'encrypted' });
    expect(protectionText(encrypted)).toMatch(/passphrase is in the keyring/);
  });

  it('says when a place cannot be read', () => {
    const { line } = summaryOf(
      { kind: 'unusable', problem: { code: 'keyring-locked', message: '' } },
      { report: report({ active: { ...item, holds: 'unreadable' } }) },
    );
    expect(line).toBe('Keyring (can\u2019t be read)');
  });

  it('says that memory does not last', () => {
    const { line } = summaryOf(chatgptAccount(), {
      report: report({ mode: 'ephemeral', active: null }),
    });
    expect(line).toBe('Memory of Gatehouse, gone when it quits');
  });

  it('says where a new sign-in is kept while nobody is signed in', () => {
    const { line, facts } = summaryOf({ kind: 'signedOut' }, { report: report({ active: null }) });
    expect(line).toBe('Nothing is stored');
    expect(facts[0]).toEqual({ name: 'New sign-ins', value: authJson });
  });

  it('claims nothing where the setting cannot be understood', () => {
    const problem = { code: 'store-unknown', message: '' } as const;
    const summary = summaryOf({ kind: 'unusable', problem }, { location: 'unknown' });
    expect(summary).toEqual({
      line: 'Can’t tell where your sign-in is stored',
      isExposed: false,
      facts: [],
    });
  });

  it.each([
    ['file', authJson, 'File'],
    ['keyring', 'the keyring (item "Codex Auth")', 'Keyring'],
    ['keyring', 'C:\\Users\\ada\\.codex\\secrets\\codex_auth.age', 'Encrypted file'],
    ['auto', authJson, 'File'],
  ] as const)('goes by the location before anything was looked at (%s, %s)', (...store) => {
    const [mode, location, line] = store;
    expect(summaryOf(chatgptAccount(), { mode, location }).line).toBe(line);
  });
});

describe('other copies', () => {
  it('are told without opening anything', () => {
    expect(copiesLine(report())).toBeNull();
    expect(copiesLine(report({ copies: [item] }))).toMatch(/an unused copy/);
    expect(copiesLine(report({ copies: [item, place()] }))).toMatch(/2 unused copies/);
  });

  it('can be looked for until the keyring has answered', () => {
    expect(lookOffer('notAsked')).toEqual({ label: 'Look for copies', mayPrompt: true });
    expect(lookOffer('unanswered')).toEqual({ label: 'Look for copies again', mayPrompt: true });
    expect(lookOffer('asked')).toBeNull();
  });

  it('are looked for in no keyring that is not there, for which a person can check again', () => {
    expect(lookOffer('absent')).toEqual({ label: 'Check again', mayPrompt: false });
  });
});

describe('an entry of the keyring', () => {
  const at = (text: string): number => Date.parse(text);
  const now = at('2026-03-01T12:00:00');
  const entry = { id: '/1', label: '', purpose: 'signIn' } as const;

  it.each([
    [null, null, /^The keyring does not say/],
    [at('2026-01-01T12:00:00'), null, /^Changed 1 Jan, 12:00 \(59 days ago\)\.$/],
    [null, at('2026-02-01T12:00:00'), /^Changed 1 Feb, 12:00 \(28 days ago\)\.$/],
    [at('2026-01-01T12:00:00'), at('2026-02-01T12:00:00'), /^Changed .*Feb.*, created .*Jan/],
    [
      at('2026-02-01T12:00:00'),
      at('2026-02-01T12:00:00'),
      /^Changed 1 Feb, 12:00 \(28 days ago\)\.$/,
    ],
  ])('says when it was made and changed: %s, %s', (createdAt, modifiedAt, words) => {
    expect(entryFacts({ ...entry, createdAt, modifiedAt }, now, 'en-GB')).toMatch(words);
  });
});

describe('the reason for the place', () => {
  it.each([
    [{ reason: 'default' }, /Default/],
    [{ reason: 'setting', source: configToml }, /^Set in ~\/\.codex\/config\.toml\.$/],
    [{ reason: 'managed', source: '/etc/codex/x' }, /by your organisation in \/etc\/codex\/x/],
    [{ reason: 'fallBack', mode: 'auto', source: configToml }, /asks for the keyring first/],
  ] as const)('%j is told', (facts, words) => {
    expect(reasonText(report(facts))).toMatch(words);
  });
});

describe('moving', () => {
  it('is offered where it is possible', () => {
    expect(movesOf(report({ movableTo: ['file', 'keyring'] }))).toEqual([
      { to: 'file', lockedBecause: null },
      { to: 'keyring', lockedBecause: null },
    ]);
  });

  it.each([
    [place(), 'keyring'],
    [item, 'file'],
    [null, 'file'],
  ] as const)('is shown as one button that is off where it is fixed', (active, to) => {
    const lockedBecause = 'An administrator sets it.';
    const fixed = report({ active, movableTo: [], fixedBecause: lockedBecause });
    expect(movesOf(fixed)).toEqual([{ to, lockedBecause }]);
  });

  it.each([[[]], [['keyring']]] as const)(
    'to a file is shown off with the rule that forbids it, beside %j',
    (movableTo) => {
      const lockedBecause = 'Keeping the sign-in in a file is not allowed on this device.';
      const ruled = report({ movableTo: [...movableTo], noFileBecause: lockedBecause });
      expect(movesOf(ruled)).toEqual([
        ...movableTo.map((to) => ({ to, lockedBecause: null })),
        { to: 'file', lockedBecause },
      ]);
    },
  );
});

it.each([
  ['/srv/codex/auth.json', true],
  ['~/.codex/auth.json', true],
  ['~\\.codex\\auth.json', true],
  ['C:\\Users\\ada\\auth.json', true],
  ['\\\\server\\home\\auth.json', true],
  ['the keyring (item "Codex Auth")', false],
  ['CODEX_API_KEY', false],
])('%s is a path: %s', (location, expected) => {
  expect(isPath(location)).toBe(expected);
});
