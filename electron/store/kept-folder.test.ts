import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { maxEnvelopeBytes } from '../auth/credential-store.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { asOrdinaryUser, giveToOrdinaryUser } from '../testing/ordinary-user.ts';
import { KeptFolder } from './kept-folder.ts';

const [older, newer] = ['20260101T000000.000Z-0a1b', '20260102T000000.000Z-0a1b'];

const isWindows = process.platform === 'win32';

async function world() {
  const home = await temporaryFolder();
  const folder = path.join(home, 'kept-sign-ins');
  return {
    home,
    folder,
    files: new KeptFolder(home),
    fileOf: (id: string) => path.join(folder, `${id}.json`),
  };
}

it('has what was written, for this user alone, until it is removed', async () => {
  const { folder, files, fileOf } = await world();
  expect(await files.ids()).toEqual([]);
  await files.write(newer, 'one');
  await files.write(older, 'another');
  expect(await files.ids()).toEqual([older, newer]);
  expect(await files.read(newer)).toEqual({ kind: 'text', text: 'one' });
  const modes = await Promise.all([folder, fileOf(newer)].map(async (at) => (await stat(at)).mode));
  expect(modes.map((mode) => mode & 0o777)).toEqual([0o700, 0o600]);
  await files.remove(newer);
  await files.remove(newer);
  expect(await files.read(newer)).toEqual({ kind: 'absent' });
  expect(await files.ids()).toEqual([older]);
});

it('replaces nothing', async () => {
  const { files, fileOf } = await world();
  await files.write(older, 'one');
  await expect(files.write(older, 'another')).rejects.toMatchObject({ code: 'unwritable' });
  expect(await readFile(fileOf(older), 'utf8')).toBe('one');
});

it('takes as much as is read again, and no more', async () => {
  const { files } = await world();
  await files.write(older, 'x'.repeat(maxEnvelopeBytes));
  expect(await files.read(older)).toMatchObject({ kind: 'text' });
  await expect(files.write(newer, 'x'.repeat(maxEnvelopeBytes + 1))).rejects.toMatchObject({
    code: 'unwritable',
    message: 'The sign-in is too large to be kept.',
  });
  expect(await files.ids()).toEqual([older]);
});

it('does not know what others put there', async () => {
  const { folder, files } = await world();
  await files.write(older, 'one');
  for (const name of ['.notes.json', 'my notes.json', `${newer}.txt`, newer, `${newer}.json.new`]) {
    await writeFile(path.join(folder, name), 'theirs');
  }
  expect(await files.ids()).toEqual([older]);
});

it('does not follow a link', async () => {
  const { home, folder, files, fileOf } = await world();
  await mkdir(folder);
  await writeFile(path.join(home, 'elsewhere'), 'theirs');
  await symlink(path.join(home, 'elsewhere'), fileOf(older));
  const message = `${fileOf(older)} cannot be read: it is a link.`;
  expect(await files.read(older)).toEqual({ kind: 'unreadable', message });
});

it('says why a file cannot be read', async () => {
  const { files, fileOf } = await world();
  await mkdir(fileOf(older), { recursive: true });
  const message = expect.stringMatching(/ cannot be read: .+\.$/) as string;
  expect(await files.read(older)).toEqual({ kind: 'unreadable', message });
});

describe.skipIf(isWindows)('a folder that this user may not change', () => {
  const closed = async (mode: number) => {
    const here = await world();
    await here.files.write(older, 'one');
    for (const at of [here.home, here.folder, here.fileOf(older)]) await giveToOrdinaryUser(at);
    await chmod(here.folder, mode);
    onTestFinished(() => chmod(here.folder, 0o700));
    return here;
  };
  const advice = 'permission is denied. Check its permissions and the free space.';

  it.each<[string, number, 'unreadable' | 'unwritable', (files: KeptFolder) => Promise<unknown>]>([
    ['read', 0o000, 'unreadable', (files) => files.ids()],
    ['written', 0o500, 'unwritable', (files) => files.write(newer, 'another')],
    ['changed', 0o500, 'unwritable', (files) => files.remove(older)],
  ])('is told as one that cannot be %s', async (done, mode, code, act) => {
    const { folder, files } = await closed(mode);
    const message = `${folder} cannot be ${done}: ${advice}`;
    await asOrdinaryUser(() => expect(act(files)).rejects.toMatchObject({ code, message }));
  });
});
