import type { Delay, Now } from '../../ports.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock {
  readonly now: Now;
  readonly delay: Delay;
  /** Moves the time on; what is due ends waiting. */
  advance(durationMs: number): void;
  /** Resolves once something waits for exactly this long. */
  untilWaitingFor(delayMs: number): Promise<void>;
  /** How many still wait. */
  readonly waiting: () => number;
}

interface Timer {
  readonly delayMs: number;
  readonly dueAt: number;
  end(): void;
}

export function manualClock(startsAt = Date.UTC(2026, 0, 22)): ManualClock {
  let nowMs = startsAt;
  const timers = new Set<Timer>();
  const watchers = new Set<() => void>();
  return {
    now: () => nowMs,
    delay: (delayMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new Error('aborted'));
        const stop = (settle: () => void) => () => {
          timers.delete(timer);
          signal.removeEventListener('abort', abort);
          settle();
        };
        const abort = stop(() => reject(new Error('aborted')));
        const timer = { delayMs, dueAt: nowMs + delayMs, end: stop(resolve) };
        timers.add(timer);
        signal.addEventListener('abort', abort);
        for (const watcher of [...watchers]) watcher();
      }),
    advance(durationMs) {
      nowMs += durationMs;
      for (const timer of [...timers]) if (timer.dueAt <= nowMs) timer.end();
    },
    waiting: () => timers.size,
    untilWaitingFor: (delayMs) =>
      new Promise((resolve) => {
        const look = () => {
          if (![...timers].some((timer) => timer.delayMs === delayMs)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}
