import { execFile } from 'node:child_process';
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

import { serializeAuthRecord } from '../auth/auth-record.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { apiKeyRecord, chatgptRecord, present, testNow } from '../testing/credentials.ts';
import { canChangeAttributes, canMount, changeAttributes, mount } from '../testing/mounts.ts';
import { asOrdinaryUser, giveToOrdinaryUser } from '../testing/ordinary-user.ts';
import { removeContent } from '../testing/removals.ts';
import { putInto } from '../testing/stored.ts';
import { PlainFile } from './locations/plain-file.ts';

const record = chatgptRecord();
const text = serializeAuthRecord(record, 'pretty');
const newer = chatgptRecord({ tokens: { refresh_token: 'refresh-2' } });
const newerText = serializeAuthRecord(newer, 'pretty');

interface Place {
  readonly folder: string;
  readonly file: string;
  readonly store: PlainFile;
}

async function place(): Promise<Place> {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'auth.json');
  await writeFile(file, text, { mode: 0o600 });
  return { folder, file, store: new PlainFile(folder, () => testNow) };
}

/** auth.json is a mount of a file that lies elsewhere, which is returned. */
async function mountFile({ file }: Place, ...options: string[]): Promise<string> {
  const outside = path.join(await temporaryFolder(), 'host-auth.json');
  await writeFile(outside, text);
  await mount('--bind', outside, file);
  if (options.length > 0) await mount('-o', ['remount', 'bind', ...options].join(','), file);
  return outside;
}

/** Ways in which a file cannot be replaced, and the words that name the cause. */
const obstacles: readonly [string, (place: Place) => Promise<unknown>, RegExp][] = [
  ['a read-only mount of the one file', (here) => mountFile(here, 'ro'), /is a read-only mount/],
  [
    'a mount of one file that was replaced outside',
    async (here) => {
      const outside = await mountFile(here);
      await writeFile(`${outside}.new`, text);
      await rename(`${outside}.new`, outside);
    },
    /was replaced outside.*Restart the container/,
  ],
  [
    'a folder that was mounted again read-only',
    async ({ folder }) => {
      await mount('--bind', folder, folder);
      await mount('-o', 'remount,bind,ro', folder);
    },
    /the disk is read-only/,
  ],
  [
    'a file with a second name',
    ({ file }) => link(file, `${file}.second`),
    /has a second name \(a hard link\)/,
  ],
  [
    'a full disk',
    async ({ folder }) => {
      await mount('-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder);
      await writeFile(path.join(folder, 'auth.json'), text);
    },
    /the disk is full/,
  ],
];

describe.runIf(canMount)('before a refresh token is spent', () => {
  it.each(obstacles)('it is known that %s takes no new one', async (_, prepare, cause) => {
    const here = await place();
    await prepare(here);
    await expect(here.store.canPut()).rejects.toMatchObject({
      code: 'unwritable',
      message: expect.stringMatching(cause) as string,
    });
    expect(await readFile(here.file, 'utf8')).toBe(text);
    expect((await readdir(here.folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it.each(['+i', '+a'] as const)(
    'it is known that a file with chattr %s takes none',
    async (change) => {
      const here = await place();
      if (!(await canChangeAttributes(here.file))) return;
      await changeAttributes(change, here.file);
      const message = expect.stringMatching(/protected against changes.*chattr -i/) as string;
      await expect(here.store.canPut()).rejects.toMatchObject({ message });
      await expect(here.store.canRemove()).rejects.toMatchObject({ message });
      await expect(removeContent(here.store)).rejects.toMatchObject({ message });
    },
  );

  it('it is known that a mount of the one file takes none, though it can be written', async () => {
    const here = await place();
    const outside = await mountFile(here);
    const message = `${here.file} is a mount of this one file, which cannot be replaced. Mount its folder instead.`;
    await expect(here.store.canPut()).rejects.toMatchObject({ message });
    expect(await readFile(outside, 'utf8')).toBe(text);
  });

  it('a mount of the one file takes tokens that have come all the same, in place', async () => {
    const here = await place();
    const outside = await mountFile(here);
    expect(await here.store.put(newer, present(record))).toEqual({ kind: 'put' });
    expect(await readFile(outside, 'utf8')).toBe(newerText);
  });

  it('it is known that a folder which cannot be written takes none', async () => {
    const here = await place();
    await giveToOrdinaryUser(here.folder);
    await giveToOrdinaryUser(here.file);
    await chmod(here.folder, 0o500);
    await asOrdinaryUser(() =>
      expect(here.store.canPut()).rejects.toMatchObject({
        message: expect.stringContaining('permission is denied') as string,
      }),
    );
  });

  const takesIt: readonly [string, (place: Place) => Promise<unknown>][] = [
    ['a file of mode 0400', ({ file }) => chmod(file, 0o400)],
    ['a folder that is a mount', ({ folder }) => mount('--bind', folder, folder)],
    [
      'a link to another file system',
      async ({ file, folder }) => {
        const disk = await temporaryFolder();
        await mount('-t', 'tmpfs', 'tmpfs', disk);
        await writeFile(path.join(disk, 'auth.json'), text);
        await rename(file, path.join(folder, 'old.json'));
        await symlink(path.join(disk, 'auth.json'), file);
      },
    ],
    [
      'an overlay, where a rename can cross disks',
      async ({ folder }) => {
        const disk = await temporaryFolder();
        await mount('-t', 'tmpfs', 'tmpfs', disk);
        for (const name of ['lower', 'upper', 'work']) await mkdir(path.join(disk, name));
        await writeFile(path.join(disk, 'lower/auth.json'), text);
        const layers = `lowerdir=${disk}/lower,upperdir=${disk}/upper,workdir=${disk}/work`;
        await mount('-t', 'overlay', '-o', layers, 'overlay', folder);
      },
    ],
    ['a file beside a copy that was kept of it', ({ store }) => store.keepCopy()],
  ];

  it.each(takesIt)('it is known that %s takes the new one, and it does', async (_, prepare) => {
    const here = await place();
    await prepare(here);
    await here.store.canPut();
    expect(await readFile(here.file, 'utf8')).toBe(text);
    expect(await here.store.put(newer, present(record))).toEqual({ kind: 'put' });
    expect(await readFile(here.file, 'utf8')).toBe(newerText);
  });
});

describe.runIf(canMount)('a mount of the one file', () => {
  it('takes a new sign-in in place, so that it is outside too', async () => {
    const here = await place();
    const outside = await mountFile(here);
    const next = apiKeyRecord();
    expect(await putInto(here.store, next)).toEqual({ kind: 'put' });
    expect(await readFile(outside, 'utf8')).toBe(serializeAuthRecord(next, 'pretty'));
    expect(await readdir(here.folder)).toEqual(['auth.json']);
  });

  it('gets its old content back where the disk outside is full', async () => {
    const here = await place();
    const disk = await temporaryFolder();
    await mount('-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', disk);
    const outside = path.join(disk, 'auth.json');
    await writeFile(outside, text);
    await mount('--bind', outside, here.file);
    const large = apiKeyRecord('sk-'.padEnd(20_000, 'x'));
    await expect(putInto(here.store, large)).rejects.toMatchObject({
      message: expect.stringContaining('the disk is full') as string,
    });
    expect(await readFile(outside, 'utf8')).toBe(text);
    expect(await readdir(here.folder)).toEqual(['auth.json']);
  });

  it('is not signed out of, and keeps its journal', async () => {
    const here = await place();
    await mountFile(here);
    await here.store.journal.write('refreshed tokens');
    const message = expect.stringContaining('cannot be removed here') as string;
    await expect(here.store.canRemove()).rejects.toMatchObject({ message });
    await expect(removeContent(here.store)).rejects.toMatchObject({ message });
    expect(await here.store.journal.read()).toBe('refreshed tokens');
    expect(await readFile(here.file, 'utf8')).toBe(text);
  });

  it('is kept aside as a copy, which the new sign-in leaves alone', async () => {
    const here = await place();
    const outside = await mountFile(here);
    await writeFile(outside, 'nonsense');
    const kept = await here.store.keepCopy();
    await putInto(here.store, record);
    expect(await readFile(kept ?? '', 'utf8')).toBe('nonsense');
    expect(await readFile(outside, 'utf8')).toBe(text);
  });
});

describe.runIf(canMount)('a removal that is refused keeps the journal', () => {
  it.each([
    ['in a folder that cannot be written', ({ folder }: Place) => chmod(folder, 0o500)],
    [
      'of a folder in the place of the file',
      async ({ file, folder }: Place) => {
        await rename(file, path.join(folder, 'old.json'));
        await mkdir(file);
        await giveToOrdinaryUser(file);
      },
    ],
  ])('%s', async (_, prepare) => {
    const here = await place();
    await here.store.journal.write('refreshed tokens');
    for (const name of ['', 'auth.json', 'auth.json.refresh-journal']) {
      await giveToOrdinaryUser(path.join(here.folder, name));
    }
    await prepare(here);
    await asOrdinaryUser(() =>
      expect(removeContent(here.store)).rejects.toMatchObject({ code: 'unwritable' }),
    );
    expect(await here.store.journal.read()).toBe('refreshed tokens');
  });
});

describe.runIf(canMount)('a file of another user', () => {
  it('who lets us write stays theirs', async () => {
    const here = await place();
    await giveToOrdinaryUser(here.folder);
    await chown(here.file, 4711, 4711);
    await chmod(here.file, 0o666);
    await asOrdinaryUser(async () => {
      await here.store.canPut();
      await here.store.put(newer, present(record));
    });
    expect(await lstat(here.file)).toMatchObject({ uid: 4711, gid: 4711 });
    expect(await readFile(here.file, 'utf8')).toBe(newerText);
  });

  it('that root has left in our own folder becomes ours', async () => {
    const here = await place();
    await giveToOrdinaryUser(here.folder);
    await chmod(here.file, 0o644);
    await asOrdinaryUser(() => here.store.put(newer, present(record)));
    expect((await stat(here.file)).uid).not.toBe(0);
  });
});

describe.runIf(canMount)('what is attached to a file', () => {
  it.each([
    ['an attribute of the person', 'user.note', Buffer.from('of mine')],
    ['one with a long value', 'user.long', Buffer.alloc(2000, 'x')],
    ['an empty one', 'user.empty', Buffer.alloc(0)],
    // One entry more, for user 4711, who may read; see acl(5) and the kernel's posix_acl_xattr.h.
    ['an entry of an access control list', 'system.posix_acl_access', aclFor(4711)],
  ])('stays when it is replaced: %s', async (_, name, value) => {
    const here = await place();
    await setAttribute(here.file, name, value);
    await here.store.put(newer, present(record));
    const found = await attributeOf(here.file, name);
    if (name.startsWith('user.')) expect(found).toEqual(value);
    else expect(found?.includes(idInAcl(4711))).toBe(true);
    expect((await stat(here.file)).mode & 0o777).toBe(0o600);
  });
});

/** Read by Python, whose library is not the one under test. */
async function python(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('python3', [
    '-c',
    `import os,sys\n${script}`,
    ...args,
  ]);
  return stdout;
}

async function setAttribute(file: string, name: string, value: Buffer): Promise<void> {
  const script = 'os.setxattr(sys.argv[1], sys.argv[2], bytes.fromhex(sys.argv[3]))';
  await python(script, file, name, value.toString('hex'));
}

async function attributeOf(file: string, name: string): Promise<Buffer> {
  return Buffer.from(
    (await python('print(os.getxattr(sys.argv[1], sys.argv[2]).hex())', file, name)).trim(),
    'hex',
  );
}

function idInAcl(id: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(id);
  return bytes;
}

function aclFor(userId: number): Buffer {
  const none = 0xffffffff;
  const entries = [
    [1, 6, none],
    [2, 4, userId],
    [4, 0, none],
    [16, 4, none],
    [32, 0, none],
  ] as const;
  const bytes = Buffer.alloc(4 + 8 * entries.length);
  bytes.writeUInt32LE(2);
  entries.forEach(([tag, rights, id], index) => {
    bytes.writeUInt16LE(tag, 4 + 8 * index);
    bytes.writeUInt16LE(rights, 6 + 8 * index);
    bytes.writeUInt32LE(id, 8 + 8 * index);
  });
  return bytes;
}
