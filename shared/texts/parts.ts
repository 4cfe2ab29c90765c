import { defineTexts } from './define-texts.ts';

/** What parts of the window say wherever they stand. */
export const partTexts = defineTexts({
  reading: 'Reading…',
  details: 'Details',
  /** Spoken before a message. */
  severities: { info: 'Note:', warning: 'Warning:', error: 'Error:' },
  dismiss: 'Dismiss: {title}',
  timeLeft: 'Time left {time}',
  summary: 'Summary',
});
