import type { IssuedTokens } from './auth-record.ts';

/** What a completed sign-in hands over to be saved. */
export type SignInGrant =
  | {
      readonly kind: 'chatgpt';
      readonly issued: IssuedTokens;
      /** Key from the token exchange of the browser flow, null where there is none. */
      readonly apiKey: string | null;
    }
  | { readonly kind: 'apiKey'; readonly apiKey: string };
