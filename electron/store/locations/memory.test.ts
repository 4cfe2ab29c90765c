import { describe, expect, it } from 'vitest';

import { apiKeyRecord, chatgptRecord, present } from '../../testing/credentials.ts';
import { removeContent } from '../../testing/removals.ts';
import { putInto } from '../../testing/stored.ts';
import { ForeignMemory, Memory } from './memory.ts';

const record = chatgptRecord();
const inMemory = { ...present(record), source: 'ephemeral' };

describe('the memory of this program', () => {
  it('is empty at the start, and again after a removal', async () => {
    const memory = new Memory();
    expect(await memory.load()).toEqual({ kind: 'absent' });
    expect(await removeContent(memory)).toEqual({ kind: 'absent' });
    expect(await putInto(memory, record)).toEqual({ kind: 'put' });
    expect(await memory.load()).toEqual(inMemory);
    expect(await removeContent(memory)).toEqual({ kind: 'removed', was: inMemory });
    expect(await memory.load()).toEqual({ kind: 'absent' });
  });

  it('replaces and removes only what was seen', async () => {
    const memory = new Memory();
    const other = apiKeyRecord();
    const found = { kind: 'absent' };
    expect(await memory.put(record, present(other))).toEqual({ kind: 'changed', found });
    await putInto(memory, record);
    expect(await memory.put(other, { kind: 'absent' })).toEqual({
      kind: 'changed',
      found: inMemory,
    });
    expect(await memory.remove([present(other)])).toEqual({ kind: 'changed', found: inMemory });
    expect(await memory.put(other, present(record))).toEqual({ kind: 'put' });
  });

  it('has nothing to keep aside: what is in memory is always a record', async () => {
    expect(await new Memory().keepCopy()).toBeNull();
  });
});

describe('the memory of another program', () => {
  const memory = new ForeignMemory();

  it('cannot be seen, and is not "signed out"', async () => {
    const found = await memory.load();
    expect(found).toMatchObject({ kind: 'unreadable', reason: 'other-program' });
    expect(found).toHaveProperty('message', expect.stringMatching(/look in the Gatehouse window/));
  });

  it('takes nothing and loses nothing', async () => {
    await expect(putInto(memory, record)).rejects.toMatchObject({ code: 'unwritable' });
    await expect(removeContent(memory)).rejects.toMatchObject({ code: 'unwritable' });
    expect(await memory.keepCopy()).toBeNull();
  });
});
