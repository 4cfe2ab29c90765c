/**
 * Waits for work that may ignore the signal, until one turn after the abort, so that the error of
 * work that does obey comes first.
 */
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
