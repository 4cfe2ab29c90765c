import { describe, expect, it } from 'vitest';

import { usageProblemCodeSchema, type ShownUsage } from '../usage.ts';
import { creditsText, usageAmount, usageLine, usageProblemText, usageWindowName } from './usage.ts';

const window = { of: null, minutes: 300, usedPercent: 42, resetsAt: 2, isPast: false };
const weekly = { ...window, minutes: 10_080, usedPercent: 7 };
const timeText = (at: number): string => `time ${at}`;

it.each([
  [300, '5-hour limit'],
  [60, '1-hour limit'],
  [1440, 'Daily limit'],
  [10_080, 'Weekly limit'],
  [43_200, 'Monthly limit'],
  [4320, '3-day limit'],
  [90, '90-minute limit'],
  [null, 'Usage limit'],
])('a window of %j minutes is called by its length: %s', (minutes, name) => {
  expect(usageWindowName({ of: null, minutes })).toBe(name);
  expect(usageWindowName({ of: 'Spark', minutes })).toBe(`Spark: ${name}`);
});

it.each([
  [{}, '42% used, 58% left'],
  [{ usedPercent: 0 }, '0% used, 100% left'],
  [{ usedPercent: 99.6 }, '100% used, 0% left'],
  [{ usedPercent: 33.3 }, '33% used, 67% left'],
  [{ isPast: true }, 'reset since it was read'],
])('%j is told as %s', (changes, text) => {
  expect(usageAmount({ ...window, ...changes })).toBe(text);
});

it.each([
  [{ isUnlimited: true, balance: '0' }, 'unlimited'],
  [{ isUnlimited: false, balance: '12.50' }, '12.50 left'],
  [{ isUnlimited: false, balance: null }, 'some left'],
])('credits %j are %s', (credits, text) => {
  expect(creditsText(credits)).toBe(text);
});

describe('the line of the tray', () => {
  const lineOf = (...windows: NonNullable<ShownUsage['reading']>['windows']) =>
    usageLine({ reading: { readAt: 7, windows, credits: null }, problem: null }, timeText);

  it('tells what is left, and when that was so', () => {
    expect(lineOf(window, weekly)).toBe('Left at time 7: 5-hour 58%, weekly 93%');
    expect(lineOf({ ...window, minutes: null })).toBe('Left at time 7: 58%');
  });

  it('says nothing of what was reset since, and of models', () => {
    expect(lineOf({ ...window, isPast: true }, weekly)).toBe('Left at time 7: weekly 93%');
    expect(lineOf({ ...window, isPast: true }, { ...weekly, of: 'Spark' })).toBeNull();
    expect(usageLine({ reading: null, problem: null }, timeText)).toBeNull();
  });
});

it.each(usageProblemCodeSchema.options)('%s is told in sentences', (code) => {
  const text = usageProblemText({ code, codexVersion: null, nextAt: null }, timeText);
  expect(text).toMatch(/^[A-Z].*\.$/);
});

it.each(['refused', 'too-many-requests', 'failed', 'unsupported'] as const)(
  '%s ends with when it is asked again',
  (code) => {
    const text = usageProblemText({ code, codexVersion: null, nextAt: 9 }, timeText);
    expect(text).toMatch(/ Gatehouse asks again after time 9\.$/);
  },
);

it('names the version that is too old', () => {
  const problem = { code: 'untested-codex', codexVersion: '0.1.0', nextAt: null } as const;
  expect(usageProblemText(problem, timeText)).toMatch(/^Codex 0\.1\.0 is too old/);
});
