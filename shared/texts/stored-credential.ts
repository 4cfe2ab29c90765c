import { defineTexts } from './define-texts.ts';

/** What is wrong with what is stored, and what became of it. A fault stands within a sentence. */
export const storedCredentialTexts = defineTexts({
  faults: {
    empty: 'it is empty',
    notJson: 'it is not valid JSON',
    tooDeep: 'it is nested too deeply',
    idToken: 'tokens.id_token cannot be read ({fault})',
    notObject: 'it is not a JSON object',
    member: 'its member {path} has an unexpected value',
    unknownKindNamed:
      'it holds a sign-in of the kind "{mode}", which this version of Gatehouse does not know',
    unknownKind: 'it holds a sign-in of a kind that this version of Gatehouse does not know',
    tooLarge: 'it is larger than 1 MiB',
    inIdToken: 'in the ID token, {fault}',
    claim: 'ID token claim {claim} has the wrong type',
    idTokenFormat: 'invalid ID token format',
    memberNotUnicode: 'the name of a member is not Unicode',
    memberTwice: 'its member {name} stands in it twice',
  },
  changedByAnother: '{place} does not hold what was put there. Another program has changed it.',
  unreadable: 'The stored credential cannot be read.',
  tooLarge:
    'The sign-in is larger than 1 MiB, which could not be read again. Remove what other programs have added to it.',
  leftAsItIs: '{place} is left as it is: {fault}.',
  apiKeyMissing: 'API key auth is missing a key.',
  tokensMissing: '{place} has no sign-in in it ("tokens" is missing).',
  kindNotManaged:
    '{place} holds a sign-in of the kind "{mode}", which Gatehouse does not manage. It is left as it is.',
  unusable: '{place} cannot be used: {fault}.',
  /** At the end of what is wrong. */
  steps: {
    signInAgain: 'Sign in again.',
    signInAgainBackedUp: 'Sign in again. The old file will be backed up.',
  },
  newSignInKept:
    'Your new sign-in is not lost: it is among the kept sign-ins. Use it from there once this is mended.',
  newSignInNotKept: 'Your new sign-in could not be kept either. Sign in again once this is mended.',
  presentNotKept: 'Nothing was changed, because what is in use could not be kept. {notKept}',
  alwaysChanged: '{place} keeps being changed by another program. Close it and try again.',
  lacking: {
    personalAccessToken: 'it says that it holds a personal access token, and holds none',
    bedrockApiKey: 'it says that it holds an Amazon Bedrock key, and holds none',
    bedrockAccessKeys: 'it says that it holds AWS access keys, and holds none',
  },
});
