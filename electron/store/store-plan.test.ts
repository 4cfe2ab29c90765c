import { describe, expect, it } from 'vitest';

import { keyringProblemCodes } from '../../shared/keyring-problem.ts';
import type { StoredCredential, UnreadableReason } from '../auth/credential-store.ts';
import { chatgptRecord, present } from '../testing/credentials.ts';
import type { LocationKind } from './locations/credential-location.ts';
import {
  chooseStore,
  destinations,
  inUse,
  meaningOf,
  storePlan,
  type Reading,
} from './store-plan.ts';

const record = chatgptRecord();
const found = present(record);
const absent: StoredCredential = { kind: 'absent' };
const invalid: StoredCredential = { kind: 'invalid', message: 'it is empty' };
const hidden = (reason: UnreadableReason): StoredCredential => ({
  kind: 'unreadable',
  reason,
  message: reason,
});

const item = 'keyringItem';
const age = 'encryptedFile';

describe('the plan', () => {
  it.each([
    // mode, variant, read in this order, cleared by a save elsewhere, removed by a sign-out
    ['file', 'item', ['file'], [], ['file']],
    ['file', 'encryptedFile', ['file'], [], ['file']],
    ['keyring', 'item', [item], ['file'], [item, 'file']],
    ['keyring', 'encryptedFile', [age], ['file'], [age, 'file', item]],
    ['auto', 'item', [item, 'file'], ['file'], [item, 'file']],
    ['auto', 'encryptedFile', [age, 'file'], ['file'], [age, 'file', item]],
    ['ephemeral', 'item', ['memory'], [], ['memory']],
    ['ephemeral', 'encryptedFile', ['memory'], [], ['memory']],
  ] as const)('of %s (%s): read %j, clear %j, remove %j', (mode, variant, ...expected) => {
    const { order, leftOvers, alsoRemoved } = storePlan(mode, variant);
    expect([order, leftOvers, [...order, ...alsoRemoved]]).toEqual(expected);
  });
});

const auto = storePlan('auto', 'item');
const autoWithAge = storePlan('auto', 'encryptedFile');

describe('what was found in a location means', () => {
  it.each([
    ['a record: there is something', found, 'holds'],
    ['what is no record: there is something, too', invalid, 'holds'],
    ['nothing: it is empty', absent, 'empty'],
  ] as const)('%s', (_, stored, meaning) => {
    for (const kind of [item, age, 'file', 'memory'] as const) {
      for (const known of [true, false]) expect(meaningOf(auto, kind, stored, known)).toBe(meaning);
    }
  });

  const noService = hidden('keyring-unavailable');

  it('no keyring service: nothing, where there is a file to look at instead', () => {
    expect(meaningOf(auto, item, noService, false)).toBe('empty');
  });

  it.each([
    ['where it is known that the item held one', auto, item, true],
    ['where the keyring alone counts', storePlan('keyring', 'item'), item, false],
    ['of the encrypted file, which is there', autoWithAge, age, false],
    [
      'of the encrypted file where it alone counts',
      storePlan('keyring', 'encryptedFile'),
      age,
      false,
    ],
  ] as const)('no keyring service: perhaps something, %s', (_, plan, kind, known) => {
    expect(meaningOf(plan, kind, noService, known)).toBe('mayHold');
  });

  const reasons: readonly UnreadableReason[] = [
    'denied',
    ...keyringProblemCodes.filter((code) => code !== 'keyring-unavailable'),
  ];
  it.each(reasons)('%s: perhaps something, wherever it is', (reason) => {
    for (const kind of [item, age, 'file'] as const)
      expect(meaningOf(auto, kind, hidden(reason), false)).toBe('mayHold');
  });
});

/** Readings of `auto`, up to the first that holds something. */
function readings(
  [first, second]: readonly [StoredCredential, StoredCredential?],
  plan = auto,
): readonly Reading[] {
  const [inKeyring] = plan.order;
  const reading = (kind: LocationKind, stored: StoredCredential): Reading => ({
    kind,
    stored,
    meaning: meaningOf(plan, kind, stored, false),
  });
  const read = [reading(inKeyring, first)];
  return second === undefined ? read : [...read, reading('file', second)];
}

describe('under auto', () => {
  const locked = hidden('keyring-locked');
  const slow = hidden('keyring-timed-out');
  const noService = hidden('keyring-unavailable');
  const denied = hidden('denied');
  const broken = hidden('keyring-item-unreadable');

  it.each<[string, [StoredCredential, StoredCredential?], LocationKind | null, unknown]>([
    // keyring and file, what is in use, where a new sign-in goes
    ['a record in the keyring', [found], item, [item]],
    ['no record in the keyring', [invalid], item, [item]],
    ['nothing at all', [absent, absent], null, [item, 'file']],
    ['a record in the file', [absent, found], 'file', [item, 'file']],
    ['a damaged file', [absent, invalid], 'file', [item, 'file']],
    ['a file that may not be read', [absent, denied], 'file', [item, 'file']],
    ['a locked keyring', [locked, absent], item, 'hidden'],
    ['a locked keyring and a record in the file', [locked, found], 'file', 'hidden'],
    ['a locked keyring and a file that may not be read', [locked, denied], 'file', 'hidden'],
    ['a slow keyring', [slow, absent], item, 'hidden'],
    ['an item that cannot be read', [broken, absent], item, [item]],
    ['no keyring service', [noService, absent], null, ['file']],
    ['no keyring service and a record in the file', [noService, found], 'file', ['file']],
    ['no keyring service and a damaged file', [noService, invalid], 'file', ['file']],
  ])('%s', (_, stored, used, goesTo) => {
    const read = readings(stored);
    expect(inUse(read)?.kind ?? null).toBe(used);
    const to = destinations(read);
    expect(to.kind === 'to' ? to.kinds : to.kind).toEqual(goesTo);
  });

  it.each<[string, StoredCredential, unknown]>([
    ['that may not be read', denied, [age]],
    ['whose passphrase is in a locked keyring', locked, 'hidden'],
    ['without a keyring service', noService, 'hidden'],
  ])('an encrypted file %s is in use, and no file beside it is written', (_, stored, goesTo) => {
    const read = readings([stored, absent], autoWithAge);
    expect(inUse(read)?.kind).toBe(age);
    const to = destinations(read);
    expect(to.kind === 'to' ? to.kinds : to.kind).toEqual(goesTo);
  });
});

const unset = { kind: 'unset' } as const;
const set = <T>(value: T) => ({ kind: 'set', value, source: 'config.toml' }) as const;
const unknown = { kind: 'unknown', source: 'config.toml', message: 'it is not TOML' } as const;

describe('which store is used', () => {
  it('is the file where nothing is set', () => {
    expect(chooseStore({ storeMode: unset, encryptedStore: unset }, 'linux')).toEqual({
      kind: 'chosen',
      mode: 'file',
      keyring: 'item',
      source: null,
    });
  });

  it.each(['file', 'keyring', 'auto', 'ephemeral'] as const)('is as set: %s', (mode) => {
    const settings = { storeMode: set(mode), encryptedStore: unset };
    expect(chooseStore(settings, 'linux')).toMatchObject({ mode, source: 'config.toml' });
  });

  it.each([
    ['linux', unset, 'item'],
    ['darwin', unset, 'item'],
    ['win32', unset, 'encryptedFile'],
    ['linux', set(true), 'encryptedFile'],
    ['darwin', set(true), 'encryptedFile'],
    ['win32', set(false), 'item'],
  ] as const)('does "keyring" on %s with %j by the %s', (platform, encryptedStore, keyring) => {
    const settings = { storeMode: set('keyring' as const), encryptedStore };
    expect(chooseStore(settings, platform)).toMatchObject({ keyring });
  });

  it.each([
    { storeMode: unknown, encryptedStore: unset },
    { storeMode: set('keyring' as const), encryptedStore: unknown },
  ])('is not guessed where a setting is not understood', (settings) => {
    expect(chooseStore(settings, 'linux')).toEqual({
      kind: 'unknown',
      message:
        'It is not known where the credential is kept: config.toml cannot be used (it is not TOML).',
    });
  });
});
