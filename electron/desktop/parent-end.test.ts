import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { whenParentEnds } from './parent-end.ts';

const [parent, init] = [4711, 1];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('tells once, within half a second, that the parent has ended', () => {
  const ppid = vi.spyOn(process, 'ppid', 'get').mockReturnValue(parent);
  const ended = vi.fn();
  whenParentEnds(parent, ended);
  vi.advanceTimersByTime(60_000);
  expect(ended).not.toHaveBeenCalled();
  ppid.mockReturnValue(init);
  vi.advanceTimersByTime(500);
  expect(ended).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(ended).toHaveBeenCalledTimes(1);
});

it('tells at once where the parent was gone before', () => {
  vi.spyOn(process, 'ppid', 'get').mockReturnValue(init);
  const ended = vi.fn();
  whenParentEnds(parent, ended);
  expect(ended).toHaveBeenCalledTimes(1);
});
