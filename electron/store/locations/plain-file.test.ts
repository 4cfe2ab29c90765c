import { execFile } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';

import { serializeAuthRecord } from '../../auth/auth-record.ts';
import { StoreError } from '../../auth/credential-store.ts';
import { temporaryFolder } from '../../testing/codex-home.ts';
import { apiKeyRecord, chatgptRecord, grace, present, testNow } from '../../testing/credentials.ts';
import { asOrdinaryUser, giveToOrdinaryUser } from '../../testing/ordinary-user.ts';
import { PlainFile } from './plain-file.ts';
import { removeContent } from '../../testing/removals.ts';
import { putInto } from '../../testing/stored.ts';

const record = chatgptRecord();
const text = serializeAuthRecord(record, 'pretty');
const newer = chatgptRecord({ tokens: { refresh_token: 'refresh-2' } });
const newerText = serializeAuthRecord(newer, 'pretty');

interface Place {
  readonly folder: string;
  readonly file: string;
  readonly store: PlainFile;
}

async function place(content?: string | Uint8Array): Promise<Place> {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'auth.json');
  if (content !== undefined) await writeFile(file, content);
  return { folder, file, store: new PlainFile(folder, () => testNow) };
}

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8);
}

describe('loading', () => {
  it('reads the record', async () => {
    const { store, file } = await place(text);
    expect(store.location).toBe(file);
    expect(await store.load()).toEqual(present(record));
  });

  it('is absent where there is no file, no folder, or no folder by that name', async () => {
    const { store, folder, file } = await place();
    expect(await store.load()).toEqual({ kind: 'absent' });
    expect(await new PlainFile(path.join(folder, 'a/b'), () => testNow).load()).toEqual({
      kind: 'absent',
    });
    await writeFile(file, 'a file, not a folder');
    expect(await new PlainFile(file, () => testNow).load()).toEqual({ kind: 'absent' });
  });

  it.each([
    ['an empty file', '', 'it is empty'],
    ['half a record', text.slice(0, 200), 'it is not valid JSON'],
    ['a byte order mark', `\uFEFF${text}`, 'it is not valid JSON'],
    [
      'a member given twice',
      '{"OPENAI_API_KEY":"a","OPENAI_API_KEY":"b"}',
      'its member OPENAI_API_KEY stands in it twice',
    ],
    [
      'bytes that are no UTF-8',
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
      'it is not UTF-8 text',
    ],
    ['more than 1 MiB', ' '.repeat(1024 * 1024) + text, 'it is larger than 1 MiB'],
    [
      '200 000 lists in each other',
      `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      'it is not valid JSON',
    ],
  ])('takes %s for invalid, never for absent', async (_, content, message) => {
    const { store } = await place(content);
    expect(await store.load()).toEqual({ kind: 'invalid', message });
  });

  it('reads a file of exactly 1 MiB', async () => {
    const { store } = await place(text.padEnd(1024 * 1024));
    expect(await store.load()).toEqual(present(record));
  });

  it('cannot read a folder', async () => {
    const { store, file } = await place();
    await mkdir(file);
    expect(await store.load()).toEqual({
      kind: 'unreadable',
      reason: 'denied',
      message: `${file} is not a regular file. Move it away, then sign in again.`,
    });
  });

  it('is not "signed out" where a link leads to nothing, as to a disk that is not there', async () => {
    const { store, file } = await place();
    await symlink('not-there/auth.json', file);
    expect(await store.load()).toEqual({
      kind: 'unreadable',
      reason: 'denied',
      message: `${file} is a link to a file that is not there. Bring that file back, or sign in again to make it.`,
    });
    await putInto(store, record);
    expect(await store.load()).toEqual(present(record));
  });

  it('does not wait at a named pipe', async () => {
    const { store, file } = await place();
    await promisify(execFile)('mkfifo', [file]);
    expect(await store.load()).toMatchObject({ kind: 'unreadable' });
  });

  it('cannot follow links that go round in circles', async () => {
    const { store, folder, file } = await place();
    await symlink('other', file);
    await symlink('auth.json', path.join(folder, 'other'));
    expect(await store.load()).toEqual({
      kind: 'unreadable',
      reason: 'denied',
      message: `${file} cannot be read: its links lead in a circle. Check its owner and permissions.`,
    });
  });

  it('says so where it is not permitted to read', async () => {
    const { store, folder, file } = await place(text);
    await giveToOrdinaryUser(folder);
    await giveToOrdinaryUser(file);
    await chmod(file, 0o000);
    expect(await asOrdinaryUser(() => store.load())).toEqual({
      kind: 'unreadable',
      reason: 'denied',
      message: `${file} cannot be read: permission is denied. Check its owner and permissions.`,
    });
  });
});

describe('saving', () => {
  it('writes exactly the text of the record, for nobody else to read', async () => {
    const { store, folder, file } = await place();
    expect(await putInto(store, record)).toEqual({ kind: 'put' });
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await modeOf(file)).toBe('600');
    expect(await readdir(folder)).toEqual(['auth.json']);
  });

  it.each([0o644, 0o666, 0o400])('tightens a file of mode %o to 0600', async (mode) => {
    const { store, file } = await place(text);
    await chmod(file, mode);
    await putInto(store, newer);
    expect(await readFile(file, 'utf8')).toBe(newerText);
    expect(await modeOf(file)).toBe('600');
  });

  it('lets the Codex CLI write the file, whatever the umask', async () => {
    const { store, file } = await place();
    const umask = process.umask(0o277);
    onTestFinished(() => void process.umask(umask));
    await putInto(store, record);
    expect(await modeOf(file)).toBe('600');
  });

  it('makes the folders that are missing, for nobody else to enter', async () => {
    const { folder } = await place();
    await putInto(new PlainFile(path.join(folder, 'a/b'), () => testNow), record);
    expect(await modeOf(path.join(folder, 'a'))).toBe('700');
    expect(await modeOf(path.join(folder, 'a/b'))).toBe('700');
    expect(await readFile(path.join(folder, 'a/b/auth.json'), 'utf8')).toBe(text);
  });

  it('replaces what it cannot understand where that is asked for', async () => {
    const { store, file } = await place('nonsense');
    await putInto(store, record);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('many at once leave one whole record and nothing else', async () => {
    const { store, folder } = await place(text);
    const records = Array.from({ length: 20 }, (_, n) => apiKeyRecord(`sk-${n}`));
    await Promise.all(records.map((each) => putInto(store, each)));
    expect(await store.load()).toMatchObject({ kind: 'present', record: { authMode: 'apikey' } });
    expect(await readdir(folder)).toEqual(['auth.json']);
  });

  it('never shows a reader a part of a record', async () => {
    const { store } = await place(text);
    let saving = true;
    const saves = (async () => {
      for (let n = 0; n < 20; n += 1) await putInto(store, n % 2 === 0 ? newer : record);
      saving = false;
    })();
    const seen = new Set<string>();
    while (saving) seen.add((await store.load()).kind);
    await saves;
    expect([...seen]).toEqual(['present']);
  });

  it('fails where the folder is not writable, and the old content is still there', async () => {
    const { store, folder, file } = await place(text);
    await giveToOrdinaryUser(folder);
    await giveToOrdinaryUser(file);
    await chmod(folder, 0o500);
    const saving = asOrdinaryUser(() => putInto(store, newer));
    await expect(saving).rejects.toEqual(
      new StoreError(
        'unwritable',
        `${file} cannot be written: permission is denied. Check the permissions of its folder and the free space.`,
      ),
    );
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(folder)).toEqual(['auth.json']);
  });

  it('works in a folder that may be written but not listed', async () => {
    const { store, folder, file } = await place();
    await giveToOrdinaryUser(folder);
    await chmod(folder, 0o300);
    expect(await asOrdinaryUser(() => putInto(store, record))).toEqual({ kind: 'put' });
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('fails where a folder has the name of the file, and leaves nothing behind', async () => {
    const { store, folder, file } = await place();
    await mkdir(file);
    await expect(putInto(store, record)).rejects.toMatchObject({ code: 'unwritable' });
    expect(await readdir(folder)).toEqual(['auth.json']);
  });
});

describe('saving over what is expected', () => {
  it('replaces it, whatever its white space', async () => {
    const { store, file } = await place(JSON.stringify(record.document));
    expect(await store.put(newer, present(record))).toEqual({ kind: 'put' });
    expect(await readFile(file, 'utf8')).toBe(newerText);
  });

  const other = chatgptRecord({ person: grace });

  it.each([
    ['another record', serializeAuthRecord(other, 'pretty'), present(other)],
    ['an unknown member more', text.replace('{', '{"theirs":1,'), { kind: 'present' }],
    ['what is no record', 'nonsense', { kind: 'invalid', message: 'it is not valid JSON' }],
  ])('writes nothing over %s, and says what it found', async (_, content, found) => {
    const { store, folder, file } = await place(content);
    expect(await store.put(newer, present(record))).toMatchObject({ kind: 'changed', found });
    expect(await readFile(file, 'utf8')).toBe(content);
    expect(await readdir(folder)).toEqual(['auth.json']);
  });

  it('does not bring back what was deleted', async () => {
    const { store, folder } = await place();
    expect(await store.put(newer, present(record))).toEqual({
      kind: 'changed',
      found: { kind: 'absent' },
    });
    expect(await readdir(folder)).toEqual([]);
  });
});

/** Ways to keep auth.json somewhere else; each returns where the content is then. */
const links: readonly [string, (place: Place) => Promise<string>][] = [
  [
    'an absolute link',
    async ({ file }) => {
      const target = path.join(await temporaryFolder(), 'secrets.json');
      await symlink(target, file);
      return target;
    },
  ],
  [
    'a relative link',
    async ({ folder, file }) => {
      await mkdir(path.join(folder, 'kept'));
      await symlink('kept/secrets.json', file);
      return path.join(folder, 'kept/secrets.json');
    },
  ],
  [
    'a chain of links',
    async ({ folder, file }) => {
      await mkdir(path.join(folder, 'kept'));
      await symlink('kept/link', file);
      await symlink('../secrets.json', path.join(folder, 'kept/link'));
      return path.join(folder, 'secrets.json');
    },
  ],
  [
    'a link that goes up out of a linked folder',
    async ({ folder, file }) => {
      const elsewhere = await temporaryFolder();
      await mkdir(path.join(elsewhere, 'codex'));
      await symlink(path.join(elsewhere, 'codex'), path.join(folder, 'linked'));
      await symlink('linked/../secrets.json', file);
      return path.join(elsewhere, 'secrets.json');
    },
  ],
];

describe.each(links)('auth.json is %s', (_, linkUp) => {
  it('is read through it', async () => {
    const here = await place();
    await writeFile(await linkUp(here), text);
    expect(await here.store.load()).toEqual(present(record));
  });

  it.each([
    ['replaces the file it points to', text],
    ['makes the file it points to, where that is missing', undefined],
  ])('a save keeps the link, and %s', async (_, content) => {
    const here = await place();
    const target = await linkUp(here);
    const link = await readlink(here.file);
    if (content !== undefined) await writeFile(target, content, { mode: 0o644 });
    await putInto(here.store, newer);
    expect(await readlink(here.file)).toBe(link);
    expect((await lstat(target)).isFile()).toBe(true);
    expect(await readFile(target, 'utf8')).toBe(newerText);
    expect(await modeOf(target)).toBe('600');
    const left = [...(await readdir(here.folder)), ...(await readdir(path.dirname(target)))];
    expect(left.filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('a removal takes the tokens with it, not the link alone', async () => {
    const here = await place();
    const target = await linkUp(here);
    await writeFile(target, text);
    expect(await removeContent(here.store)).toMatchObject({ kind: 'removed' });
    await expect(lstat(here.file)).rejects.toThrow('ENOENT');
    await expect(lstat(target)).rejects.toThrow('ENOENT');
  });

  it('content that cannot be read is kept beside the link', async () => {
    const here = await place();
    const target = await linkUp(here);
    await writeFile(target, 'nonsense');
    const kept = await here.store.keepCopy();
    await putInto(here.store, record);
    expect(path.dirname(kept ?? '')).toBe(here.folder);
    expect(await readFile(kept ?? '', 'utf8')).toBe('nonsense');
    expect(await readFile(target, 'utf8')).toBe(text);
  });
});

it('links that go round in circles are neither written nor followed', async () => {
  const { store, folder, file } = await place();
  await symlink('other', file);
  await symlink('auth.json', path.join(folder, 'other'));
  await expect(putInto(store, record)).rejects.toMatchObject({
    code: 'unwritable',
    message: expect.stringContaining('links lead in a circle') as string,
  });
  expect(await readlink(file)).toBe('other');
});

describe('removing', () => {
  it('removes the file, and says whether there was one', async () => {
    const { store, folder } = await place(text);
    expect(await removeContent(store)).toMatchObject({ kind: 'removed' });
    expect(await readdir(folder)).toEqual([]);
    expect(await removeContent(store)).toEqual({ kind: 'absent' });
  });

  it('removes what a killed program has left of it, however short a time ago', async () => {
    const { store, folder } = await place(text);
    await writeFile(path.join(folder, '.gatehouse-0123456789ab'), 'a token');
    expect(await removeContent(store)).toMatchObject({ kind: 'removed' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('removes what it cannot understand, too', async () => {
    const { store, folder } = await place('nonsense');
    expect(await removeContent(store)).toMatchObject({ kind: 'removed' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('removes a link to nothing, which is no credential', async () => {
    const { store, folder, file } = await place();
    await symlink('missing', file);
    expect(await removeContent(store)).toEqual({ kind: 'absent' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('fails where it is not permitted, and the file stays', async () => {
    const { store, folder, file } = await place(text);
    await giveToOrdinaryUser(folder);
    await chmod(folder, 0o500);
    await expect(asOrdinaryUser(() => removeContent(store))).rejects.toMatchObject({
      code: 'unwritable',
    });
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('never removes a folder', async () => {
    const { store, folder, file } = await place();
    await mkdir(file);
    await expect(removeContent(store)).rejects.toThrow(StoreError);
    expect(await readdir(folder)).toEqual(['auth.json']);
  });
});

describe('keeping content aside', () => {
  it.each([
    ['nonsense', 'nonsense'],
    ['an empty file', ''],
    ['more than 1 MiB', 'x'.repeat(1024 * 1024 + 1)],
    ['bytes that are no UTF-8', '\u00ff'],
  ])('keeps %s under a dated name, for nobody else to read', async (_, content) => {
    const bytes = Buffer.from(content, 'latin1');
    const { store, folder, file } = await place(bytes);
    await chmod(file, 0o644);
    const kept = await store.keepCopy();
    await putInto(store, record);
    expect(kept).toBe(`${file}.kept-20260122T164843.123Z`);
    expect((await readFile(kept ?? '')).equals(bytes)).toBe(true);
    expect(await modeOf(kept ?? '')).toBe('600');
    expect(await readFile(file, 'utf8')).toBe(text);
    expect((await readdir(folder)).sort()).toEqual(['auth.json', path.basename(kept ?? '')]);
  });

  it('keeps what it is not permitted to read', async () => {
    const { store, folder, file } = await place('nonsense');
    await giveToOrdinaryUser(folder);
    await giveToOrdinaryUser(file);
    await chmod(file, 0o000);
    const kept = await asOrdinaryUser(async () => {
      const name = await store.keepCopy();
      await putInto(store, record);
      return name;
    });
    expect(await readFile(kept ?? '', 'utf8')).toBe('nonsense');
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('keeps nothing where there is nothing', async () => {
    const { store, folder, file } = await place();
    expect(await store.keepCopy()).toBeNull();
    await symlink('missing', file);
    expect(await store.keepCopy()).toBeNull();
    expect(await readdir(folder)).toEqual(['auth.json']);
  });

  it('never overwrites what was kept before', async () => {
    const { store, file } = await place('first');
    const kept = await store.keepCopy();
    await putInto(store, record);
    await writeFile(file, 'second');
    await expect(store.keepCopy()).rejects.toThrow(StoreError);
    expect(await readFile(kept ?? '', 'utf8')).toBe('first');
    expect(await readFile(file, 'utf8')).toBe('second');
  });

  it('fails for a folder, and leaves it', async () => {
    const { store, folder, file } = await place();
    await mkdir(file);
    await expect(store.keepCopy()).rejects.toThrow(StoreError);
    expect(await readdir(folder)).toEqual(['auth.json']);
  });
});
