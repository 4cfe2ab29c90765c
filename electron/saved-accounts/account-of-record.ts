import type { AccountKind } from '../../shared/saved-accounts.ts';
import type { AuthRecord } from '../auth/auth-record.ts';
import { modeOf } from '../auth/credential.ts';
import { isRefreshableRecord } from '../auth/credential-facts.ts';
import { effectiveIdentityOf, knownId, namedWorkspaceOf } from '../auth/effective-identity.ts';
import { sha256Hex } from '../base/sha256.ts';

/** Whose a record is, without its secrets. */
export interface AccountOfRecord {
  readonly kind: AccountKind;
  readonly email: string | null;
  /** Both null where the tokens do not say. */
  readonly userId: string | null;
  readonly workspaceId: string | null;
  readonly planRaw: string | null;
  /** SHA-256, in hexadecimal, of what can be redeemed: the refresh token, the key, the token. */
  readonly secretDigest: string;
}

/** Null for a record of a kind that cannot be saved and used again. */
export function accountOfRecord(record: AuthRecord): AccountOfRecord | null {
  const nobody = { email: null, userId: null, workspaceId: null, planRaw: null };
  switch (modeOf(record)) {
    case 'apikey':
      if (record.apiKey === null) return null;
      return { kind: 'apiKey', ...nobody, secretDigest: digestOf(record.apiKey) };
    case 'personalAccessToken':
      if (record.personalAccessToken === null) return null;
      return {
        kind: 'personalAccessToken',
        ...nobody,
        secretDigest: digestOf(record.personalAccessToken),
      };
    case 'chatgpt': {
      if (!isRefreshableRecord(record)) return null;
      const { claims, refreshToken, accessToken } = record.tokens;
      return {
        kind: 'chatgpt',
        email: claims.email,
        userId: knownId(claims.userId),
        workspaceId: namedWorkspaceOf(record.tokens),
        planRaw: effectiveIdentityOf(record.tokens).planRaw,
        secretDigest: digestOf(refreshToken === '' ? accessToken : refreshToken),
      };
    }
    case 'chatgptAuthTokens':
    case 'bedrockApiKey':
    case 'bedrockAccessKeys':
    case 'headers':
    case 'agentIdentity':
      return null;
  }
}

export type KnownAccount = Pick<AccountOfRecord, 'kind' | 'userId' | 'workspaceId'>;

/** One person in one workspace. Ids that are not known say nothing; a key is its own account. */
export function isSameAccount(a: KnownAccount, b: KnownAccount): boolean {
  const isKnown = a.userId !== null && a.workspaceId !== null;
  return isKnown && a.kind === b.kind && a.userId === b.userId && a.workspaceId === b.workspaceId;
}

/** Twelve hexadecimal digits, the same for the same person and workspace. */
export function accountIdOf(account: AccountOfRecord): string {
  const { kind, userId, workspaceId } = account;
  return userId === null || workspaceId === null
    ? idOfSecret(account)
    : digestOf(JSON.stringify([kind, userId, workspaceId])).slice(0, accountIdLength);
}

/** For an account whose id is taken, or whose owner is not known. */
export function idOfSecret({ secretDigest }: Pick<AccountOfRecord, 'secretDigest'>): string {
  return digestOf(secretDigest).slice(0, accountIdLength);
}

const accountIdLength = 12;

/** SHA-256 in hexadecimal digits. */
export function digestOf(text: string): string {
  return sha256Hex(text);
}
