import { Notification } from 'electron';

import type { AppState } from '../../shared/app-state.ts';
import { alertsOf } from './attention.ts';

export interface NotifierWindow {
  isFocused(): boolean;
  show(): void;
}

/** OWNER of what has been told by notifications. Each thing once, until it is over. */
export class Notifier {
  readonly #window: NotifierWindow;
  /** By key; null where the person was looking at the window anyway. */
  readonly #told = new Map<string, Notification | null>();

  constructor(window: NotifierWindow) {
    this.#window = window;
  }

  update(state: AppState): void {
    const alerts = alertsOf(state);
    for (const [key, notification] of this.#told) {
      if (alerts.some((alert) => alert.key === key)) continue;
      notification?.close();
      this.#told.delete(key);
    }
    for (const { key, title, body } of alerts) {
      if (this.#told.has(key)) continue;
      this.#told.set(key, this.#window.isFocused() ? null : this.#show(title, body));
    }
  }

  #show(title: string, body: string): Notification | null {
    if (!Notification.isSupported()) return null;
    const notification = new Notification({ title, body });
    notification.on('click', () => this.#window.show());
    notification.show();
    return notification;
  }
}
