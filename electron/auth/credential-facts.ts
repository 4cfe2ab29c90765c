import {
  hasTokens,
  sameRecord,
  type AuthRecord,
  type TokenData,
  type TokenRecord,
} from './auth-record.ts';
import { modeOf, type Credential } from './credential.ts';

/** Questions about one credential. Source: `CodexAuth` in codex-rs/core/src/auth.rs. */

/** Null also without `last_refresh`: "Token data is not available." upstream. */
export function tokenDataOf(credential: Credential): TokenData | null {
  if (credential.kind !== 'chatgpt' || credential.record.lastRefresh === null) return null;
  return credential.tokens;
}

/** The key or token that authorises requests to the provider. */
export function bearerOf(credential: Credential): string | null {
  if (credential.kind === 'apiKey') return credential.origin.apiKey;
  if (credential.kind === 'personalAccessToken') return credential.token;
  return tokenDataOf(credential)?.accessToken ?? null;
}

/** Whether its tokens are ours to refresh, not another program's (`chatgptAuthTokens`). */
export function isRefreshableRecord(record: AuthRecord): record is TokenRecord {
  return hasTokens(record) && modeOf(record) === 'chatgpt';
}

export function isRefreshable(
  credential: Credential,
): credential is Extract<Credential, { kind: 'chatgpt' }> {
  return credential.kind === 'chatgpt' && isRefreshableRecord(credential.record);
}

export interface Identity {
  readonly accountId: string | null;
  readonly userId: string | null;
}

/** With the workspace claim where `account_id` was never written. */
export function identityOf(tokens: TokenData): Identity {
  return {
    accountId: tokens.accountId ?? tokens.claims.workspaceId,
    userId: tokens.claims.userId,
  };
}

/** Equal by value; codex-rs of January 2026 compared the mode only. */
export function sameCredential(a: Credential, b: Credential): boolean {
  if (a.kind === 'signedOut') return b.kind === 'signedOut';
  if (a.kind === 'unusable') {
    return b.kind === 'unusable' && a.problem.message === b.problem.message;
  }
  if (a.kind !== 'apiKey') return b.kind === a.kind && sameRecord(a.record, b.record);
  return b.kind === 'apiKey' && a.origin.apiKey === b.origin.apiKey;
}

/** A held credential with the source where it is found now; itself where that is the same. */
export function withSourceOf(held: Credential, found: Credential): Credential {
  if ('source' in held && 'source' in found) {
    return held.source === found.source ? held : { ...held, source: found.source };
  }
  if (held.kind !== 'apiKey' || found.kind !== 'apiKey') return held;
  const { source } = found.origin;
  return held.origin.source === source ? held : { ...held, origin: { ...held.origin, source } };
}

export function storedRecordOf(stored: Credential): AuthRecord | null {
  if (stored.kind === 'apiKey') return stored.origin.record;
  return stored.kind === 'signedOut' ? null : (stored.record ?? null);
}
