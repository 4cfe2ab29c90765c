import { defineTexts } from './define-texts.ts';

/** The menu of the application; "&" is in front of the letter that opens it. */
export const appMenuTexts = defineTexts({
  account: '&Account',
  view: '&View',
  help: 'Gatehouse Help',
});
