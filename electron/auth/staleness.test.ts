import { describe, expect, it } from 'vitest';

import {
  accessToken,
  apiKeyRecord,
  chatgptRecord,
  dayMs,
  jwt,
  minuteMs,
  testNow,
} from '../testing/credentials.ts';
import { isStale } from './staleness.ts';

// Tokens expire at a whole second.
const now = Math.floor(testNow / 1000) * 1000;

function refreshedAgo(ageMs: number, access: string) {
  return chatgptRecord({
    tokens: { access_token: access },
    members: { last_refresh: new Date(now - ageMs).toISOString() },
  });
}

describe('an access token with an expiry', () => {
  it.each([
    ['in an hour', 60 * minuteMs, false],
    ['in 5 minutes and a second', 5 * minuteMs + 1000, false],
    ['in exactly 5 minutes', 5 * minuteMs, true],
    ['in a second', 1000, true],
    ['now', 0, true],
    ['a day ago', -dayMs, true],
  ])('that expires %s', (_, inMs, stale) => {
    expect(isStale(refreshedAgo(0, accessToken(now + inMs)), now)).toBe(stale);
  });

  it('goes by that alone: the last refresh may be long ago, or not known', () => {
    const good = accessToken(now + 60 * minuteMs);
    expect(isStale(refreshedAgo(9 * dayMs, good), now)).toBe(false);
    const neverRefreshed = chatgptRecord({
      tokens: { access_token: accessToken(now) },
      members: { last_refresh: null },
    });
    expect(isStale(neverRefreshed, now)).toBe(true);
  });
});

describe('an access token without an expiry', () => {
  it.each([
    ['7.9 days', 7.9 * dayMs, false],
    ['exactly 8 days', 8 * dayMs, false],
    ['8 days and a millisecond', 8 * dayMs + 1, true],
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
  });
});

it('a record without tokens is never stale', () => {
  expect(isStale(apiKeyRecord(), now)).toBe(false);
});
