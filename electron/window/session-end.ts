/** What of a window of Electron asks whether the session of Windows may end. */
interface AskedWindow {
  on(event: 'query-session-end', listener: (event: { preventDefault(): void }) => void): unknown;
}

/**
 * Windows asks each window before it ends the session, and ends the program without its events of
 * quitting. Where something is at stake, such as a spent refresh token whose successor is on no disk
 * yet, it is made to wait until the program has ended by itself; it then goes on. A program without
 * a window is not asked: what it had in the journal is saved by the next one.
 */
export function holdSessionEnd(
  window: AskedWindow,
  isAtStake: () => boolean,
  quit: () => void,
): void {
  window.on('query-session-end', (event) => {
    if (!isAtStake()) return;
    event.preventDefault();
    quit();
  });
}
