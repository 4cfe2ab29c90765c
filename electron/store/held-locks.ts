import type { LockFile } from './file-lock.ts';

/** The locks of files, and a record of those that this program holds. */
export interface HeldLocks {
  readonly lockFile: LockFile;
  /** Whether this program holds the lock of the file; by the name that it was asked for under. */
  readonly holds: (file: string) => boolean;
}

/** Keeps the record, since not every system tells who holds a lock. */
export function heldLocksOf(lockFile: LockFile): HeldLocks {
  // One holder each at most: that is what a lock is.
  const held = new Set<string>();
  return {
    holds: (file) => held.has(file),
    async lockFile(file, options) {
      const lock = await lockFile(file, options);
      held.add(file);
      let isHeld = true;
      return {
        release() {
          // Whoever waits for it may have it as soon as it is free.
          if (isHeld) held.delete(file);
          isHeld = false;
          lock.release();
        },
      };
    },
  };
}
