import { defineTexts } from './define-texts.ts';

/** Signing out, and what a login rule announces. */
export const signingOutTexts = defineTexts({
  title: 'Sign out',
  here: {
    title: 'Sign out on this device?',
    consequences:
      'Codex on this device stops working until you sign in again. Other devices stay signed in.',
    consequencesBesideSaved:
      'Codex on this device stops working until you sign in again or use a saved account. Other devices stay signed in.',
    note: '“On this device” leaves your other devices signed in.',
    confirm: 'Sign out',
  },
  /** Of a sign-in that is not used here. */
  unused: {
    consequences:
      'The sign-in that is stored here is deleted from this device. Other devices stay signed in.',
  },
  everywhere: {
    title: 'Sign out everywhere?',
    consequences: 'This signs you out on every device that uses this sign-in. You can’t undo it.',
  },
  /** Of a credential that cannot be had again, by its kind. */
  removeTitles: {
    personalAccessToken: 'Remove the personal access token?',
    bedrockApiKey: 'Remove the Amazon Bedrock API key?',
    bedrockAccessKeys: 'Remove the AWS access keys?',
  },
  announced: {
    title: 'A login rule will sign you out',
    onThisDevice: 'You’ll be signed out on this device only.',
    toStay: 'To stay signed in, change the rule below before the time is up, or ask who set it.',
    toStayByLine:
      'To stay signed in, change the line below before the time is up, or ask who set it.',
    rule: 'Rule',
    setIn: 'Set in',
    showPolicy: 'Show policy',
    signOutNow: 'Sign out now',
    show: 'Show details',
  },
});
