import { describe, expect, it } from 'vitest';

import { chooseStore } from './store-choice.ts';

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
