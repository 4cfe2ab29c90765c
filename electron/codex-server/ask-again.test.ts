import { describe, expect, it } from 'vitest';

import { dayMs, hourMs, minuteMs } from '../testing/credentials.ts';
import { isNameDue, waitAfterFailureMs } from './ask-again.ts';

describe('after failures in a row', () => {
  it.each([401, 403, 429])('a service that answered %i is left alone for hours', (status) => {
    const waits = [1, 2, 3, 4, 5, 99].map((failures) => waitAfterFailureMs(status, failures));
    expect(waits).toEqual([1, 2, 4, 8, 8, 8].map((hours) => hours * hourMs));
  });

  it.each([null, 500, 404])('after %j it is tried again sooner', (status) => {
    const waits = [1, 2, 3, 4, 5, 99].map((failures) => waitAfterFailureMs(status, failures));
    expect(waits).toEqual([10, 20, 40, 80, 120, 120].map((minutes) => minutes * minuteMs));
  });
});

describe('the name of a workspace', () => {
  const now = 100 * dayMs;
  it.each([
    ['was never asked', null, false, true],
    ['was asked six days ago', { askedAt: now - 6 * dayMs, notBefore: null }, false, false],
    ['was asked a week ago', { askedAt: now - 7 * dayMs, notBefore: null }, false, true],
    ['was asked today, and a person asks', { askedAt: now - hourMs, notBefore: null }, true, false],
    [
      'was asked yesterday, and a person asks',
      { askedAt: now - dayMs, notBefore: null },
      true,
      true,
    ],
    ['failed just now', { askedAt: now - 1, notBefore: now + hourMs }, true, false],
    ['failed, and the wait is over', { askedAt: now - hourMs, notBefore: now }, false, true],
    [
      'was asked by a clock that was set back',
      { askedAt: now + 1, notBefore: now + 9 },
      false,
      true,
    ],
  ])('%s', (_, last, isAsked, isDue) => {
    expect(isNameDue(last, isAsked, now)).toBe(isDue);
  });
});
