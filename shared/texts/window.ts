import { defineTexts } from './define-texts.ts';

/** The frame of the window: what is above and below each page. */
export const windowTexts = defineTexts({
  signInService: 'Sign-in service: {address}',
  managedBy: 'Managed by {organization}',
  managed: 'Managed by your organisation',
  sections: 'Sections',
  somethingToSee: 'There is something to see.',
  notices: 'Notices',
  /** What is under way. */
  busy: {
    refreshing: 'Refreshing the session…',
    signingOut: 'Signing out…',
    switchingAccount: 'Switching accounts…',
    changingAccount: 'Changing an account…',
    changingKept: 'Changing a kept sign-in…',
    lookingUp: 'Looking up the access token…',
  },
  /** What the taskbar says. */
  title: {
    removal: 'Will be signed out',
    failed: 'Sign-in failed',
    signingIn: 'Signing in',
    signedOut: 'Signed out',
    unusable: 'No usable sign-in',
  },
  help: {
    title: 'Gatehouse help',
    sectionKeys: '{first} to {last}',
    showSection: 'Show a section',
    search: 'Search in Policy and Activity',
    reload: 'Reload',
    refreshNow: 'Refresh now',
    goBack: 'Go back, cancel a sign-in',
    showHelp: 'Show this help',
  },
  noAnswer: 'Gatehouse did not answer. Close the window and open it again from the tray.',
  unreadableAnswer: 'Gatehouse sent an answer that this window cannot read.',
  dropped: {
    empty: '{name} cannot be read: it is empty, or not a regular file.',
    unreadable: '{name} cannot be read: it is no file, or not yours to read.',
  },
});
