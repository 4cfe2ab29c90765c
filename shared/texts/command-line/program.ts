import { defineTexts } from '../define-texts.ts';

/** What any command may say, whatever was asked of it. */
export const programTexts = defineTexts({
  crashed: 'gatehouse met an unexpected problem ({error}). Try again.',
  unexpected: 'gatehouse met an unexpected problem: {problem}',
  outputUnwritten: 'The output cannot be written: {reason}.',
  inputUnreadable: 'Standard input cannot be read ({code}).',
  saving: 'New tokens are being saved; ending now would lose the sign-in. One moment.',
  noActivityFolder: 'There is no folder for the activity: set HOME, or GATEHOUSE_DATA.',
  restartServer: 'Restart it: gatehouse codex restart',
});
