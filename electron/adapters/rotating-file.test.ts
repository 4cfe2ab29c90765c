import { lchown, link, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { appendLine } from './rotating-file.ts';

const stranger = 4711;

async function place() {
  const data = await temporaryFolder();
  const folder = path.join(data, 'logs');
  await mkdir(folder);
  const elsewhere = path.join(await temporaryFolder(), 'victim');
  await writeFile(elsewhere, 'theirs\n');
  return { data, folder, file: path.join(folder, 'a.log'), elsewhere };
}

type Place = Awaited<ReturnType<typeof place>>;

describe('what was planted in the data folder is not written to', () => {
  const planted: readonly [string, (place: Place) => Promise<void>][] = [
    ['a link in the place of the file', ({ file, elsewhere }) => symlink(elsewhere, file)],
    [
      'a link to a name that is not taken',
      ({ file, elsewhere }) => symlink(`${elsewhere}.new`, file),
    ],
    ['a second name of another file', ({ file, elsewhere }) => link(elsewhere, file)],
    ['a folder in the place of the file', async ({ file }) => void (await mkdir(file))],
  ];

  it.each(planted)('%s', async (_, plant) => {
    const here = await place();
    await plant(here);
    expect(() => appendLine({ folder: here.folder, name: 'a.log' }, 'a line')).toThrow();
    expect(await readFile(here.elsewhere, 'utf8')).toBe('theirs\n');
    expect(await readdir(path.dirname(here.elsewhere))).toEqual(['victim']);
  });

  it.runIf(process.geteuid?.() === 0).each(['logs', 'data'])(
    'a link of another user in the place of the folder "%s"',
    async (which) => {
      const { data } = await place();
      const elsewhere = await temporaryFolder();
      const linked = path.join(data, 'planted');
      await symlink(elsewhere, linked);
      await lchown(linked, stranger, stranger);
      const folder = which === 'logs' ? linked : path.join(linked, 'logs');
      expect(() => appendLine({ folder, name: 'a.log' }, 'a line')).toThrow();
      expect(await readdir(elsewhere)).toEqual([]);
    },
  );

  it('but a folder that the person has linked themselves is', async () => {
    const { data, folder } = await place();
    const linked = path.join(data, 'mine');
    await symlink(folder, linked);
    appendLine({ folder: linked, name: 'a.log' }, 'a line');
    expect(await readFile(path.join(folder, 'a.log'), 'utf8')).toBe('a line\n');
  });
});
