import { defineTexts } from './define-texts.ts';

/** What is wrong with the sign-in in use, while it is there. */
export const accountProblemTexts = defineTexts({
  /** Above the problem; of any that is not named here, the last. */
  titles: {
    'tokens-unsaved': 'New tokens are not saved yet',
    'record-incomplete': 'The stored sign-in is incomplete',
    'token-refused': 'The token was refused',
    'other-provider': 'Codex does not use this sign-in',
    other: 'Your sign-in needs attention',
  },
  tokensUnsaved:
    'New tokens were received but could not be saved. Keep Gatehouse running, make the store writable and refresh again.',
  noRefreshToken: 'This sign-in has no refresh token, so it can’t be refreshed. Sign in again.',
  ranOut: {
    suppliedByAnother:
      'The access token has run out. Codex cannot work until the program that supplies it refreshes it.',
    unattended:
      'The access token has run out. Codex cannot work until it is refreshed, which needs a connection to the sign-in service. Run "gatehouse refresh".',
    offline:
      'Your session expired, and you’re offline. Codex can’t work until you are online again; Gatehouse keeps trying.',
    unreachable:
      'Your session expired, and the sign-in service can’t be reached. Codex can’t work until it is refreshed; Gatehouse keeps trying.',
    notRefreshedYet:
      'The access token has run out and could not be refreshed yet. Codex cannot work until that succeeds; Gatehouse keeps trying.',
  },
  lacks: {
    lastRefresh:
      'The stored sign-in lacks last_refresh, so Codex sends no token with this record. {step}',
    anyAccount:
      'The stored sign-in names no account (account_id), so Codex does not keep it fresh. Gatehouse does, while it runs.',
    accountId: 'The stored sign-in lacks account_id, so Codex does not keep it fresh. {step}',
  },
});
