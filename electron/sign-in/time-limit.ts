import type { Delay } from '../ports.ts';

/**
 * Waits for work for a limited time.
 *
 * @returns what the work gave, or null where the time was over first.
 * @throws what the work threw, or an abort error once the signal aborts.
 */
export async function withinTime<T>(
  work: Promise<T>,
  limitMs: number,
  delay: Delay,
  signal: AbortSignal,
): Promise<T | null> {
  const settled = new AbortController();
  try {
    return await Promise.race([
      work,
      delay(limitMs, AbortSignal.any([signal, settled.signal])).then(() => null),
    ]);
  } finally {
    settled.abort();
  }
}
