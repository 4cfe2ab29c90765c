import type { AuthRecord } from './auth-record.ts';
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

/**
 * When the background refreshes next: at the due moment, or up to two minutes
 * later, so that many machines that were switched on together do not ask
 * together. The jitter takes at most a fifth of the time that is left before the
 * CLI would ask.
 *
 * However wrong a clock is and however short the tokens live, it is never in a
 * loop: after a refresh, a part of the lifetime passes before the next one.
 *
 * @returns null where nothing is ever due.
 */
export function nextRefreshAt(record: AuthRecord, now: number, random: number): number | null {
  const dueAt = refreshDueAt(record);
  if (dueAt === null) return null;
  const lifetimeMs = lifetimeOf(record);
  const aheadMs = refreshMarginMs(lifetimeMs) - cliMarginMs;
  const at = dueAt + random * Math.min(maxJitterMs, aheadMs / 5);
  const { lastRefresh } = record;
  // A last refresh that is yet to come was written under another clock.
  if (lastRefresh === null || lastRefresh > now) return at;
  return Math.max(at, lastRefresh + gapMs(lifetimeMs ?? 0));
}

/** The least time between two refreshes of tokens that live so long. */
function gapMs(lifetimeMs: number): number {
  const freshMs = Math.max(lifetimeMs - refreshMarginMs(lifetimeMs), 0);
  return Math.max(minGapMs, (freshMs > 0 ? freshMs : lifetimeMs) / 2);
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
const maxRetryAfterMs = 60 * minuteMs;

/**
 * How long to wait after a failure that may pass: longer each time, within a
 * quarter of chance, and never shorter than the server asked for (`Retry-After`,
 * RFC 9110 section 10.2.3), up to an hour.
 *
 * @param failures how many there were in a row, from 1.
 */
export function retryDelayMs(
  failure: Extract<RefreshFailure, { permanent: false }>,
  failures: number,
  random: number,
): number {
  const { firstMs, maxMs } = backoffs[failure.reason ?? 'refused'];
  const doubledMs = Math.min(firstMs * 2 ** Math.min(failures - 1, 20), maxMs);
  const askedMs = Math.min(failure.retryAfterMs ?? 0, maxRetryAfterMs);
  return Math.max(doubledMs, askedMs) * (1 + random / 4);
}
