import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { StoreError } from '../auth/credential-store.ts';
import { privateFolder } from '../files/private-folder.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { chatgptRecord, testNow } from '../testing/credentials.ts';
import { SavedAccounts } from './saved-accounts.ts';

async function scene() {
  const where = path.join(await temporaryFolder(), 'accounts');
  const keyring: { held: string | null; refusal: StoreError | null } = {
    held: null,
    refusal: null,
  };
  const read = vi.fn(() =>
    keyring.refusal === null ? Promise.resolve(keyring.held) : Promise.reject(keyring.refusal),
  );
  const lock = { isTaken: false };
  const open = () =>
    new SavedAccounts({
      folder: privateFolder(where),
      key: {
        read,
        write: (identity) => Promise.resolve(void (keyring.held = identity)),
        keepAside: () => Promise.resolve(),
      },
      lock: (work) =>
        lock.isTaken ? Promise.reject(new StoreError('busy', 'It is locked.')) : work(),
      now: () => testNow,
    });
  const owner = open();
  await owner.exclusively((list) => list.save(chatgptRecord()));
  read.mockClear();
  const damage = () => writeFile(path.join(where, 'accounts.json'), '{');
  return { where, keyring, lock, read, open, owner, damage };
}

describe('the saved accounts of a person', () => {
  it('are looked at without a lock and without the keyring', async () => {
    const { open, lock, read } = await scene();
    lock.isTaken = true;
    const another = open();
    await another.reload();
    expect(another.get()).toMatchObject({
      entries: [{ email: 'ada@example.com' }],
      isPlain: false,
      problem: null,
    });
    expect(read).not.toHaveBeenCalled();
  });

  it('tell whoever listens when they have changed, and only then', async () => {
    const { owner, open } = await scene();
    const told = vi.fn();
    owner.onChange(told);
    await owner.reload();
    expect(told).not.toHaveBeenCalled();
    await open().exclusively((list) => list.change(list.entries()[0]?.id ?? '', { label: 'Work' }));
    await owner.reload();
    expect(told).toHaveBeenCalledTimes(1);
  });

  it('are shown as they were where the list cannot be read, with the reason', async () => {
    const { owner, where } = await scene();
    await writeFile(path.join(where, 'accounts.json'), '{"version":2}');
    await owner.reload();
    expect(owner.get()).toMatchObject({
      entries: [{ email: 'ada@example.com' }],
      problem: { code: 'list-unreadable' },
    });
  });

  it('are found again in their files where the list is damaged', async () => {
    const { open, damage } = await scene();
    await damage();
    const another = open();
    await another.reload();
    expect(another.get()).toMatchObject({
      entries: [{ email: 'ada@example.com', health: { kind: 'maySpent' } }],
      problem: null,
    });
  });

  it('are not there yet where the keyring does not open them, with the reason', async () => {
    const { open, damage, keyring } = await scene();
    await damage();
    keyring.refusal = new StoreError('keyring-locked', 'The keyring is locked.');
    const another = open();
    await another.reload();
    expect(another.get()).toMatchObject({ entries: [], problem: { code: 'key-locked' } });
    keyring.refusal = null;
    await another.reload();
    expect(another.get()).toMatchObject({
      entries: [{ id: expect.any(String) as string }],
      problem: null,
    });
  });

  it('are left to another program that has the list', async () => {
    const { open, damage, lock } = await scene();
    await damage();
    lock.isTaken = true;
    const another = open();
    await another.reload();
    expect(another.get()).toMatchObject({ entries: [], problem: null });
  });
});
