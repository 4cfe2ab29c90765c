import type { AppState } from '../../shared/app-state.ts';
import type { Section } from '../../shared/section.ts';
import { stateOf, type SettingName, type settings } from '../../shared/settings.ts';

export interface Alert {
  /** The same for as long as the cause lasts, so that it is shown once. */
  readonly key: string;
  readonly title: string;
  readonly body: string;
  readonly section: Section;
  /** By which a person chooses whether it is shown. */
  readonly setting: NotificationSetting;
}

type NotificationSetting = {
  [N in SettingName]: (typeof settings)[N]['group'] extends 'notifications' ? N : never;
}[SettingName];

/**
 * A lost or removed sign-in leads to the account, where one signs in again; a rule that stands
 * in the way of one that is still there leads to the rules. A switch is told to who asked for it in
 * the tray. Notifications show on locked screens, so no address.
 */
export function alertsOf({ account, notices }: AppState): readonly Alert[] {
  const alerts: Alert[] = [];
  if (account.kind === 'chatgpt' && account.problem?.code === 'refresh-failed') {
    const body = account.problem.message;
    alerts.push({
      key: 'needs-sign-in',
      title: 'Sign in again',
      body,
      section: 'account',
      setting: 'notifySignIn',
    });
  }
  const enforced = notices.find(({ id }) => id === 'enforced');
  if (enforced) {
    const section = account.kind === 'signedOut' ? 'account' : 'policy';
    alerts.push({
      key: 'enforced',
      title: enforced.title,
      body: enforced.message,
      section,
      setting: 'notifyRules',
    });
  }
  if (account.kind === 'unusable' && account.problem.code === 'hidden-by-rule') {
    const body = account.problem.message;
    alerts.push({
      key: 'blocked',
      title: 'Blocked by a login rule',
      body,
      section: 'policy',
      setting: 'notifyRules',
    });
  }
  if (notices.some(({ id }) => id === 'switched')) {
    const body = 'Codex uses the account that you chose.';
    alerts.push({
      key: 'switched',
      title: 'Account switched',
      body,
      section: 'account',
      setting: 'notifySwitches',
    });
  }
  const refused = notices.find(({ id }) => id === 'switch-refused');
  if (refused) {
    const { title, message: body } = refused;
    alerts.push({
      key: 'switch-refused',
      title,
      body,
      section: 'account',
      setting: 'notifySwitches',
    });
  }
  return alerts;
}

/** Whether a sign-in has come to a point that only the window shows. */
export function needsWindow({ signIn }: AppState): boolean {
  return (
    signIn.kind === 'waitingForDevice' ||
    (signIn.kind === 'waitingForBrowser' && !signIn.browserOpened) ||
    signIn.kind === 'failed'
  );
}

export interface NotifierParts {
  readonly window: { isFocused(): boolean };
  /** Shows an alert. @returns how to take it back. */
  readonly post: (alert: Alert) => () => void;
}

/** OWNER of what notifications have shown: each alert once, until it is over. */
export class Notifier {
  readonly #parts: NotifierParts;
  /** How to take each alert back, by its key; null where the person was looking at the window. */
  readonly #shown = new Map<string, (() => void) | null>();

  constructor(parts: NotifierParts) {
    this.#parts = parts;
  }

  update(state: AppState): void {
    const alerts = alertsOf(state);
    this.#forget(alerts);
    for (const alert of alerts) {
      if (this.#shown.has(alert.key)) continue;
      const { window, post } = this.#parts;
      // Switching its kind on later does not bring back what was there before.
      const isShown = stateOf(state.settings[alert.setting]) === 'on' && !window.isFocused();
      this.#shown.set(alert.key, isShown ? post(alert) : null);
    }
  }

  #forget(alerts: readonly Alert[]): void {
    for (const [key, takeBack] of this.#shown) {
      if (alerts.some((alert) => alert.key === key)) continue;
      takeBack?.();
      this.#shown.delete(key);
    }
  }
}
