import { setTimeout as sleep } from 'node:timers/promises';

import {
  LockError,
  type HeldLock,
  type LockFile,
  type LockHolder,
  type LockWait,
} from '../store/file-lock.ts';

interface LockableFile {
  /** Takes the lock if it is free; false where it is held. @throws {LockError} without locks. */
  tryLock(): boolean;
  /** Frees the lock, if it is held, and closes the file. */
  close(): void;
  nameHolder(): Promise<LockHolder | null>;
}

/** Opens a lock file without truncating it; makes a missing one (mode 0600). @throws {LockError} */
export type OpenLockable = (file: string) => Promise<LockableFile>;

const firstPauseMs = 4;
const longestPauseMs = 32;

/** What is asked reads files, and many processes may wait at once. */
const askEveryMs = 60;

/** Polls, since a blocking call could not be given up. Within this process, in order of arrival. */
export function polledLock(open: OpenLockable): LockFile {
  const line = new WaitingLine();
  return async (file, { timeoutMs, isStillWanted }) => {
    const turn = line.join(file);
    try {
      const opened = await open(file);
      try {
        await untilLocked(
          () => turn.isNext() && opened.tryLock(),
          { timeoutMs, isStillWanted },
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
  { timeoutMs, isStillWanted }: LockWait,
  timedOut: () => Promise<LockError>,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let pauseMs = firstPauseMs;
  let askAt = performance.now() + askEveryMs;
  while (!tryLock()) {
    const restMs = deadline - performance.now();
    if (restMs <= 0) throw await timedOut();
    if (isStillWanted !== undefined && performance.now() >= askAt) {
      if (!(await isStillWanted())) throw LockError.unwanted();
      askAt = performance.now() + askEveryMs;
    }
    // Random, or processes that began to wait together would keep colliding.
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
