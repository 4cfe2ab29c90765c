import { app, powerMonitor } from 'electron';

import { endingSignals } from '../cli/ending.ts';

/**
 * Holds back the end of the program until the given steps are done, each of which
 * ends by itself before long. Nothing is left half-way then: no open port, and no
 * refresh token that was redeemed but not saved. To be called once Electron is ready.
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
  quitWhenAsked();
}

/**
 * Takes every wish of the system for a wish to quit. Chromium does so once for three of the
 * signals: a second one would end the program at once, and so would SIGQUIT.
 */
function quitWhenAsked(): void {
  for (const signal of endingSignals(process.platform)) process.on(signal, () => app.quit());
  // The machine waits for a moment where it is asked to; Electron's types lack the event.
  const shutdown = (event?: { readonly preventDefault?: () => void }): void => {
    event?.preventDefault?.();
    app.quit();
  };
  powerMonitor.on('shutdown', shutdown);
}
