import { describe, expect, it } from 'vitest';

import type { CredentialStore } from '../auth/credential-store.ts';
import { apiKeyRecord, present } from '../testing/credentials.ts';
import { ConfiguredStore, type Stores } from './configured-store.ts';
import { EphemeralStore } from './ephemeral-store.ts';
import type { StoreChoice } from './store-choice.ts';
import { deleted, deleteEverything } from '../testing/removals.ts';

type Chosen = Extract<StoreChoice, { kind: 'chosen' }>;

function chosen(mode: Chosen['mode'], keyring: Chosen['keyring'] = 'item'): StoreChoice {
  return { kind: 'chosen', mode, keyring, source: null };
}

function stores(): Stores {
  const named = (location: string): CredentialStore =>
    Object.assign(new EphemeralStore(), { location });
  return {
    file: named('file'),
    item: named('item'),
    encryptedFile: named('encryptedFile'),
    autoWithItem: named('autoWithItem'),
    autoWithEncryptedFile: named('autoWithEncryptedFile'),
    ephemeral: named('ephemeral'),
  };
}

describe('the configured store', () => {
  it.each([
    [chosen('file'), 'file'],
    [chosen('file', 'encryptedFile'), 'file'],
    [chosen('keyring'), 'item'],
    [chosen('keyring', 'encryptedFile'), 'encryptedFile'],
    [chosen('auto'), 'autoWithItem'],
    [chosen('auto', 'encryptedFile'), 'autoWithEncryptedFile'],
    [chosen('ephemeral'), 'ephemeral'],
  ])('is the one that is chosen: %j', (choice, location) => {
    expect(new ConfiguredStore(() => choice, stores()).location).toBe(location);
  });

  it('follows the setting, and finds what it left in memory', async () => {
    let choice = chosen('ephemeral');
    const store = new ConfiguredStore(() => choice, stores());
    const record = apiKeyRecord();
    await store.save(record);
    choice = chosen('file');
    expect(await store.load()).toEqual({ kind: 'absent' });
    expect(await deleteEverything(store)).toEqual(deleted());
    choice = chosen('ephemeral');
    expect(await store.load()).toEqual({ ...present(record), source: 'ephemeral' });
  });

  it('touches no store while the setting is not understood', async () => {
    const message = 'config.toml cannot be used.';
    const store = new ConfiguredStore(() => ({ kind: 'unknown', message }), stores());
    expect(await store.load()).toMatchObject({ reason: 'setting-unknown', message });
    await expect(store.save(apiKeyRecord())).rejects.toMatchObject({ message });
    await expect(deleteEverything(store)).rejects.toMatchObject({ message });
    expect(await store.keepAside()).toBeNull();
  });
});
