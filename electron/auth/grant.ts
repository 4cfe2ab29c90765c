import type { IssuedTokens } from './auth-record.ts';

export type SignInGrant =
  | {
      readonly kind: 'chatgpt';
      readonly issued: IssuedTokens;
      /** From the token exchange of the browser flow. */
      readonly apiKey: string | null;
    }
  | { readonly kind: 'apiKey'; readonly apiKey: string };
