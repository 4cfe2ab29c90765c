import type { AppState } from '../../shared/app-state.ts';
import type { Destination } from '../../shared/section.ts';
import {
  stateOf,
  type SettingName,
  type SettingState,
  type settings,
} from '../../shared/settings.ts';
import { notificationTexts as texts } from '../../shared/texts/notifications.ts';

/** What a notification of the desktop shows. */
export interface Announcement {
  readonly title: string;
  readonly body: string;
  /** Where a click on it leads. */
  readonly leadsTo: Destination;
  /** The one button, where the system has buttons; null where there is nothing to do. */
  readonly action: { readonly label: string; readonly leadsTo: Destination } | null;
}

export interface Alert extends Announcement {
  /** The same for as long as the cause lasts, so that it is shown once. */
  readonly key: string;
  /** By which a person chooses whether it is shown. */
  readonly setting: NotificationSetting;
}

type NotificationSetting = {
  [N in SettingName]: (typeof settings)[N]['group'] extends 'notifications' ? N : never;
}[SettingName];

const account: Destination = { section: 'account', task: null };
const policy: Destination = { section: 'policy' };

/**
 * A lost or removed sign-in leads to the account, where one signs in again; a rule that stands
 * in the way of one that is still there leads to the rules. A switch is told to who asked for it in
 * the tray. Notifications show on locked screens, so no address and no workspace.
 */
export function alertsOf(state: AppState): readonly Alert[] {
  const notices = new Map(state.notices.map((notice) => [notice.id, notice]));
  const isSignedOut = state.account.kind === 'signedOut';
  const showRule = { label: texts.showRule(), leadsTo: policy };
  const alerts: (Alert | false)[] = [
    isLost(state) && {
      key: 'needs-sign-in',
      setting: 'notifySignIn',
      title: texts.needsSignIn.title(),
      body: texts.needsSignIn.body(),
      leadsTo: account,
      action: {
        label: texts.needsSignIn.action(),
        leadsTo: { section: 'account', task: 'signInAgain' },
      },
    },
    state.removal !== null && {
      key: 'removal',
      setting: 'notifyRules',
      title: texts.removal.title(),
      body: texts.removal.body(),
      leadsTo: account,
      action: showRule,
    },
    notices.has('enforced') && {
      key: 'enforced',
      setting: 'notifyRules',
      ...(isSignedOut
        ? {
            title: texts.removed.title(),
            body: texts.removed.body(),
            leadsTo: account,
          }
        : {
            title: texts.notRemoved.title(),
            body: texts.notRemoved.body(),
            leadsTo: policy,
          }),
      action: showRule,
    },
    isBlocked(state) && {
      key: 'blocked',
      setting: 'notifyRules',
      title: texts.blocked.title(),
      body: texts.blocked.body(),
      leadsTo: policy,
      action: showRule,
    },
    notices.has('switched') && {
      key: 'switched',
      setting: 'notifySwitches',
      title: texts.switched.title(),
      body: texts.switched.body(),
      leadsTo: account,
      action: null,
    },
    notices.has('switch-refused') && {
      key: 'switch-refused',
      setting: 'notifySwitches',
      title: texts.notSwitched(),
      body: notices.get('switch-refused')?.message ?? '',
      leadsTo: account,
      action: null,
    },
  ];
  return alerts.filter((alert) => alert !== false);
}

function isLost({ account }: AppState): boolean {
  return account.kind === 'chatgpt' && account.problem?.code === 'refresh-failed';
}

function isBlocked({ account }: AppState): boolean {
  return account.kind === 'unusable' && account.problem.code === 'hidden-by-rule';
}

/** That the program goes on without its window; with a rule, nobody here can change that. */
export function stayedAnnouncement(keepInTray: SettingState): Announcement {
  const leadsTo: Destination = { section: 'settings' };
  const isFree = keepInTray.kind === 'known' && keepInTray.lock === null;
  return {
    title: texts.stayed.title(),
    body: isFree ? texts.stayed.body() : texts.stayed.bodyByRule(),
    leadsTo,
    action: { label: texts.stayed.action(), leadsTo },
  };
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
