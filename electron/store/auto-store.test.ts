import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { capturedLog } from '../testing/captured-log.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { apiKeyRecord, chatgptRecord, present, testNow } from '../testing/credentials.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import { memoryPlace } from '../testing/memory-place.ts';
import { AutoStore } from './auto-store.ts';
import { FileStore } from './file-store.ts';
import { KeyringItemPlace } from './keyring-item-place.ts';
import { KeyringStore } from './keyring-store.ts';
import { deleteEverything } from '../testing/removals.ts';

const record = chatgptRecord();
const inFile = present(record);
const inKeyring = { ...inFile, source: 'keyring' };

/** Over a keyring in memory and a real file. */
async function autoStore() {
  const folder = await temporaryFolder();
  const keyring = memoryKeyring();
  const log = capturedLog();
  const now = (): number => testNow;
  const file = new FileStore(folder, now);
  const item = new KeyringItemPlace(keyring, folder, now);
  const store = new AutoStore(new KeyringStore(item, file, [], log), file, log);
  const text = (): Promise<string> => readFile(path.join(folder, 'auth.json'), 'utf8');
  return { keyring, log, file, item, store, text };
}

describe('the store "auto"', () => {
  it('prefers the keyring, to read and to write', async () => {
    const { file, item, store } = await autoStore();
    await file.put(apiKeyRecord());
    expect(await store.save(record)).toEqual({ kind: 'saved', source: 'keyring' });
    expect(await file.load()).toEqual({ kind: 'absent' });
    expect(await item.load()).toEqual(inKeyring);
    await file.put(apiKeyRecord());
    expect(await store.load()).toEqual(inKeyring);
    expect(store.location).toBe(item.location);
  });

  it('reads the file where the keyring holds nothing', async () => {
    const { file, store } = await autoStore();
    await file.put(record);
    expect(await store.load()).toEqual(inFile);
    expect(store.location).toBe(file.location);
  });

  it.each(['no-service', 'locked', 'failed'] as const)(
    'falls back to the file where the keyring is %s, and notes it',
    async (code) => {
      const { file, keyring, log, store } = await autoStore();
      keyring.refuse(code);
      expect(await store.save(record)).toEqual({ kind: 'saved', source: 'file' });
      expect(await store.load()).toEqual(inFile);
      expect(store.location).toBe(file.location);
      expect(log.lines.map(({ event }) => event)).toContain('keyring-not-used');
    },
  );

  it('is signed out where there is no keyring and no file', async () => {
    const { keyring, store } = await autoStore();
    keyring.refuse('no-service');
    expect(await store.load()).toEqual({ kind: 'absent' });
  });

  it('is not signed out where the keyring is locked and there is no file', async () => {
    const { keyring, store } = await autoStore();
    await store.save(record);
    keyring.refuse('locked');
    expect(await store.load()).toMatchObject({ kind: 'unreadable', reason: 'keyring-locked' });
  });

  it('is not signed out where the encrypted file may not be read and there is no other', async () => {
    const { file, log } = await autoStore();
    const message = 'It cannot be read.';
    const place = memoryPlace('encryptedFile', { kind: 'unreadable', reason: 'denied', message });
    const store = new AutoStore(new KeyringStore(place, file, [], log), file, log);
    expect(await store.load()).toEqual({ kind: 'unreadable', reason: 'denied', message });
  });

  it('shows what is wrong in the keyring rather than an older file', async () => {
    const { file, item, keyring, store } = await autoStore();
    await item.put(record);
    for (const name of keyring.items.keys()) keyring.items.set(name, 'not JSON');
    await file.put(apiKeyRecord());
    expect(await store.load()).toMatchObject({ kind: 'invalid' });
    expect(await store.keepAside()).toContain('keyring item');
  });

  it('replaces a record where it was found, so that a refresh leaves no second one', async () => {
    const { file, keyring, store } = await autoStore();
    await file.put(record);
    const next = apiKeyRecord();
    expect(await store.save(next, record)).toEqual({ kind: 'saved', source: 'file' });
    expect(await file.load()).toEqual(present(next));
    expect(keyring.items.size).toBe(0);
    expect(await store.save(record, record)).toEqual({ kind: 'changed', found: present(next) });
  });

  it('saves no refreshed record elsewhere while the keyring that held it is locked', async () => {
    const { file, keyring, store } = await autoStore();
    await store.save(record);
    keyring.refuse('locked');
    expect(await store.save(apiKeyRecord(), record)).toMatchObject({
      kind: 'changed',
      found: { kind: 'unreadable', reason: 'keyring-locked' },
    });
    expect(await file.load()).toEqual({ kind: 'absent' });
  });

  it('signs out of the keyring and the file', async () => {
    const { file, keyring, store } = await autoStore();
    await store.save(record);
    await file.put(record);
    expect(await deleteEverything(store)).toMatchObject({ was: [{}, {}], unreached: [] });
    expect(keyring.items.size).toBe(0);
    expect(await file.load()).toEqual({ kind: 'absent' });
  });

  it.each(['no-service', 'locked'] as const)(
    'signs out of the file where the keyring is %s, and tells that it did not reach that',
    async (code) => {
      const { file, item, keyring, store } = await autoStore();
      await item.put(record);
      await file.put(record);
      keyring.refuse(code);
      const outcome = await deleteEverything(store);
      expect(outcome).toMatchObject({
        was: [{ source: 'file' }],
        unreached: [expect.stringContaining(item.location)],
      });
      expect(await file.load()).toEqual({ kind: 'absent' });
      expect(keyring.items.size).toBe(1);
    },
  );

  it('tells that it did not reach the keyring also where there is no file', async () => {
    const { keyring, store } = await autoStore();
    keyring.refuse('no-service');
    expect(await deleteEverything(store)).toMatchObject({
      was: [],
      unreached: [expect.stringContaining('no keyring here')],
    });
  });

  it('leaves the bytes of a file that does not hold the expected record', async () => {
    const { file, keyring, store, text } = await autoStore();
    await file.put(record);
    const before = await text();
    keyring.refuse('no-service');
    expect(
      await store.save(apiKeyRecord(), chatgptRecord({ tokens: { account_id: 'x' } })),
    ).toEqual({ kind: 'changed', found: inFile });
    expect(await text()).toBe(before);
  });
});
