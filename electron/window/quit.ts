import { app, BrowserWindow, powerMonitor } from 'electron';

import { endingSignals } from '../cli/ending.ts';
import { holdSessionEnd } from './session-end.ts';

/**
 * Holds back the end of the program until the steps are done, so that no port stays open and no
 * redeemed refresh token unsaved. To be called once Electron is ready.
 */
export function quitWhenSettled(
  steps: readonly (() => Promise<void>)[],
  isAtStake: () => boolean,
): void {
  let isSettling = false;
  let isSettled = false;
  app.on('before-quit', (event) => {
    if (isSettled) return;
    event.preventDefault();
    if (isSettling) return;
    isSettling = true;
    void Promise.allSettled(steps.map((step) => step())).then(() => {
      isSettled = true;
      // Within the event, as after a signal, the event's own outcome would undo it.
      setImmediate(() => app.quit());
    });
  });
  quitWhenAsked();
  const hold = (window: BrowserWindow): void => holdSessionEnd(window, isAtStake, () => app.quit());
  BrowserWindow.getAllWindows().forEach(hold);
  app.on('browser-window-created', (_event, window) => hold(window));
}

/** Chromium quits for three signals once: a second one, or SIGQUIT, would end the program at once. */
function quitWhenAsked(): void {
  for (const signal of endingSignals(process.platform)) process.on(signal, () => app.quit());
  // `preventDefault` makes the machine wait for a moment; Electron's types lack the event.
  const shutdown = (event?: { readonly preventDefault?: () => void }): void => {
    event?.preventDefault?.();
    app.quit();
  };
  powerMonitor.on('shutdown', shutdown);
}
