import { defineTexts } from './define-texts.ts';

/** What the window is divided into. */
export const sectionTexts = defineTexts({
  account: 'Account',
  policy: 'Policy',
  activity: 'Activity',
  diagnostics: 'Diagnostics',
  settings: 'Settings',
});
