import { defineTexts } from './define-texts.ts';

/** Titles of the note that Codex does not sign in here with what is stored. */
export const codexCredentialsNoteTexts = defineTexts({
  stopped: 'Codex does not start',
  signedOut: 'Codex may not be signed in',
  storedNotUsed: 'Stored, not used while {variable} is set',
  another: 'Another credential is set here',
});
