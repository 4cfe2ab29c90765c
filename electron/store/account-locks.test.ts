import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';

import { fileLockOf } from '../adapters/file-lock.ts';
import { temporaryFolder } from '../testing/codex-home.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { scriptedLocks } from '../testing/scripted-locks.ts';
import {
  accountsLock,
  commitGuard,
  withCommitLocks,
  type CommitLocksOptions,
  type Lease,
} from './account-locks.ts';
import type { LockError, LockFile } from './file-lock.ts';

async function scene(within = (folder: string) => Promise.resolve(folder)) {
  const folder = await within(await temporaryFolder());
  const locks = scriptedLocks();
  const unlocked: LockError[] = [];
  const run = (options: Partial<CommitLocksOptions> = {}, work = () => Promise.resolve('done')) =>
    withCommitLocks(
      locks.lockFile,
      folder,
      () => {
        locks.events.push('work');
        return work();
      },
      { makeFolder: false, onUnlocked: (error) => unlocked.push(error), ...options },
    );
  const [account, commit] = [path.join(folder, 'auth.lock'), path.join(folder, 'auth.json.lock')];
  return { folder, locks, unlocked, run, account, commit };
}

describe('the locks of a change to the credential', () => {
  it('are taken in the order of the Codex CLI, and given back in the other', async () => {
    const { locks, run, unlocked, account, commit } = await scene();
    expect(await run()).toBe('done');
    expect(locks.events).toEqual([
      `lock ${account} 10000`,
      `lock ${commit} 5000`,
      'work',
      `release ${commit}`,
      `release ${account}`,
    ]);
    expect(unlocked).toEqual([]);
  });

  it('are waited for as long as the caller can wait, the second never for longer than 5 s', async () => {
    const { locks, run, account, commit } = await scene();
    await run({ waitMs: 60_000 });
    expect(locks.events.slice(0, 2)).toEqual([`lock ${account} 60000`, `lock ${commit} 5000`]);
  });

  it('are given back when the work fails', async () => {
    const { locks, run, account, commit } = await scene();
    const failure = new Error('the disk is full');
    await expect(run({}, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(locks.events.slice(-2)).toEqual([`release ${commit}`, `release ${account}`]);
  });

  it('stand in the folder of Codex and beside what auth.json points to', async () => {
    const { folder, locks, run, account } = await scene();
    const elsewhere = await temporaryFolder();
    await symlink(path.join(elsewhere, 'tokens'), path.join(folder, 'auth.json'));
    await run();
    expect(locks.events.slice(0, 2)).toEqual([
      `lock ${account} 10000`,
      `lock ${path.join(elsewhere, 'tokens.lock')} 5000`,
    ]);
  });

  it('leave links that go round in circles to the work', async () => {
    const { folder, locks, run, commit } = await scene();
    await symlink('auth.json', path.join(folder, 'auth.json'));
    expect(await run()).toBe('done');
    expect(locks.events).toContain(`lock ${commit} 5000`);
  });

  it('keep the work from beginning while another program holds the first', async () => {
    const { locks, run, unlocked, account } = await scene();
    locks.refuse(account, 'timed-out');
    await expect(run()).rejects.toMatchObject({ code: 'timed-out' });
    expect(locks.events).toEqual([`lock ${account} 10000`]);
    expect(unlocked).toEqual([]);
  });

  it('keep the work from beginning while another program holds the second', async () => {
    const { locks, run, account, commit } = await scene();
    locks.refuse(commit, 'timed-out');
    await expect(run()).rejects.toMatchObject({ code: 'timed-out' });
    expect(locks.events.slice(1)).toEqual([`lock ${commit} 5000`, `release ${account}`]);
  });

  it.each(['unsupported', 'denied'] as const)(
    'that are %s are told of, and the work is done without',
    async (code) => {
      const { locks, run, unlocked, account, commit } = await scene();
      locks.refuse(account, code);
      locks.refuse(commit, code);
      expect(await run()).toBe('done');
      expect(unlocked.map((error) => error.code)).toEqual([code, code]);
      expect(locks.events).toEqual([`lock ${account} 10000`, `lock ${commit} 5000`, 'work']);
    },
  );
});

describe('a folder of Codex that is missing', () => {
  it('is not made by what needs none, which runs without locks', async () => {
    const { folder, locks, run, unlocked } = await scene();
    await rm(folder, { recursive: true });
    expect(await run()).toBe('done');
    expect(locks.events).toEqual(['work']);
    expect(unlocked).toEqual([]);
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    await mkdir(folder);
  });

  it('is not locked either where it cannot be looked for', async () => {
    const { account, locks, run, unlocked } = await scene(async (folder) => {
      await writeFile(path.join(folder, 'file'), '');
      return path.join(folder, 'file', 'codex');
    });
    await expect(stat(path.dirname(account))).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(await run()).toBe('done');
    expect(locks.events).toEqual(['work']);
    expect(unlocked).toEqual([]);
  });

  it('is made for a save, for its owner alone', async () => {
    const { folder, locks, run, account } = await scene();
    await rm(folder, { recursive: true });
    expect(await run({ makeFolder: true })).toBe('done');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(locks.events[0]).toBe(`lock ${account} 10000`);
  });
});

it('two changes at once, with real locks, do not overlap', async () => {
  const folder = await temporaryFolder();
  const lockFile = fileLockOf(process.platform);
  let running = 0;
  let most = 0;
  const change = (): Promise<void> =>
    withCommitLocks(
      lockFile,
      folder,
      async () => {
        running += 1;
        most = Math.max(most, running);
        await stat(folder);
        running -= 1;
      },
      {
        makeFolder: true,
        onUnlocked: (error) => {
          throw error;
        },
      },
    );
  await Promise.all([change(), change(), change()]);
  expect(most).toBe(1);
});

describe('the locks of a change that may take no longer than a time', () => {
  /** Work that goes on until auth.json.lock is let go of, if it waits for that. */
  async function timed(
    limitMs: number,
    work: (lease: Lease, over: Promise<void>) => Promise<string>,
  ) {
    const { folder, account, commit } = await scene();
    const events: string[] = [];
    let tell = (): void => undefined;
    const over = new Promise<void>((resolve) => (tell = resolve));
    const lockFile: LockFile = (file) => {
      const release = (): void => {
        events.push(`release ${file}`);
        if (file === commit) tell();
      };
      return Promise.resolve({ release });
    };
    const outcome = await withCommitLocks(
      lockFile,
      folder,
      async (lease) => {
        const done = await work(lease, over);
        events.push(lease.isOver() ? 'done too late' : 'done in time');
        return done;
      },
      { makeFolder: false, onUnlocked: () => undefined, limitMs },
    ).catch((error: unknown) => error);
    return { outcome, events, account, commit };
  }

  it('are held together where the work is quick enough', async () => {
    const { outcome, events, account, commit } = await timed(60_000, () => Promise.resolve('done'));
    expect(outcome).toBe('done');
    expect(events).toEqual(['done in time', `release ${commit}`, `release ${account}`]);
  });

  it('are parted where it is not: the CLI waits for the second no longer than 5 s', async () => {
    const { outcome, events, account, commit } = await timed(1, async (lease, over) => {
      expect(lease.isOver()).toBe(false);
      await over;
      expect(lease.isOver()).toBe(true);
      return 'done';
    });
    expect(outcome).toBe('done');
    expect(events).toEqual([`release ${commit}`, 'done too late', `release ${account}`]);
  });

  it.each([
    ['in time', 60_000],
    ['too late', 1],
  ])('are given back where it fails (%s)', async (when, limitMs) => {
    const failure = new Error('the disk is full');
    const { outcome, events, account, commit } = await timed(limitMs, async (_, over) => {
      if (when === 'too late') await over;
      throw failure;
    });
    expect(outcome).toBe(failure);
    expect(events).toEqual([`release ${commit}`, `release ${account}`]);
  });

  it('are not over for work that runs without them', async () => {
    const { folder, locks } = await scene();
    await rm(folder, { recursive: true });
    const options = { makeFolder: false, onUnlocked: () => undefined, limitMs: 1 };
    const isOver = await withCommitLocks(
      locks.lockFile,
      folder,
      (lease) => Promise.resolve(lease.isOver()),
      options,
    );
    expect(isOver).toBe(false);
    await mkdir(folder);
  });
});

describe('the lock of the list of accounts', () => {
  it('is one for all Codex homes, and held while the work goes on', async () => {
    const { folder, locks } = await scene();
    const lock = accountsLock(locks.lockFile, folder);
    expect(await lock(() => Promise.resolve(locks.events.push('work')))).toBe(2);
    const file = path.join(folder, 'accounts.lock');
    expect(locks.events).toEqual([`lock ${file} 130000`, 'work', `release ${file}`]);
  });

  it('is waited for as long as the caller can', async () => {
    const { folder, locks } = await scene();
    await accountsLock(locks.lockFile, folder)(() => Promise.resolve(), { waitMs: 2_000 });
    expect(locks.events[0]).toBe(`lock ${path.join(folder, 'accounts.lock')} 2000`);
  });

  it('is given back where the work fails', async () => {
    const { folder, locks } = await scene();
    const failure = new Error('no');
    const failing = accountsLock(locks.lockFile, folder)(() => Promise.reject(failure));
    await expect(failing).rejects.toBe(failure);
    expect(locks.events.at(-1)).toBe(`release ${path.join(folder, 'accounts.lock')}`);
  });

  it.each([
    ['timed-out', 'busy'],
    ['unsupported', 'unwritable'],
    ['denied', 'unwritable'],
  ] as const)('that is %s keeps the work from beginning: %s', async (code, expected) => {
    const { folder, locks } = await scene();
    locks.refuse(path.join(folder, 'accounts.lock'), code);
    const work = vi.fn(() => Promise.resolve());
    await expect(accountsLock(locks.lockFile, folder)(work)).rejects.toMatchObject({
      code: expected,
    });
    expect(work).not.toHaveBeenCalled();
  });

  it('cannot be had without a folder, or where none can be made', async () => {
    const { folder, locks, account } = await scene();
    const work = () => Promise.resolve();
    await writeFile(account, '');
    for (const where of [null, path.join(account, 'accounts')]) {
      const refused = accountsLock(locks.lockFile, where)(work);
      await expect(refused).rejects.toMatchObject({ code: 'unwritable' });
    }
    expect(locks.events).toEqual([]);
    expect(folder).toBe(path.dirname(account));
  });
});

describe('the guard of a change', () => {
  it('names no lock that does not work here, for nobody was passed', async () => {
    const { folder, locks, account } = await scene();
    locks.refuse(account, 'unsupported');
    const passed: string[] = [];
    const guard = commitGuard(locks.lockFile, folder, capturedLog());
    const options = { makeFolder: false, passesOthers: true };
    await guard(() => Promise.resolve(), { ...options, onPassed: (name) => passed.push(name) });
    expect(passed).toEqual([]);
  });
});
