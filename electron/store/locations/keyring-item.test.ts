import { describe, expect, it } from 'vitest';

import { serializeAuthRecord } from '../../auth/auth-record.ts';
import { temporaryFolder } from '../../testing/codex-home.ts';
import { chatgptDocument, present, recordOf, testNow } from '../../testing/credentials.ts';
import { memoryKeyring, nameOf } from '../../testing/memory-keyring.ts';
import type { KeyringErrorCode } from '../keyring.ts';
import { KeyringItemLocation } from './keyring-item.ts';
import { keyringItemsOf } from '../keyring-items.ts';
import { removeContent } from '../../testing/removals.ts';
import { putInto } from '../../testing/stored.ts';

const document = chatgptDocument({ members: { from_the_future: { keep: [1, 2] } } });
const record = recordOf(document);
const inKeyring = { ...present(record), source: 'keyring' };

async function place(value?: string) {
  const keyring = memoryKeyring();
  const folder = await temporaryFolder();
  const item = nameOf((await keyringItemsOf(folder)).record);
  if (value !== undefined) keyring.items.set(item, value);
  return { keyring, item, place: new KeyringItemLocation(keyring, folder, () => testNow) };
}

describe('the keyring item', () => {
  it('holds the record as one compact JSON text, unknown members included', async () => {
    const { keyring, item, place: inItem } = await place();
    await putInto(inItem, record);
    expect([...keyring.items]).toEqual([[item, JSON.stringify(document)]]);
    expect(await inItem.load()).toEqual(inKeyring);
  });

  it('is absent where there is none', async () => {
    const { place: inItem } = await place();
    expect(await inItem.load()).toEqual({ kind: 'absent' });
    expect(await removeContent(inItem)).toEqual({ kind: 'absent' });
    expect(await inItem.keepCopy()).toBeNull();
  });

  it('is invalid where it is no record, never absent', async () => {
    const { place: inItem } = await place('not JSON');
    expect(await inItem.load()).toEqual({ kind: 'invalid', message: 'it is not valid JSON' });
  });

  it('is removed, and tells that it was there', async () => {
    const { keyring, place: inItem } = await place(serializeAuthRecord(record, 'compact'));
    expect(await removeContent(inItem)).toMatchObject({ kind: 'removed' });
    expect(keyring.items.size).toBe(0);
  });

  it('is kept aside in the keyring under a dated account, where no file bares it', async () => {
    const { keyring, item, place: inItem } = await place('not JSON');
    const where = await inItem.keepCopy();
    expect(keyring.items.get(`${item}.kept-20260122T164843.123Z`)).toBe('not JSON');
    expect(keyring.items.get(item)).toBe('not JSON');
    expect(where).toContain('.kept-20260122T164843.123Z');
  });

  it.each<[KeyringErrorCode, string]>([
    ['locked', 'keyring-locked'],
    ['no-service', 'keyring-unavailable'],
  ])('is not "signed out" in a keyring that is %s, and stays as it is', async (code, reason) => {
    const { keyring, item, place: inItem } = await place('old');
    keyring.refuse(code);
    expect(await inItem.load()).toMatchObject({ kind: 'unreadable', reason });
    await expect(putInto(inItem, record)).rejects.toMatchObject({ code: reason });
    await expect(removeContent(inItem)).rejects.toMatchObject({ code: reason });
    await expect(inItem.keepCopy()).rejects.toMatchObject({ code: reason });
    expect([...keyring.items]).toEqual([[item, 'old']]);
  });
});
