import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { StoreError, type StoreErrorCode } from '../auth/credential-store.ts';
import { privateFolder, type PrivateFolder } from '../files/private-folder.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import {
  accessToken,
  ada,
  apiKeyRecord,
  chatgptRecord,
  grace,
  otherDocuments,
  recordOf,
  testNow,
} from '../testing/credentials.ts';
import type { KeySlot } from './account-key.ts';
import { newSealKey } from './account-seal.ts';
import { AccountList } from './account-list.ts';
import { accountIdOf, accountOfRecord, digestOf } from './account-of-record.ts';
import type { AccountEntry } from './accounts-document.ts';

const adas = chatgptRecord({ members: { from_tomorrow: { deep: [1.5e300, null] } } });
const adasLater = chatgptRecord({ tokens: { refresh_token: 'refresh-2' } });
const graces = chatgptRecord({ person: grace, tokens: { refresh_token: 'refresh-of-grace' } });

const idOf = (record: Parameters<typeof accountOfRecord>[0]): string => {
  const account = accountOfRecord(record);
  return account === null ? '' : accountIdOf(account);
};

/** A keyring that can be made to refuse. */
function keyring() {
  const state: { held: string | null; refusal: StoreErrorCode | null; writes: number } = {
    held: null,
    refusal: null,
    writes: 0,
  };
  const ask = <T>(answer: () => T): Promise<T> =>
    state.refusal === null
      ? Promise.resolve(answer())
      : Promise.reject(new StoreError(state.refusal, 'The keyring refuses.'));
  const key: KeySlot = {
    read: () => ask(() => state.held),
    write: (identity) =>
      ask(() => {
        state.held = identity;
        state.writes += 1;
      }),
    keepAside: () => Promise.resolve(),
  };
  return { state, key };
}

async function scene(wrap: (folder: PrivateFolder) => PrivateFolder = (one) => one) {
  const where = path.join(await temporaryFolder(), 'accounts');
  const { state, key } = keyring();
  const plain = privateFolder(where);
  const open = (folder: PrivateFolder = wrap(plain)) =>
    AccountList.read({ folder, key, now: () => testNow });
  const names = async () => (await readdir(where).catch(() => [])).sort();
  return { where, plain, keyring: state, open, names, list: await open() };
}

/** A disk on which a program ends before it does this. */
function endingBefore(folder: PrivateFolder, ends: (name: string) => boolean): PrivateFolder {
  const end = (name: string) => (ends(name) ? Promise.reject(new Error('killed')) : null);
  return {
    ...folder,
    replace: (name, content) => end(`replace ${name}`) ?? folder.replace(name, content),
    remove: (name) => end(`remove ${name}`) ?? folder.remove(name),
  };
}

async function recordIn(list: AccountList, id: string) {
  const entry = list.find(id);
  if (entry === null) throw new TypeError('the account is in the list');
  const saved = await list.open(entry);
  return saved.kind === 'record' ? saved.record.document : saved;
}

describe('an account that is saved', () => {
  it('is in the list, with what is known of it and no secret', async () => {
    const { list, where } = await scene();
    const { entry, replaced } = await list.save(adas);
    expect(entry).toEqual({
      id: idOf(adas),
      kind: 'chatgpt',
      label: null,
      email: 'ada@example.com',
      userId: 'user-ada',
      workspaceId: 'ws-ada',
      workspaceName: null,
      planRaw: 'pro',
      secretDigest: digestOf('refresh-1'),
      file: 'sealed',
      homes: [],
      health: { kind: 'good' },
      addedAt: testNow,
      lastUsedAt: null,
    });
    expect(replaced).toBeNull();
    expect(await readFile(path.join(where, 'accounts.json'), 'utf8')).not.toMatch(/refresh-1|eyJ/);
  });

  it('is opened with every member, also by another program', async () => {
    const { list, open } = await scene();
    await list.save(adas);
    expect(await recordIn(await open(), idOf(adas))).toEqual(adas.document);
  });

  it('makes the key once, for all', async () => {
    const { list, open, keyring } = await scene();
    await list.save(adas);
    await (await open()).save(graces);
    await (await open()).save(apiKeyRecord());
    expect(keyring.writes).toBe(1);
  });

  it('needs no keyring once the key was made', async () => {
    const { list, open, keyring } = await scene();
    await list.save(adas);
    keyring.refusal = 'keyring-locked';
    const later = await open();
    await later.save(graces);
    keyring.refusal = null;
    expect(await recordIn(await open(), idOf(graces))).toEqual(graces.document);
  });

  it.each(['keyring-unavailable', 'keyring-locked', 'keyring-failed'] as const)(
    'is refused where no key was made and the keyring says %s',
    async (code) => {
      const { list, names, keyring } = await scene();
      keyring.refusal = code;
      await expect(list.save(adas)).rejects.toBeInstanceOf(StoreError);
      expect(await names()).toEqual([]);
      expect(list.entries()).toEqual([]);
    },
  );

  it('is refused where it is of a kind that cannot be used again', async () => {
    const { list } = await scene();
    const refused = list.save(recordOf(otherDocuments.bedrockApiKey));
    await expect(refused).rejects.toMatchObject({ code: 'unwritable' });
  });

  it('is renewed where it is saved already, and tells what it replaced', async () => {
    const { list, open } = await scene();
    await list.save(adas);
    await list.change(idOf(adas), {
      label: 'Work',
      health: { kind: 'needsSignIn', reason: 'refused', at: 1 },
    });
    const { entry, replaced } = await list.save(adasLater);
    expect(replaced?.document).toEqual(adas.document);
    expect(entry).toMatchObject({ id: idOf(adas), label: 'Work', health: { kind: 'good' } });
    expect((await open()).entries()).toHaveLength(1);
  });

  it('replaces nothing where the same sign-in is saved again', async () => {
    const { list } = await scene();
    await list.save(adas);
    expect((await list.save(adas)).replaced).toBeNull();
  });

  it('keeps what a new record does not say of it', async () => {
    const { list } = await scene();
    const { entry } = await list.save(adas);
    const silent = chatgptRecord({ person: { ...ada, email: null, plan: null } });
    expect((await list.save(silent, {}, entry)).entry).toMatchObject({
      email: 'ada@example.com',
      planRaw: 'pro',
    });
  });

  it.each<[string, Partial<PrivateFolder>]>([
    [
      'holds something else',
      { read: () => Promise.resolve({ kind: 'bytes', bytes: Buffer.from('x') }) },
    ],
    ['is not there', { read: () => Promise.resolve({ kind: 'absent' }) }],
    ['cannot be read', { read: () => Promise.resolve({ kind: 'unreadable', message: '' }) }],
  ])('is not said to be saved where its file %s afterwards', async (_, broken) => {
    const { list, plain, open } = await scene();
    await list.save(graces);
    const lying: PrivateFolder = {
      ...plain,
      ...broken,
    };
    const reads: PrivateFolder = {
      ...lying,
      read: (name) => (name.endsWith('.age') ? lying.read(name) : plain.read(name)),
    };
    await expect((await open(reads)).save(adas)).rejects.toMatchObject({ code: 'unwritable' });
  });
});

describe('homes that use an account', () => {
  const home = (path: string, secret: string): AccountEntry['homes'][number] => ({
    path,
    secretDigest: digestOf(secret),
    isOwn: false,
  });

  it('that hold another sign-in than the file do not follow it', async () => {
    const { list } = await scene();
    await list.save(adas, { homes: [home('/work', 'refresh-1')] });
    const { entry } = await list.save(adasLater);
    expect(entry.homes).toEqual([{ ...home('/work', 'refresh-1'), isOwn: true }]);
  });

  it('that hold the one in the file do', async () => {
    const { list } = await scene();
    await list.save(adas);
    const { entry } = await list.save(adasLater, { homes: [home('/work', 'refresh-2')] });
    expect(entry.homes).toEqual([home('/work', 'refresh-2')]);
  });
});

describe('the account of a sign-in', () => {
  it('is found by what is redeemed, after an official switch of the workspace that keeps it', async () => {
    const { list } = await scene();
    const { entry } = await list.save(adas);
    const inOther = { ...ada, workspaceId: 'ws-2' };
    const switched = chatgptRecord({
      tokens: { access_token: accessToken(testNow, inOther), account_id: 'ws-2' },
    });
    const saved = await list.save(switched);
    expect(saved.entry).toMatchObject({ id: entry.id, workspaceId: 'ws-2' });
    expect(list.entries()).toHaveLength(1);
  });

  it('has another id where a workspace was switched away from the one that it would have', async () => {
    const { list } = await scene();
    const inOther = { ...ada, workspaceId: 'ws-2' };
    const tokens = { access_token: accessToken(testNow, inOther), account_id: 'ws-2' };
    await list.save(adas);
    await list.save(chatgptRecord({ tokens }));
    const anew = chatgptRecord({ tokens: { refresh_token: 'refresh-new' } });
    const { entry } = await list.save(anew);
    expect(entry.id).not.toBe(idOf(adas));
    expect(list.entries()).toHaveLength(2);
    expect(await recordIn(list, entry.id)).toEqual(anew.document);
  });

  it('is that of the home where two are of the same person and workspace', async () => {
    const { list } = await scene();
    const { entry } = await list.save(adas);
    const other = { ...entry, id: '0123456789ab', secretDigest: digestOf('another') };
    await list.save(adasLater, { homes: [] }, other);
    await list.change('0123456789ab', {
      homes: [{ path: '/work', secretDigest: digestOf('of the home'), isOwn: true }],
    });
    const account = accountOfRecord(chatgptRecord({ tokens: { refresh_token: 'refresh-3' } }));
    if (account === null) throw new TypeError('it is an account');
    expect(list.entryOf(account, '/work')?.id).toBe('0123456789ab');
    expect(list.entryOf(account, '/elsewhere')?.id).toBe(entry.id);
  });
});

describe('what is known of an account', () => {
  it('is changed alone, and is there for the next program', async () => {
    const { list, open, names } = await scene();
    await list.save(adas);
    const before = await names();
    await list.change(idOf(adas), { label: 'Work', lastUsedAt: 5 });
    expect((await open()).find(idOf(adas))).toMatchObject({ label: 'Work', lastUsedAt: 5 });
    expect(await names()).toEqual(before);
  });

  it('is not made for an account that is not there', async () => {
    const { list, names } = await scene();
    await list.change('0123456789ab', { label: 'Work' });
    expect(await names()).toEqual([]);
  });
});

describe('an account that is removed', () => {
  it('is gone with its file and what a refresh of it left', async () => {
    const { list, open, names, plain } = await scene();
    await list.save(adas);
    await list.save(graces);
    await plain.replace(`${idOf(adas)}.refresh-journal`, 'sealed');
    await plain.replace(`${idOf(adas)}.json`, 'left in plain text');
    await list.remove(idOf(adas));
    expect(await names()).toEqual([`${idOf(graces)}.age`, 'accounts.json'].sort());
    expect((await open()).entries()).toMatchObject([{ id: idOf(graces) }]);
  });

  it('stays gone where the program ends halfway, and says that its file is missing', async () => {
    const { list, plain, open } = await scene();
    await list.save(adas);
    const ending = await open(endingBefore(plain, (step) => step === 'replace accounts.json'));
    await expect(ending.remove(idOf(adas))).rejects.toThrow('killed');
    const later = await open();
    expect(await recordIn(later, idOf(adas))).toMatchObject({ kind: 'unreadable' });
    await later.remove(idOf(adas));
    expect((await open()).entries()).toEqual([]);
  });

  it('that is not there changes nothing', async () => {
    const { list, names } = await scene();
    await list.remove('0123456789ab');
    expect(await names()).toEqual([]);
  });
});

describe('a program that ends between file and list', () => {
  it.each(['sealed', 'plain'] as const)(
    'has saved the account: it is found again, %s, and what became of its tokens is not known',
    async (file) => {
      const { list, plain, open } = await scene();
      await list.save(graces);
      await list.choosePlain(file === 'plain');
      const ending = await open(endingBefore(plain, (step) => step === 'replace accounts.json'));
      await expect(ending.save(adas)).rejects.toThrow('killed');
      const later = await open();
      expect(later.find(idOf(adas))).toMatchObject({
        email: 'ada@example.com',
        file,
        health: { kind: 'maySpent', reason: 'switch-interrupted' },
      });
      expect(await recordIn(await open(), idOf(adas))).toEqual(adas.document);
    },
  );

  it('is found again without a mark where it is a key, which nobody uses up', async () => {
    const { list, plain, open } = await scene();
    await list.save(graces);
    const ending = await open(endingBefore(plain, (step) => step === 'replace accounts.json'));
    await expect(ending.save(apiKeyRecord())).rejects.toThrow('killed');
    const later = await open();
    expect(later.find(idOf(apiKeyRecord()))).toMatchObject({ health: { kind: 'good' } });
  });

  it('has renewed it: the file is what counts', async () => {
    const { list, plain, open } = await scene();
    await list.save(adas);
    const ending = await open(endingBefore(plain, (step) => step === 'replace accounts.json'));
    await expect(ending.save(adasLater)).rejects.toThrow('killed');
    expect(await recordIn(await open(), idOf(adas))).toEqual(adasLater.document);
  });

  it('has made the key, which is taken over and no other made', async () => {
    const { plain, open, keyring } = await scene();
    const ending = await open(endingBefore(plain, (step) => step === 'replace accounts.json'));
    await expect(ending.save(adas)).rejects.toThrow('killed');
    await (await open()).save(adas);
    expect(keyring.writes).toBe(1);
    expect(await recordIn(await open(), idOf(adas))).toEqual(adas.document);
  });
});

describe('plain files', () => {
  it('hold what is saved after the person agreed, and need no keyring', async () => {
    const { list, open, names, keyring } = await scene();
    keyring.refusal = 'keyring-unavailable';
    await list.choosePlain(true);
    await list.save(adas);
    expect(await names()).toEqual([`${idOf(adas)}.json`, 'accounts.json'].sort());
    expect(await recordIn(await open(), idOf(adas))).toEqual(adas.document);
    expect(keyring.writes).toBe(0);
  });

  it.each([
    ['sealed', 'plain'],
    ['plain', 'sealed'],
  ] as const)(
    'an account that was %s is %s from the next save on, in one file',
    async (was, is) => {
      const { list, names } = await scene();
      const nameOf = (file: string) => `${idOf(adas)}.${file === 'plain' ? 'json' : 'age'}`;
      await list.choosePlain(was === 'plain');
      await list.save(adas);
      await list.choosePlain(is === 'plain');
      expect(await names()).toContain(nameOf(was));
      await list.save(adasLater);
      expect(await names()).toEqual([nameOf(is), 'accounts.json'].sort());
      expect(await recordIn(list, idOf(adas))).toEqual(adasLater.document);
    },
  );

  it('leave none behind where a program ended before the old one was removed', async () => {
    const { list, plain, open, names } = await scene();
    await list.choosePlain(true);
    await list.save(adas);
    await list.choosePlain(false);
    const old = `${idOf(adas)}.json`;
    const ending = await open(endingBefore(plain, (step) => step === `remove ${old}`));
    await expect(ending.save(adasLater)).rejects.toThrow('killed');
    expect(await names()).toContain(old);
    await (await open()).save(adasLater);
    expect(await names()).not.toContain(old);
  });
});

describe('a file that cannot be opened', () => {
  const bad: readonly [string, (file: string) => Promise<void>][] = [
    ['is gone', (file) => rm(file)],
    ['is damaged', (file) => writeFile(file, 'age-encryption.org/v1\n')],
    [
      'is of another account',
      async (file) => {
        const other = (await readdir(path.dirname(file))).find(
          (name) => name.endsWith('.age') && name !== path.basename(file),
        );
        await writeFile(file, await readFile(path.join(path.dirname(file), other ?? '')));
      },
    ],
  ];
  it.each(bad)('since it %s is said to be so, and nothing is changed', async (_, damage) => {
    const { list, open, where } = await scene();
    await list.save(adas);
    await list.save(graces);
    await damage(path.join(where, `${idOf(adas)}.age`));
    const later = await open();
    expect(await recordIn(later, idOf(adas))).toMatchObject({ kind: 'unreadable' });
    expect(later.entries()).toEqual(list.entries());
  });

  it.each<[string, (state: ReturnType<typeof keyring>['state']) => unknown, string]>([
    ['is locked', (state) => (state.refusal = 'keyring-locked'), 'key-locked'],
    ['is not there', (state) => (state.refusal = 'keyring-unavailable'), 'no-keyring'],
    ['has lost the key', (state) => (state.held = null), 'key-gone'],
    ['has something else', (state) => (state.held = 'a password'), 'key-swapped'],
  ])('since the keyring %s is shut, and no key is made', async (_, change, code) => {
    const { list, open, keyring } = await scene();
    await list.save(adas);
    change(keyring);
    const later = await open();
    expect(await recordIn(later, idOf(adas))).toMatchObject({ kind: 'shut', problem: { code } });
    expect(keyring.writes).toBe(1);
    expect(later.entries()).toEqual(list.entries());
  });

  it('since the keyring has another key is shut, and no file is opened with it', async () => {
    const { list, open, keyring } = await scene();
    await list.save(adas);
    keyring.held = (await newSealKey()).identity;
    expect(await recordIn(await open(), idOf(adas))).toMatchObject({
      kind: 'shut',
      problem: { code: 'key-swapped' },
    });
  });
});

describe('a new key in the place of one that is gone', () => {
  it('keeps the old files under another name, and asks for each sign-in', async () => {
    const { list, open, names, keyring } = await scene();
    await list.save(adas);
    keyring.held = null;
    const later = await open();
    await later.startWithNewKey();
    expect(later.find(idOf(adas))?.health).toMatchObject({ kind: 'needsSignIn' });
    expect(await names()).toContainEqual(expect.stringMatching(/\.age\.kept-/));
    await later.save(adasLater);
    expect(await recordIn(await open(), idOf(adas))).toEqual(adasLater.document);
  });
});

describe('a list that is damaged', () => {
  it.each(['sealed', 'plain'] as const)(
    'is kept under another name, and made again from the files (%s)',
    async (file) => {
      const { list, open, names, where } = await scene();
      await list.choosePlain(file === 'plain');
      await list.save(adas);
      await list.save(graces);
      await writeFile(path.join(where, 'accounts.json'), '{"version":1,');
      const later = await open();
      const ids = later.entries().map(({ id }) => id);
      expect(ids.sort()).toEqual([idOf(adas), idOf(graces)].sort());
      expect(later.entries()).toMatchObject([
        { health: { kind: 'maySpent' } },
        { health: { kind: 'maySpent' } },
      ]);
      expect(await recordIn(await open(), idOf(graces))).toEqual(graces.document);
      const kept = (await names()).filter((name) => name.startsWith('accounts.json.kept-'));
      expect(kept).toHaveLength(1);
      expect(await readFile(path.join(where, kept[0] ?? ''), 'utf8')).toBe('{"version":1,');
    },
  );

  it('waits for a keyring that is locked, and is kept once', async () => {
    const { list, open, where, keyring, names } = await scene();
    await list.save(adas);
    await writeFile(path.join(where, 'accounts.json'), '');
    keyring.refusal = 'keyring-locked';
    expect((await open()).keyState()).toMatchObject({ problem: { code: 'key-locked' } });
    expect((await open()).entries()).toEqual([]);
    keyring.refusal = null;
    expect((await open()).entries()).toMatchObject([{ id: idOf(adas) }]);
    expect((await names()).filter((name) => name.startsWith('accounts.json.kept-'))).toHaveLength(
      1,
    );
  });

  it('and a key that is gone makes no other', async () => {
    const { list, open, where, keyring } = await scene();
    await list.save(adas);
    await writeFile(path.join(where, 'accounts.json'), '');
    keyring.held = null;
    await expect((await open()).save(graces)).rejects.toBeInstanceOf(StoreError);
    expect(keyring.writes).toBe(1);
  });
});

describe('a list of a newer version', () => {
  it('is not read, and left alone', async () => {
    const { list, open, where } = await scene();
    await list.save(adas);
    const text = '{"version":2}';
    await writeFile(path.join(where, 'accounts.json'), text);
    await expect(open()).rejects.toMatchObject({
      message: expect.stringContaining('newer version') as string,
    });
    expect(await readFile(path.join(where, 'accounts.json'), 'utf8')).toBe(text);
  });
});
