import { describe, expect, it } from 'vitest';

import type { ProblemCode } from '../../shared/problem-code.ts';
import type { StoragePlace } from '../../shared/app-state.ts';
import type { StoreMode } from '../auth/credential-store.ts';
import type { PlaceKind } from '../store/locations/credential-location.ts';
import { storageReport, type InUse, type StorageFacts } from './storage-report.ts';

const locations = { file: '/c/auth.json', keyringItem: 'the keyring', encryptedFile: '/c/s.age' };
const protections = {
  file: 'userOnly',
  keyringItem: 'keyring',
  encryptedFile: 'encrypted',
} as const;

function place(kind: PlaceKind, holds: StoragePlace['holds'], code?: ProblemCode): StoragePlace {
  const problem = code === undefined ? null : { code, message: 'why' };
  const protection = protections[kind];
  return { kind, location: locations[kind], holds, problem, writtenAt: 1, protection };
}

function chosen(mode: StoreMode, keyring: 'item' | 'encryptedFile' = 'item') {
  return { kind: 'chosen', mode, keyring, source: '/c/config.toml' } as const;
}

function foundIn(kind: PlaceKind, code?: ProblemCode): InUse {
  const problem = code === undefined ? null : { code, message: 'why' };
  return { kind, location: locations[kind], lastRefresh: 7, problem };
}

function report(facts: Partial<StorageFacts>) {
  return storageReport({
    choice: chosen('file'),
    isManaged: false,
    userConfig: '/c/config.toml',
    fileRule: { kind: 'allowed' },
    inUse: null,
    places: [],
    keptCopies: [],
    keyringAsked: false,
    keyringAbsent: false,
    ...facts,
  });
}

describe('what is in use', () => {
  it('is the file in mode "file", and what the keyring holds is a copy', () => {
    const places = [
      place('file', 'credential'),
      place('keyringItem', 'credential'),
      place('encryptedFile', 'nothing'),
    ];
    const { active, copies } = report({ places, keyringAsked: true });
    expect([active?.kind, copies.map(({ kind }) => kind)]).toEqual(['file', ['keyringItem']]);
  });

  it.each(['item', 'encryptedFile'] as const)(
    'is known in mode "keyring" (%s) from what the session found, without asking again',
    (keyring) => {
      const choice = chosen('keyring', keyring);
      const {
        active,
        copies,
        keyring: answer,
      } = report({
        choice,
        inUse: foundIn(keyring === 'item' ? 'keyringItem' : 'encryptedFile'),
        places: [place('file', 'credential')],
      });
      const kind = keyring === 'item' ? 'keyringItem' : 'encryptedFile';
      expect(active).toMatchObject({ kind, holds: 'credential', writtenAt: 7 });
      expect(active?.protection).toBe(protections[kind]);
      expect(copies.map((copy) => copy.kind)).toEqual(['file']);
      expect(answer).toBe('notAsked');
    },
  );

  it('is unreadable where the session met a locked keyring', () => {
    const inUse = foundIn('keyringItem', 'keyring-locked');
    const { active } = report({ choice: chosen('keyring'), inUse });
    const { problem } = inUse;
    expect(active).toMatchObject({ kind: 'keyringItem', holds: 'unreadable', problem });
  });

  it('is, in mode "auto", where it was found, and a file is called a fall-back', () => {
    const places = [place('file', 'credential')];
    const choice = chosen('auto');
    const inFile = report({ choice, places, inUse: foundIn('file') });
    expect([inFile.active?.kind, inFile.reason]).toEqual(['file', 'fallBack']);
    const inKeyring = report({ choice, places, inUse: foundIn('keyringItem') });
    expect([inKeyring.active?.kind, inKeyring.reason]).toEqual(['keyringItem', 'setting']);
  });

  it('is nothing, in mode "auto", for want of a keyring alone', () => {
    const places = [
      place('file', 'nothing'),
      place('keyringItem', 'unreadable', 'keyring-unavailable'),
    ];
    const { active, copies } = report({ choice: chosen('auto'), places, keyringAsked: true });
    expect([active, copies]).toEqual([null, []]);
  });

  it('is nothing that could be shown in mode "ephemeral", where all that is stored are copies', () => {
    const found = report({
      choice: chosen('ephemeral'),
      places: [place('file', 'credential')],
    });
    expect(found.active).toBeNull();
    expect(found.copies).toHaveLength(1);
    expect(found.movableTo).toEqual([]);
    expect(found.fixedBecause).toContain('ephemeral');
  });

  it('is not guessed where the setting cannot be understood: nothing is called a copy', () => {
    const choice = { kind: 'unknown', message: 'config.toml is broken' } as const;
    const found = report({ choice, places: [place('file', 'credential')] });
    expect(found).toMatchObject({ active: null, copies: [], movableTo: [] });
    expect(found.fixedBecause).toBe('config.toml is broken');
  });

  it('names a copy that cannot be used, since it may hold something', () => {
    const places = [
      place('file', 'credential'),
      place('keyringItem', 'unreadable', 'record-invalid'),
    ];
    const { copies, keyring } = report({ places, keyringAsked: true });
    expect([copies.length, keyring]).toEqual([1, 'asked']);
  });
});

describe('what is known of the keyring', () => {
  const file = place('file', 'credential');

  it('is nothing before it was asked', () => {
    expect(report({ places: [file] })).toMatchObject({ keyring: 'notAsked', copies: [] });
  });

  it('is all once every place of it has answered', () => {
    const places = [file, place('keyringItem', 'nothing'), place('encryptedFile', 'nothing')];
    expect(report({ places, keyringAsked: true }).keyring).toBe('asked');
  });

  it.each(['keyring-locked', 'keyring-unavailable'] as const)(
    'is that it did not answer (%s), and no copy in it is made up',
    (code) => {
      const places = [file, place('keyringItem', 'unreadable', code)];
      const found = report({ places, keyringAsked: true });
      expect(found).toMatchObject({ keyring: 'unanswered', copies: [] });
    },
  );

  it.each<[string, Partial<StorageFacts>]>([
    ['before it was asked', { keyringAbsent: true }],
    [
      'once it was asked',
      {
        keyringAbsent: true,
        keyringAsked: true,
        places: [place('keyringItem', 'unreadable', 'keyring-unavailable')],
      },
    ],
    ['by what the store met', { inUse: foundIn('keyringItem', 'keyring-unavailable') }],
  ])('is that there is none: %s', (_, facts) => {
    expect(report(facts).keyring).toBe('absent');
  });

  it('does not hide an encrypted file that is there, whatever the keyring answers', () => {
    const places = [file, place('encryptedFile', 'unreadable', 'keyring-unavailable')];
    const { copies, keyring } = report({ places, keyringAsked: true });
    expect([copies.length, keyring]).toEqual([1, 'unanswered']);
  });
});

describe('where a move must fail', () => {
  const unavailable = place('keyringItem', 'unreadable', 'keyring-unavailable');
  const unusable = (code: ProblemCode): InUse => foundIn('keyringItem', code);

  it.each<[string, Partial<StorageFacts>, readonly string[]]>([
    ['to a keyring that is surely not there', { keyringAbsent: true }, []],
    ['to one that was asked and is not there', { places: [unavailable], keyringAsked: true }, []],
    [
      'from "auto" to one that is not there, but not to the file',
      { choice: chosen('auto'), keyringAbsent: true },
      ['file'],
    ],
    [
      'out of one that is not there',
      { choice: chosen('keyring'), inUse: unusable('keyring-unavailable') },
      [],
    ],
    ['of a damaged file', { places: [place('file', 'unreadable', 'record-invalid')] }, []],
    [
      'of a file that may not be read',
      { places: [place('file', 'unreadable', 'store-unreadable')] },
      [],
    ],
  ])('%s, it is not offered', (_, facts, movableTo) => {
    const found = report(facts);
    expect(found.movableTo).toEqual(movableTo);
    expect(found.noFileBecause ?? found.noKeyringBecause).not.toBeNull();
  });

  it.each<[string, Partial<StorageFacts>]>([
    [
      'out of one that is locked, which can be unlocked',
      { choice: chosen('keyring'), inUse: unusable('keyring-locked') },
    ],
    [
      'to one that was asked and is locked',
      { places: [place('keyringItem', 'unreadable', 'keyring-locked')], keyringAsked: true },
    ],
    [
      'to one that has answered, whatever was believed before',
      { places: [place('keyringItem', 'nothing')], keyringAsked: true, keyringAbsent: true },
    ],
  ])('but %s, it is', (_, facts) => {
    expect(report(facts).movableTo).toHaveLength(1);
  });

  it('claims no protection by a keyring that is not there', () => {
    const { active } = report({
      choice: chosen('keyring'),
      inUse: unusable('keyring-unavailable'),
    });
    expect(active?.protection).toBe('noKeyring');
    const encrypted = place('encryptedFile', 'unreadable', 'keyring-unavailable');
    const { copies } = report({
      places: [place('file', 'credential'), encrypted],
      keyringAsked: true,
    });
    expect(copies.map(({ protection }) => protection)).toEqual(['noKeyring']);
  });
});

describe('a file, chosen by the setting alone', () => {
  const gone: Partial<StorageFacts> = {
    choice: chosen('keyring'),
    inUse: foundIn('keyringItem', 'keyring-unavailable'),
  };

  it.each<[string, Partial<StorageFacts>]>([
    ['no keyring is there', gone],
    ['none is there, and "auto" knows of a sign-in in it', { ...gone, choice: chosen('auto') }],
    [
      'none opens the encrypted file',
      {
        choice: chosen('keyring', 'encryptedFile'),
        inUse: foundIn('encryptedFile', 'keyring-unavailable'),
      },
    ],
    ['an older copy is in the file', { ...gone, places: [place('file', 'credential')] }],
  ])('is a way out where %s', (_, facts) => {
    expect(report(facts)).toMatchObject({ fileSettingIn: '/c/config.toml', movableTo: [] });
  });

  it.each<[string, Partial<StorageFacts>]>([
    ['all is well', { inUse: foundIn('file') }],
    ['nothing is stored, so that a move does it', { choice: chosen('keyring') }],
    ['the keyring is locked', { ...gone, inUse: foundIn('keyringItem', 'keyring-locked') }],
    ['its entry is damaged', { ...gone, inUse: foundIn('keyringItem', 'record-invalid') }],
    [
      'a rule forbids files',
      { ...gone, fileRule: { kind: 'forbidden', reason: 'No file (set in /etc/codex/x).' } },
    ],
    ['it is not known whether one does', { ...gone, fileRule: { kind: 'unknown', reason: 'why' } }],
    ['an administrator chose the store', { ...gone, isManaged: true }],
    ['the setting cannot be read', { ...gone, choice: { kind: 'unknown', message: 'broken' } }],
  ])('is none where %s', (_, facts) => {
    expect(report(facts).fileSettingIn).toBeNull();
  });
});

describe('where it can be moved', () => {
  const fileRule = {
    kind: 'forbidden',
    reason: 'Keeping the sign-in in a file is not allowed on this device.',
  } as const;

  it.each([
    ['file', ['keyring']],
    ['keyring', ['file']],
    ['auto', ['file', 'keyring']],
  ] as const)('from mode "%s": %j', (mode, destinations) => {
    expect(report({ choice: chosen(mode) }).movableTo).toEqual(destinations);
  });

  it.each([
    ['file', ['keyring']],
    ['keyring', []],
    ['auto', ['keyring']],
  ] as const)('from mode "%s" to no file where files are forbidden: %j', (mode, destinations) => {
    expect(report({ choice: chosen(mode), fileRule }).movableTo).toEqual(destinations);
  });

  it.each([
    ['keyring', fileRule.reason],
    ['auto', fileRule.reason],
    ['file', null],
    ['ephemeral', null],
  ] as const)('says in mode "%s" why not to a file, where that is missed: %s', (mode, reason) => {
    const found = report({ choice: chosen(mode), fileRule });
    expect(found.noFileBecause).toBe(reason);
    expect(report({ choice: chosen(mode) }).noFileBecause).toBeNull();
  });

  it('names one reason only where an administrator decides', () => {
    const found = report({ choice: chosen('keyring'), isManaged: true, fileRule });
    expect(found.fixedBecause).not.toBeNull();
    expect(found.noFileBecause).toBeNull();
  });

  it('nowhere, where an administrator decides, who is named by the file', () => {
    const choice = { ...chosen('keyring'), source: '/etc/codex/requirements.toml' };
    const found = report({ choice, isManaged: true });
    expect([found.movableTo, found.reason]).toEqual([[], 'managed']);
    expect(found.fixedBecause).toContain('/etc/codex/requirements.toml');
  });
});

it('tells the default apart from the same setting', () => {
  expect(report({ choice: { ...chosen('file'), source: null } }).reason).toBe('default');
  expect(report({ choice: chosen('file') }).reason).toBe('setting');
});
