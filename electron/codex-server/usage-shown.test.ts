import { describe, expect, it } from 'vitest';

import type { Usage } from '../../shared/usage.ts';
import { dayMs, hourMs } from '../testing/credentials.ts';
import { usageChangesAt, usageShown } from './usage-shown.ts';

const now = 1_000 * dayMs;
const window = { of: null, minutes: 300, usedPercent: 42, resetsAt: now + hourMs };
const read = (readAt: number, resetsAt: number | null = window.resetsAt): Usage => ({
  reading: { readAt, windows: [{ ...window, resetsAt }], credits: null },
  problem: null,
});

describe('what counts of a reading', () => {
  it.each([
    ['until the reset', now + 1, false],
    ['not from the reset on', now, true],
    ['always where no reset is named', null, false],
  ])('a window: %s', (_, resetsAt, isPast) => {
    expect(usageShown(read(now - hourMs, resetsAt), now).reading?.windows).toEqual([
      { ...window, resetsAt, isPast },
    ]);
  });

  it.each([
    ['for a day', now - dayMs + 1, true],
    ['and no longer', now - dayMs, false],
    ['nor where it is of another clock', now + 1, false],
  ])('all of it %s', (_, readAt, counts) => {
    expect(usageShown(read(readAt), now).reading !== null).toBe(counts);
  });
});

it.each([
  ['at the next reset', read(now - hourMs), now + hourMs],
  ['after a day', read(now - hourMs, now - 1), now + 23 * hourMs],
  ['after a day, where no reset is named', read(now, null), now + dayMs],
  ['never, of what is old', read(now - 2 * dayMs, null), null],
  ['never, of nothing', { reading: null, problem: null }, null],
])('has another answer by itself %s', (_, usage, at) => {
  expect(usageChangesAt(usage, now)).toBe(at);
});
