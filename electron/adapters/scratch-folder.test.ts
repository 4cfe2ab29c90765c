import { chown, mkdir, readdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { beforeEach, describe, expect, it, vi } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { inScratchFolder } from './scratch-folder.ts';

let base = '';

beforeEach(async () => {
  base = await temporaryFolder();
  vi.stubEnv('TMPDIR', base);
  return () => vi.unstubAllEnvs();
});

const minuteMs = 60_000;

async function folderOf(name: string, ageMs: number): Promise<string> {
  const folder = path.join(base, name);
  await mkdir(path.join(folder, 'home'), { recursive: true });
  await writeFile(path.join(folder, 'home', 'state.sqlite'), 'of Codex');
  const changedAt = new Date(Date.now() - ageMs);
  await utimes(folder, changedAt, changedAt);
  return folder;
}

const left = async (): Promise<readonly string[]> => {
  await inScratchFolder(() => Promise.resolve());
  return readdir(base);
};

describe('a folder to ask Codex in', () => {
  it('is private, and gone afterwards', async () => {
    const answer = await inScratchFolder(async (folder) => {
      expect(path.dirname(folder)).toBe(base);
      expect(path.basename(folder)).toMatch(/^gatehouse-codex-[A-Za-z0-9]{6}$/);
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
      await writeFile(path.join(folder, 'file'), '');
      return 'answer';
    });
    expect(answer).toBe('answer');
    expect(await readdir(base)).toEqual([]);
  });

  it('is gone also where the work fails', async () => {
    const work = () => Promise.reject(new Error('why'));
    await expect(inScratchFolder(work)).rejects.toThrow('why');
    expect(await readdir(base)).toEqual([]);
  });

  it('cannot be had where nothing can be written', async () => {
    vi.stubEnv('TMPDIR', path.join(base, 'absent'));
    await expect(inScratchFolder(() => Promise.resolve())).rejects.toThrow('ENOENT');
  });

  it('takes those away that a program left which was killed', async () => {
    await folderOf('gatehouse-codex-aB3xY9', 61 * minuteMs);
    expect(await left()).toEqual([]);
  });

  it.each([
    ['one that another question may be using', 'gatehouse-codex-aB3xY9', 59 * minuteMs],
    ['one of the future', 'gatehouse-codex-aB3xY9', -61 * minuteMs],
    ['what is called otherwise', 'gatehouse-codex-notes', 61 * minuteMs],
    ['what is of another program', 'codex-aB3xY9', 61 * minuteMs],
  ])('leaves %s', async (_, name, ageMs) => {
    await folderOf(name, ageMs);
    expect(await left()).toEqual([name]);
  });

  it('leaves a link, and what it leads to', async () => {
    const elsewhere = await folderOf('elsewhere', 61 * minuteMs);
    await symlink(elsewhere, path.join(base, 'gatehouse-codex-aB3xY9'));
    expect(await left()).toEqual(['elsewhere', 'gatehouse-codex-aB3xY9']);
    expect(await readdir(elsewhere)).toEqual(['home']);
  });

  it.runIf(process.getuid?.() === 0)('leaves one of another user', async () => {
    const folder = await folderOf('gatehouse-codex-aB3xY9', 61 * minuteMs);
    await chown(folder, 12_345, 12_345);
    expect(await left()).toEqual(['gatehouse-codex-aB3xY9']);
  });
});
