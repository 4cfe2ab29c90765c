import { expect, it, vi } from 'vitest';

import { lazy } from './lazy.ts';

it('makes nothing before it is asked for, and one thing then', () => {
  const make = vi.fn(() => null);
  const made = lazy(make);
  expect(make).not.toHaveBeenCalled();
  expect([made(), made()]).toEqual([null, null]);
  expect(make).toHaveBeenCalledTimes(1);
});
