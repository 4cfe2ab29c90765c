import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { keptCopiesOf, keptCopyName, removeKeptCopyOf } from './kept-copies.ts';

const now = Date.UTC(2026, 0, 22, 16, 48, 43, 123);

async function folderWith(...names: readonly string[]) {
  const folder = await temporaryFolder();
  for (const name of names) await writeFile(path.join(folder, name), name);
  return { folder, file: path.join(folder, 'auth.json') };
}

it('a copy has the name of its file, and the time in UTC', () => {
  expect(keptCopyName('auth.json', now)).toBe('auth.json.kept-20260122T164843.123Z');
});

const [older, newer] = [now, now + 1].map((time) => keptCopyName('auth.json', time)) as [
  string,
  string,
];

/** What looks like a copy of auth.json and is none. */
const others = [
  'auth.json',
  `${older}.txt`,
  `${older}Z`,
  `.${older}`,
  `old-${older}`,
  'auth.json.kept-',
  'auth.json.kept-20260122T164843Z',
  'auth.json.kept-yesterday',
  keptCopyName('other.json', now),
];

describe('the copies of a file', () => {
  it('are those of its name and a time, the oldest first', async () => {
    const { folder, file } = await folderWith(newer, older, ...others);
    expect(await keptCopiesOf(file)).toEqual([older, newer].map((name) => path.join(folder, name)));
  });

  it('are none where the folder is not there', async () => {
    const { file } = await folderWith();
    expect(await keptCopiesOf(path.join(file, 'nowhere', 'auth.json'))).toEqual([]);
  });

  it('are removed one by one, and may be gone already', async () => {
    const { folder, file } = await folderWith('auth.json', older, newer);
    await removeKeptCopyOf(file, path.join(folder, older));
    await removeKeptCopyOf(file, path.join(folder, older));
    expect((await readdir(folder)).toSorted()).toEqual(['auth.json', newer].toSorted());
  });

  it.each(others)('are removed alone: not %s', async (name) => {
    const { folder, file } = await folderWith(...others, older);
    const before = await readdir(folder);
    await expect(removeKeptCopyOf(file, path.join(folder, name))).rejects.toThrow(TypeError);
    expect(await readdir(folder)).toEqual(before);
  });
});
