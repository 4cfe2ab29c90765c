import { defineTexts } from './define-texts.ts';

/** Variables that name a folder and do not, and the home folder. */
export const folderTexts = defineTexts({
  notReplaced:
    '{variable} is "{folder}", and nothing replaces the {written} in it here. Set it to the whole path.',
  notAbsolute:
    '{variable} is "{folder}", which is not an absolute path. Set it to your home folder.',
  noHome:
    'No home folder: {variable} is not set, and the system knows none for this user. Set {variable}.',
});
