import { Notification } from 'electron';

import type { Destination } from '../../shared/section.ts';
import type { Alert } from './attention.ts';
import { callSessionBus } from './session-bus.ts';

const answerLimitMs = 10_000;

/**
 * Shows an alert once a notification service answers: on Linux Electron asks it synchronously,
 * and one that never answers would block this program for minutes.
 *
 * @returns how to take it back; keep it, or the notification and its click are collected.
 */
export function postNotification(
  { title, body, leadsTo, action }: Alert,
  open: (destination: Destination) => void,
): () => void {
  let isWanted = true;
  let notification: Notification | null = null;
  const show = async (): Promise<void> => {
    if (!(await canBeShown()) || !isWanted) return;
    const actions = action === null ? [] : [{ type: 'button', text: action.label } as const];
    notification = new Notification({ title, body, actions });
    notification.on('click', () => open(leadsTo));
    if (action !== null) notification.on('action', () => open(action.leadsTo));
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
