import { StoreError, type RefreshGuard } from '../auth/credential-store.ts';
import { targetOfAuthFile } from './commit-locks.ts';
import { LockError, type HeldLock, type LockFile } from './file-lock.ts';

/** Longer than a refresh request may take, so that whoever waits sees its outcome. */
const refreshLockWaitMs = 45_000;

export interface RefreshLockParts {
  readonly lockFile: LockFile;
  /** Absolute. */
  readonly codexHome: string;
  /** Told where there is no lock to be had and the work is done without. */
  readonly onUnlocked: (error: LockError) => void;
}

/**
 * Lets one process of Gatehouse at a time refresh a credential, the request to
 * the token endpoint included: the refresh token can be used once only.
 *
 * The lock is Gatehouse's own. The locks of the Codex CLI (see `commit-locks.ts`)
 * are not held during a request, here or there: the CLI gives up after 5 seconds.
 * It lies beside auth.json, or beside its target where that is a link, so that
 * folders that share a credential share the lock; for the keyring too.
 */
export function refreshGuard(parts: RefreshLockParts): RefreshGuard {
  return async (work, options) => {
    const held = await acquire(parts, options?.waitMs ?? refreshLockWaitMs);
    try {
      return await work();
    } finally {
      held?.release();
    }
  };
}

async function acquire(
  { lockFile, codexHome, onUnlocked }: RefreshLockParts,
  waitMs: number,
): Promise<HeldLock | null> {
  try {
    return await lockFile(`${await targetOfAuthFile(codexHome)}.refresh-lock`, {
      timeoutMs: waitMs,
    });
  } catch (error) {
    if (!(error instanceof LockError)) throw error;
    if (error.code === 'timed-out') throw new StoreError('busy', error.message);
    onUnlocked(error);
    return null;
  }
}
