import { describe, expect, it, vi } from 'vitest';

import { isOverTime, withinTime, withTimeLimit } from './time-limit.ts';

/** Work that does not end before its signal aborts. */
function untilAborted(signal: AbortSignal): Promise<AbortSignal> {
  if (signal.aborted) return Promise.resolve(signal);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal)));
}

describe('waiting for work within a time', () => {
  const never = new Promise<never>(() => undefined);
  const atOnce = () => Promise.resolve();
  const untilCancelled = (_: number, signal: AbortSignal) =>
    new Promise<void>((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(new Error('cancelled'))),
    );

  it('gives what the work gave, and lets the clock go', async () => {
    let isLetGo = false;
    const delay = (_: number, signal: AbortSignal) =>
      new Promise<void>(() => signal.addEventListener('abort', () => (isLetGo = true)));
    expect(await withinTime(Promise.resolve(7), 1000, delay)).toBe(7);
    expect(isLetGo).toBe(true);
  });

  it('gives null where the time is over first', async () => {
    expect(await withinTime(never, 1000, atOnce)).toBeNull();
  });

  it('throws where it is cancelled meanwhile', async () => {
    const controller = new AbortController();
    const waiting = withinTime(never, 1000, untilCancelled, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toThrow('cancelled');
  });
});

describe('work with a time limit', () => {
  it('is told when its time is over', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const work = withTimeLimit(1000, undefined, untilAborted);
    vi.advanceTimersByTime(1000);
    expect(isOverTime(await work)).toBe(true);
    vi.useRealTimers();
  });

  it('is told when another signal aborts, before or meanwhile', async () => {
    const controller = new AbortController();
    const work = withTimeLimit(60_000, controller.signal, untilAborted);
    controller.abort();
    expect(isOverTime(await work)).toBe(false);
    const late = await withTimeLimit(60_000, controller.signal, untilAborted);
    expect(late.aborted).toBe(true);
  });

  it('gives and throws what the work does, and leaves no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await expect(withTimeLimit(1000, undefined, () => Promise.resolve(7))).resolves.toBe(7);
    const failing = withTimeLimit(1000, undefined, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
