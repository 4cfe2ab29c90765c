import { describe, expect, it } from 'vitest';

import type { StoredCredential } from '../auth/credential-store.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { apiKeyRecord, chatgptRecord, present } from '../testing/credentials.ts';
import { memoryPlace } from '../testing/memory-place.ts';
import { KeyringStore } from './keyring-store.ts';
import { deleted, deleteEverything } from '../testing/removals.ts';

const record = chatgptRecord();
const inFile = present(record);
const inKeyring: StoredCredential = { kind: 'present', record, source: 'keyring' };
const locked: StoredCredential = {
  kind: 'unreadable',
  reason: 'keyring-locked',
  message: 'The keyring is locked.',
};

function keyringStore(content?: StoredCredential) {
  const place = memoryPlace('encryptedFile', content);
  const file = memoryPlace('file');
  const older = memoryPlace('keyringItem');
  const log = capturedLog();
  return { place, file, older, log, store: new KeyringStore(place, file, [older], log) };
}

describe('the store "keyring"', () => {
  it('reads its place and never auth.json', async () => {
    const { store, file, place } = keyringStore();
    file.content = inFile;
    expect(await store.load()).toEqual({ kind: 'absent' });
    place.content = inKeyring;
    expect(await store.load()).toEqual(inKeyring);
    place.content = locked;
    expect(await store.load()).toEqual(locked);
  });

  it('removes auth.json once a record is saved, and leaves the older variant alone', async () => {
    const { store, file, older, place } = keyringStore();
    file.content = inFile;
    older.content = inKeyring;
    expect(await store.save(record)).toEqual({ kind: 'saved', source: 'keyring' });
    expect(place.content).toEqual(inKeyring);
    expect(file.content).toEqual({ kind: 'absent' });
    expect(older.content).toEqual(inKeyring);
  });

  it('leaves auth.json where nothing could be saved', async () => {
    const { store, file, place } = keyringStore();
    file.content = inFile;
    place.refuseChanges('keyring-locked');
    await expect(store.save(record)).rejects.toMatchObject({ code: 'keyring-locked' });
    expect(file.content).toEqual(inFile);
  });

  it('has saved also where auth.json could not be removed, and notes it', async () => {
    const { store, file, log, place } = keyringStore();
    file.content = inFile;
    file.refuseChanges('unwritable');
    expect(await store.save(record)).toMatchObject({ kind: 'saved' });
    expect(place.content).toEqual(inKeyring);
    expect(log.lines).toMatchObject([{ level: 'warn', event: 'left-over-file-not-removed' }]);
  });

  it.each([
    ['another record', { ...inKeyring, record: apiKeyRecord() }],
    ['nothing', { kind: 'absent' }],
    ['a locked keyring', locked],
  ] as const)('replaces nothing where it finds %s instead of the expected', async (_, found) => {
    const { store, place } = keyringStore(found);
    expect(await store.save(apiKeyRecord(), record)).toEqual({ kind: 'changed', found });
    expect(place.content).toEqual(found);
  });

  it('replaces the expected record', async () => {
    const { store, place } = keyringStore(inKeyring);
    const next = apiKeyRecord();
    expect(await store.save(next, chatgptRecord())).toMatchObject({ kind: 'saved' });
    expect(place.content).toMatchObject({ record: next });
  });

  it('signs out of every place', async () => {
    const { store, file, older, place } = keyringStore(inKeyring);
    file.content = inFile;
    older.content = inKeyring;
    expect(await deleteEverything(store)).toMatchObject({ was: [{}, {}, {}], unreached: [] });
    for (const one of [file, older, place]) expect(one.content).toEqual({ kind: 'absent' });
    expect(await deleteEverything(store)).toEqual(deleted());
  });

  it('signs out of what it reaches, and tells what it does not', async () => {
    const { store, file, older, place } = keyringStore(inKeyring);
    file.content = inFile;
    older.content = inKeyring;
    place.refuseChanges('keyring-locked');
    expect(await deleteEverything(store)).toMatchObject({
      was: [inFile, inKeyring],
      unreached: ['the encryptedFile: keyring-locked, says the encryptedFile.'],
    });
    expect(file.content).toEqual({ kind: 'absent' });
    expect(older.content).toEqual({ kind: 'absent' });
    expect(place.content).toEqual(inKeyring);
  });

  it('fails to sign out where nothing could be removed', async () => {
    const { store, place } = keyringStore(inKeyring);
    place.refuseChanges('keyring-locked');
    await expect(deleteEverything(store)).rejects.toMatchObject({ code: 'keyring-locked' });
  });

  it('is where its place is, and keeps aside there', async () => {
    const { store } = keyringStore(inKeyring);
    expect(store.location).toBe('the encryptedFile');
    expect(await store.keepAside()).toBe('beside the encryptedFile');
  });
});
