import type { Delay } from '../ports.ts';

/** Waits between looks at content that another program may be writing: six looks in one second. */
export const halfWrittenWaitsMs: readonly number[] = [50, 100, 150, 300, 400];

/** For missing content, which a program may be replacing; shorter, as a sign-out must show soon. */
export const vanishedWaitsMs: readonly number[] = [50, 100, 100];

export interface SettledRead<T> {
  readonly read: () => Promise<T>;
  /** How long to wait after each look; without a further wait, the content is taken as it is. */
  readonly waitsMs: (found: T) => readonly number[];
  readonly delay: Delay;
}

/** Reads again what looks half-written, until it looks whole or there are no more waits. */
export async function settledRead<T>({ read, waitsMs, delay }: SettledRead<T>): Promise<T> {
  for (let looks = 0; ; looks += 1) {
    const found = await read();
    const waitMs = waitsMs(found)[looks];
    if (waitMs === undefined) return found;
    await delay(waitMs, new AbortController().signal);
  }
}
