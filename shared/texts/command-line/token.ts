import { defineTexts } from '../define-texts.ts';

/** Why `gatehouse token` prints none, or may print one that does not work. */
export const tokenCommandTexts = defineTexts({
  askedToEnd: 'Nothing was printed: the command was asked to end.',
  lacksLastRefresh:
    'The stored sign-in lacks last_refresh and cannot be used. Run "gatehouse refresh --force".',
  /** A place, for texts of what is in it. */
  savedAccount: 'The saved account',
  savedAccountWithout: 'The saved account has no access token.',
  suppliedRanOut:
    'The access token ran out. The program that supplies it has to renew it: open that program, then try again.',
  /** {failure}: why it was not refreshed, as sentences. */
  mayHaveRunOut: '{failure} The token does not say how long it is valid, and may have run out.',
  bedrock:
    'The sign-in is for Amazon Bedrock and has no access token. Use its credentials themselves, or sign in with ChatGPT.',
  apiKey:
    'The sign-in is an API key and has no access token. Sign in with ChatGPT, or use the key itself.',
});
