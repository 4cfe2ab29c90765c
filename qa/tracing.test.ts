import { describe, expect, it } from 'vitest';

import { isTraced, isTraceKept } from './tracing.ts';

describe('the trace of a test', () => {
  // In the words of @playwright/test: recorded and kept at the first try and at the second one,
  // each where it passes and where it fails.
  it.each([
    ['off', [false, false, false, false]],
    ['on', [true, true, true, true]],
    ['retain-on-failure', [false, true, false, true]],
    ['on-first-retry', [false, false, true, true]],
    ['on-all-retries', [false, false, true, true]],
    ['retain-on-first-failure', [false, true, false, false]],
    ['retain-on-failure-and-retries', [false, true, true, true]],
    ['a mode of a later version', [false, false, false, false]],
  ])('with %s', (mode, expected) => {
    const tries = [0, 1].flatMap((retry) =>
      [false, true].map(
        (hasFailed) => isTraced({ mode, retry }) && isTraceKept({ mode, retry }, hasFailed),
      ),
    );
    expect(tries).toEqual(expected);
  });

  it('is of the first retry alone where that is asked for', () => {
    expect(isTraced({ mode: 'on-first-retry', retry: 2 })).toBe(false);
    expect(isTraced({ mode: 'on-all-retries', retry: 2 })).toBe(true);
  });
});
