import { defineTexts } from './define-texts.ts';

/** What the window says for a moment when something is done. */
export const confirmationTexts = defineTexts({
  signedIn: 'You’re signed in.',
  cancelled: 'Sign-in cancelled.',
  cancelledAgain: 'Signing in again as {name} was cancelled.',
  signedOut: 'You’re signed out on this device.',
  refreshed: 'Session refreshed.',
  lookedUp: 'Looked up.',
  fileIsPrivate: 'Only you can read the file now.',
  storedInFile: 'Sign-ins are now stored in a file.',
  storedInKeyring: 'Sign-ins are now stored in the keyring.',
  copyRemoved: 'The copy is removed.',
  linkCopied: 'The sign-in link is copied.',
  codeCopied: 'The code is copied.',
  detailsCopied: 'The details are copied.',
  reportCopied: 'The report is copied.',
  reportExported: 'The report is exported.',
  activityExported: 'The activity is exported.',
  policyCopied: 'The policy is copied as JSON.',
  policyExported: 'The policy is exported.',
});
