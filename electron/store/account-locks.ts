import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { StoreError, type RefreshGuard } from '../auth/credential-store.ts';
import type { Log } from '../ports.ts';
import { followLinks } from '../files/atomic-file.ts';
import { stat } from '../files/look.ts';
import { LockError, type HeldLock, type LockFile } from './file-lock.ts';
import { inFolder, isThere } from '../files/ownership.ts';
import { folderRefusal, homeless } from '../files/private-folder.ts';

export interface CommitLocksOptions {
  /** Make a missing folder of Codex with 0700, as a save needs; else the work runs unlocked. */
  readonly makeFolder: boolean;
  readonly onUnlocked: (error: LockError) => void;
  /**
   * Runs unlocked where another user's program keeps a lock: a sign-out is not theirs to forbid.
   */
  readonly passesOthers?: boolean;
  /** 10 s where left out. */
  readonly waitMs?: number;
  /** After this time the locks are let go of, whatever the work does; see {@link Lease}. */
  readonly limitMs?: number;
}

/** The time for which work holds the locks. */
export interface Lease {
  /** Whether they were let go of, so that nothing more may be changed. */
  isOver(): boolean;
}

const accountWaitMs = 10_000;

/** The Codex CLI gives up after this time, so nobody may hold the lock for longer. */
const commitWaitMs = 5_000;

/**
 * Runs work that changes the stored credential under `auth.lock` in the folder of Codex and, taken
 * second, the lock beside what auth.json stands for. The work must be short, send no request and
 * not take these locks itself. It runs unlocked where no lock file can be made. Seen with Codex CLI
 * 0.169.0 for every store; it waits for auth.lock without a bound. @throws {LockError} `timed-out`,
 * before the work has begun.
 */
export async function withCommitLocks<T>(
  lockFile: LockFile,
  codexHome: string,
  work: (lease: Lease) => Promise<T>,
  options: CommitLocksOptions,
): Promise<T> {
  const { makeFolder, onUnlocked, passesOthers = false, waitMs = accountWaitMs } = options;
  if (makeFolder) {
    // Where that fails, the work reports why.
    await inFolder(codexHome, () => Promise.resolve()).catch(() => undefined);
  } else if (!(await isThere(codexHome).catch(() => false))) {
    return work({ isOver: () => false });
  }
  const take = async (file: string, timeoutMs: number): Promise<HeldLock | null> => {
    try {
      return await lockFile(file, { timeoutMs });
    } catch (error) {
      if (!(error instanceof LockError)) throw error;
      const isPassed = passesOthers && !(await isOurs(error.holderId, codexHome));
      if (error.code === 'timed-out' && !isPassed) throw error;
      onUnlocked(error);
      return null;
    }
  };
  const account = await take(path.join(codexHome, 'auth.lock'), waitMs);
  try {
    const commit = await take(`${await targetOfAuthFile(codexHome)}.lock`, commitWaitMs);
    const working = leased(work, options.limitMs);
    try {
      await working.untilOver;
    } finally {
      commit?.release();
    }
    return await working.outcome;
  } finally {
    account?.release();
  }
}

function leased<T>(
  work: (lease: Lease) => Promise<T>,
  limitMs: number | undefined,
): { readonly outcome: Promise<T>; readonly untilOver: Promise<unknown> } {
  let isOver = false;
  const outcome = work({ isOver: () => isOver });
  if (limitMs === undefined) return { outcome, untilOver: outcome };
  const ended = new AbortController();
  const limit = wait(limitMs, undefined, { signal: ended.signal }).then(
    () => (isOver = true),
    () => undefined,
  );
  const settled = outcome.then(
    () => ended.abort(),
    () => ended.abort(),
  );
  return { outcome, untilOver: Promise.race([settled, limit]) };
}

/** Root may act for the person. */
async function isOurs(userId: number | null, codexHome: string): Promise<boolean> {
  if (userId === null) return false;
  const owner = await stat(codexHome).catch(() => null);
  return userId === process.geteuid?.() || userId === owner?.uid;
}

/** The file that auth.json stands for; a link that leads nowhere is returned as it is. */
export function targetOfAuthFile(codexHome: string): Promise<string> {
  const authFile = path.join(codexHome, 'auth.json');
  return followLinks(authFile).catch(() => authFile);
}

/** @throws {StoreError} `busy`, before the work, where another program keeps its lock. */
export type CommitGuard = <T>(
  work: (lease: Lease) => Promise<T>,
  options: CommitOptions,
) => Promise<T>;

interface CommitOptions extends Pick<
  CommitLocksOptions,
  'makeFolder' | 'passesOthers' | 'limitMs'
> {
  /** Called with a message that names the holder of a lock that was passed. */
  readonly onPassed?: (message: string) => void;
}

export function commitGuard(lockFile: LockFile, codexHome: string, log: Log): CommitGuard {
  return async (work, options) => {
    try {
      return await withCommitLocks(lockFile, codexHome, work, {
        ...options,
        onUnlocked: ({ code, message }) => {
          log.warn('store-not-locked', { code, message });
          if (code === 'timed-out') options.onPassed?.(message);
        },
      });
    } catch (error) {
      if (error instanceof LockError) throw new StoreError('busy', error.message);
      throw error;
    }
  };
}

/** Longer than a refresh request may take, so that those who wait see its outcome. */
const refreshLockWaitMs = 45_000;

export interface RefreshLockParts {
  readonly lockFile: LockFile;
  /** Absolute. */
  readonly codexHome: string;
  readonly onUnlocked: (error: LockError) => void;
}

/**
 * One process of Gatehouse at a time refreshes a credential: a refresh token works once. The lock
 * is our own, since the CLI gives up on its locks after 5 seconds, and lies beside auth.json or its
 * target, which folders may share.
 */
export function refreshGuard({ lockFile, codexHome, onUnlocked }: RefreshLockParts): RefreshGuard {
  return async (work, options = {}) => {
    const file = `${await targetOfAuthFile(codexHome)}.refresh-lock`;
    const { waitMs = refreshLockWaitMs, isStillWanted } = options;
    const held = await lockFile(file, { timeoutMs: waitMs, isStillWanted }).catch(
      (error: unknown) => {
        if (!(error instanceof LockError)) throw error;
        if (error.code === 'timed-out' || error.code === 'unwanted') {
          throw new StoreError('busy', error.message);
        }
        onUnlocked(error);
        return null;
      },
    );
    try {
      return await work();
    } finally {
      held?.release();
    }
  };
}

/** Longer than a keyring may ask for its password, which another program may wait for. */
const accountsLockWaitMs = 130_000;

/**
 * One program at a time reads a saved account in order to redeem it, or changes the list.
 * @throws {StoreError} before the work has begun.
 */
export function accountsLock(lockFile: LockFile, folder: string | null): RefreshGuard {
  return async (work, { waitMs = accountsLockWaitMs } = {}) => {
    if (folder === null) throw homeless();
    let held: HeldLock;
    try {
      await inFolder(folder, () => Promise.resolve());
      held = await lockFile(path.join(folder, 'accounts.lock'), { timeoutMs: waitMs });
    } catch (error) {
      if (error instanceof LockError) {
        throw new StoreError(error.code === 'timed-out' ? 'busy' : 'unwritable', error.message);
      }
      throw folderRefusal(folder, 'notWritable', error);
    }
    try {
      return await work();
    } finally {
      held.release();
    }
  };
}
