import { describe, expect, it } from 'vitest';

import {
  accessToken,
  apiKeyRecord,
  chatgptRecord,
  dayMs,
  hourMs,
  jwt,
  minuteMs,
  testNow,
} from '../testing/credentials.ts';
import { cliMarginMs, isStale, refreshDueAt, refreshMarginMs } from './refresh-due.ts';

// Tokens expire at a whole second.
const now = Math.floor(testNow / 1000) * 1000;

function refreshedAgo(ageMs: number, access: string) {
  return chatgptRecord({
    tokens: { access_token: access },
    members: { last_refresh: new Date(now - ageMs).toISOString() },
  });
}

/** A token that was issued and refreshed `ageMs` ago and lives for `lifetimeMs`. */
function issuedAgo(ageMs: number, lifetimeMs: number) {
  const iat = (now - ageMs) / 1000;
  return refreshedAgo(ageMs, jwt({ iat, exp: iat + lifetimeMs / 1000 }));
}

describe('the margin before the expiry', () => {
  it.each([
    ['10 days', 10 * dayMs, 15 * minuteMs],
    ['an hour', hourMs, 15 * minuteMs],
    ['25 minutes', 25 * minuteMs, 15 * minuteMs],
    ['15 minutes', 15 * minuteMs, 10 * minuteMs],
    ['6 minutes', 6 * minuteMs, 5.5 * minuteMs],
    ['5 minutes: due at once for the CLI, and here', 5 * minuteMs, 5 * minuteMs],
    ['a minute', minuteMs, 5 * minuteMs],
  ])('of a token that lives for %s', (_, lifetimeMs, marginMs) => {
    expect(refreshMarginMs(lifetimeMs)).toBe(marginMs);
  });

  it('of a token that does not say when it was issued is 15 minutes', () => {
    expect(refreshMarginMs(null)).toBe(15 * minuteMs);
  });

  it('is reached before the CLI asks and after the token was issued, for whatever lives longer than the CLI waits', () => {
    for (let lifetimeMs = cliMarginMs + 2; lifetimeMs < dayMs; lifetimeMs *= 1.1) {
      expect(refreshMarginMs(lifetimeMs)).toBeGreaterThan(cliMarginMs);
      expect(refreshMarginMs(lifetimeMs)).toBeLessThan(lifetimeMs);
    }
  });
});

describe('an access token with an expiry', () => {
  it.each([
    ['in an hour', 60 * minuteMs, false],
    ['in 15 minutes and a second', 15 * minuteMs + 1000, false],
    ['in exactly 15 minutes', 15 * minuteMs, true],
    ['in a second', 1000, true],
    ['now', 0, true],
    ['a day ago', -dayMs, true],
  ])('that lives for hours and expires %s', (_, inMs, stale) => {
    expect(isStale(issuedAgo(5 * hourMs - inMs, 5 * hourMs), now)).toBe(stale);
    expect(isStale(refreshedAgo(hourMs, accessToken(now + inMs)), now)).toBe(stale);
  });

  it('that lives for ten minutes is due half-way to the moment at which the CLI would ask', () => {
    expect(isStale(issuedAgo(2.5 * minuteMs - 1000, 10 * minuteMs), now)).toBe(false);
    expect(isStale(issuedAgo(2.5 * minuteMs, 10 * minuteMs), now)).toBe(true);
  });

  it('goes by that alone: the last refresh may be long ago, or not known', () => {
    const good = accessToken(now + 60 * minuteMs);
    expect(isStale(refreshedAgo(9 * dayMs, good), now)).toBe(false);
    const neverRefreshed = chatgptRecord({
      tokens: { access_token: accessToken(now) },
      members: { last_refresh: null },
    });
    expect(isStale(neverRefreshed, now)).toBe(true);
    expect(refreshDueAt(neverRefreshed)).toBe(now - 15 * minuteMs);
  });
});

describe('an access token without an expiry, which the CLI refreshes after 8 days', () => {
  it.each([
    ['7.4 days', 7.4 * dayMs, false],
    ['7.5 days', 7.5 * dayMs, true],
    ['9 days', 9 * dayMs, true],
  ])('that was refreshed %s ago', (_, ageMs, stale) => {
    expect(isStale(refreshedAgo(ageMs, 'opaque'), now)).toBe(stale);
    expect(isStale(refreshedAgo(ageMs, jwt({})), now)).toBe(stale);
  });

  it('is never stale where the last refresh is not known', () => {
    const record = chatgptRecord({
      tokens: { access_token: 'opaque' },
      members: { last_refresh: undefined },
    });
    expect(isStale(record, now + 1000 * dayMs)).toBe(false);
    expect(refreshDueAt(record)).toBeNull();
  });
});

it('a record without tokens is never stale', () => {
  expect(isStale(apiKeyRecord(), now)).toBe(false);
});
