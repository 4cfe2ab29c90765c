import { expect, it } from 'vitest';

import { codexMethods } from './codex-methods.ts';
import { usageReadingOf } from './usage-reading.ts';

const method = codexMethods['account/rateLimits/read'];

/** As Codex CLI 0.171.0 answers. */
const codex = {
  limitId: 'codex',
  limitName: null,
  primary: { usedPercent: 42, windowDurationMins: 300, resetsAt: 1_796_039_283 },
  secondary: { usedPercent: 7, windowDurationMins: 10_080, resetsAt: 1_796_395_683 },
  credits: { hasCredits: true, unlimited: false, balance: '12.5' },
  planType: 'business',
};
const answer = { rateLimits: codex, rateLimitsByLimitId: { codex }, accountId: 'ws-1' };

const readingOf = (value: unknown) => usageReadingOf(method.answer.parse(value), 'ws-1', 5);

it('has each window once, with times in milliseconds', () => {
  expect(readingOf(answer)).toEqual({
    readAt: 5,
    windows: [
      { of: null, minutes: 300, usedPercent: 42, resetsAt: 1_796_039_283_000 },
      { of: null, minutes: 10_080, usedPercent: 7, resetsAt: 1_796_395_683_000 },
    ],
    credits: { isUnlimited: false, balance: '12.5' },
  });
});

it('names the limits of a model by it', () => {
  const spark = { ...codex, limitId: 'spark', limitName: 'Spark', secondary: null };
  const reading = readingOf({ ...answer, rateLimitsByLimitId: { codex, spark } });
  expect(reading?.windows.map(({ of }) => of)).toEqual([null, null, 'Spark']);
});

it.each([
  ['no window', { primary: null, secondary: undefined }, []],
  ['a window of another shape', { primary: 'none', secondary: null }, []],
  [
    'neither length nor reset',
    { primary: { usedPercent: 3 }, secondary: null },
    [{ of: null, minutes: null, usedPercent: 3, resetsAt: null }],
  ],
  [
    'more than all',
    { primary: { usedPercent: 140, windowDurationMins: 0 }, secondary: null },
    [{ of: null, minutes: null, usedPercent: 100, resetsAt: null }],
  ],
])('makes do with %s', (_, changes, windows) => {
  const rateLimits = { ...codex, ...changes };
  expect(readingOf({ rateLimits })?.windows).toEqual(windows);
});

it.each([
  [null, null],
  [{ hasCredits: false, unlimited: false, balance: '0' }, null],
  [
    { hasCredits: true, unlimited: true },
    { isUnlimited: true, balance: null },
  ],
])('has credits only where there are some: %j', (credits, expected) => {
  expect(readingOf({ rateLimits: { ...codex, credits } })?.credits).toEqual(expected);
});

it('is none where the answer is of another account', () => {
  expect(readingOf({ ...answer, accountId: 'ws-2' })).toBeNull();
  expect(readingOf({ rateLimits: codex })).not.toBeNull();
});
