import { runningTexts } from '../../shared/texts/running-codex.ts';
import { storeTexts } from '../../shared/texts/stores.ts';
import { fileReasonOf } from '../base/system-errors/file-reason.ts';

const texts = storeTexts.lock;

/**
 * Takes the lock of a file as Rust's `File::lock`, and so the Codex CLI, does (`flock`,
 * `LockFileEx`). A missing file is made with 0600, and never removed: that would split the lock.
 * One of our own that others can open is closed to them. Not reentrant. @throws {LockError}
 */
export type LockFile = (file: string, options: LockWait) => Promise<HeldLock>;

export interface LockWait {
  readonly timeoutMs: number;
  /** Asked now and then while another holds the lock; where not, the wait ends with `unwanted`. */
  readonly isStillWanted?: (() => Promise<boolean>) | undefined;
}

export interface HeldLock {
  /** A second call does nothing. */
  release(): void;
}

export interface LockHolder {
  /** Such as "codex (process 4711)". */
  readonly name: string;
  readonly userId: number | null;
}

export type LockErrorCode = 'timed-out' | 'unwanted' | 'unsupported' | 'denied';

/** The message names the file, the holder and what to do. */
export class LockError extends Error {
  readonly code: LockErrorCode;
  /** Such as "codex (process 4711)"; null for none, or where unknown. */
  readonly holder: string | null;
  readonly holderId: number | null;

  private constructor(code: LockErrorCode, message: string, holder: LockHolder | null = null) {
    super(message);
    this.name = 'LockError';
    this.code = code;
    this.holder = holder?.name ?? null;
    this.holderId = holder?.userId ?? null;
  }

  static timedOut(file: string, holder: LockHolder | null, timeoutMs: number): LockError {
    const name = holder?.name ?? runningTexts.anotherProgram();
    const message = texts.timedOut({ file, holder: name, seconds: timeoutMs / 1000 });
    return new LockError('timed-out', message, holder);
  }

  /** Nobody reads its message: who waited knows. */
  static unwanted(): LockError {
    return new LockError('unwanted', '');
  }

  static unsupported(file: string, reason: string): LockError {
    return new LockError(
      'unsupported',
      `${texts.unsupported({ file, reason })} ${texts.steps.unsupported()}`,
    );
  }

  static denied(file: string, reason: string): LockError {
    const fact = texts.denied({ file, reason: fileReasonOf(reason) });
    return new LockError('denied', `${fact} ${texts.steps.denied()}`);
  }
}

export interface HeldLocks {
  readonly lockFile: LockFile;
  /** By the name that the lock was asked for under. */
  readonly holds: (file: string) => boolean;
}

/** Not every system says who holds a lock. */
export function heldLocksOf(lockFile: LockFile): HeldLocks {
  const held = new Set<string>();
  return {
    holds: (file) => held.has(file),
    async lockFile(file, options) {
      const lock = await lockFile(file, options);
      held.add(file);
      let isHeld = true;
      return {
        release() {
          // The next one may have it as soon as it is released.
          if (isHeld) held.delete(file);
          isHeld = false;
          lock.release();
        },
      };
    },
  };
}
