import type { AuthRecord } from './auth-record.ts';
import { readTokenTimes } from './id-token-claims.ts';

/** The Codex CLI (0.169.0) refreshes a token that expires within this time. */
export const cliMarginMs = 5 * 60 * 1000;

/** How much earlier than the CLI Gatehouse refreshes, where the token lives long enough. */
const leadMs = 10 * 60 * 1000;

/** Without a readable expiry, the CLI refreshes when the last refresh is older than 8 days. */
const intervalMs = 7.5 * 24 * 60 * 60 * 1000;

/**
 * How long before its expiry an access token is due for a refresh: 15 minutes,
 * which is 10 before the CLI asks for it, so that with Gatehouse running no CLI
 * ever has to. Of a token that lives for less than 25 minutes, half of the time
 * until the CLI would ask is left; one that lives for no longer than the CLI's
 * own margin is due at once there and here.
 *
 * @param lifetimeMs from issue to expiry; null where that is not known.
 */
export function refreshMarginMs(lifetimeMs: number | null): number {
  if (lifetimeMs === null) return cliMarginMs + leadMs;
  const untilCliAsksMs = Math.max(lifetimeMs - cliMarginMs, 0);
  return cliMarginMs + Math.min(leadMs, untilCliAsksMs / 2);
}

/**
 * When the access token is due for a refresh: by its `exp` less the margin, else
 * by the age of the last refresh, also ahead of the CLI. Null without either.
 *
 * codex-rs of January 2026 looked at the age alone (codex-rs/core/src/auth.rs `refresh_if_stale`).
 *
 * @returns milliseconds since the epoch.
 */
export function refreshDueAt(record: AuthRecord): number | null {
  const known = dueMoments.get(record);
  if (known !== undefined) return known;
  const dueAt = findDueMoment(record);
  dueMoments.set(record, dueAt);
  return dueAt;
}

/** Records do not change, and decoding a token costs more than all else in handing out the credential. */
const dueMoments = new WeakMap<AuthRecord, number | null>();

function findDueMoment(record: AuthRecord): number | null {
  if (record.tokens === null) return null;
  const { expiresAt } = readTokenTimes(record.tokens.accessToken);
  if (expiresAt !== null) return expiresAt - refreshMarginMs(lifetimeOf(record));
  return record.lastRefresh === null ? null : record.lastRefresh + intervalMs;
}

/**
 * Whether the access token should be refreshed now.
 *
 * @param now milliseconds since the epoch.
 */
export function isStale(record: AuthRecord, now: number): boolean {
  const dueAt = refreshDueAt(record);
  return dueAt !== null && dueAt <= now;
}

/** From issue to expiry of the access token in milliseconds; null where that is not known. */
export function lifetimeOf(record: AuthRecord): number | null {
  if (record.tokens === null) return null;
  const { expiresAt, issuedAt } = readTokenTimes(record.tokens.accessToken);
  const since = issuedAt ?? record.lastRefresh;
  if (expiresAt === null || since === null) return null;
  return Math.max(expiresAt - since, 0);
}
