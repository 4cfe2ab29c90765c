/**
 * Calls the listener when this process is asked to end. The shell through which npm runs a script
 * does not pass on the signals that npm gets, but it ends: so the loss of the parent counts too.
 * @param {(signal: NodeJS.Signals) => void} listener
 */
export function onTermination(listener) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, listener);
  }
  const parent = process.ppid;
  const pollMs = 500;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    listener('SIGTERM');
  }, pollMs).unref();
}
