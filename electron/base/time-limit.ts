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
  signal?: AbortSignal,
): Promise<T | null> {
  const settled = new AbortController();
  const ends = signal ? AbortSignal.any([signal, settled.signal]) : settled.signal;
  try {
    return await Promise.race([work, delay(limitMs, ends).then(() => null)]);
  } finally {
    settled.abort();
  }
}

/**
 * Runs work with a signal that aborts when the time is over, or when another signal does.
 * By its own timer: a signal of `AbortSignal.any` may be forgotten before it aborts (Node 20).
 *
 * @param limitMs from now on; the reason is then a `TimeoutError`, see {@link isOverTime}.
 * @returns what the work gave. @throws what the work threw.
 */
export async function withTimeLimit<T>(
  limitMs: number,
  signal: AbortSignal | undefined,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  const limited = new AbortController();
  const cancel = (): void => limited.abort();
  const timer = setTimeout(() => {
    limited.abort(new DOMException('The time is over.', 'TimeoutError'));
  }, limitMs);
  signal?.addEventListener('abort', cancel);
  try {
    if (signal?.aborted) cancel();
    return await work(limited.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

/** Whether it was the time of {@link withTimeLimit} that ended the work. */
export function isOverTime({ reason }: AbortSignal): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}
