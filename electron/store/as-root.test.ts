import {
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { openActivityFile } from '../adapters/activity-file.ts';
import { fileLockOf } from '../adapters/file-lock.ts';
import { openLogFile } from '../adapters/log-file.ts';
import { serializeAuthRecord } from '../auth/auth-record.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { apiKeyRecord, chatgptRecord, present, testNow } from '../testing/credentials.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import { removeContent } from '../testing/removals.ts';
import { putInto } from '../testing/stored.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { EncryptedFile } from './locations/encrypted-file.ts';
import { PlainFile } from './locations/plain-file.ts';
import { inFolder } from '../files/ownership.ts';
import { switchStoreSetting } from '../storage/store-setting.ts';

const ada = 4711;
const adasGroup = 4712;
const bob = 4800;
const record = chatgptRecord();
const text = serializeAuthRecord(record, 'pretty');

/** A folder of Codex in a person's home, with what is given in it; we are root. */
async function homeOfAda(files: Readonly<Record<string, string>> = {}) {
  const home = await temporaryFolder();
  const folder = path.join(home, '.codex');
  await mkdir(folder, { mode: 0o700 });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content, { mode: 0o600 });
    await chown(path.join(folder, name), ada, adasGroup);
  }
  for (const one of [home, folder]) await chown(one, ada, adasGroup);
  return {
    home,
    folder,
    file: path.join(folder, 'auth.json'),
    store: new PlainFile(folder, () => testNow),
  };
}

type Home = Awaited<ReturnType<typeof homeOfAda>>;

async function ownersIn(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true });
  const owners = names.sort().map(async (name) => {
    const { uid, gid } = await lstat(path.join(folder, name));
    return [name, `${uid}:${gid}`];
  });
  return Object.fromEntries(await Promise.all(owners)) as Record<string, string>;
}

const adas = `${ada}:${adasGroup}`;

describe.runIf(process.geteuid?.() === 0)('root at work in a home, as under sudo', () => {
  const works: readonly [string, (home: Home) => Promise<unknown>, readonly string[]][] = [
    ['a refresh', ({ store }) => store.put(apiKeyRecord(), present(record)), []],
    [
      'a new sign-in',
      async ({ store, file }) => {
        await rm(file);
        await putInto(store, record);
      },
      [],
    ],
    [
      'the journal of a refresh',
      ({ store }) => store.journal.write('{}'),
      ['auth.json.refresh-journal'],
    ],
    [
      'a copy that is kept',
      ({ store }) => store.keepCopy(),
      ['auth.json.kept-20260122T164843.123Z'],
    ],
    [
      'the setting of the store',
      ({ folder }) => switchStoreSetting(path.join(folder, 'config.toml'), 'keyring'),
      ['config.toml'],
    ],
    [
      'the encrypted file and its folder',
      ({ folder }) => putInto(new EncryptedFile(memoryKeyring(), folder, () => testNow), record),
      ['secrets', 'secrets/codex_auth.age'],
    ],
    [
      'a lock file',
      async ({ folder }) => {
        const lock = await fileLockOf('linux')(path.join(folder, 'auth.lock'), { timeoutMs: 0 });
        lock.release();
      },
      ['auth.lock'],
    ],
    [
      'the log and the activity',
      ({ folder }) => {
        openLogFile({ folder: path.join(folder, 'data/logs'), now: () => testNow }).info('event');
        openActivityFile({ dataFolder: path.join(folder, 'data') }).record({
          v: 1,
          at: new Date(testNow).toISOString(),
          actor: 'user',
          action: 'refresh',
          account: null,
          outcome: 'done',
          detail: null,
        });
        return Promise.resolve();
      },
      [
        'data',
        'data/activity',
        'data/activity/activity.jsonl',
        'data/logs',
        'data/logs/gatehouse.log',
      ],
    ],
  ];

  it.each(works)("%s leaves nothing there that is not the person's", async (_, work, made) => {
    const home = await homeOfAda({ 'auth.json': text });
    await work(home);
    const all = ['auth.json', ...made];
    expect(await ownersIn(home.folder)).toEqual(
      Object.fromEntries(all.map((name) => [name, adas])),
    );
  });

  it('a group of its own stays that of a file that is replaced', async () => {
    const home = await homeOfAda({ 'auth.json': text });
    await chown(home.file, ada, 5000);
    await home.store.put(apiKeyRecord(), present(record));
    expect(await ownersIn(home.folder)).toEqual({ 'auth.json': `${ada}:5000` });
  });

  it("its own home is root's as ever", async () => {
    const folder = await temporaryFolder();
    await putInto(new PlainFile(path.join(folder, 'new/.codex'), () => testNow), record);
    expect(new Set(Object.values(await ownersIn(folder)))).toEqual(new Set(['0:0']));
  });

  /** Links that a person could have planted; each returns what it leads to. */
  const traps: readonly [string, (home: Home, target: string) => Promise<void>][] = [
    ['to a file of root', async ({ file }, target) => symlink(target, file)],
    [
      'to a file of root, by another link of theirs',
      async ({ file, folder }, target) => {
        await symlink(target, path.join(folder, 'hop'));
        await symlink('hop', file);
      },
    ],
    [
      'to a file of another person',
      async ({ file }, target) => {
        await chown(target, bob, bob);
        await symlink(target, file);
      },
    ],
    [
      'to a name that is not taken, in a folder of root',
      async ({ file }, target) => {
        await rm(target);
        await symlink(target, file);
      },
    ],
    [
      'out of the home, to a file of their own',
      async ({ file }, target) => {
        await chown(target, ada, adasGroup);
        await symlink(target, file);
      },
    ],
  ];

  it.each(traps)('follows no link %s', async (_, plant) => {
    const home = await homeOfAda();
    const elsewhere = await temporaryFolder();
    const target = path.join(elsewhere, 'shadow');
    await writeFile(target, text, { mode: 0o600 });
    await plant(home, target);
    for (const name of await readdir(home.folder)) {
      const { lchown } = await import('node:fs/promises');
      await lchown(path.join(home.folder, name), ada, adasGroup);
    }
    const before = await ownersIn(elsewhere);
    const refused = {
      code: 'unwritable',
      message: expect.stringContaining('not followed as root') as string,
    };
    await expect(home.store.canPut()).rejects.toMatchObject(refused);
    await expect(putInto(home.store, apiKeyRecord())).rejects.toMatchObject(refused);
    await expect(home.store.keepCopy()).rejects.toMatchObject(refused);
    await expect(removeContent(home.store)).rejects.toMatchObject(refused);
    expect(await ownersIn(elsewhere)).toEqual(before);
    if ('shadow' in before) expect(await readFile(target, 'utf8')).toBe(text);
  });

  it('follows a link of the person to another file in the same folder', async () => {
    const home = await homeOfAda({ 'work.json': text });
    await symlink('work.json', home.file);
    const { lchown } = await import('node:fs/promises');
    await lchown(home.file, ada, adasGroup);
    await home.store.put(apiKeyRecord(), present(record));
    expect(await ownersIn(home.folder)).toEqual({ 'auth.json': adas, 'work.json': adas });
    expect((await lstat(home.file)).isSymbolicLink()).toBe(true);
  });

  it('enters no folder that the person has replaced by a link to one of root', async () => {
    const home = await homeOfAda();
    const secrets = await temporaryFolder();
    await rename(home.folder, `${home.folder}.old`);
    await symlink(secrets, home.folder);
    const { lchown } = await import('node:fs/promises');
    await lchown(home.folder, ada, adasGroup);
    await expect(putInto(home.store, record)).rejects.toMatchObject({ code: 'unwritable' });
    expect(await readdir(secrets)).toEqual([]);
  });

  it('works on in the folder that it has opened, whatever is put in its place meanwhile', async () => {
    const home = await homeOfAda({ 'auth.json': text });
    const trap = await temporaryFolder();
    const swap = async () => {
      await rename(home.folder, `${home.folder}.old`);
      await symlink(trap, home.folder);
      return true;
    };
    await replaceFile(home.file, 'new', swap);
    expect(await readdir(trap)).toEqual([]);
    expect(await readFile(path.join(`${home.folder}.old`, 'auth.json'), 'utf8')).toBe('new');
    expect(await ownersIn(`${home.folder}.old`)).toEqual({ 'auth.json': adas });
  });

  it('follows a link of root, such as a home that lies on another disk', async () => {
    const home = await homeOfAda();
    const linked = path.join(await temporaryFolder(), 'home');
    await symlink(home.home, linked);
    await putInto(new PlainFile(path.join(linked, '.codex'), () => testNow), record);
    expect(await ownersIn(home.folder)).toEqual({ 'auth.json': adas });
  });

  it('makes the folders that are missing for the owner of the one that is there', async () => {
    const home = await homeOfAda();
    const made = path.join(home.folder, 'a/b/c');
    await inFolder(made, ({ owner }) => {
      expect(owner).toEqual({ uid: ada, gid: adasGroup });
      return Promise.resolve();
    });
    expect(await ownersIn(home.folder)).toEqual({ a: adas, 'a/b': adas, 'a/b/c': adas });
  });

  it.each(['auth.lock', 'auth.json.lock', 'auth.json.refresh-lock'])(
    'makes nothing where %s is a link of the person',
    async (name) => {
      const home = await homeOfAda();
      const elsewhere = await temporaryFolder();
      const lock = path.join(home.folder, name);
      await symlink(path.join(elsewhere, 'made'), lock);
      const { lchown } = await import('node:fs/promises');
      await lchown(lock, ada, adasGroup);
      await expect(fileLockOf('linux')(lock, { timeoutMs: 0 })).rejects.toMatchObject({
        code: 'denied',
      });
      expect(await readdir(elsewhere)).toEqual([]);
    },
  );
});
