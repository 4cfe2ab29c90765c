const pollMs = 500;

/**
 * Calls the listener once the process that started this one has ended, in whatever way,
 * SIGKILL included; at once where it has by now. It is looked for twice a second, since
 * Node cannot ask the system to tell.
 *
 * @param parent its id.
 */
export function whenParentEnds(parent: number, listener: () => void): void {
  const timer = setInterval(look, pollMs);
  timer.unref();
  look();

  function look(): void {
    // An orphan is given another parent.
    if (process.ppid === parent) return;
    clearInterval(timer);
    listener();
  }
}
