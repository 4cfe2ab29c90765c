import { defineTexts } from './define-texts.ts';

/** Copies of the sign-in beside the one in use, and of what could not be read. */
export const credentialCopiesTexts = defineTexts({
  notAsked: 'Keyring not checked yet.',
  unanswered: 'The keyring does not answer, so copies in it can’t be checked.',
  absent: 'There is no keyring to look in.',
  none: 'None were found.',
  kept: '{count, plural, one {A copy of an earlier sign-in is still kept: {files}. To remove it, run: gatehouse store remove-copies} other {# copies of earlier sign-ins are still kept: {files}. To remove them, run: gatehouse store remove-copies}}',
});
