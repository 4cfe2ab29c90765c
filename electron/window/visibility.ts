import type { AppState } from '../../shared/app-state.ts';
import { stateOf } from '../../shared/settings.ts';
import type { Delay, Now } from '../ports.ts';
import { alertsOf, needsWindow } from '../tray/attention.ts';

export interface VisibilityParts {
  readonly window: { show(): void; isOpen(): boolean; wasOpened(): boolean };
  /** See `TrayIcon.offer`. */
  readonly tray: { offer(): Promise<boolean> };
  readonly account: { reload(): Promise<void> };
  readonly publisher: { get(): AppState };
  readonly delay: Delay;
  readonly now: Now;
  readonly quit: () => void;
  /** After the window was closed, with the program still there. */
  readonly stayed: () => void;
}

/** At login the panel may come up after the program. */
const trayPatienceMs = 10_000;
/** A new icon takes a moment to appear, and the window may be closed before that. */
const iconPatienceMs = 2_000;
const trayPauseMs = 500;

/** Keeps the program in reach, by window or tray icon. Without a tray, closing the window ends it. */
export class Visibility {
  readonly #parts: VisibilityParts;
  #neededWindow = false;

  constructor(parts: VisibilityParts) {
    this.#parts = parts;
  }

  /** Shows the window, or with `hidden` the icon alone where there is a tray for it. */
  async start(hidden: boolean): Promise<void> {
    const { window, tray, account, publisher } = this.#parts;
    if (!hidden) {
      // It may have been closed again before there was anything in it.
      if (window.wasOpened() && !window.isOpen()) return this.allClosed();
      if (!window.isOpen()) window.show();
      await tray.offer();
      return;
    }
    if (!(await this.#trayWithin(trayPatienceMs))) {
      window.show();
      return;
    }
    await account.reload();
    const wasSignedOut = alertsOf(publisher.get()).some(({ key }) => key === 'enforced');
    if (wasSignedOut) window.show();
  }

  /** Opens the window where a sign-in that was begun in the tray comes to need it. */
  update(state: AppState): void {
    const needed = needsWindow(state);
    if (needed && !this.#neededWindow && !this.#parts.window.isOpen()) this.#parts.window.show();
    this.#neededWindow = needed;
  }

  /** The program goes on in the tray, or ends: where the person wants that, or there is no tray. */
  async allClosed(): Promise<void> {
    const { window, publisher, quit, stayed } = this.#parts;
    if (stateOf(publisher.get().settings.keepInTray) === 'off') {
      quit();
      return;
    }
    const isInTray = await this.#trayWithin(iconPatienceMs);
    if (window.isOpen()) return;
    if (isInTray) stayed();
    else quit();
  }

  async #trayWithin(patienceMs: number): Promise<boolean> {
    const { tray, delay, now } = this.#parts;
    const forever = new AbortController().signal;
    for (const end = now() + patienceMs; now() < end; await delay(trayPauseMs, forever)) {
      if (await tray.offer()) return true;
    }
    return tray.offer();
  }
}
