import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { serializeAuthRecord } from '../auth/auth-record.ts';
import { StoreError, type StoredCredential } from '../auth/credential-store.ts';
import { halfWrittenWaitsMs, vanishedWaitsMs } from '../base/settled-read.ts';
import { codexHomeInTest, temporaryFolder } from '../testing/codex-home.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { apiKeyRecord, chatgptRecord, grace, present } from '../testing/credentials.ts';
import { deleted, deleteEverything } from '../testing/removals.ts';
import { scriptedLocks } from '../testing/scripted-locks.ts';
import { chosen, storeInTest, storeVariantsInTest } from '../testing/store-in-test.ts';
import { putInto, saveInto } from '../testing/stored.ts';
import { commitGuard } from './account-locks.ts';
import { Memory } from './locations/memory.ts';
import type { CredentialLocation } from './locations/credential-location.ts';
import type { KeyringErrorCode } from './keyring.ts';
import type { StoreChoice } from './store-plan.ts';

const record = chatgptRecord();
const next = chatgptRecord({ tokens: { refresh_token: 'refresh-2' } });
const ofGrace = chatgptRecord({ person: grace });
const inFile = present(record);
const inKeyring = { ...inFile, source: 'keyring' } as const;
const absent = { kind: 'absent' } as const;

/** The store of a variant, with its first location, which a third program changes by hand. */
async function world(mode: 'file' | 'keyring' | 'auto', keyring: 'item' | 'encryptedFile') {
  const folder = await temporaryFolder();
  const locks = scriptedLocks();
  const log = capturedLog();
  const parts = { log, commit: commitGuard(locks.lockFile, folder, log) };
  const world = storeInTest(folder, chosen(mode, keyring), parts);
  const first: CredentialLocation =
    mode === 'file' ? world.file : keyring === 'item' ? world.item : world.encryptedFile;
  const source = mode === 'file' ? 'file' : 'keyring';
  const [account, commit] = ['auth.lock', 'auth.json.lock'].map((name) =>
    path.join(folder, name),
  ) as [string, string];
  const lockedAndFree = [
    `lock ${account} 10000`,
    `lock ${commit} 5000`,
    `release ${commit}`,
    `release ${account}`,
  ];
  return { ...world, folder, locks, log, first, source, account, commit, lockedAndFree } as const;
}

describe.each(storeVariantsInTest)('the store %s (%s)', (mode, variant) => {
  const open = () => world(mode, variant);

  it('keeps a sign-in in its first location', async () => {
    const { store, first, source } = await open();
    expect(await store.load()).toEqual(absent);
    expect(store.inUse).toBeNull();
    expect(await store.save(record, absent)).toEqual({ kind: 'saved', source });
    expect(await first.load()).toEqual({ ...inFile, source });
    expect(await store.load()).toEqual({ ...inFile, source });
    expect([store.mode, store.location, store.inUse]).toEqual([mode, first.location, first.kind]);
    expect(await store.newSignInGoesTo()).toEqual([source]);
  });

  it.each([
    ['a new sign-in', 'save'],
    ['a refresh', 'update'],
  ] as const)('is changed under the locks of the Codex CLI: by %s', async (_, how) => {
    const { store, first, locks, lockedAndFree } = await open();
    await putInto(first, record);
    const before = locks.events.length;
    if (how === 'save') await store.save(next, await store.load());
    else await store.update(next, record);
    expect(locks.events.slice(before)).toEqual(lockedAndFree);
    expect(await store.load()).toMatchObject({ record: next });
  });

  it('is emptied under them', async () => {
    const { store, first, locks, lockedAndFree } = await open();
    await putInto(first, record);
    expect(await deleteEverything(store)).toMatchObject({ was: [{ record }], mayRemain: false });
    expect(await first.load()).toEqual(absent);
    expect(locks.events).toEqual(lockedAndFree);
  });

  it('does nothing of it before it has them', async () => {
    const { store, first, locks, account } = await open();
    await putInto(first, record);
    locks.refuse(account, 'timed-out');
    const refusal = { code: 'busy', message: expect.stringContaining('(process 4711)') as string };
    const seen = await store.load();
    await expect(store.save(next, seen)).rejects.toMatchObject(refusal);
    await expect(store.update(next, record)).rejects.toMatchObject(refusal);
    await expect(deleteEverything(store)).rejects.toMatchObject(refusal);
    expect(await first.load()).toMatchObject({ record });
  });

  it('reads and keeps aside without', async () => {
    const { store, first, locks } = await open();
    await putInto(first, record);
    await store.load();
    expect(await store.keepCopy()).toContain('.kept-');
    expect(locks.events).toEqual([]);
  });

  it.each([
    ['auth.lock', 'account'],
    ['the lock beside auth.json', 'commit'],
  ] as const)('lets no other user hold up a removal by %s, and names them', async (_, which) => {
    const { store, first, locks, log, ...files } = await open();
    await putInto(first, record);
    locks.refuse(files[which], 'timed-out', 4711);
    const message = expect.stringContaining('is locked by codex (process 4711)') as string;
    expect(await deleteEverything(store)).toMatchObject({ was: [{}], passedLocks: [message] });
    expect(await first.load()).toEqual(absent);
    expect(log.lines).toMatchObject([{ event: 'store-not-locked', fields: { message } }]);
    await expect(store.save(record, absent)).rejects.toMatchObject({ code: 'busy' });
  });

  it('works without locks where there are none, and logs it', async () => {
    const { store, locks, log, account, commit } = await open();
    locks.refuse(account, 'unsupported');
    locks.refuse(commit, 'denied');
    expect(await store.save(record, absent)).toMatchObject({ kind: 'saved' });
    const codes = log.lines.map(({ fields }) => fields?.['code']);
    expect(codes).toEqual(['unsupported', 'denied']);
  });

  describe('replaces only what was seen', () => {
    it.each([
      ['a sign-in where nothing was', absent, ofGrace],
      ['another sign-in', present(record), ofGrace],
      ['the same one, refreshed', present(record), next],
    ] as const)('and leaves what another program has stored: %s', async (_, seen, came) => {
      const { store, first } = await open();
      if (seen.kind === 'present') await putInto(first, seen.record);
      await putInto(first, came);
      const changed = { kind: 'changed', found: { record: came } };
      expect(await store.save(apiKeyRecord(), seen)).toMatchObject(changed);
      if (seen.kind === 'present') {
        expect(await store.update(apiKeyRecord(), seen.record)).toMatchObject(changed);
      }
      expect(await first.load()).toMatchObject({ record: came });
    });

    it('and never what came between the look and the very write', async () => {
      const { store, first } = await open();
      await putInto(first, record);
      const seen = await store.load();
      const put = first.put.bind(first);
      first.put = async (mine, over) => {
        first.put = put;
        await putInto(first, ofGrace);
        return put(mine, over);
      };
      expect(await store.save(apiKeyRecord(), seen)).toMatchObject({ found: { record: ofGrace } });
      expect(await first.load()).toMatchObject({ record: ofGrace });
    });

    it('and puts nothing back where it was signed out', async () => {
      const { store, first } = await open();
      const changed = { kind: 'changed', found: absent };
      expect(await store.update(next, record)).toEqual(changed);
      expect(await store.save(next, present(record))).toEqual(changed);
      expect(await first.load()).toEqual(absent);
    });
  });

  it('gives the locks back when it refuses, with the words of the location', async () => {
    const { store, first, locks, lockedAndFree } = await open();
    const full = new StoreError('unwritable', 'The disk is full.');
    await putInto(first, record);
    first.put = () => Promise.reject(full);
    await expect(store.update(next, record)).rejects.toBe(full);
    expect(locks.events).toEqual(lockedAndFree);
  });

  it('has saved where only the answer was lost', async () => {
    const { store, first, source } = await open();
    const put = first.put.bind(first);
    first.put = async (mine, seen) => {
      await put(mine, seen);
      throw new StoreError('keyring-timed-out', 'The keyring did not answer in time.');
    };
    expect(await store.save(record, absent)).toEqual({ kind: 'saved', source });
    expect(await store.update(next, record)).toEqual({ kind: 'saved', source });
  });
});

describe.each([
  ['keyring', 'item'],
  ['keyring', 'encryptedFile'],
  ['auto', 'item'],
  ['auto', 'encryptedFile'],
] as const)('the keyring of the store %s (%s)', (mode, variant) => {
  const open = () => world(mode, variant);

  it('goes before auth.json, which a new sign-in removes', async () => {
    const { store, first, file } = await open();
    await putInto(file, apiKeyRecord());
    await store.save(record, await store.load());
    expect(await file.load()).toEqual(absent);
    await putInto(file, apiKeyRecord());
    expect(await store.load()).toEqual(inKeyring);
    expect(await first.load()).toEqual(inKeyring);
  });

  it('takes a copy in auth.json along at a refresh, and no other sign-in', async () => {
    const { store, first, file } = await open();
    await putInto(first, record);
    await putInto(file, ofGrace);
    await store.update(next, record);
    expect(await file.load()).toEqual(present(ofGrace));
    await putInto(file, record);
    await store.update(record, next);
    expect(await file.load()).toEqual(absent);
  });

  it('has saved also where auth.json could not be removed, and notes it', async () => {
    const { store, file, log } = await open();
    await putInto(file, record);
    file.remove = () => Promise.reject(new StoreError('unwritable', 'no'));
    expect(await store.save(next, await store.load())).toMatchObject({ source: 'keyring' });
    expect(log.lines.map(({ event }) => event)).toContain('left-over-file-not-removed');
  });

  it('and all besides it is emptied by a sign-out', async () => {
    const { store, first, file, item } = await open();
    for (const place of [first, file, item]) await putInto(place, record);
    expect(await deleteEverything(store)).toMatchObject({ unreached: [], mayRemain: false });
    for (const place of [first, file, item]) expect(await place.load()).toEqual(absent);
    expect(await deleteEverything(store)).toEqual(deleted());
  });

  const codes: readonly KeyringErrorCode[] = [
    'locked',
    'prompt-dismissed',
    'prompt-unanswered',
    'timed-out',
    'refused',
    'several-items',
    'failed',
  ];
  it.each(codes)(
    'that is hidden (%s) is not "signed out", and nothing new is stored',
    async (code) => {
      const { store, first, file, keyring, folder } = await open();
      await putInto(first, record);
      keyring.refuse(code);
      const found = await store.load();
      expect(found).toMatchObject({ kind: 'unreadable', reason: `keyring-${code}` });
      expect(store.inUse).toBe(first.kind);
      const refusal = { code: `keyring-${code}` };
      await expect(store.save(apiKeyRecord(), found)).rejects.toMatchObject(refusal);
      await expect(store.newSignInGoesTo()).rejects.toMatchObject(refusal);
      expect(await store.update(next, record)).toEqual({ kind: 'changed', found });
      expect(await file.load()).toEqual(absent);
      expect((await readdir(folder)).filter((name) => name.startsWith('auth.json.kept'))).toEqual(
        [],
      );
      keyring.answer();
      expect(await store.load()).toEqual(inKeyring);
    },
  );

  it('that has gone since it held a sign-in may hold it still', async () => {
    const { store, keyring, file } = await open();
    await store.save(record, absent);
    keyring.refuse('no-service');
    const found = await store.load();
    expect(found).toMatchObject({ reason: 'keyring-unavailable' });
    const refusal = { code: 'keyring-unavailable' };
    await expect(store.save(apiKeyRecord(), found)).rejects.toMatchObject(refusal);
    expect(await file.load()).toEqual(absent);
  });

  it('that held one for another program may hold it still, too', async () => {
    const { first, keyring, folder, store } = await open();
    await putInto(first, record);
    await store.load();
    keyring.refuse('no-service');
    const another = storeInTest(folder, chosen(mode, variant), { keyring });
    expect(await another.store.load()).toMatchObject({ reason: 'keyring-unavailable' });
  });

  it('is told beside what a sign-out has reached', async () => {
    const { store, first, file, keyring } = await open();
    await putInto(first, record);
    await putInto(file, record);
    keyring.refuse('locked');
    const outcome = await deleteEverything(store);
    expect(outcome).toMatchObject({ was: [inFile], mayRemain: true });
    expect(outcome).toHaveProperty(['unreached', 0], expect.stringContaining(first.location));
    expect(await file.load()).toEqual(absent);
    keyring.answer();
    expect(await first.load()).toEqual(inKeyring);
  });

  it.each(['locked', 'no-service'] as const)('and %s has nothing removed from it', async (code) => {
    const { store, first, keyring } = await open();
    await putInto(first, record);
    await store.load();
    keyring.refuse(code);
    const outcome = await deleteEverything(store).catch((error: unknown) => error);
    if (mode === 'keyring') expect(outcome).toBeInstanceOf(StoreError);
    else expect(outcome).toMatchObject({ was: [], mayRemain: true });
  });
});

it('leaves the item of the keyring alone where the encrypted file takes a sign-in', async () => {
  const { store, item } = await world('keyring', 'encryptedFile');
  await putInto(item, ofGrace);
  await store.save(record, absent);
  expect(await item.load()).toMatchObject({ record: ofGrace });
});

describe('auto', () => {
  const open = () => world('auto', 'item');

  it('reads the file where the keyring holds nothing, and moves a new sign-in to the keyring', async () => {
    const { store, file, item } = await open();
    await putInto(file, record);
    expect(await store.load()).toEqual(inFile);
    expect([store.location, store.inUse]).toEqual([file.location, 'file']);
    await store.save(ofGrace, inFile);
    expect(await item.load()).toMatchObject({ record: ofGrace });
    expect(await file.load()).toEqual(absent);
  });

  it('removes no other sign-in from the file that came while the keyring was written', async () => {
    const { store, file, item } = await open();
    await putInto(file, record);
    const put = item.put.bind(item);
    item.put = async (mine, seen) => {
      await putInto(file, ofGrace);
      return put(mine, seen);
    };
    expect(await store.save(apiKeyRecord(), inFile)).toMatchObject({ source: 'keyring' });
    expect(await file.load()).toEqual(present(ofGrace));
  });

  it('leaves a refreshed record where it was', async () => {
    const { store, file, keyring } = await open();
    await putInto(file, record);
    expect(await store.update(next, record)).toEqual({ kind: 'saved', source: 'file' });
    expect(await file.load()).toEqual(present(next));
    expect(keyring.items.size).toBe(0);
  });

  it('is the file where there is no keyring at all', async () => {
    const { store, file, keyring, log } = await open();
    keyring.refuse('no-service');
    expect(await store.load()).toEqual(absent);
    expect(await store.newSignInGoesTo()).toEqual(['file']);
    expect(await store.save(record, absent)).toEqual({ kind: 'saved', source: 'file' });
    expect(await store.load()).toEqual(inFile);
    expect(log.lines.map(({ event }) => event)).toContain('keyring-not-used');
    expect(await deleteEverything(store)).toMatchObject({
      was: [inFile],
      unreached: [expect.stringContaining('No keyring is running')],
      mayRemain: false,
    });
    expect(await file.load()).toEqual(absent);
  });

  it('is the file where a keyring that holds nothing takes nothing', async () => {
    const { store, file, item } = await open();
    item.put = () => Promise.reject(new StoreError('keyring-no-default-collection', 'none'));
    expect(await store.save(record, absent)).toEqual({ kind: 'saved', source: 'file' });
    expect(await file.load()).toEqual(inFile);
  });

  it('is not the file where a keyring that held something takes nothing', async () => {
    const { store, file, item } = await open();
    await putInto(item, record);
    item.put = () => Promise.reject(new StoreError('keyring-failed', 'no'));
    await expect(store.save(ofGrace, inKeyring)).rejects.toMatchObject({ code: 'keyring-failed' });
    expect(await file.load()).toEqual(absent);
  });

  it('is not the file where a keyring goes while it is written', async () => {
    const { store, file, item, keyring } = await open();
    item.put = () => {
      keyring.refuse('timed-out');
      return Promise.reject(new StoreError('keyring-timed-out', 'slow'));
    };
    await expect(store.save(record, absent)).rejects.toMatchObject({ code: 'keyring-timed-out' });
    expect(await file.load()).toEqual(absent);
  });

  it('shows the file beside a keyring that is hidden, refreshes it, and takes no new sign-in', async () => {
    const { store, file, keyring } = await open();
    await putInto(file, record);
    keyring.refuse('locked');
    expect(await store.load()).toEqual(inFile);
    expect(await store.update(next, record)).toMatchObject({ source: 'file' });
    await expect(store.save(ofGrace, present(next))).rejects.toMatchObject({
      code: 'keyring-locked',
      message: expect.stringMatching(/not put into auth\.json meanwhile/) as string,
    });
    expect(await file.load()).toEqual(present(next));
  });

  it('shows what is wrong in the keyring rather than an older file', async () => {
    const { store, item, file, keyring } = await open();
    await putInto(item, record);
    for (const name of keyring.items.keys()) keyring.items.set(name, 'not JSON');
    await putInto(file, apiKeyRecord());
    expect(await store.load()).toMatchObject({ kind: 'invalid' });
    expect(await store.keepCopy()).toContain('keyring item');
  });

  it('forgets that the keyring held one when that says otherwise', async () => {
    const { store, item, folder, keyring } = await open();
    await putInto(item, record);
    await store.load();
    expect(await readFile(path.join(folder, 'auth.json.in-keyring'), 'utf8')).toBe(
      '{"version":1}\n',
    );
    keyring.items.clear();
    await store.load();
    expect(await readdir(folder)).toEqual([]);
    keyring.refuse('no-service');
    expect(await store.load()).toEqual(absent);
  });

  it('does not call an encrypted file empty that may not be read, nor write another', async () => {
    const { store, folder, file, encryptedFile } = await world('auto', 'encryptedFile');
    await mkdir(encryptedFile.location, { recursive: true });
    const found = await store.load();
    expect(found).toMatchObject({ kind: 'unreadable', reason: 'denied' });
    expect(await store.findInUse()).toBe('encryptedFile');
    await expect(store.save(record, found)).rejects.toMatchObject({ code: 'unreadable' });
    expect(await file.load()).toEqual(absent);
    expect(folder).toBeDefined();
  });
});

describe('the present setting', () => {
  it('is followed, and what is in memory is found again', async () => {
    const folder = await temporaryFolder();
    let choice: StoreChoice = chosen('ephemeral');
    const { store } = storeInTest(folder, undefined, { choose: () => choice });
    await store.save(record, absent);
    choice = chosen('file');
    expect(await store.load()).toEqual(absent);
    expect(await deleteEverything(store)).toEqual(deleted());
    choice = chosen('ephemeral');
    expect(await store.load()).toEqual({ ...inFile, source: 'ephemeral' });
    expect(store.location).toBe(new Memory().location);
    expect(await readdir(folder)).toEqual([]);
  });

  it('that means memory needs no locks', async () => {
    const locks = scriptedLocks();
    const folder = await temporaryFolder();
    const commit = commitGuard(locks.lockFile, folder, capturedLog());
    const { store } = storeInTest(folder, chosen('ephemeral'), { commit });
    await store.save(record, absent);
    await store.update(next, record);
    await deleteEverything(store);
    expect(locks.events).toEqual([]);
  });

  it('that is not understood touches no store, and says why', async () => {
    const message = 'config.toml cannot be used.';
    const choose = (): StoreChoice => ({ kind: 'unknown', message });
    const { store, file } = storeInTest(await temporaryFolder(), undefined, { choose });
    await putInto(file, record);
    const found: StoredCredential = { kind: 'unreadable', reason: 'setting-unknown', message };
    expect(await store.load()).toEqual(found);
    expect([store.mode, store.location, store.inUse]).toEqual(['file', 'unknown', null]);
    const refusal = { code: 'unwritable', message };
    const attempts = [
      () => store.save(next, found),
      () => store.update(next, record),
      () => store.canUpdate(),
      () => store.canDelete(),
      () => store.newSignInGoesTo(),
      () => deleteEverything(store),
    ];
    for (const attempt of attempts) {
      await expect((async () => attempt())()).rejects.toMatchObject(refusal);
    }
    expect(await store.keepCopy()).toBeNull();
    expect(await file.load()).toEqual(inFile);
  });
});

describe('bad news is believed when it lasts', () => {
  const { document } = apiKeyRecord();
  const text = JSON.stringify(document);

  /** Over a real auth.json or a keyring; `during` runs in its next wait. */
  async function patient(content?: Parameters<typeof codexHomeInTest>[0], choice?: StoreChoice) {
    const home = await codexHomeInTest(content);
    const waited: number[] = [];
    const during: (() => unknown)[] = [];
    const delay = async (delayMs: number): Promise<void> => {
      waited.push(delayMs);
      await during.shift()?.();
    };
    return { home, waited, during, ...storeInTest(home.folder, choice, { delay }) };
  }

  it('so that what is whole is handed out without waiting', async () => {
    const { store, waited } = await patient(document);
    expect(await store.load()).toMatchObject({ kind: 'present' });
    expect(waited).toEqual([]);
  });

  it.each(['', text.slice(0, 10)])('and %j is read again until it is whole', async (half) => {
    const { home, store, during, waited, log } = await patient(half);
    during.push(
      () => undefined,
      () => home.write(text),
    );
    expect(await store.load()).toMatchObject({ kind: 'present' });
    expect(waited).toEqual(halfWrittenWaitsMs.slice(0, 2));
    expect(log.lines.map(({ event }) => event)).toContain('store-read-again');
  });

  it('and what stays damaged is told in the end, and then at once', async () => {
    const { store, waited } = await patient('nonsense');
    expect(await store.load()).toMatchObject({ kind: 'invalid' });
    expect(await store.load()).toMatchObject({ kind: 'invalid' });
    expect(waited).toEqual(halfWrittenWaitsMs);
  });

  it('and a file that was taken away may be put back', async () => {
    const { home, store, during } = await patient(document);
    await store.load();
    await home.remove();
    during.push(() => home.write(text));
    expect(await store.load()).toMatchObject({ kind: 'present' });
  });

  it('and it is told soon that a file is gone, and at once that none was there', async () => {
    const { home, store, waited } = await patient(document);
    await store.load();
    await home.remove();
    expect(await store.load()).toEqual(absent);
    expect(await store.load()).toEqual(absent);
    expect(waited).toEqual(vanishedWaitsMs);
  });

  it('but not of what it did itself', async () => {
    const { store, waited } = await patient(document);
    await store.load();
    await deleteEverything(store);
    expect(await store.load()).toEqual(absent);
    expect(waited).toEqual([]);
  });

  describe.each(['keyring', 'auto'] as const)('in mode %s of a keyring that held it', (mode) => {
    async function heldByKeyring() {
      const world = await patient(undefined, chosen(mode));
      await saveInto(world.store, record);
      await world.store.load();
      return world;
    }

    it('which may have crashed and be started again', async () => {
      const { keyring, store, during } = await heldByKeyring();
      keyring.refuse('no-service');
      during.push(() => keyring.answer());
      expect(await store.load()).toMatchObject({ kind: 'present' });
    });

    it('which is told soon where it stays away, and then at once', async () => {
      const { keyring, store, waited } = await heldByKeyring();
      keyring.refuse('no-service');
      expect(await store.load()).toMatchObject({ reason: 'keyring-unavailable' });
      expect(await store.load()).toMatchObject({ reason: 'keyring-unavailable' });
      expect(waited).toEqual(vanishedWaitsMs);
    });

    it('which is told at once where it is locked: asking again would prompt again', async () => {
      const { keyring, store, waited } = await heldByKeyring();
      keyring.refuse('locked');
      expect(await store.load()).toMatchObject({ reason: 'keyring-locked' });
      expect(waited).toEqual([]);
    });
  });
});

it('leaves the bytes of a file that does not hold what was expected', async () => {
  const { file, keyring, store } = await world('auto', 'item');
  const before = serializeAuthRecord(record, 'compact');
  await writeFile(file.location, before);
  keyring.refuse('no-service');
  expect(await store.update(apiKeyRecord(), ofGrace)).toEqual({ kind: 'changed', found: inFile });
  expect(await store.save(apiKeyRecord(), absent)).toEqual({ kind: 'changed', found: inFile });
  expect(await readFile(file.location, 'utf8')).toBe(before);
});
