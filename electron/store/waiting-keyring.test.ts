import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { KeyringWait } from '../../shared/keyring-problem.ts';
import { memoryKeyring } from '../testing/memory-keyring.ts';
import { KeyringError, type Keyring, type KeyringAsking } from './keyring.ts';
import { keyringWaits, WaitingKeyring } from './waiting-keyring.ts';

const item = { service: 'Codex Auth', account: 'cli|1' };

describe('a keyring that is waited for', () => {
  let told: (KeyringWait | null)[];
  let asked: KeyringAsking[];
  let answer: (value: string) => void;
  let heedsSignal: boolean;
  let keyring: WaitingKeyring;
  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    asked = [];
    heedsSignal = true;
    const inner: Keyring = {
      ...memoryKeyring(),
      get: (_, asking = {}) =>
        new Promise((resolve, reject) => {
          asked.push(asking);
          answer = resolve;
          const end = (): void => reject(new KeyringError('timed-out', 'ended'));
          if (heedsSignal) asking.signal?.addEventListener('abort', end);
        }),
    };
    keyring = new WaitingKeyring(inner, {
      limitMs: (kind) => (kind === 'reading' ? 10_000 : 100_000),
      mayPrompt: () => true,
      onWait: (wait) => told.push(wait),
    });
  });
  afterEach(() => vi.useRealTimers());

  it('is not spoken of where it answers within a moment', async () => {
    const value = keyring.get(item);
    vi.advanceTimersByTime(keyringWaits.untilShownMs - 1);
    answer('value');
    expect(await value).toBe('value');
    expect(told).toEqual([]);
  });

  it('is spoken of after a second, and at the end of the wait', async () => {
    const value = keyring.get(item);
    vi.advanceTimersByTime(keyringWaits.untilShownMs);
    expect(told).toEqual(['answer']);
    asked[0]?.onPrompt?.();
    expect(told).toEqual(['answer', 'unlock']);
    answer('value');
    await value;
    expect(told).toEqual(['answer', 'unlock', null]);
  });

  it('tells of a prompt that stood already within the second', () => {
    void keyring.get(item).catch(() => undefined);
    asked[0]?.onPrompt?.();
    expect(told).toEqual([]);
    vi.advanceTimersByTime(keyringWaits.untilShownMs);
    expect(told).toEqual(['unlock']);
  });

  it('is told once for many questions, and what a person has to do comes first', () => {
    for (let count = 0; count < 3; count += 1) void keyring.get(item).catch(() => undefined);
    vi.advanceTimersByTime(keyringWaits.untilShownMs);
    asked[1]?.onPrompt?.();
    expect(told).toEqual(['answer', 'unlock']);
  });

  it('has a limit, at which the question ends', async () => {
    const refused = expect(keyring.get(item)).rejects.toMatchObject({ code: 'timed-out' });
    vi.advanceTimersByTime(10_000);
    expect(asked[0]?.signal?.aborted).toBe(true);
    await refused;
  });

  it.each([
    ['timed-out', false],
    ['prompt-unanswered', true],
  ] as const)('is left behind where it heeds no limit: %s', async (code, isPrompted) => {
    heedsSignal = false;
    const refused = expect(keyring.get(item)).rejects.toMatchObject({ code });
    if (isPrompted) asked[0]?.onPrompt?.();
    vi.advanceTimersByTime(10_000);
    vi.advanceTimersByTime(keyringWaits.untilLeftMs);
    await refused;
  });

  it('is not read any more at the end of the program', async () => {
    const refused = expect(keyring.get(item)).rejects.toMatchObject({ code: 'timed-out' });
    keyring.endReading();
    await refused;
  });

  it('is asked with the signal of who asks as well', async () => {
    const cancel = new AbortController();
    const refused = expect(keyring.get(item, { signal: cancel.signal })).rejects.toThrow();
    cancel.abort();
    await refused;
  });
});
