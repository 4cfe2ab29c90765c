import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { whenSettled } from './when-settled.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('passes on the last of several values, once', () => {
  const apply = vi.fn();
  const pass = whenSettled(apply, 100);
  pass('busy');
  pass('idle');
  vi.advanceTimersByTime(99);
  expect(apply).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(apply.mock.calls).toEqual([['idle']]);
});

it('keeps still where nothing has changed in the end', () => {
  const apply = vi.fn();
  const pass = whenSettled(apply, 100);
  pass({ label: 'idle' });
  vi.advanceTimersByTime(100);
  pass({ label: 'busy' });
  pass({ label: 'idle' });
  vi.advanceTimersByTime(100);
  expect(apply).toHaveBeenCalledOnce();
});
