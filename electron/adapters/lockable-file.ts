import type { LockHolder } from '../store/file-lock.ts';

/** A lock file that is open; what a platform has to offer to `polledLock`. */
export interface LockableFile {
  /**
   * Takes the lock if it is free, without waiting.
   *
   * @returns false where another holder has it.
   * @throws {LockError} where there are no locks.
   */
  tryLock(): boolean;
  /** Frees the lock, if it is held, and closes the file. To be called once. */
  close(): void;
  /** Who holds the lock; null where that cannot be known. */
  nameHolder(): Promise<LockHolder | null>;
}

/**
 * Opens a lock file, made with mode 0600 where it is missing, and never truncated.
 *
 * @throws {LockError}
 */
export type OpenLockable = (file: string) => Promise<LockableFile>;
