import { LockError, type LockErrorCode, type LockFile } from '../store/file-lock.ts';

export interface ScriptedLocks {
  readonly lockFile: LockFile;
  /** What was asked for, in order: "lock FILE WAIT", "release FILE", and what the test notes. */
  readonly events: string[];
  /** From now on the locks of this file are refused. */
  refuse(file: string, code: LockErrorCode, userId?: number): void;
}

/** Locks that are always free, unless refused, and keep a record. */
export function scriptedLocks(): ScriptedLocks {
  const events: string[] = [];
  const refused = new Map<string, { readonly code: LockErrorCode; readonly userId: number }>();
  return {
    events,
    refuse: (file, code, userId = process.geteuid?.() ?? 0) =>
      void refused.set(file, { code, userId }),
    lockFile(file, { timeoutMs }) {
      events.push(`lock ${file} ${timeoutMs}`);
      const found = refused.get(file);
      if (found !== undefined) return Promise.reject(refusal(found, file, timeoutMs));
      return Promise.resolve({ release: () => void events.push(`release ${file}`) });
    },
  };
}

function refusal(
  { code, userId }: { readonly code: LockErrorCode; readonly userId: number },
  file: string,
  timeoutMs: number,
): LockError {
  switch (code) {
    case 'timed-out':
      return LockError.timedOut(file, { name: 'codex (process 4711)', userId }, timeoutMs);
    case 'unwanted':
      return LockError.unwanted();
    case 'unsupported':
      return LockError.unsupported(file, 'ENOLCK');
    case 'denied':
      return LockError.denied(file, 'EROFS');
  }
}
