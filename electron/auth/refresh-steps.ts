import { refreshTexts as texts } from '../../shared/texts/refreshing.ts';
import {
  recordWithRefreshedTokens,
  sameTokens,
  type AuthRecord,
  type RefreshedTokens,
  type TokenData,
  type TokenRecord,
} from './auth-record.ts';
import { isRefreshableRecord } from './credential-facts.ts';
import type { StoredCredential } from './credential-store.ts';
import { readIdTokenClaims } from './id-token-claims.ts';
import { permanentFailure, transientFailure, type RefreshFailure } from './refresh-failure.ts';
import { isStale } from './refresh-due.ts';
import {
  areTwoUsers,
  compareOwners,
  isOfAnotherAccount,
  ownerOf,
  workspaceOfToken,
} from './token-owner.ts';

export interface RefreshSituation {
  readonly held: TokenRecord;
  readonly stored: StoredCredential;
  readonly force: boolean;
  /** The permanent failure known for what is stored. */
  readonly remembered: RefreshFailure | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type RefreshStep =
  | { readonly step: 'fresh' }
  /** Another program has refreshed: use its tokens. */
  | { readonly step: 'adopt'; readonly record: TokenRecord }
  /** Redeem the refresh token of this record, and nothing else. */
  | { readonly step: 'ask'; readonly record: TokenRecord }
  | { readonly step: 'fail'; readonly failure: RefreshFailure };

/** What to do before a request. Source: `refresh_token` of codex-rs/login/src/auth/manager.rs. */
export function nextRefreshStep(situation: RefreshSituation): RefreshStep {
  const { held, stored, now } = situation;
  const current = currentRecord(stored);
  if (current.kind === 'gone') return { step: 'fail', failure: accountChanged() };
  if (current.kind === 'damaged' || current.kind === 'hidden') {
    const message = texts.notRefreshed({ message: current.message });
    return { step: 'fail', failure: transientFailure(message) };
  }
  const { record } = current;
  const adoptable = !sameTokens(record.tokens, held.tokens);
  if (adoptable && isOfOtherAccount(record.tokens, held.tokens)) {
    return { step: 'fail', failure: accountChanged() };
  }
  const stale = isStale(record, now);
  if (adoptable && !stale) return { step: 'adopt', record };
  const { remembered, force } = situation;
  if (remembered !== null && !force) return { step: 'fail', failure: remembered };
  if (!stale && !force) return { step: 'fresh' };
  if (record.tokens.refreshToken === '') return { step: 'fail', failure: refreshTokenMissing() };
  return { step: 'ask', record };
}

export type MergeResult =
  | { readonly kind: 'merged'; readonly record: AuthRecord; readonly isIdTokenUnreadable: boolean }
  /** They are another account's. */
  | { readonly kind: 'foreign' };

/** Refuses tokens of another account, which Codex CLI 0.171.0 mixes into the record. */
export function mergeRefreshed(
  record: TokenRecord,
  answer: RefreshedTokens,
  now: number,
): MergeResult {
  if (isOfAnotherAccount(answer, record.tokens)) return { kind: 'foreign' };
  const isIdTokenUnreadable = answer.idToken !== null && !readIdTokenClaims(answer.idToken).ok;
  // The refresh token is spent: its successor is saved even with an unreadable ID token.
  const usable = isIdTokenUnreadable ? { ...answer, idToken: null } : answer;
  return {
    kind: 'merged',
    record: recordWithRefreshedTokens(record, usable, now),
    isIdTokenUnreadable,
  };
}

/** The record of tokens that cannot be saved where they belong, with their own account. */
export function recordOfAnswer(
  redeemed: TokenRecord,
  answer: RefreshedTokens,
  now: number,
): AuthRecord {
  const merged = mergeRefreshed(redeemed, answer, now);
  if (merged.kind === 'merged') return merged.record;
  const isReadable = answer.idToken !== null && readIdTokenClaims(answer.idToken).ok;
  const usable = isReadable ? answer : { ...answer, idToken: null };
  const accountId = [answer.accessToken, answer.idToken]
    .map((token) => (token === null ? null : workspaceOfToken(token)))
    .find((workspace) => workspace !== null);
  const tokens = { ...redeemed.tokens, accountId: accountId ?? null };
  return recordWithRefreshedTokens({ ...redeemed, tokens }, usable, now);
}

export type ChangedMeanwhile =
  | {
      readonly kind: 'mergeInto';
      readonly record: TokenRecord;
      readonly tokens: RefreshedTokens;
    }
  /** The tokens of the answer are there already. */
  | { readonly kind: 'home' }
  /** Newer tokens of the same account are there. */
  | { readonly kind: 'adopt' }
  /** It cannot be read: the new tokens wait in the journal. */
  | { readonly kind: 'wait'; readonly message: string }
  | { readonly kind: 'damaged'; readonly message: string }
  | { readonly kind: 'fail'; readonly failure: RefreshFailure; readonly because: 'gone' | 'other' };

/** What to do where the store has changed since the request; what others replaced stays. */
export function afterChange(
  redeemed: TokenRecord,
  answer: RefreshedTokens,
  found: StoredCredential,
): ChangedMeanwhile {
  const current = currentRecord(found);
  switch (current.kind) {
    case 'gone':
      return { kind: 'fail', failure: accountChanged(), because: 'gone' };
    case 'hidden':
      return { kind: 'wait', message: current.message };
    case 'damaged':
      return { kind: 'damaged', message: current.message };
    case 'tokens':
      return afterOtherTokens(redeemed, answer, current.record);
  }
}

function afterOtherTokens(
  redeemed: TokenRecord,
  answer: RefreshedTokens,
  record: TokenRecord,
): ChangedMeanwhile {
  const [old, there] = [redeemed.tokens, record.tokens];
  if (answer.refreshToken !== null && answer.refreshToken === there.refreshToken) {
    return { kind: 'home' };
  }
  if (isSameSignIn(there, old)) {
    const tokens = {
      idToken: old.idToken === there.idToken ? answer.idToken : null,
      accessToken: old.accessToken === there.accessToken ? answer.accessToken : null,
      refreshToken: answer.refreshToken,
    };
    return { kind: 'mergeInto', record, tokens };
  }
  return isOfOtherAccount(there, old)
    ? { kind: 'fail', failure: accountChanged(), because: 'other' }
    : { kind: 'adopt' };
}

function isOfOtherAccount(there: TokenData, held: TokenData): boolean {
  if (isSameSignIn(there, held)) return false;
  return compareOwners(ownerOf(there), ownerOf(held)) === 'different';
}

/** One refresh token of one person is one sign-in, also after a switch of the workspace. */
function isSameSignIn(there: TokenData, held: TokenData): boolean {
  const isSameToken = there.refreshToken !== '' && there.refreshToken === held.refreshToken;
  return isSameToken && !areTwoUsers(ownerOf(there), ownerOf(held));
}

/** Waits before each look for tokens of a quicker program, which may come after our refusal. */
export function waitsForWinnerMs(failure: RefreshFailure): readonly number[] {
  if (!failure.permanent) return [];
  const couldHaveBeenQuicker = failure.reason === 'reused' || failure.reason === 'other';
  return couldHaveBeenQuicker ? [0, 100, 200, 400, 800, 1600, 3200] : [0];
}

const accountChanged = () => permanentFailure('other', texts.accountChanged());
const refreshTokenMissing = () => permanentFailure('other', texts.noRefreshToken());
type CurrentRecord =
  | { readonly kind: 'tokens'; readonly record: TokenRecord }
  /** Signed out, or replaced by something that is not refreshed. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'damaged'; readonly message: string }
  | { readonly kind: 'hidden'; readonly message: string };

function currentRecord(stored: StoredCredential): CurrentRecord {
  switch (stored.kind) {
    case 'present':
      return isRefreshableRecord(stored.record)
        ? { kind: 'tokens', record: stored.record }
        : { kind: 'gone' };
    case 'absent':
      return { kind: 'gone' };
    case 'invalid':
      return {
        kind: 'damaged',
        message: texts.unusable({ reason: stored.message }),
      };
    case 'unreadable':
      return { kind: 'hidden', message: stored.message };
  }
}
