import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { asOrdinaryUser } from '../testing/ordinary-user.ts';
import { dataFolderRefusal, foreignLock, lockAnswer, whyNoLock } from './single-instance.ts';

describe('the folder of its own data', () => {
  it('is made, for the user alone, and may be there', async () => {
    const folder = path.join(await temporaryFolder(), 'a/b');
    expect(dataFolderRefusal(folder)).toBeNull();
    expect(dataFolderRefusal(folder)).toBeNull();
  });

  const root = process.geteuid?.() === 0;
  it.runIf(root).each([
    ['belongs to root after one sudo', (folder: string) => mkdir(folder, { mode: 0o700 })],
    ['may be looked into, not written', (folder: string) => mkdir(folder, { mode: 0o755 })],
    ['cannot be made', () => Promise.resolve()],
  ])('is refused where it %s', async (_, make) => {
    const above = await temporaryFolder();
    await chmod(above, 0o755);
    const folder = path.join(above, 'Gatehouse');
    await make(folder);
    const refusal = await asOrdinaryUser(() => Promise.resolve(dataFolderRefusal(folder)));
    expect(refusal).toBe(
      `${folder} cannot be written: permission is denied. Check its owner and permissions, or set GATEHOUSE_DATA to another folder.`,
    );
  });

  it.each([
    ['a file', (folder: string) => writeFile(folder, '')],
    ['a link to nothing', (folder: string) => symlink('nowhere/at/all', folder)],
    ['a link in a circle', (folder: string) => symlink(folder, folder)],
  ])('is refused where %s is in its place', async (_, make) => {
    const folder = path.join(await temporaryFolder(), 'Gatehouse');
    await make(folder);
    expect(dataFolderRefusal(folder)).toContain(`${folder} cannot be written: `);
  });
});

describe('the lock of a single instance', () => {
  const facts = { hostname: 'desk', isRunning: (pid: number) => pid === 4711 };
  const lock = '/d/SingletonLock';
  const answer = (holder: string | null) => lockAnswer(lock, { ...facts, holder });

  it('is held by a Gatehouse that runs', () => {
    expect(answer('desk-4711')).toEqual({ kind: 'running' });
  });

  it.each([
    ['desk-4712', 'was left behind and cannot be taken over.'],
    ['other-desk-4711', 'belongs to another computer, other-desk.'],
    ['desk', 'is not a lock of Gatehouse.'],
    ['/etc/passwd', 'is not a lock of Gatehouse.'],
    [null, 'is in the way of the lock for a single instance.'],
  ])('is not by %s, which is told with what to do', (holder, why) => {
    const message = `${lock} ${why} Remove it, then start Gatehouse again.`;
    expect(answer(holder)).toEqual({ kind: 'blocked', message });
  });

  it('is read from its link', async () => {
    const folder = await temporaryFolder();
    expect(whyNoLock(folder, 'linux')).toMatchObject({ kind: 'blocked' });
    expect(foreignLock(folder, 'linux')).toBeNull();
    await symlink(`${os.hostname()}-${process.pid}`, path.join(folder, 'SingletonLock'));
    expect(whyNoLock(folder, 'linux')).toEqual({ kind: 'running' });
    expect(whyNoLock(folder, 'win32')).toEqual({ kind: 'running' });
    expect(foreignLock(folder, 'linux')).toBeNull();
  });

  it.each(['elsewhere-4711', 'elsewhere', '/etc/passwd'])(
    'is not even asked for where it names %s',
    async (holder) => {
      const folder = await temporaryFolder();
      await symlink(holder, path.join(folder, 'SingletonLock'));
      expect(foreignLock(folder, 'linux')).toContain('Remove it');
      expect(foreignLock(folder, 'win32')).toBeNull();
    },
  );
});
