import {
  hasTokens,
  recordWithRefreshedTokens,
  sameTokens,
  type AuthRecord,
  type RefreshedTokens,
  type TokenRecord,
} from './auth-record.ts';
import { modeOf } from './credential.ts';
import { identityOf, sameIdentity } from './credential-facts.ts';
import type { StoredCredential } from './credential-store.ts';
import { readIdTokenClaims } from './id-token-claims.ts';
import {
  accountChangedMessage,
  permanentFailure,
  transientFailure,
  type RefreshFailure,
} from './refresh-failure.ts';
import { isStale } from './staleness.ts';

export interface RefreshSituation {
  /** The record of the snapshot. */
  readonly held: TokenRecord;
  /** What the store holds now. */
  readonly stored: StoredCredential;
  /** Refresh also where the token is still good. */
  readonly force: boolean;
  /** The failure for good that stands for what is stored; null where none does. */
  readonly remembered: RefreshFailure | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type RefreshStep =
  /** The token is good: nothing to do. */
  | { readonly step: 'fresh' }
  /** Somebody else has refreshed: take theirs over, without a request. */
  | { readonly step: 'adopt'; readonly record: TokenRecord }
  /** Redeem the refresh token of this record, and nothing else. */
  | { readonly step: 'ask'; readonly record: TokenRecord }
  | { readonly step: 'fail'; readonly failure: RefreshFailure };

/**
 * What to do before a request, given what the store holds at this moment.
 *
 * A record of another account is never refreshed with the tokens held here, nor
 * written to; a permanent failure is repeated without a request for the tokens it was
 * met with, unless somebody asks by force. Source: codex-rs/login/src/auth/manager.rs
 * `refresh_token`, which goes one step less far: it refuses records without
 * `account_id`, where the same record, or the claims, prove the account here.
 */
export function nextRefreshStep(situation: RefreshSituation): RefreshStep {
  const { held, stored, now } = situation;
  const current = currentRecord(stored);
  if (current.kind === 'gone') return { step: 'fail', failure: accountChanged };
  if (current.kind === 'unreadable') {
    const message = `The token was not refreshed. ${current.message}`;
    return { step: 'fail', failure: transientFailure(message) };
  }
  const { record } = current;
  const adoptable = !sameTokens(record.tokens, held.tokens);
  if (adoptable && !sameIdentity(identityOf(record.tokens), identityOf(held.tokens))) {
    return { step: 'fail', failure: accountChanged };
  }
  const stale = isStale(record, now);
  if (adoptable && !stale) return { step: 'adopt', record };
  const { remembered, force } = situation;
  if (remembered !== null && !force) return { step: 'fail', failure: remembered };
  if (!stale && !force) return { step: 'fresh' };
  if (record.tokens.refreshToken === '') return { step: 'fail', failure: refreshTokenMissing };
  return { step: 'ask', record };
}

export type MergeResult =
  | { readonly kind: 'merged'; readonly record: AuthRecord; readonly idTokenKept: boolean }
  | { readonly kind: 'refused'; readonly failure: RefreshFailure };

/**
 * The record to save after an answer. Tokens that name another account or user
 * are refused whole: Codex CLI 0.169.0 mixes them into the record. A record may
 * know its account by two ids, `account_id` and the claim; either will do. An ID token
 * that cannot be read is left out while the rest is saved, because the refresh
 * token is spent by now and its successor must not be lost, as it is upstream.
 *
 * @param now milliseconds since the epoch.
 */
export function mergeRefreshed(
  record: TokenRecord,
  answer: RefreshedTokens,
  now: number,
): MergeResult {
  const { accountId, claims: held } = record.tokens;
  const conflicts = [answer.idToken, answer.accessToken]
    .flatMap((token) => (token === null ? [] : [readIdTokenClaims(token)]))
    .flatMap((result) => (result.ok ? [result.claims] : []))
    .some(
      ({ workspaceId, userId }) =>
        isForeign(workspaceId, [accountId, held.workspaceId]) || isForeign(userId, [held.userId]),
    );
  if (conflicts) return { kind: 'refused', failure: foreignTokens };
  const idTokenKept = answer.idToken !== null && !readIdTokenClaims(answer.idToken).ok;
  const usable = idTokenKept ? { ...answer, idToken: null } : answer;
  return { kind: 'merged', record: recordWithRefreshedTokens(record, usable, now), idTokenKept };
}

export type ChangedMeanwhile =
  /** The tokens are still the ones redeemed: put the new ones into this record. */
  | { readonly kind: 'mergeInto'; readonly record: TokenRecord }
  /** Newer tokens of the same account are there: they win. */
  | { readonly kind: 'adopt' }
  /** It cannot be told whose it is: the new tokens are kept until it can. */
  | { readonly kind: 'keep'; readonly message: string }
  | { readonly kind: 'fail'; readonly failure: RefreshFailure };

/** What to do when the store holds something else at the moment of saving than at the request. */
export function afterChange(redeemed: TokenRecord, found: StoredCredential): ChangedMeanwhile {
  const current = currentRecord(found);
  if (current.kind === 'gone') return { kind: 'fail', failure: accountChanged };
  if (current.kind === 'unreadable') return { kind: 'keep', message: current.message };
  const { record } = current;
  if (sameTokens(record.tokens, redeemed.tokens)) return { kind: 'mergeInto', record };
  return sameIdentity(identityOf(record.tokens), identityOf(redeemed.tokens))
    ? { kind: 'adopt' }
    : { kind: 'fail', failure: accountChanged };
}

/**
 * When to look, after a refusal, for what another program may have stored that was
 * quicker: the waits in milliseconds before each look. A program that has redeemed
 * the token saves the new ones only once its own answer is there, which on a slow
 * line comes later than our refusal.
 */
export function waitsForWinnerMs(failure: RefreshFailure): readonly number[] {
  if (!failure.permanent) return [];
  const couldHaveBeenQuicker = failure.reason === 'reused' || failure.reason === 'other';
  return couldHaveBeenQuicker ? [0, 100, 200, 400, 800, 1600, 3200] : [0];
}

const accountChanged = permanentFailure('other', accountChangedMessage);
const refreshTokenMissing = permanentFailure(
  'other',
  'Your access token could not be refreshed because the sign-in has no refresh token. Please sign in again.',
);
const foreignTokens = permanentFailure(
  'other',
  'Your access token could not be refreshed because the token endpoint answered with tokens of another account. Nothing was saved. Please sign in again.',
);

type CurrentRecord =
  | { readonly kind: 'tokens'; readonly record: TokenRecord }
  /** The account was signed out, or a key stands in its place. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreadable'; readonly message: string };

function currentRecord(stored: StoredCredential): CurrentRecord {
  switch (stored.kind) {
    case 'present':
      return hasTokens(stored.record) && modeOf(stored.record).startsWith('chatgpt')
        ? { kind: 'tokens', record: stored.record }
        : { kind: 'gone' };
    case 'absent':
      return { kind: 'gone' };
    case 'invalid':
      return {
        kind: 'unreadable',
        message: `The stored credential cannot be used: ${stored.message}.`,
      };
    case 'unreadable':
      return { kind: 'unreadable', message: stored.message };
  }
}

/** Whether an id is known and none of those that are known here. */
function isForeign(id: string | null, here: readonly (string | null)[]): boolean {
  const known = here.filter((own) => own !== null);
  return id !== null && known.length > 0 && !known.includes(id);
}
