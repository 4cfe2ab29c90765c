import type { Delay } from '../ports.ts';

/** The result of the work, or null once the time is over. Throws where the signal aborts. */
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

/** Runs work with a signal that also aborts after the time limit, see {@link isOverTime}. */
export async function withTimeLimit<T>(
  limitMs: number,
  signal: AbortSignal | undefined,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  // Not `AbortSignal.any`, whose signal may be collected before it aborts (Node 20).
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

/** Whether a signal was aborted by the limit of {@link withTimeLimit}. */
export function isOverTime({ reason }: AbortSignal): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

/** Waits for work that may ignore the signal, until one turn after the abort at the latest. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      const abort = () => setImmediate(() => reject(new Error('It was aborted.')));
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    }),
  ]);
}
