import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { fileLockOf } from '../../electron/adapters/file-lock.ts';
import type { LockError } from '../../electron/store/file-lock.ts';
import { expect, test, type Home } from '../fixtures/command-line.ts';
import { startCodex, type RunningProgram } from '../fixtures/programs.ts';

const lockFile = fileLockOf(process.platform);
const atOnce = { timeoutMs: 0 };

test.describe('the real Codex CLI and Gatehouse exclude each other', () => {
  test('by auth.lock, for which the CLI waits', async ({ home }) => {
    const account = path.join(home.folder, 'auth.lock');
    const lock = await lockFile(account, atOnce);
    const login = storeKey(home);
    await expect.poll(() => numberOfWaiting(account)).toBe(1);
    await expect(home.readAuth()).rejects.toMatchObject({ code: 'ENOENT' });
    lock.release();
    expect(await login.end).toMatchObject({ exitCode: 0 });
    expect(await home.readAuth()).toMatchObject({ auth_mode: 'apikey' });
  });

  test('by auth.json.lock, for which the CLI gives up waiting', async ({ home }) => {
    const lock = await lockFile(path.join(home.folder, 'auth.json.lock'), atOnce);
    const { exitCode, stderr } = await storeKey(home).end;
    expect(exitCode).toBe(1);
    expect(stderr).toContain('credential commit lock timed out');
    await expect(home.readAuth()).rejects.toMatchObject({ code: 'ENOENT' });
    lock.release();
    expect(await storeKey(home).end).toMatchObject({ exitCode: 0 });
  });

  test('also where the CLI is stopped while it holds auth.lock: Gatehouse names it', async ({
    home,
  }) => {
    const account = path.join(home.folder, 'auth.lock');
    // While it waits for the second lock the CLI holds the first.
    const commit = await lockFile(path.join(home.folder, 'auth.json.lock'), atOnce);
    const login = storeKey(home);
    await expect.poll(() => holderOf(account)).toMatch(/^codex \(process \d+\)$/);
    const holder = await holderOf(account);
    const pid = Number(/\d+/.exec(holder ?? '')?.[0]);
    process.kill(pid, 'SIGSTOP');
    try {
      commit.release();
      await expect(lockFile(account, { timeoutMs: 200 })).rejects.toMatchObject({
        code: 'timed-out',
        holder,
      });
      await expect(home.readAuth()).rejects.toMatchObject({ code: 'ENOENT' });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    (await lockFile(account, { timeoutMs: 30_000 })).release();
    expect(await login.end).toMatchObject({ exitCode: 0 });
  });
});

function storeKey(home: Home): RunningProgram {
  const stdin = 'sk-from-cli-0123456789';
  return startCodex(['login', '--with-api-key'], { ...home, stdin });
}

/** Null where the lock is free. */
async function holderOf(file: string): Promise<string | null> {
  try {
    (await lockFile(file, atOnce)).release();
    return null;
  } catch (error) {
    return (error as LockError).holder;
  }
}

/** How many wait in the kernel until a lock is free. */
async function numberOfWaiting(file: string): Promise<number> {
  const { ino } = await stat(file);
  const locks = await readFile('/proc/locks', 'utf8');
  return locks.split('\n').filter((line) => line.includes('->') && line.includes(`:${ino} `))
    .length;
}
