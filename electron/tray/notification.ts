import { app, Notification } from 'electron';

import type { Destination } from '../../shared/section.ts';
import type { Announcement } from './attention.ts';
import { NotificationClicks } from './notification-clicks.ts';
import { callSessionBus } from './session-bus.ts';

const answerLimitMs = 10_000;

/** Only Windows tells of clicks besides. */
let clicks: NotificationClicks | null = null;

/**
 * Windows keeps notifications of an earlier run, and starts the app for a click on one, by the class
 * that it was shown with: the same in every run. To be called once, before anything is shown.
 */
export function answerOldNotifications(open: () => void): void {
  if (process.platform !== 'win32') return;
  app.setToastActivatorCLSID('{8B1D9A52-6C0E-4E0B-9C57-2F6B1B0D7A33}');
  const told = new NotificationClicks(open);
  clicks = told;
  Notification.handleActivation(() => told.any());
}

/**
 * Shows an alert once a notification service answers: on Linux Electron asks it synchronously,
 * and one that never answers would block this program for minutes.
 *
 * @returns how to take it back; keep it, or the notification and its click are collected.
 */
export function postNotification(
  { title, body, leadsTo, action }: Announcement,
  open: (destination: Destination) => void,
): () => void {
  let isWanted = true;
  let notification: Notification | null = null;
  const show = async (): Promise<void> => {
    if (!(await canBeShown()) || !isWanted) return;
    const actions = action === null ? [] : [{ type: 'button', text: action.label } as const];
    notification = new Notification({ title, body, actions });
    const openFor = (destination: Destination) => (): void => {
      clicks?.own();
      open(destination);
    };
    notification.on('click', openFor(leadsTo));
    if (action !== null) notification.on('action', openFor(action.leadsTo));
    notification.show();
  };
  // The window says the same.
  show().catch(() => undefined);
  return () => {
    isWanted = false;
    notification?.close();
  };
}

async function canBeShown(): Promise<boolean> {
  if (process.platform === 'linux') {
    const call = {
      destination: 'org.freedesktop.Notifications',
      path: '/org/freedesktop/Notifications',
      interface: 'org.freedesktop.Notifications',
      member: 'GetServerInformation',
    };
    const { kind } = await callSessionBus(process.env, call, answerLimitMs);
    if (kind !== 'answer') return false;
  }
  return Notification.isSupported();
}
