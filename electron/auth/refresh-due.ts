import type { AuthRecord } from './auth-record.ts';
import { readTokenTimes } from './id-token-claims.ts';

/** The Codex CLI 0.169.0 refreshes a token that expires within this time. */
export const cliMarginMs = 5 * 60 * 1000;

/** Gatehouse does so this long before it expires, so that no CLI ever has to. */
export const dueBeforeMs = 15 * 60 * 1000;

/** Without a readable expiry, the CLI refreshes when the last refresh is older than 8 days. */
const intervalMs = 7.5 * 24 * 60 * 60 * 1000;

/** Tokens that live shortly are due at half of the time until the CLI would ask. */
export function refreshMarginMs(lifetimeMs: number | null): number {
  if (lifetimeMs === null) return dueBeforeMs;
  const untilCliAsksMs = Math.max(lifetimeMs - cliMarginMs, 0);
  return Math.min(dueBeforeMs, cliMarginMs + untilCliAsksMs / 2);
}

/** By `exp`, else by the last refresh, in milliseconds since the epoch. */
export function refreshDueAt(record: AuthRecord): number | null {
  const known = dueMoments.get(record);
  if (known !== undefined) return known;
  const dueAt = findDueMoment(record);
  dueMoments.set(record, dueAt);
  return dueAt;
}

/** Records do not change, and decoding a token is slow. */
const dueMoments = new WeakMap<AuthRecord, number | null>();

function findDueMoment(record: AuthRecord): number | null {
  if (record.tokens === null) return null;
  const { expiresAt } = readTokenTimes(record.tokens.accessToken);
  if (expiresAt !== null) return expiresAt - refreshMarginMs(lifetimeOf(record));
  return record.lastRefresh === null ? null : record.lastRefresh + intervalMs;
}

export function isStale(record: AuthRecord, now: number): boolean {
  const dueAt = refreshDueAt(record);
  return dueAt !== null && dueAt <= now;
}

/** Whether so little is left that the CLI could soon ask, however long the token lives. */
export function endsSoon(record: AuthRecord, now: number): boolean {
  if (record.tokens === null) return false;
  const { expiresAt } = readTokenTimes(record.tokens.accessToken);
  return expiresAt === null ? isStale(record, now) : expiresAt - now < dueBeforeMs;
}

/** From issue to expiry of the access token in milliseconds. */
export function lifetimeOf(record: AuthRecord): number | null {
  if (record.tokens === null) return null;
  const { expiresAt, issuedAt } = readTokenTimes(record.tokens.accessToken);
  const since = issuedAt ?? record.lastRefresh;
  if (expiresAt === null || since === null) return null;
  return Math.max(expiresAt - since, 0);
}
