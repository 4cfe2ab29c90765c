import { createHash, randomUUID } from 'node:crypto';
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWTPayload } from 'jose';
import type { IssuerAccount } from './accounts.ts';
import type { SecretLedger } from './secret-ledger.ts';

export const authClaim = 'https://api.openai.com/auth';
export const profileClaim = 'https://api.openai.com/profile';

const algorithm = 'RS256';
const idTokenLifetimeSeconds = 3600;

/** Departures from what the account says. A member set to undefined removes that claim. */
export interface TokenOverrides {
  /** Milliseconds since the epoch; the issuer's clock unless given. */
  readonly issuedAt?: number;
  readonly idTokenLifetimeSeconds?: number;
  readonly accessTokenLifetimeSeconds?: number;
  readonly idTokenClaims?: Readonly<Record<string, unknown>>;
  readonly accessTokenClaims?: Readonly<Record<string, unknown>>;
  /** Members of the `https://api.openai.com/auth` object of both tokens. */
  readonly authClaims?: Readonly<Record<string, unknown>>;
}

export interface MintRequest extends TokenOverrides {
  readonly account: IssuerAccount;
  readonly clientId: string;
  readonly scope: string;
  /** Ties the access token to its refresh family. */
  readonly familyId: string;
  readonly nonce?: string | undefined;
}

export interface MintedTokens {
  readonly idToken: string;
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

export interface TokenMint {
  readonly jwks: JSONWebKeySet;
  mint(request: MintRequest): Promise<MintedTokens>;
  /** An ID token with any issuer, audience or key: for the replies that a client must refuse. */
  signIdToken(claims: JWTPayload, key?: 'own' | 'foreign'): Promise<string>;
  /** The claims of a token of this mint; undefined when it is forged or has expired. */
  verify(token: string): Promise<JWTPayload | undefined>;
}

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwks: JSONWebKeySet;
}

async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const jwks = { keys: [{ ...publicJwk, kid, alg: algorithm, use: 'sig' }] };
  return { kid, privateKey, publicKey, jwks };
}

let ownKey: Promise<SigningKey> | undefined;
let foreignKey: Promise<SigningKey> | undefined;

/**
 * The key of every issuer in this process: making an RSA key takes long enough to be felt when each
 * test starts an issuer. Issuers still differ by name.
 */
export function signingKey(): Promise<SigningKey> {
  ownKey ??= createSigningKey();
  return ownKey;
}

export interface TokenMintOptions {
  readonly key: SigningKey;
  readonly origin: string;
  readonly accessTokenLifetimeSeconds: number;
  readonly ledger: SecretLedger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The `https://api.openai.com/auth` object: codex-rs/core/src/token_data.rs. */
export function authClaimsOf(account: IssuerAccount): Record<string, unknown> {
  return {
    chatgpt_plan_type: account.plan,
    chatgpt_user_id: account.userId,
    user_id: account.userId,
    chatgpt_account_id: account.workspaceId,
    ...(account.isFedramp === undefined ? {} : { chatgpt_account_is_fedramp: account.isFedramp }),
  };
}

function idTokenClaims(request: MintRequest, origin: string, issuedAtSeconds: number): JWTPayload {
  const { account } = request;
  return {
    iss: origin,
    sub: account.userId,
    aud: [request.clientId],
    iat: issuedAtSeconds,
    auth_time: issuedAtSeconds,
    exp: issuedAtSeconds + (request.idTokenLifetimeSeconds ?? idTokenLifetimeSeconds),
    jti: randomUUID(),
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
    name: account.name,
    email: account.email,
    email_verified: true,
    [authClaim]: {
      ...authClaimsOf(account),
      organization_id: `org-${account.userId}`,
      project_id: `proj-${account.userId}`,
      completed_platform_onboarding: true,
      is_org_owner: false,
      ...request.authClaims,
    },
    ...request.idTokenClaims,
  };
}

function accessTokenClaims(
  request: MintRequest,
  origin: string,
  issuedAtSeconds: number,
  lifetimeSeconds: number,
): JWTPayload {
  const { account } = request;
  return {
    iss: origin,
    sub: account.userId,
    aud: ['https://api.openai.com/v1'],
    client_id: request.clientId,
    iat: issuedAtSeconds,
    nbf: issuedAtSeconds,
    exp: issuedAtSeconds + lifetimeSeconds,
    jti: randomUUID(),
    session_id: request.familyId,
    scp: request.scope.split(' '),
    [profileClaim]: { email: account.email, email_verified: true },
    [authClaim]: { ...authClaimsOf(account), ...request.authClaims },
    ...request.accessTokenClaims,
  };
}

/** OpenID Connect Core section 3.1.3.6. */
function accessTokenHash(accessToken: string): string {
  const digest = createHash('sha256').update(accessToken, 'ascii').digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}

export function createTokenMint(options: TokenMintOptions): TokenMint {
  const { kid, privateKey, publicKey, jwks } = options.key;

  async function sign(claims: JWTPayload, key: CryptoKey): Promise<string> {
    const jwt = new SignJWT(claims).setProtectedHeader({ alg: algorithm, typ: 'JWT', kid });
    return options.ledger.remember(await jwt.sign(key));
  }

  return {
    jwks,
    async mint(request) {
      const issuedAtSeconds = Math.floor((request.issuedAt ?? options.now()) / 1000);
      const expiresInSeconds =
        request.accessTokenLifetimeSeconds ?? options.accessTokenLifetimeSeconds;
      const accessToken = await sign(
        accessTokenClaims(request, options.origin, issuedAtSeconds, expiresInSeconds),
        privateKey,
      );
      const idToken = await sign(
        {
          at_hash: accessTokenHash(accessToken),
          ...idTokenClaims(request, options.origin, issuedAtSeconds),
        },
        privateKey,
      );
      return { idToken, accessToken, expiresInSeconds };
    },
    async signIdToken(claims, key = 'own') {
      // The foreign key borrows our kid, so that only the signature gives it away.
      if (key === 'own') return sign(claims, privateKey);
      foreignKey ??= createSigningKey();
      return sign(claims, (await foreignKey).privateKey);
    },
    async verify(token) {
      try {
        const currentDate = new Date(options.now());
        const verified = await jwtVerify(token, publicKey, { issuer: options.origin, currentDate });
        return verified.payload;
      } catch {
        return undefined;
      }
    },
  };
}
