import { StoreError } from '../auth/credential-store.ts';
import type { Log } from '../ports.ts';
import { withCommitLocks, type CommitLocksOptions } from './commit-locks.ts';
import { LockError, type LockFile } from './file-lock.ts';

/**
 * Runs work that changes what is stored, while no other program does: see
 * `withCommitLocks`.
 *
 * @throws {StoreError} `busy` where another program keeps its lock; the work has
 * not begun then.
 */
export type CommitGuard = <T>(work: () => Promise<T>, options: CommitOptions) => Promise<T>;

export interface CommitOptions extends Pick<CommitLocksOptions, 'makeFolder' | 'passesOthers'> {
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
