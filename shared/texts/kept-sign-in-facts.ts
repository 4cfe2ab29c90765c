import { defineTexts } from './define-texts.ts';

/** Sign-ins that were kept aside: whose, why, and what ends without them. */
export const keptSignInTexts = defineTexts({
  reasons: {
    'another-account': 'A refresh was answered with the tokens of another account.',
    'account-replaced': 'Another program signed in to another account during a refresh.',
    'signed-out': 'Another program signed out during a refresh.',
    'newer-tokens': 'Another program saved newer tokens of the account during a refresh.',
    'record-damaged': 'The stored sign-in could not be read any more when new tokens came.',
    'unsaved-tokens': 'These tokens were not saved yet when you signed in again.',
    'sign-in-replaced': 'A new sign-in took its place.',
    'kept-one-used': 'Another kept sign-in took its place.',
    'sign-in-unsaved': 'This new sign-in could not be saved.',
  },
  titles: {
    locked: 'A sign-in in the keyring',
    newer: 'A sign-in from a newer Gatehouse',
    unreadable: 'A sign-in that can’t be read',
  },
  since: 'Kept since {time}.',
  unreadable: 'Remove it, and sign in again if you miss it.',
  newer: 'A newer version of Gatehouse kept it. Update Gatehouse to use it.',
  locked: 'Unlock the keyring to see whose it is.',
  ends: 'Codex stops working on {time} unless you decide.',
  endsWithToken: 'Codex stops working when its present token ends, unless you decide.',
  count: '{count, plural, one {1 sign-in is kept.} other {# sign-ins are kept.}}',
  removal:
    '{name} is deleted from this device and cannot be brought back. You would have to sign in again.',
  removalUnreadable:
    'Its file is deleted from this device and cannot be brought back. A sign-in in it stays valid until you end it in the security settings of your account.',
});
