import type { Delay } from '../ports.ts';

/**
 * Waits between looks at content that may be in the middle of being written: six
 * looks in one second.
 */
export const halfWrittenWaitsMs: readonly number[] = [50, 100, 150, 300, 400];

/**
 * The same where the content is gone: it may be put back by whoever replaces it
 * in two steps. Shorter, since a sign-out is to be seen soon.
 */
export const vanishedWaitsMs: readonly number[] = [50, 100, 100];

const noAbort = new AbortController().signal;

export interface SettledRead<T> {
  readonly read: () => Promise<T>;
  /** How long to wait after the first look, the second, and so on; none: it is believed. */
  readonly waitsMs: (found: T) => readonly number[];
  readonly delay: Delay;
}

/** Reads again what looks half-written, until it looks whole or there are no more waits. */
export async function settledRead<T>({ read, waitsMs, delay }: SettledRead<T>): Promise<T> {
  for (let looks = 0; ; looks += 1) {
    const found = await read();
    const waitMs = waitsMs(found)[looks];
    if (waitMs === undefined) return found;
    await delay(waitMs, noAbort);
  }
}
