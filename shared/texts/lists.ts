import { defineTexts } from './define-texts.ts';

/** How the parts of a list are put together; see `wording/lists.ts`. */
export const listTexts = defineTexts({
  comma: '{before}, {next}',
  semicolon: '{before}; {next}',
  and: '{before} and {last}',
  or: '{before} or {last}',
});
