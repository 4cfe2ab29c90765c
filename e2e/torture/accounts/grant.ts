import type { SignInGrant } from '../../../electron/auth/auth-record.ts';
import { readIdTokenClaims } from '../../../electron/auth/id-token-claims.ts';
import type { IssuerAccount } from '../../../electron/testing/issuer/accounts.ts';
import { codexClientId } from '../../../electron/testing/issuer/client.ts';
import type {
  EmbeddedIssuer,
  SeedOverrides,
} from '../../../electron/testing/issuer/embedded-issuer.ts';

/** What a sign-in of a person brings. */
export async function grantOf(
  issuer: EmbeddedIssuer,
  account: IssuerAccount,
  overrides: SeedOverrides = {},
): Promise<SignInGrant> {
  const tokens = await issuer.issueTokens(account, overrides);
  const read = readIdTokenClaims(tokens.id_token);
  if (!read.ok) throw new TypeError(read.message);
  return {
    kind: 'chatgpt',
    apiKey: null,
    issued: {
      idToken: tokens.id_token,
      claims: read.claims,
      accessToken: tokens.access_token,
      refreshToken: tokens.refresh_token,
      provenance: { issuer: issuer.origin, clientId: codexClientId },
    },
  };
}
