import { defineTexts } from './define-texts.ts';

/** Titles of the note that Codex does not sign in here with what is stored. */
export const codexCredentialsNoteTexts = defineTexts({
  stopped: 'Codex does not start',
  signedOut: 'Codex may not be signed in',
  storedNotUsed: 'Codex doesn’t use your sign-in',
  another: 'Some Codex programs don’t use your sign-in',
  unneeded: 'Codex has a credential already',
  unneededBySome: 'Some Codex programs have a credential already',
  /** What has Codex use the stored sign-in, by where the other credential is set. */
  steps: {
    environment: 'To use your sign-in, unset {variable} and start Gatehouse again.',
    dotenv: 'To use your sign-in, remove {variable} from .env of the Codex home.',
  },
});
