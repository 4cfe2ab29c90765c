import { defineTexts } from './define-texts.ts';

/** A sign-in that is under way, or has failed. */
export const signingInTexts = defineTexts({
  starting: {
    titles: {
      browser: 'Preparing the sign-in…',
      device: 'Asking for a code…',
      apiKey: 'Checking the login rules…',
    },
    leads: {
      browser: 'The sign-in page is about to open in your browser.',
      device: 'The sign-in service is asked for a device code.',
      apiKey: 'The key is saved if the rules allow it.',
    },
  },
  finishing: {
    title: 'Finishing the sign-in…',
    leads: {
      browser: 'The answer of your browser is being checked and saved.',
      device: 'Your answer is being checked and saved.',
      apiKey: 'The API key is being saved.',
    },
  },
  browser: {
    title: 'Continue in your browser',
    lead: 'Finish the sign-in in your browser. This window updates automatically.',
    unopenedTitle: 'Open the link in a browser',
    unopenedLead:
      'No browser could be opened from here. Copy the link into a browser; this window updates automatically.',
    link: 'Sign-in link',
    copyLink: 'Copy link',
    openAgain: 'Open in browser again',
    tryToOpen: 'Try to open a browser',
    details: 'Details',
    listening: 'Listening on port {port}.',
  },
  turnedAway: {
    title: 'Another user tried to finish your sign-in',
    text: 'A program of {user} on this computer was turned away. If that was your own browser, allow it once, then reload the page there.',
    user: 'user {uid}',
    namedUser: 'user {name} ({uid})',
    allow: 'Allow this once',
  },
  elsewhere: {
    title: 'Is your browser on another computer?',
    hint: 'Open the sign-in link there. After you sign in, the browser ends on a page that it can’t open. Copy that page’s address and paste it here.',
    field: 'Address of that page',
    finish: 'Finish sign-in',
  },
  device: {
    title: 'Enter this code on the sign-in page',
    copyCode: 'Copy code',
    openPage: 'Open sign-in page',
    otherDevice: 'Or open this address on any device:',
    warningTitle: 'Never share this code',
    warning:
      'Scammers ask for these codes. Only enter it on the page above, and only if you started this sign-in.',
    /** Of a code that is spelled for a screen reader. */
    dash: 'dash',
  },
  failed: {
    canBeSavedNow: 'Accounts can be saved now. Try again.',
    notSaved: 'The account can’t be saved yet',
    again: 'You were signing in again as {name}. Nothing has changed.',
    addAsNew: 'Add it as a new account',
    useAnother: 'Use another account',
  },
  /** Where another section is shown. */
  elsewhereShown: {
    starting: 'The sign-in is starting.',
    waitingForBrowser: 'Finish the sign-in in your browser.',
    waitingForDevice: 'Enter {code} on the sign-in page.',
    finishing: 'Finishing the sign-in.',
    failed: 'The sign-in failed.',
    show: 'Show sign-in',
  },
});
