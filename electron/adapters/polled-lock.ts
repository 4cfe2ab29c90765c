import { setTimeout as sleep } from 'node:timers/promises';

import { LockError, type HeldLock, type LockFile } from '../store/file-lock.ts';
import type { LockableFile, OpenLockable } from './lockable-file.ts';

const firstPauseMs = 4;
const longestPauseMs = 32;

/**
 * Locks by asking again and again, since a call that waits by itself could not be
 * given up. Callers of this process are served in the order in which they came;
 * between processes chance decides, by pauses of random length.
 */
export function polledLock(open: OpenLockable): LockFile {
  const line = new WaitingLine();
  return async (file, { timeoutMs }) => {
    const turn = line.join(file);
    try {
      const opened = await open(file);
      try {
        await untilLocked(
          () => turn.isNext() && opened.tryLock(),
          timeoutMs,
          async () => LockError.timedOut(file, await opened.nameHolder(), timeoutMs),
        );
      } catch (error) {
        opened.close();
        throw error;
      }
      return heldLock(opened);
    } finally {
      turn.leave();
    }
  };
}

async function untilLocked(
  tryLock: () => boolean,
  timeoutMs: number,
  timedOut: () => Promise<LockError>,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let pauseMs = firstPauseMs;
  while (!tryLock()) {
    const restMs = deadline - performance.now();
    if (restMs <= 0) throw await timedOut();
    // Without chance in it, processes that began to wait together would go on colliding.
    await sleep(Math.min(restMs, pauseMs * (0.5 + Math.random() / 2)));
    pauseMs = Math.min(2 * pauseMs, longestPauseMs);
  }
}

function heldLock(opened: LockableFile): HeldLock {
  let isHeld = true;
  return {
    release() {
      if (isHeld) opened.close();
      isHeld = false;
    },
  };
}

/** Who waits in this process for which file, the longest first. */
class WaitingLine {
  readonly #waiting = new Map<string, symbol[]>();

  join(file: string): { isNext(): boolean; leave(): void } {
    const me = Symbol(file);
    const line = this.#waiting.get(file) ?? [];
    this.#waiting.set(file, line);
    line.push(me);
    return {
      isNext: () => line[0] === me,
      leave: () => {
        line.splice(line.indexOf(me), 1);
        if (line.length === 0) this.#waiting.delete(file);
      },
    };
  }
}
