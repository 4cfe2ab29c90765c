import { defineTexts } from './define-texts.ts';

/** Why "Refresh now" is off: in a few words, and as a sentence. */
export const refreshOfferTexts = defineTexts({
  nothing: { short: 'nothing to refresh', sentence: 'Only a ChatGPT sign-in can be refreshed.' },
  forbidden: {
    short: 'login rule forbids it',
    sentence: 'A login rule does not allow this sign-in, so it is not refreshed.',
  },
  refused: {
    short: 'sign in again',
    sentence: 'This sign-in cannot be refreshed any more. Sign in again.',
  },
  noRefreshToken: {
    short: 'sign in again',
    sentence: 'This sign-in has no refresh token. It works until its access token runs out.',
  },
  supplied: {
    short: 'another program does it',
    sentence: 'Another program supplies this sign-in and refreshes it.',
  },
});
