import { describe, expect, it } from 'vitest';

import { isTimeToRenew } from './use-now.ts';

const start = { wallMs: 1_800_000_000_000, steadyMs: 5000 };
const after = (steadyMs: number, setByMs = 0) => ({
  wallMs: start.wallMs + steadyMs + setByMs,
  steadyMs: start.steadyMs + steadyMs,
});
const minuteMs = 60_000;

describe('the time that is shown', () => {
  it('is renewed after its step, and not before', () => {
    const looks = { renewed: start, last: after(18_000), stepMs: 20_000 };
    expect(isTimeToRenew({ ...looks, present: after(19_000) })).toBe(false);
    expect(isTimeToRenew({ ...looks, present: after(20_000) })).toBe(true);
    expect(isTimeToRenew({ ...looks, present: after(19_990) })).toBe(true);
  });

  it.each([
    ['set forth by a minute', minuteMs],
    ['set back by a minute', -minuteMs],
    ['set forth by a year', 365 * 24 * 60 * minuteMs],
    ['set back by a day', -24 * 60 * minuteMs],
    ['ahead by the time for which the machine slept', 8 * 60 * minuteMs],
    ['set by a second', 1000],
  ])('is renewed at once where the clock was %s', (_, setByMs) => {
    const looks = { renewed: start, last: after(1000), stepMs: 20_000 };
    expect(isTimeToRenew({ ...looks, present: after(2000, setByMs) })).toBe(true);
  });

  it.each([
    ['corrected by a few milliseconds', 4],
    ['as it was', 0],
  ])('stays where the clock was %s', (_, setByMs) => {
    const looks = { renewed: start, last: after(1000), stepMs: 20_000 };
    expect(isTimeToRenew({ ...looks, present: after(2000, setByMs) })).toBe(false);
  });

  it('stays where a look came late, as in a window that is hidden', () => {
    const looks = { renewed: start, last: start, stepMs: 20_000 };
    expect(isTimeToRenew({ ...looks, present: after(15_000) })).toBe(false);
  });
});
