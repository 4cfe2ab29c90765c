import type { AppState } from '../../shared/app-state.ts';
import { alertsOf, type Alert } from './attention.ts';

export interface NotifierParts {
  readonly window: { isFocused(): boolean };
  /** Shows an alert and returns how to take it back; null where nothing can be shown. */
  readonly post: (alert: Alert) => (() => void) | null;
}

/** OWNER of what has been told by notifications: each thing once, until it is over. */
export class Notifier {
  readonly #parts: NotifierParts;
  /** How to take each alert back, by its key; null where the person was looking at the window. */
  readonly #told = new Map<string, (() => void) | null>();

  constructor(parts: NotifierParts) {
    this.#parts = parts;
  }

  update(state: AppState): void {
    const alerts = alertsOf(state);
    this.#forget(alerts);
    for (const alert of alerts) {
      if (this.#told.has(alert.key)) continue;
      const { window, post } = this.#parts;
      this.#told.set(alert.key, window.isFocused() ? null : post(alert));
    }
  }

  #forget(standing: readonly Alert[]): void {
    for (const [key, takeBack] of this.#told) {
      if (standing.some((alert) => alert.key === key)) continue;
      takeBack?.();
      this.#told.delete(key);
    }
  }
}
