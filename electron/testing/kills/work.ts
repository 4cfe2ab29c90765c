import type { IssuedTokens } from '../../auth/auth-record.ts';

/** What the refreshing program is to do once its core is open. */
export type Work =
  /** Nothing more: opening saves what a killed program has left in the journal. */
  | { readonly do: 'open' }
  /** A refresh where one is due. */
  | { readonly do: 'refresh' }
  /** Forced refreshes, one after the other, until it is killed. */
  | { readonly do: 'refresh-on-and-on' }
  /** Save what a browser sign-in has brought. */
  | { readonly do: 'sign-in'; readonly issued: IssuedTokens };
