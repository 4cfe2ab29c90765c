import type { AuthRecord } from './auth-record.ts';
import { readTokenTimes } from './id-token-claims.ts';
import type { RefreshFailure } from './refresh-failure.ts';
import {
  cliMarginMs,
  dueBeforeMs,
  lifetimeOf,
  refreshDueAt,
  refreshMarginMs,
} from './refresh-due.ts';

// All times are milliseconds; `random` is from 0 up to 1.

const secondMs = 1000;
const minuteMs = 60 * secondMs;

const maxJitterMs = 2 * minuteMs;
const minGapMs = 5 * secondMs;
/** Short, since a token that came expired may really be expired. */
const maxGapMs = 30 * minuteMs;

/** When the background refreshes next, with jitter of at most a fifth of the lead over the CLI. */
export function nextRefreshAt(record: AuthRecord, now: number, random: number): number | null {
  const dueAt = refreshDueAt(record);
  if (dueAt === null) return null;
  const aheadMs = refreshMarginMs(lifetimeOf(record)) - cliMarginMs;
  const at = dueAt + random * Math.min(maxJitterMs, aheadMs / 5);
  return Math.max(at, restsUntil(record, now) ?? at);
}

/** Until when new tokens, which may be short-lived or look expired, are left alone although due. */
export function restsUntil(record: AuthRecord, now: number): number | null {
  const { lastRefresh } = record;
  if (lastRefresh === null || lastRefresh > now) return null;
  return lastRefresh + gapMs(goodForMs(record, lastRefresh));
}

/** Tokens that came expired have their whole lifetime: the clock must be wrong. */
function goodForMs(record: AuthRecord, cameAt: number): number | null {
  const lifetimeMs = lifetimeOf(record);
  if (record.tokens === null || lifetimeMs === null) return null;
  const { expiresAt } = readTokenTimes(record.tokens.accessToken);
  const leftMs = (expiresAt ?? cameAt) - cameAt;
  return (leftMs > 0 ? Math.min(lifetimeMs, leftMs) : lifetimeMs) || null;
}

function gapMs(goodMs: number | null): number {
  if (goodMs === null) return maxGapMs;
  const freshMs = Math.max(goodMs - refreshMarginMs(goodMs), 0);
  const halfMs = (freshMs > 0 ? freshMs : goodMs) / 2;
  return Math.min(Math.max(halfMs, minGapMs), maxGapMs);
}

const backoffs = {
  offline: { firstMs: 5 * secondMs, maxMs: 2 * minuteMs },
  unsaved: { firstMs: 2 * secondMs, maxMs: minuteMs },
  locked: { firstMs: 5 * secondMs, maxMs: minuteMs },
  answered: { firstMs: 15 * secondMs, maxMs: 15 * minuteMs },
} as const;

export const maxRetryAfterMs = 60 * minuteMs;

/** From when it should have been refreshed, Codex is about to stop, or has stopped. */
const urgentMs = dueBeforeMs;

const urgentWaitMs = 15 * secondMs;

const mostChance = 1 / 4;

/** Exponential with jitter, not shorter than `Retry-After` (RFC 9110 section 10.2.3). */
export function retryDelayMs(
  failure: Extract<RefreshFailure, { permanent: false }>,
  failures: number,
  random: number,
  leftMs: number | null,
): number {
  const { firstMs, maxMs } = backoffs[failure.reason ?? 'answered'];
  const doubledMs = Math.min(firstMs * 2 ** Math.min(failures - 1, 20), maxMs);
  const askedMs = Math.min(failure.retryAfterMs ?? 0, maxRetryAfterMs);
  const isAnswered = failure.reason === null && failure.isOutage !== true;
  // Near the end of the access token, an outage is retried soon. Who refuses is left alone.
  const soonMs = isAnswered ? Infinity : untilUrgentMs(leftMs) + urgentWaitMs / (1 + mostChance);
  return Math.max(Math.min(doubledMs, soonMs), askedMs) * (1 + random * mostChance);
}

function untilUrgentMs(leftMs: number | null): number {
  return leftMs === null || leftMs < -urgentMs ? Infinity : Math.max(leftMs - urgentMs, 0);
}
