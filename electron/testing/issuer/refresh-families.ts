import { randomBytes, randomUUID } from 'node:crypto';
import type { IssuerAccount } from './accounts.ts';
import type { SecretLedger } from './secret-ledger.ts';

/** One sign-in and all refresh tokens that descend from it. */
export interface RefreshFamily {
  readonly id: string;
  readonly account: IssuerAccount;
  readonly clientId: string;
  readonly scope: string;
  readonly lifetimeSeconds: number | undefined;
  revoked: boolean;
}

export type RefreshRefusal =
  'refresh_token_expired' | 'refresh_token_reused' | 'refresh_token_invalidated';

export type Rotation =
  | { readonly outcome: 'rotated'; readonly family: RefreshFamily; readonly refreshToken: string }
  | { readonly outcome: 'refused'; readonly code: RefreshRefusal };

interface IssuedRefreshToken {
  readonly family: RefreshFamily;
  /** Milliseconds since the epoch; undefined = does not expire. */
  readonly expiresAt: number | undefined;
  readonly redeemed: string | null;
  spent: boolean;
}

export interface RefreshFamilies {
  open(of: Omit<RefreshFamily, 'id' | 'revoked'>): RefreshFamily;
  /** Issues the first refresh token of a family. */
  issue(family: RefreshFamily): string;
  /** Spends a token and issues its successor. Synchronous, so no two requests can both win. */
  rotate(refreshToken: string, clientId: string): Rotation;
  revoke(family: RefreshFamily): void;
  byRefreshToken(refreshToken: string): RefreshFamily | undefined;
  byId(id: string): RefreshFamily | undefined;
  /** How many times a token was shown that had been redeemed before. */
  reuses(): number;
  /** Tokens that would be redeemed now. */
  live(): readonly LiveRefreshToken[];
}

export interface LiveRefreshToken {
  readonly refreshToken: string;
  /** The one that was redeemed for it; null for the first of a sign-in. */
  readonly redeemed: string | null;
  readonly account: IssuerAccount;
}

export interface RefreshFamiliesOptions {
  readonly revokeFamilyOnReuse: boolean;
  readonly ledger: SecretLedger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Single-use refresh tokens with reuse detection: RFC 9700 section 4.14.2. */
export function createRefreshFamilies(options: RefreshFamiliesOptions): RefreshFamilies {
  const families = new Map<string, RefreshFamily>();
  const tokens = new Map<string, IssuedRefreshToken>();
  let reuses = 0;

  function issue(family: RefreshFamily, redeemed: string | null = null): string {
    const refreshToken = options.ledger.remember(`rt_${randomBytes(48).toString('base64url')}`);
    const { lifetimeSeconds } = family;
    const expiresAt =
      lifetimeSeconds === undefined ? undefined : options.now() + lifetimeSeconds * 1000;
    tokens.set(refreshToken, { family, expiresAt, redeemed, spent: false });
    return refreshToken;
  }

  function refusal(token: IssuedRefreshToken | undefined, clientId: string) {
    if (token === undefined || token.family.revoked || token.family.clientId !== clientId)
      return 'refresh_token_invalidated';
    if (token.spent) return 'refresh_token_reused';
    if (token.expiresAt !== undefined && token.expiresAt <= options.now())
      return 'refresh_token_expired';
    return undefined;
  }

  return {
    open(of) {
      const family = { ...of, id: randomUUID(), revoked: false };
      families.set(family.id, family);
      return family;
    },
    issue,
    rotate(refreshToken, clientId) {
      const token = tokens.get(refreshToken);
      const code = refusal(token, clientId);
      if (token?.spent === true) reuses += 1;
      if (token === undefined || code !== undefined) {
        if (token !== undefined && code === 'refresh_token_reused' && options.revokeFamilyOnReuse)
          token.family.revoked = true;
        return { outcome: 'refused', code: code ?? 'refresh_token_invalidated' };
      }
      token.spent = true;
      return {
        outcome: 'rotated',
        family: token.family,
        refreshToken: issue(token.family, refreshToken),
      };
    },
    revoke(family) {
      family.revoked = true;
    },
    byRefreshToken: (refreshToken) => tokens.get(refreshToken)?.family,
    byId: (id) => families.get(id),
    reuses: () => reuses,
    live: () =>
      [...tokens]
        .filter(([, token]) => !token.spent && refusal(token, token.family.clientId) === undefined)
        .map(([refreshToken, { family, redeemed }]) => ({
          refreshToken,
          redeemed,
          account: family.account,
        })),
  };
}
