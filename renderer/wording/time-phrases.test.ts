import { describe, expect, it } from 'vitest';

import { timeOfDay } from '../../shared/wording/local-time.ts';
import {
  atTime,
  clockTime,
  countdownText,
  dayName,
  exactTime,
  relativeTime,
  timeSince,
  timeLeftSentence,
} from './time-phrases.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const now = new Date(2026, 10, 24, 13, 42).getTime();

describe('when something was', () => {
  it('is the time of day, as the region writes it', () => {
    expect(timeOfDay(now, 'en-GB')).toBe('13:42');
    expect(timeOfDay(now, 'en-US')).toMatch(/^1:42\sPM$/);
  });

  it('is exact where that is asked for', () => {
    expect(exactTime(now + 7000, 'en-GB')).toMatch(/24 November 2026.*13:42:07/);
  });

  it('is on a day with a name, or its date', () => {
    expect(dayName(now, now, 'en-GB')).toBe('Today');
    expect(dayName(new Date(2026, 10, 23, 0, 1).getTime(), now, 'en-GB')).toBe('Yesterday');
    expect(dayName(now - 2 * dayMs, now, 'en-GB')).toBe('Sunday 22 November');
    expect(dayName(new Date(2025, 0, 2).getTime(), now, 'en-GB')).toBe('Thursday, 2 January 2025');
  });
});

describe('a time of day', () => {
  it('stands alone when it is today', () => {
    expect(clockTime(now + 50 * minuteMs, now, 'en-GB')).toBe('14:32');
  });

  it('follows the clock of the region', () => {
    expect(clockTime(now + 50 * minuteMs, now, 'en-US')).toMatch(/^2:32\sPM$/);
  });

  it('has its date on another day, and its year in another year', () => {
    expect(clockTime(now + 9 * dayMs, now, 'en-GB')).toBe('3 Dec, 13:42');
    expect(clockTime(new Date(2027, 0, 2, 9, 5).getTime(), now, 'en-GB')).toBe('2 Jan 2027, 09:05');
  });
});

describe('how far away a time is', () => {
  it.each([
    [50 * minuteMs, 'in 50 minutes'],
    [minuteMs, 'in 1 minute'],
    [minuteMs - 1, 'in less than a minute'],
    [2 * hourMs - 1, 'in 1 hour'],
    [9 * dayMs, 'in 9 days'],
    [-1, 'less than a minute ago'],
    [-5 * minuteMs, '5 minutes ago'],
    [-20 * dayMs, '20 days ago'],
  ])('%i ms away is "%s"', (distanceMs, phrase) => {
    expect(relativeTime(now + distanceMs, now, 'en-GB')).toBe(phrase);
  });
});

describe('how long ago something was', () => {
  it.each([
    [-3 * minuteMs, '3 minutes ago'],
    [0, 'less than a minute ago'],
    [5 * minuteMs, 'less than a minute ago'],
  ])('%i ms away is "%s"', (distanceMs, phrase) => {
    expect(timeSince(now + distanceMs, now, 'en-GB')).toBe(phrase);
  });
});

describe('a count-down', () => {
  it.each([
    [9 * minuteMs + 41_000, '9:41'],
    [59_001, '1:00'],
    [1, '0:01'],
    [0, '0:00'],
    [-5000, '0:00'],
    [hourMs + 2 * minuteMs + 3000, '1:02:03'],
  ])('shows %i ms as %s', (leftMs, text) => {
    expect(countdownText(leftMs)).toBe(text);
  });

  it('is worded so that it changes once a minute at most', () => {
    const sentences = new Set<string>();
    for (let leftMs = 10 * minuteMs; leftMs > 0; leftMs -= 1000) {
      sentences.add(timeLeftSentence(leftMs));
    }
    expect(sentences.size).toBe(11);
  });

  it.each([
    [9 * minuteMs, '9 minutes left.'],
    [minuteMs, '1 minute left.'],
    [minuteMs - 1, 'Less than a minute left.'],
    [0, 'Time\u2019s up.'],
  ])('says for %i ms: %s', (leftMs, sentence) => {
    expect(timeLeftSentence(leftMs)).toBe(sentence);
  });
});

it.each([
  [now + 50 * minuteMs, 'at 14:32'],
  [new Date(2026, 11, 9, 12, 12).getTime(), 'on 9 Dec at 12:12'],
  [new Date(2027, 0, 9, 12, 12).getTime(), 'on 9 Jan 2027 at 12:12'],
])('a time within a sentence (%#)', (at, text) => {
  expect(atTime(at, now, 'en-GB')).toBe(text);
});
