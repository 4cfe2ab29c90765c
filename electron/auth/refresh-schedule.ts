import type { AuthRecord } from './auth-record.ts';
import { readTokenTimes } from './id-token-claims.ts';
import type { RefreshFailure } from './refresh-failure.ts';
import { cliMarginMs, lifetimeOf, refreshDueAt, refreshMarginMs } from './staleness.ts';

/**
 * When to refresh without being asked, and when to try again after a failure.
 * All times are milliseconds; a `random` is a number from 0 up to 1.
 */

const secondMs = 1000;
const minuteMs = 60 * secondMs;

const maxJitterMs = 2 * minuteMs;
const minGapMs = 5 * secondMs;
/** A token that came expired may be what it seems, so that it is not kept for long. */
const maxGapMs = 30 * minuteMs;

/**
 * When the background refreshes next: at the due moment, or up to two minutes
 * later, so that many machines that were switched on together do not ask
 * together. The jitter takes at most a fifth of the time that is left before the
 * CLI would ask.
 *
 * However wrong a clock is and however short the tokens live, it is never in a
 * loop: see `restsUntil`.
 *
 * @returns null where nothing is ever due.
 */
export function nextRefreshAt(record: AuthRecord, now: number, random: number): number | null {
  const dueAt = refreshDueAt(record);
  if (dueAt === null) return null;
  const aheadMs = refreshMarginMs(lifetimeOf(record)) - cliMarginMs;
  const at = dueAt + random * Math.min(maxJitterMs, aheadMs / 5);
  return Math.max(at, restsUntil(record, now) ?? at);
}

/**
 * Until when tokens that have just come are left alone, however due they are: some live
 * for less than their margin, and by a clock that is far ahead they come expired, so that
 * everybody who uses them would ask the issuer again, as the CLI does. It is until half of
 * the time has passed for which they were good when they came, and at most half an hour.
 *
 * @returns null where nothing holds a refresh back: the last one is not known, or is yet
 * to come, which was written under another clock.
 */
export function restsUntil(record: AuthRecord, now: number): number | null {
  const { lastRefresh } = record;
  if (lastRefresh === null || lastRefresh > now) return null;
  return lastRefresh + gapMs(goodForMs(record, lastRefresh));
}

/**
 * For how long the access token was good when it came: as long as it lives, or for what was
 * left of that where the issuer gave out an older one. Where nothing was left by this
 * clock, the clock is taken to be wrong. Null where nothing tells.
 */
function goodForMs(record: AuthRecord, cameAt: number): number | null {
  const lifetimeMs = lifetimeOf(record);
  if (record.tokens === null || lifetimeMs === null) return null;
  const { expiresAt } = readTokenTimes(record.tokens.accessToken);
  const leftMs = (expiresAt ?? cameAt) - cameAt;
  return (leftMs > 0 ? Math.min(lifetimeMs, leftMs) : lifetimeMs) || null;
}

/** The least time between two refreshes of tokens that are good for so long. */
function gapMs(goodMs: number | null): number {
  if (goodMs === null) return maxGapMs;
  const freshMs = Math.max(goodMs - refreshMarginMs(goodMs), 0);
  const halfMs = (freshMs > 0 ? freshMs : goodMs) / 2;
  return Math.min(Math.max(halfMs, minGapMs), maxGapMs);
}

/** Waits of the first and of later tries; they double in between. */
const backoffs = {
  /** Nobody answers. Trying costs nobody anything, and the person waits for it. */
  offline: { firstMs: 5 * secondMs, maxMs: 2 * minuteMs },
  /** Tokens are in memory that should be on disk. */
  unsaved: { firstMs: 2 * secondMs, maxMs: minuteMs },
  /** Another program holds the sign-in. */
  locked: { firstMs: 5 * secondMs, maxMs: minuteMs },
  /** The issuer answers, and cannot help now. */
  refused: { firstMs: 15 * secondMs, maxMs: 15 * minuteMs },
} as const;

/** However long a server asks to be left alone. */
export const maxRetryAfterMs = 60 * minuteMs;

/** So long before and after the end of an access token Codex is about to stop, or has. */
const urgentMs = 15 * minuteMs;

/** The longest wait then, with the chance that is added. */
const urgentWaitMs = 15 * secondMs;

const mostChance = 1 / 4;

/**
 * How long to wait after a failure that may pass: longer each time, within a
 * quarter of chance, and never shorter than the server asked for (`Retry-After`,
 * RFC 9110 section 10.2.3), up to an hour.
 *
 * Where the access token ends within a quarter of an hour, or has ended no longer ago, the
 * next try comes within 15 seconds, so that an outage is noticed to be over; not so where
 * the issuer answers and refuses, who has to be left alone.
 *
 * @param failures how many there were in a row, from 1.
 * @param leftMs until the access token ends, negative afterwards; null where that is not known.
 */
export function retryDelayMs(
  failure: Extract<RefreshFailure, { permanent: false }>,
  failures: number,
  random: number,
  leftMs: number | null,
): number {
  const { firstMs, maxMs } = backoffs[failure.reason ?? 'refused'];
  const doubledMs = Math.min(firstMs * 2 ** Math.min(failures - 1, 20), maxMs);
  const askedMs = Math.min(failure.retryAfterMs ?? 0, maxRetryAfterMs);
  const isRefused = failure.reason === null && failure.isOutage !== true;
  const soonMs = isRefused ? Infinity : untilUrgentMs(leftMs) + urgentWaitMs / (1 + mostChance);
  return Math.max(Math.min(doubledMs, soonMs), askedMs) * (1 + random * mostChance);
}

/** How long until every moment counts: 0 where it does now, infinite where it does not at all. */
function untilUrgentMs(leftMs: number | null): number {
  return leftMs === null || leftMs < -urgentMs ? Infinity : Math.max(leftMs - urgentMs, 0);
}
