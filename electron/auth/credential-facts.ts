import {
  hasTokens,
  sameRecord,
  type AuthRecord,
  type TokenData,
  type TokenRecord,
} from './auth-record.ts';
import { modeOf, type Credential, type CredentialOfStore } from './credential.ts';

/**
 * Questions about a credential, answered from the one snapshot that is passed in.
 * Source: the accessors of `CodexAuth` in codex-rs/core/src/auth.rs.
 */

/**
 * The tokens of a ChatGPT credential, where `last_refresh` is known too; null
 * otherwise ("Token data is not available." upstream, `get_token_data`).
 */
export function tokenDataOf(credential: Credential): TokenData | null {
  if (credential.kind !== 'chatgpt' || credential.record.lastRefresh === null) return null;
  return credential.tokens;
}

/** What requests are authorised with: the API key, or the access token; null without either. */
export function bearerOf(credential: Credential): string | null {
  if (credential.kind === 'apiKey') return credential.origin.apiKey;
  return tokenDataOf(credential)?.accessToken ?? null;
}

/**
 * Whether a record holds tokens that are ours to refresh and to revoke: no API key, and not
 * tokens that another program supplies and looks after (`chatgptAuthTokens`).
 */
export function isRefreshableRecord(record: AuthRecord): record is TokenRecord {
  return hasTokens(record) && modeOf(record) === 'chatgpt';
}

/** Whether a credential is one that {@link isRefreshableRecord} is true of. */
export function isRefreshable(
  credential: Credential,
): credential is Extract<Credential, { kind: 'chatgpt' }> {
  return credential.kind === 'chatgpt' && isRefreshableRecord(credential.record);
}

/** Whom tokens belong to, as far as they say. */
export interface Identity {
  readonly accountId: string | null;
  readonly userId: string | null;
}

/** Identity of tokens: `account_id`, or the workspace claim where it was never written. */
export function identityOf(tokens: TokenData): Identity {
  return {
    accountId: tokens.accountId ?? tokens.claims.workspaceId,
    userId: tokens.claims.userId,
  };
}

/**
 * Whether two loads are one and the same credential, by value. codex-rs of January 2026 compared
 * the mode only and so missed a switch between two ChatGPT accounts.
 */
export function sameCredential(a: Credential, b: Credential): boolean {
  if (a.kind === 'signedOut') return b.kind === 'signedOut';
  if (a.kind === 'unusable') {
    return b.kind === 'unusable' && a.problem.message === b.problem.message;
  }
  if (a.kind === 'chatgpt') return b.kind === 'chatgpt' && sameRecord(a.record, b.record);
  if (b.kind !== 'apiKey' || a.origin.apiKey !== b.origin.apiKey) return false;
  if (a.origin.from === 'store') return b.origin.from === 'store';
  return b.origin.from === 'environment' && sameCredential(a.origin.stored, b.origin.stored);
}

/**
 * A credential that is kept elsewhere now: as it was held, with the source it was
 * found in. The held one itself where that did not change.
 */
export function withSourceOf(held: Credential, found: Credential): Credential {
  const stored = storedPartOf(held);
  const moved = storedWithSourceOf(stored, storedPartOf(found));
  if (moved === stored) return held;
  if (held.kind !== 'apiKey' || held.origin.from !== 'environment') return moved;
  return { kind: 'apiKey', origin: { ...held.origin, stored: moved } };
}

function storedWithSourceOf(held: CredentialOfStore, found: CredentialOfStore): CredentialOfStore {
  if (held.kind === 'chatgpt' && found.kind === 'chatgpt') {
    return held.source === found.source ? held : { ...held, source: found.source };
  }
  if (held.kind !== 'apiKey' || found.kind !== 'apiKey') return held;
  const { source } = found.origin;
  return held.origin.source === source ? held : { ...held, origin: { ...held.origin, source } };
}

/** What the store holds of a credential: itself, or what stands behind a key of the environment. */
export function storedPartOf(credential: Credential): CredentialOfStore {
  return isOfStore(credential) ? credential : credential.origin.stored;
}

function isOfStore(credential: Credential): credential is CredentialOfStore {
  return credential.kind !== 'apiKey' || credential.origin.from === 'store';
}

/** The stored record, also behind a key of the environment; null where there is none that can be read. */
export function storedRecordOf(credential: Credential): AuthRecord | null {
  const stored = storedPartOf(credential);
  if (stored.kind === 'apiKey') return stored.origin.record;
  return stored.kind === 'signedOut' ? null : (stored.record ?? null);
}
