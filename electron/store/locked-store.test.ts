import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { StoreError, type CredentialStore } from '../auth/credential-store.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { chatgptDocument, chatgptRecord, present, testNow } from '../testing/credentials.ts';
import { faultyStore } from '../testing/faulty-store.ts';
import { scriptedLocks } from '../testing/scripted-locks.ts';
import { EphemeralStore } from './ephemeral-store.ts';
import { FileStore } from './file-store.ts';
import { commitGuard } from './commit-guard.ts';
import { LockedStore } from './locked-store.ts';
import { deleteEverything } from '../testing/removals.ts';

const record = chatgptRecord();

async function scene(inner?: CredentialStore) {
  const home = await codexHomeInTest(chatgptDocument());
  const file = faultyStore(inner ?? new FileStore(home.folder, () => testNow));
  const locks = scriptedLocks();
  const log = capturedLog();
  const store = new LockedStore(file, commitGuard(locks.lockFile, home.folder, log));
  const [account, commit] = ['auth.lock', 'auth.json.lock'].map((name) =>
    path.join(home.folder, name),
  ) as [string, string];
  const lockedAndFree = [
    `lock ${account} 10000`,
    `lock ${commit} 5000`,
    `release ${commit}`,
    `release ${account}`,
  ];
  return { home, file, locks, log, store, account, commit, lockedAndFree };
}

describe('a store under the locks of the Codex CLI', () => {
  it('saves under them, with the comparison of the store', async () => {
    const { home, locks, store, lockedAndFree } = await scene();
    const next = chatgptRecord({ tokens: { refresh_token: 'refresh-2' } });
    expect(await store.save(next, record)).toEqual({ kind: 'saved', source: 'file' });
    expect(await home.document()).toMatchObject({ tokens: { refresh_token: 'refresh-2' } });
    expect(await store.save(next, record)).toMatchObject({ kind: 'changed' });
    expect(locks.events).toEqual([...lockedAndFree, ...lockedAndFree]);
  });

  it('deletes under them', async () => {
    const { home, locks, store, lockedAndFree } = await scene();
    expect(await deleteEverything(store)).toMatchObject({ was: [{}], unreached: [] });
    expect(await home.text()).toBeNull();
    expect(locks.events).toEqual(lockedAndFree);
  });

  it('reads and keeps aside without', async () => {
    const { locks, store, home } = await scene();
    expect(await store.load()).toEqual(present(record));
    expect(await store.keepAside()).toContain('.kept-');
    expect(locks.events).toEqual([]);
    expect([store.mode, store.location]).toEqual(['file', home.authFile]);
  });

  it('tells who keeps the lock, and has changed nothing', async () => {
    const { locks, store, account } = await scene();
    locks.refuse(account, 'timed-out');
    const refusal = {
      code: 'busy',
      message: `${account} is locked by codex (process 4711), which did not let go of it within 10 s. Let that program finish or close it, then try again.`,
    };
    await expect(store.save(record)).rejects.toMatchObject(refusal);
    await expect(deleteEverything(store)).rejects.toMatchObject(refusal);
    await expect(deleteEverything(store)).rejects.toBeInstanceOf(StoreError);
    expect(await store.load()).toEqual(present(record));
  });

  it.each([
    ['auth.lock', 'account'],
    ['the lock beside auth.json', 'commit'],
  ] as const)('lets no other user hold up a removal by %s, and names them', async (_, which) => {
    const { locks, log, store, home, ...files } = await scene();
    locks.refuse(files[which], 'timed-out', 4711);
    const message = expect.stringContaining('is locked by codex (process 4711)') as string;
    expect(await deleteEverything(store)).toMatchObject({
      kind: 'deleted',
      was: [{ record }],
      passedLocks: [message],
    });
    expect(await home.text()).toBeNull();
    expect(log.lines).toMatchObject([{ event: 'store-not-locked', fields: { message } }]);
  });

  it('waits for the lock of another user all the same where it saves', async () => {
    const { locks, store, account } = await scene();
    locks.refuse(account, 'timed-out', 4711);
    await expect(store.save(record)).rejects.toMatchObject({ code: 'busy' });
  });

  it('works without them where there are none, and logs it', async () => {
    const { locks, log, store, account, commit } = await scene();
    locks.refuse(account, 'unsupported');
    locks.refuse(commit, 'denied');
    expect(await store.save(record)).toEqual({ kind: 'saved', source: 'file' });
    expect(log.lines).toMatchObject([
      { level: 'warn', event: 'store-not-locked', fields: { code: 'unsupported' } },
      { level: 'warn', event: 'store-not-locked', fields: { code: 'denied' } },
    ]);
  });

  it('gives them back when the store refuses, with the words of the store', async () => {
    const { file, locks, store, lockedAndFree } = await scene();
    file.breakWrites();
    await expect(store.save(record)).rejects.toMatchObject({ message: 'The disk is full.' });
    expect(locks.events).toEqual(lockedAndFree);
  });

  it('needs none for what is in memory', async () => {
    const { locks, store } = await scene(new EphemeralStore());
    await store.save(record);
    await deleteEverything(store);
    expect(locks.events).toEqual([]);
  });
});
