import { defineTexts } from './define-texts.ts';

/** Labels that mean the same wherever they stand. */
export const buttonTexts = defineTexts({
  back: 'Back',
  cancel: 'Cancel',
  checkAgain: 'Check again',
  close: 'Close',
  copyDetails: 'Copy details',
  dismiss: 'Dismiss',
  keepIt: 'Keep it',
  keepMeSignedIn: 'Keep me signed in',
  later: 'Later',
  reload: 'Reload',
  rename: 'Rename',
  runDiagnostics: 'Run diagnostics',
  showRule: 'Show the rule',
  signInAgain: 'Sign in again',
  signOutEverywhere: 'Sign out everywhere',
  signOutHere: 'Sign out on this device',
  tryAgain: 'Try again',
  useNow: 'Use now',
});
