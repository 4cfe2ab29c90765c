import { defineTexts } from './define-texts.ts';

/** What each setting is called and does; `effects` is what its key does where an administrator sets it. */
export const settingTexts = defineTexts({
  startAtLogin: {
    label: 'Start Gatehouse at login',
    help: 'Runs in the tray and keeps you signed in.',
    effects: {
      true: 'Gatehouse starts at login, which a person cannot switch off in its window.',
      false: 'Gatehouse does not start at login, which a person cannot switch on in its window.',
      unset: 'The person decides whether Gatehouse starts at login.',
    },
  },
  keepInTray: {
    label: 'Keep running when the window is closed',
    help: 'Stays in the tray and keeps you signed in. Off, closing the window quits Gatehouse.',
    effects: {
      true: 'Gatehouse stays in the tray when its window is closed, wherever there is a tray.',
      false: 'Gatehouse quits when its window is closed.',
      unset: 'The person decides whether Gatehouse stays in the tray.',
    },
  },
  theme: {
    label: 'Theme',
    help: 'How the window looks.',
    values: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
    effects: {
      system: 'The window is light or dark as the system is.',
      light: 'The window is light.',
      dark: 'The window is dark.',
      unset: 'The person decides how the window looks.',
    },
  },
  hideEmail: {
    label: 'Hide e-mail addresses',
    help: 'In the window, the tray, notifications and exports. Useful when you share your screen.',
    effects: {
      true: 'E-mail addresses are hidden in the window, the tray, notifications and exports.',
      false: 'E-mail addresses are shown.',
      unset: 'The person decides whether e-mail addresses are shown.',
    },
  },
  showUsageLimits: {
    label: 'Show usage limits',
    help: 'Codex asks ChatGPT how much of the limits of the account in use is left, at most every 10 minutes and only while you look.',
  },
  notifySignIn: {
    label: 'When you need to sign in again',
    /** Where no heading says that it is a notification. */
    policyTitle: 'Notify: when you need to sign in again',
    help: 'Codex stops working unless you do.',
    effects: {
      true: 'A notification tells a person who has to sign in again.',
      false: 'No notification tells a person who has to sign in again.',
      unset: 'The person decides whether a notification tells that they have to sign in again.',
    },
  },
  notifyRules: {
    label: 'When a rule blocks your account or signs you out',
    policyTitle: 'Notify: when a rule blocks your account or signs you out',
    help: 'The window says which rule it is.',
    effects: {
      true: 'A notification tells of a login rule that blocks or removes a sign-in.',
      false: 'No notification tells of a login rule; the window does.',
      unset: 'The person decides whether a notification tells of a login rule.',
    },
  },
  notifySwitches: {
    label: 'When you switch accounts in the tray',
    policyTitle: 'Notify: when you switch accounts in the tray',
    help: 'Whether it worked, and which account Codex uses now.',
    effects: {
      true: 'A notification tells how a switch of accounts ended.',
      false: 'No notification tells how a switch of accounts ended; the window does.',
      unset: 'The person decides whether a notification tells how a switch of accounts ended.',
    },
  },
});

/** Headings of the settings page. */
export const settingGroupTexts = defineTexts({
  general: 'General',
  privacy: 'Privacy',
  notifications: 'Notifications',
});

/** What is wrong with a value, after the name of its key. */
export const settingValueTexts = defineTexts({
  notAValue: 'is no value of this setting',
  notBoolean: 'must be true or false',
  notOneOf: 'must be {values} or {last}',
  quoted: '"{value}"',
});
