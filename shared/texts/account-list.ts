import { defineTexts } from './define-texts.ts';

/** The saved accounts: what keeps them from being saved, opened or put into use. */
export const accountListTexts = defineTexts({
  key: {
    notStored: 'The keyring does not hold the key that was put there.',
    gone: 'The key of your saved accounts is not in the keyring any more, so they cannot be opened.',
    swapped:
      'The keyring holds another key than the one your saved accounts were encrypted with. Nothing was opened or changed.',
    /** At the end of those two. */
    bringBack: 'Bring the old keyring back, or sign in again.',
  },
  kindNotSaved: 'A sign-in of this kind cannot be saved as an account.',
  changedPlace: '{place} does not hold what was put there.',
  fileGone: 'Its saved file is not there any more.',
  fileDamaged: 'Its saved file is damaged.',
  newerVersion: 'Your saved accounts were written by a newer version of Gatehouse.',
  /** At the end of that. */
  update: 'Update Gatehouse.',
  switch: {
    noSuch: 'There is no such account.',
    unreadable: '{reason} Sign in again.',
    inUseElsewhere: 'This account is in use in {home}. Put another account into use there first.',
    needsSignIn: 'This account needs a new sign-in.',
    signInWaits:
      '{program} waits for a sign-in, which would replace the account at its end. Finish or close it, then try again.',
    mayBeSpent:
      'Another program may have used up its tokens, which are tried only where you put it into use: "gatehouse switch". Else sign in to it again.',
    inUse: 'This account is in use already.',
    signInUnreadable:
      'An earlier switch has not ended, and what Codex uses cannot be read. Nothing was changed. Make the sign-in readable, then try again.',
    unfinished:
      'A switch in {home} has not ended, and may need this account. Nothing was changed. Look at the accounts there first, then try again.',
    journalDamaged:
      '{file} tells of a switch that has not ended, and is damaged or of a newer version. Nothing was changed. Update Gatehouse. If that does not help, move the file away, then look at which account is in use.',
    tooSlow:
      'The place of the sign-in answers too slowly to be changed while Codex may wait for it. Nothing was changed. Try again later.',
    changesAlways:
      'Other programs change the sign-in again and again. Nothing was switched. Close them, or try again later.',
    changedMeanwhile:
      'Another program changed the sign-in while accounts were switched. Both accounts are saved. Look at what is in use now, then try again.',
  },
  theSaved: 'The saved account',
});
