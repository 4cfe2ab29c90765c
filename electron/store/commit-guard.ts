import { StoreError } from '../auth/credential-store.ts';
import type { Log } from '../ports.ts';
import { withCommitLocks } from './commit-locks.ts';
import { LockError, type LockFile } from './file-lock.ts';

/**
 * Runs work that changes what is stored, while no other program does: see
 * `withCommitLocks`.
 *
 * @throws {StoreError} `busy` where another program keeps its lock; the work has
 * not begun then.
 */
export type CommitGuard = <T>(
  work: () => Promise<T>,
  options: { readonly makeFolder: boolean },
) => Promise<T>;

/** @param codexHome folder of Codex, absolute. */
export function commitGuard(lockFile: LockFile, codexHome: string, log: Log): CommitGuard {
  return async (work, { makeFolder }) => {
    try {
      return await withCommitLocks(lockFile, codexHome, work, {
        makeFolder,
        onUnlocked: ({ code, message }) => log.warn('store-not-locked', { code, message }),
      });
    } catch (error) {
      if (error instanceof LockError) throw new StoreError('busy', error.message);
      throw error;
    }
  };
}
