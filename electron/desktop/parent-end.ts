const pollMs = 500;

/**
 * Calls the listener once the parent process has ended in any way, SIGKILL included. It polls:
 * Node has no event for that.
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
