import { defineTexts } from './define-texts.ts';

/** What Codex and Gatehouse say of one start, beside each other. */
export const crossCheckTexts = defineTexts({
  differs:
    'Codex has the last word on what it uses. Check again in a moment, since something may have changed meanwhile. If they still differ, send the report of diagnostics to your help desk.',
  nobody: 'nobody',
  needsNoSignIn: 'nobody: its provider needs no sign-in',
  providerNeedsNoSignIn: 'nobody: provider "{provider}" needs no sign-in',
  notKnown: 'not known',
  notKnownBecause: 'not known. {reason}',
  ofLoginShell: 'what {variable} of a login shell says',
  doesNotStart: 'Codex does not start. {reason}',
  noMethods: 'none',
});
