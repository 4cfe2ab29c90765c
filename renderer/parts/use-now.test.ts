import { describe, expect, it } from 'vitest';

import { relativeTime } from '../wording/time-phrases.ts';
import { nextChangeMs } from './use-now.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** In the morning, so that midnight is far away. */
const now = new Date(2026, 10, 30, 9, 0, 0).getTime();

const distances: readonly (readonly [string, number])[] = [
  ['in half a minute', 30 * secondMs],
  ['in a minute and a half', 90 * secondMs],
  ['in five minutes, to the second', 5 * minuteMs],
  ['in an hour, to the second', hourMs],
  ['in three and a half hours', 3.5 * hourMs],
  ['now', 0],
  ['ten seconds ago', -10 * secondMs],
  ['59 minutes and a half ago', -59.5 * minuteMs],
  ['two hours ago, to the second', -2 * hourMs],
];

describe('a text that tells how far away a time is', () => {
  it.each(distances)('stays until the next change, where it is %s', (_, distanceMs) => {
    const at = now + distanceMs;
    const waitMs = nextChangeMs([at], now, 'distance');
    const before = relativeTime(at, now, 'en-GB');
    expect(waitMs).toBeGreaterThan(0);
    expect(relativeTime(at, now + waitMs - 1, 'en-GB')).toBe(before);
    expect(relativeTime(at, now + waitMs, 'en-GB')).not.toBe(before);
  });

  it('changes with the first of several times', () => {
    const times = [now + 5.5 * minuteMs, null, undefined, now - 2.75 * hourMs];
    expect(nextChangeMs(times, now, 'distance')).toBe(30 * secondMs + 1);
  });
});

describe('a text that tells a time of day', () => {
  it('changes when that time has come, and at midnight, when its date begins or ends', () => {
    const midnightMs = 15 * hourMs;
    expect(nextChangeMs([], now, 'clock')).toBe(midnightMs);
    expect(nextChangeMs([now - minuteMs, now + 9 * dayMs], now, 'clock')).toBe(midnightMs);
    expect(nextChangeMs([now + hourMs], now, 'clock')).toBe(hourMs);
  });
});
