import { defineTexts } from '../define-texts.ts';

/** What `gatehouse kept` says around the sign-ins; see `kept-sign-in-facts.ts`. */
export const keptCommandTexts = defineTexts({
  none: 'No sign-ins are kept.',
  advice: 'Use one:     gatehouse kept use ID\nRemove one:  gatehouse kept remove ID',
});
