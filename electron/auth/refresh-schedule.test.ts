import { describe, expect, it } from 'vitest';

import {
  apiKeyRecord,
  chatgptRecord,
  dayMs,
  hourMs,
  jwt,
  minuteMs,
  testNow,
} from '../testing/credentials.ts';
import type { AuthRecord } from './auth-record.ts';
import { transientFailure } from './refresh-failure.ts';
import { nextRefreshAt, retryDelayMs } from './refresh-schedule.ts';
import { cliMarginMs, dueBeforeMs, refreshDueAt } from './refresh-due.ts';

const now = Math.floor(testNow / 1000) * 1000;
const secondMs = 1000;

/** Issued and refreshed at `at`; its clock may be ahead of ours. */
function issued(at: number, lifetimeMs: number, issuerAheadMs = 0): AuthRecord {
  const iat = (at + issuerAheadMs) / 1000;
  return chatgptRecord({
    tokens: { access_token: jwt({ iat, exp: iat + lifetimeMs / 1000 }) },
    members: { last_refresh: new Date(at).toISOString() },
  });
}

describe('the next refresh', () => {
  it('of a token that lives for an hour comes when it is due, or up to 2 minutes later', () => {
    const record = issued(now, hourMs);
    expect(nextRefreshAt(record, now, 0)).toBe(now + hourMs - dueBeforeMs);
    expect(nextRefreshAt(record, now, 1)).toBe(now + hourMs - dueBeforeMs + 2 * minuteMs);
  });

  it('is never earlier than the token is due, and always before the CLI asks', () => {
    for (const lifetimeMs of [320, 400, 900, 3600, 864_000].map((s) => s * secondMs)) {
      const record = issued(now, lifetimeMs);
      for (const random of [0, 0.5, 0.999]) {
        const at = nextRefreshAt(record, now, random) ?? 0;
        expect(at).toBeGreaterThanOrEqual(refreshDueAt(record) ?? Infinity);
        expect(at).toBeLessThan(now + lifetimeMs - cliMarginMs);
      }
    }
  });

  it('of tokens that are due as soon as they come waits for half of their life', () => {
    expect(nextRefreshAt(issued(now, minuteMs), now, 0)).toBe(now + 30 * secondMs);
    expect(nextRefreshAt(issued(now, secondMs), now, 0)).toBe(now + 5 * secondMs);
  });

  it('is not in a loop where the clock of the issuer is two hours behind', () => {
    const record = issued(now, hourMs, -2 * hourMs);
    expect(nextRefreshAt(record, now, 0)).toBe(now + (hourMs - dueBeforeMs) / 2);
  });

  it('is not in a loop either where such a token does not say when it was issued', () => {
    const record = chatgptRecord({
      tokens: { access_token: jwt({ exp: (now - hourMs) / 1000 }) },
      members: { last_refresh: new Date(now).toISOString() },
    });
    expect(nextRefreshAt(record, now, 0)).toBe(now + 30 * minuteMs);
  });

  it('goes by what is left where the issuer gave out an older token', () => {
    const [lifetimeMs, leftMs] = [10 * dayMs, 7 * minuteMs];
    const record = issued(now, lifetimeMs, leftMs - lifetimeMs);
    expect(nextRefreshAt(record, now, 0)).toBe(now + 30 * secondMs);
  });

  it('is half an hour away at most where a token that lives for days came expired', () => {
    const record = issued(now, 10 * dayMs, -11 * dayMs);
    expect(nextRefreshAt(record, now, 0)).toBe(now + 30 * minuteMs);
  });

  it('is at once where the last one is long ago, or was under a clock that is ahead', () => {
    expect(nextRefreshAt(issued(now - dayMs, hourMs), now, 0)).toBeLessThan(now);
    const fromTheFuture = chatgptRecord({
      tokens: { access_token: jwt({ iat: now / 1000 - 3600, exp: now / 1000 }) },
      members: { last_refresh: new Date(now + dayMs).toISOString() },
    });
    expect(nextRefreshAt(fromTheFuture, now, 0)).toBeLessThan(now);
  });

  it('does not come for an API key', () => {
    expect(nextRefreshAt(apiKeyRecord(), now, 0)).toBeNull();
  });
});

/** Far from the end of a token. */
const early = hourMs;

describe('the wait after a failure', () => {
  it.each([
    ['offline', [5, 10, 20, 40, 80, 120, 120]],
    ['unsaved', [2, 4, 8, 16, 32, 60, 60]],
    ['locked', [5, 10, 20, 40, 60, 60]],
    [null, [15, 30, 60, 120, 240, 480, 900, 900]],
  ] as const)('%s grows: %j seconds', (reason, seconds) => {
    const waits = seconds.map((_, index) =>
      retryDelayMs(transientFailure('', reason), index + 1, 0, early),
    );
    expect(waits).toEqual(seconds.map((s) => s * secondMs));
  });

  it('is longer by up to a quarter, by chance', () => {
    expect(retryDelayMs(transientFailure(''), 1, 1, early)).toBe(18.75 * secondMs);
  });

  it('is what the server asks for, where that is longer, up to an hour', () => {
    const asked = (retryAfterMs: number) =>
      retryDelayMs({ ...transientFailure(''), retryAfterMs }, 1, 0, early);
    expect(asked(2 * minuteMs)).toBe(2 * minuteMs);
    expect(asked(secondMs)).toBe(15 * secondMs);
    expect(asked(dayMs)).toBe(hourMs);
  });

  it('stays at its longest however often it failed', () => {
    expect(retryDelayMs(transientFailure(''), 10_000, 0, early)).toBe(15 * minuteMs);
  });
});

describe('the wait after a failure near the end of the access token', () => {
  const outages = [
    ['nobody answers', transientFailure('', 'offline')],
    ['the issuer is away', { ...transientFailure(''), isOutage: true }],
    ['another program holds the sign-in', transientFailure('', 'locked')],
    ['tokens are not saved', transientFailure('', 'unsaved')],
  ] as const;
  const close = [
    ['as much left as when it was due', dueBeforeMs],
    ['a second left', secondMs],
    ['ended just now', 0],
    ['ended as long ago', -dueBeforeMs],
  ] as const;

  for (const [what, failure] of outages) {
    it.each(close)(`is 15 seconds at most, whatever was before: ${what}, %s`, (_, leftMs) => {
      for (const failures of [1, 2, 5, 1000]) {
        for (const random of [0, 0.5, 1]) {
          expect(retryDelayMs(failure, failures, random, leftMs)).toBeLessThanOrEqual(15_000);
        }
      }
    });
  }

  it('ends within 15 seconds after the token is due', () => {
    const wait = retryDelayMs(transientFailure('', 'offline'), 9, 1, dueBeforeMs + minuteMs);
    expect(wait).toBeGreaterThan(minuteMs);
    expect(wait).toBeLessThanOrEqual(minuteMs * 1.25 + 15 * secondMs);
  });

  it.each([
    ['long before', 16 * hourMs],
    ['long after', -dueBeforeMs - minuteMs],
    ['where its end is not known', null],
  ] as const)('is as long as ever %s', (_, leftMs) => {
    expect(retryDelayMs(transientFailure('', 'offline'), 9, 0, leftMs)).toBe(2 * minuteMs);
  });

  it('is as long as ever where the issuer answers and refuses', () => {
    expect(retryDelayMs(transientFailure(''), 4, 0, minuteMs)).toBe(2 * minuteMs);
  });

  it('is never shorter than the server asks for', () => {
    const asked = { ...transientFailure(''), isOutage: true, retryAfterMs: 10 * minuteMs } as const;
    expect(retryDelayMs(asked, 1, 0, minuteMs)).toBe(10 * minuteMs);
  });
});
