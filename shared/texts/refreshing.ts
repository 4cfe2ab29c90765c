import { defineTexts } from './define-texts.ts';

/** Why an access token was not refreshed, and what became of the new one. */
export const refreshTexts = defineTexts({
  notRefreshed: 'The token was not refreshed. {message}',
  noRefreshToken:
    'Your access token could not be refreshed because the sign-in has no refresh token. Please sign in again.',
  unusable: 'The stored credential cannot be used: {reason}.',
  failed: '{reason} Try again in a few minutes.',
  wouldNotBeSaved: 'The token was not refreshed, because the new one could not be saved. {reason}',
  ofAnotherAccount:
    'Your access token could not be refreshed because the token endpoint answered with tokens of another account. The new tokens are among the kept sign-ins. Please sign in again.',
  spent:
    'Your access token cannot be refreshed because the refresh token is spent. The sign-in that came for it is among the kept sign-ins. Use that one, or sign in again.',
  tooLarge:
    'The token was not refreshed, because the stored sign-in has grown so large that the new one might not fit. Remove what other programs have added to it.',
  refused: {
    ofAnotherAccount:
      'The refused token belongs to another account than the one that is signed in now. Run "gatehouse token" for a token of that one, or sign in with the account you need.',
    signInEnded: 'The sign-in ended meanwhile. Run "gatehouse login".',
    neverRefreshed:
      'The refused token is the personal access token that is stored, and such a token is never refreshed. Make a new one in ChatGPT, then run "gatehouse login --with-access-token".',
    supplied:
      'The refused token is the one that is stored. The program that supplies it has to refresh it: open that program, then try again.',
    noOther: 'The issuer answered the refresh without another access token. Try again later.',
  },
  leftByNewer: 'A newer version of Gatehouse has left a refresh unfinished. Start that version.',
  permanent: {
    expired: 'Your sign-in has expired. Sign in again.',
    reused: 'Another program used this sign-in first, so it can’t be refreshed. Sign in again.',
    revoked: 'Your sign-in was revoked. Sign in again.',
    other: 'The sign-in service does not refresh your sign-in any more. Sign in again.',
  },
  kept: 'The token was refreshed but could not be saved; Gatehouse keeps it and tries again.',
  accountChanged:
    'Nothing was refreshed: you have signed out, or signed in to another account, meanwhile.',
  leftAlone:
    'The token was not refreshed, because the sign-in service has asked to be left alone for {minutes, plural, one {another minute} other {another # minutes}}. Try again then.',
});
