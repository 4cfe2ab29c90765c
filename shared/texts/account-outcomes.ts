import { defineTexts } from './define-texts.ts';

/** What came of what was done with an account, in use, saved or kept. */
export const accountOutcomeTexts = defineTexts({
  switchIsOpen:
    'An earlier switch has not ended, since what Codex uses can’t be read. Your accounts are kept. Make the sign-in readable, then try again.',
  notUsable: 'it cannot be used',
  inUse: 'You’re using {title}.',
  inUseAndSaved: 'You’re using {title}. {before} is saved.',
  inUseInExchange: 'You’re using {title}. What was in use before is among the kept sign-ins.',
  keyStaysValid: 'The key stays valid until you delete it in your OpenAI platform account.',
  notRevoked: {
    sharedWithUse:
      'It was not revoked, because it may be the same sign-in at the issuer as the one in use.',
    before: 'It was not revoked.',
    failed:
      "It could not be revoked and lives on at the issuer. {reason} End it in your account's security settings.",
    unopened:
      'It could not be opened and lives on at the issuer. End it in the security settings of your account.',
  },
  noSuchKept: 'There is no such kept sign-in.',
  keyInKeyring: 'Its key is in the keyring, which does not answer. Unlock it.',
  keptByNewer: 'It was kept by a newer version of Gatehouse. Update Gatehouse.',
  left: 'It cannot be used, and is left as it is.',
  theKept: 'The kept sign-in',
  bedrockSetting:
    '{file} still says model_provider = "amazon-bedrock". Remove that line, and "model" with it, so that Codex uses OpenAI again.',
  staysBefore: 'The sign-in before stays: {reason}',
  revoked: 'It was revoked at the issuer.',
  renewed: 'The account in use has a new sign-in.',
  unnamed: 'The account has no name of its own now.',
  named: 'It is called "{name}" now.',
  savedPlain: 'New accounts are saved in plain files that only you can read.',
  savedSealed: 'New accounts are encrypted again.',
  newKey: 'There is a new key. Sign in again to each account.',
  signOutFailed: 'The account in use could not be signed out, and stays.',
  signedOutOnDevice: '{title} was signed out on this device.',
  inUseElsewhere: 'It is in use in {home}. Sign out there first.',
  anotherAccount: 'You signed in to another account. Nothing was changed.',
  anotherAccountNamed: 'You signed in as {found}, not as {asked}. Nothing was changed.',
  savedForReturn:
    '{count, plural, one {{titles} is saved. Switch back at any time.} other {{titles} are saved. Switch back at any time.}}',
  savedForLater: '{title} is saved for later.',
  removed: '{title} was removed.',
  removedFromDevice: '{title} was removed from this device.',
  stillKept:
    '{count, plural, one {1 sign-in is still kept on this device. See "gatehouse kept".} other {# sign-ins are still kept on this device. See "gatehouse kept".}}',
  switchOpen: 'A switch of this account has not ended. Try again later.',
  spent: {
    unseen:
      'This system does not show whether Codex ran meanwhile, which may have used up its tokens: it may need a new sign-in.',
    perhaps: 'Its tokens may have been used up: it may need a new sign-in.',
    byPrograms:
      '{programs} ran meanwhile and may have used up its tokens: it may need a new sign-in.',
  },
  kindNotUsable: 'It is of a kind that cannot be put into use.',
});
