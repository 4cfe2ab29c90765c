import { fileReasonOf } from '../base/system-errors/file-reason.ts';

/**
 * Takes the lock of a file for this caller alone, as Rust's `File::lock` does: a
 * BSD `flock` on Linux and macOS, `LockFileEx` on Windows. So programs that lock
 * the same file in this way, the Codex CLI among them, wait for each other.
 *
 * The lock file is made where it is missing, with mode 0600, and is never written to nor
 * removed: whoever removes it splits the lock in two. One of our own that others can open
 * is closed to them.
 * The operating system frees the lock when its holder dies. It is not reentrant:
 * a second caller in the same process waits like any other.
 *
 * @param options `timeoutMs` is how long to wait at most.
 * @throws {LockError} and the lock is not held then.
 */
export type LockFile = (file: string, options: { readonly timeoutMs: number }) => Promise<HeldLock>;

export interface HeldLock {
  /** Frees the lock. A second call does nothing. */
  release(): void;
}

/** Who holds a lock. */
export interface LockHolder {
  /** Such as "codex (process 4711)". */
  readonly name: string;
  /** Null where it is not known. */
  readonly userId: number | null;
}

export type LockErrorCode =
  /** Another holder did not let go of it in time. */
  | 'timed-out'
  /** The file system, or this build of the program, has no locks. */
  | 'unsupported'
  /** The lock file cannot be made or opened. */
  | 'denied';

/** The lock is not held. The message names the file, who holds it and what to do. */
export class LockError extends Error {
  readonly code: LockErrorCode;
  /** Such as "codex (process 4711)"; null where nobody is in the way or it is unknown. */
  readonly holder: string | null;
  /** The user who holds it; null where nobody does or it is unknown. */
  readonly holderId: number | null;

  private constructor(code: LockErrorCode, message: string, holder: LockHolder | null = null) {
    super(message);
    this.name = 'LockError';
    this.code = code;
    this.holder = holder?.name ?? null;
    this.holderId = holder?.userId ?? null;
  }

  static timedOut(file: string, holder: LockHolder | null, timeoutMs: number): LockError {
    return new LockError(
      'timed-out',
      `${file} is locked by ${holder?.name ?? 'another program'}, which did not let go of it within ${timeoutMs / 1000} s. Let that program finish or close it, then try again.`,
      holder,
    );
  }

  /** @param reason a code of the operating system, or a few words. */
  static unsupported(file: string, reason: string): LockError {
    return new LockError(
      'unsupported',
      `${file} cannot be locked (${reason}). Do not let other programs sign in or refresh there at the same time, or move the folder to a disk with locks.`,
    );
  }

  /** @param reason a code of the operating system. */
  static denied(file: string, reason: string): LockError {
    return new LockError(
      'denied',
      `${file} cannot be opened for locking: ${fileReasonOf(reason)}. Check the owner and permissions of the file and its folder.`,
    );
  }
}

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
