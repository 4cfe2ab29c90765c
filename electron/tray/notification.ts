import { Notification } from 'electron';

import type { Alert } from './attention.ts';

/**
 * Shows an alert as a notification of the operating system.
 *
 * @returns how to take it back, or null where the desktop shows none. What holds
 * it also keeps the notification, and with it its click, from being collected.
 */
export function postNotification(alert: Alert, onClick: () => void): (() => void) | null {
  if (!Notification.isSupported()) return null;
  const notification = new Notification({ title: alert.title, body: alert.body });
  notification.on('click', onClick);
  notification.show();
  return () => notification.close();
}
