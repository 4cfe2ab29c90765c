import type { LockErrorCode } from '../store/file-lock.ts';

/** What a locking program is told to do. */
export type LockingOrder =
  | { readonly do: 'lock'; readonly timeoutMs: number }
  | { readonly do: 'release' }
  /** Start a child that sleeps. */
  | { readonly do: 'start-child' }
  /** Add one to the number in a file, each time under the lock. */
  | { readonly do: 'count'; readonly counter: string; readonly times: number };

/** What it answers. */
export type LockingAnswer =
  | { readonly is: 'locked' | 'released' | 'counted' }
  | { readonly is: 'refused'; readonly code: LockErrorCode; readonly holder: string | null }
  | { readonly is: 'child'; readonly pid: number };
