import { Notification } from 'electron';

import type { Alert } from './attention.ts';
import { callSessionBus } from './session-bus.ts';

/** A service may have to be started for it. */
const answerLimitMs = 10_000;

/**
 * Shows an alert as a notification of the operating system, as soon as that has a service which
 * answers. On Linux Electron asks it within the call, and a service that never answers would
 * stop this program for minutes, until the next launch takes it for dead.
 *
 * @returns how to take it back. What holds it also keeps the notification, and with it its
 * click, from being collected.
 */
export function postNotification(alert: Alert, onClick: () => void): () => void {
  let isWanted = true;
  let notification: Notification | null = null;
  const show = async (): Promise<void> => {
    if (!(await canBeShown()) || !isWanted) return;
    notification = new Notification({ title: alert.title, body: alert.body });
    notification.on('click', onClick);
    notification.show();
  };
  // One that cannot be shown is worth no more than that: the window says the same.
  show().catch(() => undefined);
  return () => {
    isWanted = false;
    notification?.close();
  };
}

async function canBeShown(): Promise<boolean> {
  if (process.platform === 'linux') {
    const call = {
      service: 'org.freedesktop.Notifications',
      object: '/org/freedesktop/Notifications',
      interface: 'org.freedesktop.Notifications',
      method: 'GetServerInformation',
    };
    const { kind } = await callSessionBus(process.env, call, answerLimitMs);
    if (kind !== 'answer') return false;
  }
  return Notification.isSupported();
}
