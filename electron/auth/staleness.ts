import type { AuthRecord } from './auth-record.ts';
import { readExpiry } from './id-token-claims.ts';

/** An access token counts as stale when it expires within this time. */
export const expiryMarginMs = 5 * 60 * 1000;

/** Without a readable expiry, tokens count as stale when the last refresh is older than this. */
export const refreshIntervalMs = 8 * 24 * 60 * 60 * 1000;

/**
 * Whether the access token should be refreshed: by its `exp` with a margin of
 * five minutes, which Codex CLI 0.169.0 does too, else by the age of the last
 * refresh (exactly eight days is fresh). Without either it is never stale.
 *
 * The seed looked at the age alone (codex-rs/core/src/auth.rs `refresh_if_stale`).
 *
 * @param now milliseconds since the epoch.
 */
export function isStale(record: AuthRecord, now: number): boolean {
  if (record.tokens === null) return false;
  const expiresAt = readExpiry(record.tokens.accessToken);
  if (expiresAt !== null) return expiresAt <= now + expiryMarginMs;
  return record.lastRefresh !== null && record.lastRefresh < now - refreshIntervalMs;
}
