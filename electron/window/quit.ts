import { app } from 'electron';

/**
 * Holds back the end of the program until the given steps are done, each of which
 * ends by itself before long. Nothing is left half-way then: no open port, and no
 * refresh token that was redeemed but not saved.
 */
export function quitWhenSettled(steps: readonly (() => Promise<void>)[]): void {
  let isSettling = false;
  let isSettled = false;
  app.on('before-quit', (event) => {
    if (isSettled) return;
    event.preventDefault();
    if (isSettling) return;
    isSettling = true;
    void Promise.allSettled(steps.map((step) => step())).then(() => {
      isSettled = true;
      // Called within the event, as after a signal, it would be undone by the event's own outcome.
      setImmediate(() => app.quit());
    });
  });
}
