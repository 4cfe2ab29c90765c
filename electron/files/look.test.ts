import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-look-'));
  await writeFile(path.join(folder, 'file'), 'text');
  await symlink('file', path.join(folder, 'link'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each([
  ['through threads', false],
  ['directly', true],
])('looked at %s', (_, isDirect) => {
  const fresh = async () => {
    vi.resetModules();
    const look = await import('./look.ts');
    expect(look.looksDirectly()).toBe(false);
    look.lookDirectly();
    if (!isDirect) look.lookThroughThreads();
    expect(look.looksDirectly()).toBe(isDirect);
    return look;
  };

  it('a file, a link and a folder are what they are', async () => {
    const { access, lstat, readdir, readFile, readlink, realpath, stat } = await fresh();
    const link = path.join(folder, 'link');
    expect((await stat(link)).isFile()).toBe(true);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readlink(link)).toBe('file');
    expect(path.basename(await realpath(link))).toBe('file');
    expect(await readFile(link, 'utf8')).toBe('text');
    expect((await readdir(folder)).toSorted()).toEqual(['file', 'link']);
    await expect(access(link)).resolves.toBeUndefined();
  });

  it('what is missing rejects with the code of the system, and throws nothing', async () => {
    const looks = await fresh();
    const missing = path.join(folder, 'missing');
    const { access, lstat, readdir, readlink, realpath, stat } = looks;
    for (const look of [access, lstat, readdir, readlink, realpath, stat]) {
      const found = (look as (file: string) => Promise<unknown>)(missing);
      await expect(found).rejects.toMatchObject({ code: 'ENOENT' });
    }
    await expect(looks.readFile(missing)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
