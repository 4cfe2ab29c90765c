import { stat } from 'node:fs/promises';
import path from 'node:path';

import { StoreError } from '../auth/credential-store.ts';
import type { Log } from '../ports.ts';
import { followLinks } from '../files/atomic-file.ts';
import { LockError, type HeldLock, type LockFile } from './file-lock.ts';
import { inFolder, isThere } from '../files/ownership.ts';

export interface CommitLocksOptions {
  /** Make a missing folder of Codex, with 0700, as a save needs it; else the work runs there without locks. */
  readonly makeFolder: boolean;
  /** Told of each lock that cannot be had here and that the work goes on without. */
  readonly onUnlocked: (error: LockError) => void;
  /**
   * Whether the work also runs, unlocked, where somebody else's program keeps a lock for
   * too long: a sign-out is not for another user to forbid.
   */
  readonly passesOthers?: boolean;
  /** How long to wait at most until whoever works on the account is done; 10 s where left out. */
  readonly waitMs?: number;
}

const accountWaitMs = 10_000;

/** As long as the Codex CLI waits: it gives up then, so nobody may hold the lock for longer. */
const commitWaitMs = 5_000;

/**
 * Runs work that changes the stored credential, while no other program does: under
 * `auth.lock` in the folder of Codex and, taken second, the lock beside what
 * auth.json stands for. It is let go of when the work ends, however it ends.
 *
 * The work must be short, with no request to a server in it, and not ask for these
 * locks itself.
 *
 * Where there are no locks, or a lock file cannot be made, the work runs all the
 * same: in a folder that cannot be written it tells its own error, which says more.
 *
 * Seen with Codex CLI 0.169.0, for every store that it can be set to; it waits for
 * auth.lock without a bound.
 *
 * @throws {LockError} `timed-out`, before the work has begun.
 */
export async function withCommitLocks<T>(
  lockFile: LockFile,
  codexHome: string,
  work: () => Promise<T>,
  { makeFolder, onUnlocked, passesOthers = false, waitMs = accountWaitMs }: CommitLocksOptions,
): Promise<T> {
  if (makeFolder) {
    // Where that fails, so does the lock, and the work tells why.
    await inFolder(codexHome, () => Promise.resolve()).catch(() => undefined);
  } else if (!(await isThere(codexHome).catch(() => false))) {
    return work();
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
    try {
      return await work();
    } finally {
      commit?.release();
    }
  } finally {
    account?.release();
  }
}

/** Whether a program is this person's own, whom root may act for. */
async function isOurs(userId: number | null, codexHome: string): Promise<boolean> {
  if (userId === null) return false;
  const owner = await stat(codexHome).catch(() => null);
  return userId === process.geteuid?.() || userId === owner?.uid;
}

/**
 * The file that auth.json stands for, beside which its locks are. Links that lead
 * nowhere are for the work to complain of.
 *
 * @param codexHome absolute.
 */
export function targetOfAuthFile(codexHome: string): Promise<string> {
  const authFile = path.join(codexHome, 'auth.json');
  return followLinks(authFile).catch(() => authFile);
}

/**
 * Runs work that changes what is stored, while no other program does: see
 * {@link withCommitLocks}.
 *
 * @throws {StoreError} `busy` where another program keeps its lock; the work has
 * not begun then.
 */
export type CommitGuard = <T>(work: () => Promise<T>, options: CommitOptions) => Promise<T>;

interface CommitOptions extends Pick<CommitLocksOptions, 'makeFolder' | 'passesOthers'> {
  /** Told of a lock that was passed, which names its holder. */
  readonly onPassed?: (message: string) => void;
}

/** @param codexHome folder of Codex, absolute. */
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
