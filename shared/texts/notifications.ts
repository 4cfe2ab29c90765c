import { defineTexts } from './define-texts.ts';

/** Notifications of the desktop. They show on locked screens: no address, no workspace. */
export const notificationTexts = defineTexts({
  needsSignIn: {
    title: 'Sign in again',
    body: 'Your session can’t be refreshed. Codex stops working when it ends.',
    action: 'Sign in again',
  },
  removal: {
    title: 'A login rule will sign you out',
    body: 'You will be signed out on this device within a minute.',
  },
  removed: {
    title: 'A login rule signed you out',
    body: 'Sign in with an account that the rules of this device allow.',
  },
  notRemoved: {
    title: 'A login rule could not be enforced',
    body: 'It forbids your sign-in, which could not be removed.',
  },
  blocked: {
    title: 'Your account isn’t allowed on this device',
    body: 'Your sign-in is kept but not used.',
  },
  /** The first time that the window is closed. */
  stayed: {
    title: 'Gatehouse keeps running in the tray',
    body: 'It keeps you signed in. You can change that in Settings.',
    bodyByRule: 'It keeps you signed in.',
    action: 'Settings',
  },
  showRule: 'Show the rule',
  switched: {
    title: 'Account switched',
    body: 'Codex uses the account that you chose.',
  },
  notSwitched: 'Not switched',
});
