/**
 * Work that knows of no signal, or may forget it: it is waited for until the signal
 * aborts, and one turn longer, so that what does know of it tells more.
 *
 * @throws what the work throws, else an error that says no more than that.
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
