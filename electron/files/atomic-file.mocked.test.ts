import type * as FileSystem from 'node:fs/promises';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { replaceFile } from './atomic-file.ts';

/** What was asked of the file system, in order. */
const steps = vi.hoisted(() => [] as string[]);

vi.mock('node:fs/promises', async (importOriginal) => {
  const fs = await importOriginal<typeof FileSystem>();
  const open: typeof fs.open = async (...args) => {
    const handle = await fs.open(...args);
    const facts = await handle.stat();
    const name = facts.isDirectory() ? 'the folder' : 'the new file';
    if (facts.isFile()) steps.push(`open ${name} as ${(facts.mode & 0o777).toString(8)}`);
    const sync = handle.sync.bind(handle);
    handle.sync = () => {
      steps.push(`sync ${name}`);
      return sync();
    };
    return handle;
  };
  const rename: typeof fs.rename = (from, to) => {
    steps.push('rename');
    return fs.rename(from, to);
  };
  return { ...fs, open, rename };
});

const always = (): Promise<boolean> => Promise.resolve(true);

describe('replacing a file', () => {
  beforeEach(() => {
    steps.length = 0;
  });

  it('survives a crash at any moment: the new content is on disk before the name is', async () => {
    const file = path.join(await temporaryFolder(), 'auth.json');
    const replaced = await replaceFile(file, 'new', () => {
      steps.push('asked');
      return always();
    });
    expect(replaced).toBe(true);
    expect(steps).toEqual([
      'open the new file as 600',
      'sync the new file',
      'asked',
      'rename',
      'sync the folder',
    ]);
  });

  it('writes beside the old file, whole and for nobody else, before it replaces it', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'auth.json');
    await writeFile(file, 'old');
    await replaceFile(file, 'new', async () => {
      const [temporary = '', ...others] = (await readdir(folder)).filter((n) => n !== 'auth.json');
      expect(others).toEqual([]);
      expect(await readFile(path.join(folder, temporary), 'utf8')).toBe('new');
      expect((await stat(path.join(folder, temporary))).mode & 0o777).toBe(0o600);
      expect(await readFile(file, 'utf8')).toBe('old');
      return true;
    });
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['auth.json']);
  });

  it("removes what a program left that was killed meanwhile, once it is surely nobody's", async () => {
    const folder = await temporaryFolder();
    const leave = async (name: string, age: number): Promise<void> => {
      await writeFile(path.join(folder, name), 'a token');
      const at = new Date(Date.now() - age);
      await utimes(path.join(folder, name), at, at);
    };
    await leave('.gatehouse-000000000001', 120_000);
    await leave('.gatehouse-000000000002', 1_000);
    await leave('.gatehouse-settings', 120_000);
    await leave('.somebody-000000000003', 120_000);
    await replaceFile(path.join(folder, 'auth.json'), 'new', always);
    expect((await readdir(folder)).sort()).toEqual([
      '.gatehouse-000000000002',
      '.gatehouse-settings',
      '.somebody-000000000003',
      'auth.json',
    ]);
  });

  it('is given up when the answer is no, and leaves nothing behind', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'auth.json');
    await writeFile(file, 'old');
    expect(await replaceFile(file, 'new', () => Promise.resolve(false))).toBe(false);
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['auth.json']);
  });

  it('fails where the question fails, and leaves nothing behind', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'auth.json');
    const inVain = () => Promise.reject(new Error('asked in vain'));
    await expect(replaceFile(file, 'new', inVain)).rejects.toThrow('asked in vain');
    expect(await readdir(folder)).toEqual([]);
  });

  it('fails where the name is that of a folder, and leaves nothing behind', async () => {
    const folder = await temporaryFolder();
    const file = path.join(folder, 'auth.json');
    await mkdir(file);
    await expect(replaceFile(file, 'new', always)).rejects.toThrow('is not a regular file');
    expect(await readdir(folder)).toEqual(['auth.json']);
  });
});
