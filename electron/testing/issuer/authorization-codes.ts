import { randomBytes } from 'node:crypto';
import type { IssuerAccount } from './accounts.ts';
import { verifierMatches } from './pkce.ts';
import type { RefreshFamily } from './refresh-families.ts';
import type { SecretLedger } from './secret-ledger.ts';

const codeLifetimeMs = 10 * 60 * 1000;

/** What a code stands for: RFC 6749 section 4.1.2 and RFC 7636 section 4.4. */
export interface CodeGrant {
  readonly account: IssuerAccount;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly scope: string;
  readonly nonce?: string | undefined;
}

export interface CodeRedemption {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

export type RedeemedCode =
  | { readonly outcome: 'redeemed'; readonly grant: CodeGrant; readonly family: RefreshFamily }
  | {
      readonly outcome: 'refused';
      readonly reason: string;
      /** Tokens that an earlier redemption of the same code led to; they must go. */
      readonly compromised?: RefreshFamily | undefined;
    };

interface IssuedCode {
  readonly grant: CodeGrant;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  used: boolean;
  family?: RefreshFamily;
}

export interface AuthorizationCodes {
  issue(grant: CodeGrant): string;
  /** Any attempt uses the code up, a refused one included. */
  redeem(attempt: CodeRedemption, openFamily: (grant: CodeGrant) => RefreshFamily): RedeemedCode;
}

function mismatch(issued: IssuedCode, attempt: CodeRedemption, now: number): string | undefined {
  const { grant } = issued;
  if (issued.expiresAt <= now) return 'The authorization code has expired.';
  if (grant.clientId !== attempt.clientId) return 'The code was issued to another client.';
  if (grant.redirectUri !== attempt.redirectUri)
    return 'The redirect_uri differs from the one of the authorization request.';
  if (!verifierMatches(attempt.codeVerifier, grant.codeChallenge))
    return 'The code_verifier does not match the code_challenge.';
  return undefined;
}

export function createAuthorizationCodes(options: {
  readonly ledger: SecretLedger;
  readonly now: () => number;
}): AuthorizationCodes {
  const codes = new Map<string, IssuedCode>();
  return {
    issue(grant) {
      const code = options.ledger.remember(`ac_${randomBytes(32).toString('base64url')}`);
      codes.set(code, { grant, expiresAt: options.now() + codeLifetimeMs, used: false });
      return code;
    },
    redeem(attempt, openFamily) {
      const issued = codes.get(attempt.code);
      if (issued === undefined)
        return { outcome: 'refused', reason: 'The authorization code is not known.' };
      if (issued.used)
        return {
          outcome: 'refused',
          reason: 'The authorization code was already used.',
          compromised: issued.family,
        };
      issued.used = true;
      const reason = mismatch(issued, attempt, options.now());
      if (reason !== undefined) return { outcome: 'refused', reason };
      issued.family = openFamily(issued.grant);
      return { outcome: 'redeemed', grant: issued.grant, family: issued.family };
    },
  };
}
