import { describe, expect, it } from 'vitest';

import { apiKeyRecord, chatgptRecord, present } from '../testing/credentials.ts';
import { EphemeralStore, ForeignMemoryStore } from './ephemeral-store.ts';
import { deleted, deleteEverything } from '../testing/removals.ts';

const record = chatgptRecord();
const inMemory = { ...present(record), source: 'ephemeral' };

describe('the ephemeral store', () => {
  it('is empty at the start, and again after a sign-out', async () => {
    const store = new EphemeralStore();
    expect(await store.load()).toEqual({ kind: 'absent' });
    expect(await deleteEverything(store)).toEqual(deleted());
    expect(await store.save(record)).toEqual({ kind: 'saved', source: 'ephemeral' });
    expect(await store.load()).toEqual(inMemory);
    expect(await deleteEverything(store)).toMatchObject({ was: [{}], unreached: [] });
    expect(await store.load()).toEqual({ kind: 'absent' });
  });

  it('replaces only what is expected', async () => {
    const store = new EphemeralStore();
    const other = apiKeyRecord();
    expect(await store.save(record, other)).toEqual({
      kind: 'changed',
      found: { kind: 'absent' },
    });
    await store.save(record);
    expect(await store.save(other, other)).toEqual({ kind: 'changed', found: inMemory });
    expect(await store.load()).toEqual(inMemory);
    expect(await store.save(other, chatgptRecord())).toMatchObject({ kind: 'saved' });
  });

  it('has nothing to keep aside: what is in memory is always a record', async () => {
    expect(await new EphemeralStore().keepAside()).toBeNull();
  });
});

describe('the memory of another program', () => {
  const store = new ForeignMemoryStore();

  it('cannot be seen, and is not "signed out"', async () => {
    const found = await store.load();
    expect(found).toMatchObject({ kind: 'unreadable', reason: 'other-program' });
    expect(found).toHaveProperty('message', expect.stringMatching(/look in the Gatehouse window/));
  });

  it('takes nothing and loses nothing', async () => {
    await expect(store.save()).rejects.toMatchObject({ code: 'unwritable' });
    await expect(deleteEverything(store)).rejects.toMatchObject({ code: 'unwritable' });
    expect(await store.keepAside()).toBeNull();
  });
});
