import { defineTexts } from './define-texts.ts';

/** How a list is put into words, two of its parts at a time. */
export const listTexts = defineTexts({
  comma: '{before}, {next}',
  and: '{before} and {last}',
  or: '{before} or {last}',
});
