import { LockError, type LockErrorCode, type LockFile } from '../store/file-lock.ts';

export interface ScriptedLocks {
  readonly lockFile: LockFile;
  /** What was asked for, in order: "lock FILE WAIT", "release FILE", and what the test notes. */
  readonly events: string[];
  /** From now on the locks of this file are refused. */
  refuse(file: string, code: LockErrorCode): void;
}

/** Locks that are always free, unless refused, and keep a record. */
export function scriptedLocks(): ScriptedLocks {
  const events: string[] = [];
  const refused = new Map<string, LockErrorCode>();
  return {
    events,
    refuse: (file, code) => void refused.set(file, code),
    lockFile(file, { timeoutMs }) {
      events.push(`lock ${file} ${timeoutMs}`);
      const code = refused.get(file);
      if (code !== undefined) return Promise.reject(refusal(code, file, timeoutMs));
      return Promise.resolve({ release: () => void events.push(`release ${file}`) });
    },
  };
}

function refusal(code: LockErrorCode, file: string, timeoutMs: number): LockError {
  switch (code) {
    case 'timed-out':
      return LockError.timedOut(file, 'codex (process 4711)', timeoutMs);
    case 'unsupported':
      return LockError.unsupported(file, 'ENOLCK');
    case 'denied':
      return LockError.denied(file, 'EROFS');
  }
}
