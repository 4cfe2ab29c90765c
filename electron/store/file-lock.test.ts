import { describe, expect, it } from 'vitest';

import { scriptedLocks } from '../testing/scripted-locks.ts';
import { heldLocksOf } from './file-lock.ts';

describe('the record of held locks', () => {
  it('has a lock from when it is taken until it is released', async () => {
    const { lockFile, holds } = heldLocksOf(scriptedLocks().lockFile);
    const lock = await lockFile('/a.lock', { timeoutMs: 0 });
    expect(holds('/a.lock')).toBe(true);
    expect(holds('/b.lock')).toBe(false);
    lock.release();
    expect(holds('/a.lock')).toBe(false);
  });

  it('has none that was refused', async () => {
    const locks = scriptedLocks();
    locks.refuse('/a.lock', 'timed-out');
    const { lockFile, holds } = heldLocksOf(locks.lockFile);
    await expect(lockFile('/a.lock', { timeoutMs: 0 })).rejects.toThrow('/a.lock');
    expect(holds('/a.lock')).toBe(false);
  });

  it('keeps that of the next holder when the one before is released once more', async () => {
    const { lockFile, holds } = heldLocksOf(scriptedLocks().lockFile);
    const first = await lockFile('/a.lock', { timeoutMs: 0 });
    first.release();
    await lockFile('/a.lock', { timeoutMs: 0 });
    first.release();
    expect(holds('/a.lock')).toBe(true);
  });
});
