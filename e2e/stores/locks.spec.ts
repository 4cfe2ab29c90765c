import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { fileLockOf } from '../../electron/adapters/file-lock.ts';
import type { LockError } from '../../electron/store/file-lock.ts';
import { ada } from '../../electron/testing/issuer/accounts.ts';
import type { Home } from '../fixtures/command-line.ts';
import { longUnless } from '../fixtures/long-run.ts';
import { runGatehouse, startCodex, type RunningProgram } from '../fixtures/programs.ts';
import { chatgptRecord } from '../fixtures/records.ts';
import { expect, manyProgramsTimeoutMs, storeVariants, test } from '../fixtures/stores.ts';

const lockFile = fileLockOf(process.platform);
const atOnce = { timeoutMs: 0 };

const key = 'sk-from-cli-0123456789';

for (const variant of storeVariants) {
  /** The locks are the same for every store. */
  const tag = longUnless(variant.mode === 'file');
  test.describe(`the real Codex CLI and Gatehouse exclude each other: ${variant.name}`, () => {
    test.beforeEach(async ({ home }) => {
      test.setTimeout(manyProgramsTimeoutMs);
      await home.configure(variant.config);
    });

    test(`by auth.lock, for which the CLI waits${longUnless(variant.mode === 'file' || variant.name === 'keyring')}`, async ({
      home,
      secretService,
    }) => {
      const account = path.join(home.folder, 'auth.lock');
      const lock = await lockFile(account, atOnce);
      const login = storeKey(home);
      await expect.poll(() => numberOfWaiting(account)).toBe(1);
      expect(await variant.read({ home, secretService })).toBeNull();
      lock.release();
      expect(await login.end).toMatchObject({ exitCode: 0 });
      expect(await variant.read({ home, secretService })).toMatchObject({ auth_mode: 'apikey' });
    });

    test(`by auth.json.lock, for which the CLI gives up waiting${tag}`, async ({
      home,
      secretService,
    }) => {
      const lock = await lockFile(path.join(home.folder, 'auth.json.lock'), atOnce);
      const { exitCode, stderr } = await storeKey(home).end;
      expect(exitCode).toBe(1);
      expect(stderr).toContain('credential commit lock timed out');
      expect(await variant.read({ home, secretService })).toBeNull();
      lock.release();
      expect(await storeKey(home).end).toMatchObject({ exitCode: 0 });
    });

    test(`by auth.json.lock, for which Gatehouse gives up waiting, too${tag}`, async ({
      home,
      issuer,
      secretService,
    }) => {
      const world = { home, secretService };
      const record = await chatgptRecord(issuer, ada, { accessTokenLifetimeSeconds: 60 });
      await variant.write(world, record);
      const lock = await lockFile(path.join(home.folder, 'auth.json.lock'), atOnce);
      for (const args of [['login', '--with-api-key'], ['logout'], ['refresh']]) {
        const { exitCode, stderr } = await runGatehouse(args, { ...home, stdin: key });
        expect(exitCode, args.join(' ')).not.toBe(0);
        expect(stderr).toContain('auth.json.lock is locked by');
        expect(await variant.read(world)).toEqual(record);
      }
      lock.release();
      expect((await runGatehouse(['logout'], home)).exitCode).toBe(0);
      expect(await variant.read(world)).toBeNull();
    });

    test(`also where the CLI is stopped while it holds auth.lock: Gatehouse names it${tag}`, async ({
      home,
      secretService,
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
        expect(await variant.read({ home, secretService })).toBeNull();
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      (await lockFile(account, { timeoutMs: 30_000 })).release();
      expect(await login.end).toMatchObject({ exitCode: 0 });
    });
  });
}

function storeKey(home: Home): RunningProgram {
  return startCodex(['login', '--with-api-key'], { ...home, stdin: key });
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
