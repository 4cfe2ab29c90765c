import { describe, expect, it, onTestFinished } from 'vitest';

import type { BackgroundRefreshState } from '../../shared/app-state.ts';
import type { AuthSession } from '../auth/auth-session.ts';
import type { Credential } from '../auth/credential.ts';
import type { RefreshOutcome } from '../auth/token-refresh.ts';
import {
  permanentFailure,
  transientFailure,
  type RefreshFailure,
} from '../auth/refresh-failure.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { chatgptCredential, hourMs, jwt, storedApiKey, testNow } from '../testing/credentials.ts';
import { dueBeforeMs } from '../auth/refresh-due.ts';
import { BackgroundRefresh, longestSleepMs } from './background-refresh.ts';

const start = Math.floor(testNow / 1000) * 1000;
const due = start + hourMs - dueBeforeMs;

/** A credential issued at `at` that lives for an hour. */
function issued(at: number): Credential {
  const iat = at / 1000;
  return chatgptCredential({
    tokens: { access_token: jwt({ iat, exp: iat + 3600 }) },
    members: { last_refresh: new Date(at).toISOString() },
  });
}

interface World {
  now: number;
  credential: Credential;
  failure: RefreshFailure | null;
  unsaved: boolean;
  mayRefresh: boolean;
  isOffline: boolean;
  /** What the next refresh comes to; a refresh that succeeds brings new tokens. */
  outcome: RefreshOutcome;
}

/** The background over a credential issued just now. Time passes only when a test says so. */
function background(changes: Partial<World> = {}) {
  const world: World = {
    now: start,
    credential: issued(start),
    failure: null,
    unsaved: false,
    mayRefresh: true,
    isOffline: false,
    outcome: { kind: 'refreshed' },
    ...changes,
  };
  const listeners = new Set<() => void>();
  let timers: { readonly waitMs: number; readonly signal: AbortSignal; ring(): void }[] = [];
  const requestedAt: number[] = [];
  const statesWhileRefreshing: BackgroundRefreshState[] = [];
  const ruleListeners = new Set<() => void>();
  const emit = (): void => listeners.forEach((listener) => listener());
  const session: Pick<AuthSession, 'get' | 'lastFailure' | 'hasUnsavedTokens' | 'onChange'> = {
    get: () => world.credential,
    lastFailure: () => world.failure,
    hasUnsavedTokens: () => world.unsaved,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const owner = new BackgroundRefresh({
    session,
    refresh: () => {
      requestedAt.push(world.now);
      // It is under way once this function has returned.
      queueMicrotask(() => statesWhileRefreshing.push(owner.get()));
      if (world.outcome.kind === 'refreshed') world.credential = issued(world.now);
      emit();
      return Promise.resolve(world.outcome);
    },
    mayRefresh: () => world.mayRefresh,
    rules: {
      onChange: (listener) => {
        ruleListeners.add(listener);
        return () => ruleListeners.delete(listener);
      },
    },
    now: () => world.now,
    delay: (waitMs, signal) =>
      new Promise((resolve, reject) => {
        timers.push({ waitMs, signal, ring: resolve });
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    isOffline: () => world.isOffline,
    random: () => 0,
    log: capturedLog(),
  });
  onTestFinished(() => owner.stop());
  owner.start();
  const running = () => {
    timers = timers.filter(({ signal }) => !signal.aborted);
    return timers;
  };
  return {
    world,
    owner,
    emit,
    emitRules: () => ruleListeners.forEach((listener) => listener()),
    requestedAt,
    statesWhileRefreshing,
    /** The waits of the timers that run, in milliseconds. */
    timers: () => running().map(({ waitMs }) => waitMs),
    /** Lets the running timer end at this time of the wall clock. */
    ringAt: async (now: number) => {
      world.now = now;
      const [timer] = running();
      timers = [];
      timer?.ring();
      // What follows is a chain of promises without any waiting in it.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('the background', () => {
  it('has one timer, for the due moment, and refreshes then', async () => {
    const { owner, requestedAt, timers, ringAt } = background({ now: due - 30_000 });
    expect(owner.get()).toEqual({ kind: 'scheduled', at: due });
    expect(timers()).toEqual([30_000]);
    await ringAt(due);
    expect(requestedAt).toEqual([due]);
    expect(owner.get()).toEqual({ kind: 'scheduled', at: due + hourMs - dueBeforeMs });
    expect(timers()).toHaveLength(1);
  });

  it.each([
    ['signed out', { credential: { kind: 'signedOut' } }],
    ['an API key', { credential: storedApiKey() }],
    ['a sign-in that has ended', { failure: permanentFailure('revoked') }],
    ['a rule that forbids the sign-in', { mayRefresh: false }],
    [
      'no refresh token',
      { credential: chatgptCredential({ tokens: { refresh_token: '' } }), now: due },
    ],
  ] as [string, Partial<World>][])('has no timer with %s', (_, changes) => {
    const { owner, timers } = background(changes);
    expect(owner.get()).toEqual({ kind: 'idle' });
    expect(timers()).toEqual([]);
  });

  it('looks at the clock again every five minutes, since timers sleep with the machine', async () => {
    const { requestedAt, timers, ringAt } = background();
    expect(timers()).toEqual([longestSleepMs]);
    await ringAt(start + longestSleepMs);
    expect(requestedAt).toEqual([]);
    expect(timers()).toEqual([longestSleepMs]);
    await ringAt(due + hourMs);
    expect(requestedAt).toEqual([due + hourMs]);
  });

  it('follows a clock that is set back, and one that is set forward', async () => {
    const { world, owner, timers, requestedAt, ringAt } = background({ now: due - 1000 });
    world.now = due - 20_000;
    owner.wake();
    expect(timers()).toEqual([20_000]);
    world.now = due + 5;
    owner.wake();
    expect(timers()).toEqual([0]);
    await ringAt(due + 5);
    expect(requestedAt).toEqual([due + 5]);
  });

  it('sets its timer anew when another credential comes, and takes it away with the last', () => {
    const { world, emit, timers } = background({ now: due - 1000 });
    world.credential = issued(start + 10_000);
    emit();
    expect(timers()).toEqual([11_000]);
    world.credential = { kind: 'signedOut' };
    emit();
    expect(timers()).toEqual([]);
  });

  it('follows the rules: no timer while they forbid the sign-in, and one again afterwards', () => {
    const { world, emitRules, timers } = background({ mayRefresh: false, now: due - 1000 });
    expect(timers()).toEqual([]);
    world.mayRefresh = true;
    emitRules();
    expect(timers()).toEqual([1000]);
    world.mayRefresh = false;
    emitRules();
    expect(timers()).toEqual([]);
  });

  it('does nothing more when it is stopped', async () => {
    const { owner, emit, emitRules, timers } = background();
    await owner.stop();
    emit();
    emitRules();
    expect(timers()).toEqual([]);
  });
});

describe('a refresh that fails for now', () => {
  it('is told as offline where the computer is, and the sign-in service is not at fault', async () => {
    const { owner, world, ringAt } = background({
      now: due,
      outcome: { kind: 'failed', failure: transientFailure('no', 'offline') },
      isOffline: true,
    });
    await ringAt(due);
    expect(owner.get()).toMatchObject({ kind: 'offline' });
    world.isOffline = false;
    expect(owner.get()).toMatchObject({ kind: 'unreachable' });
  });

  it.each([
    // A quarter of an hour is left by then, so that no wait is longer than 15 seconds.
    ['offline', 'unreachable', [5_000, 10_000, 12_000, 12_000]],
    [null, 'retrying', [15_000, 30_000, 60_000]],
    ['locked', 'retrying', [5_000, 10_000, 12_000]],
  ] as const)(
    '(%s) is told as "%s" and tried again, later each time',
    async (reason, kind, waits) => {
      const { owner, timers, requestedAt, ringAt } = background({
        now: due,
        outcome: { kind: 'failed', failure: transientFailure('no', reason) },
      });
      let now = due;
      for (const wait of waits) {
        await ringAt(now);
        expect(owner.get()).toEqual({ kind, at: now + wait });
        expect(timers()).toEqual([wait]);
        now += wait;
      }
      expect(requestedAt).toHaveLength(waits.length);
    },
  );

  it('is told as tried again while it is under way, and a first try is not', async () => {
    const world = background({
      now: due,
      outcome: { kind: 'failed', failure: transientFailure('no') },
    });
    await world.ringAt(due);
    await world.ringAt(due + 15_000);
    expect(world.statesWhileRefreshing).toEqual([
      { kind: 'refreshing', isRetry: false },
      { kind: 'refreshing', isRetry: true },
    ]);
  });

  it('counts from the beginning once one has succeeded', async () => {
    const { world, owner, ringAt } = background({ now: due });
    world.outcome = { kind: 'failed', failure: transientFailure('no') };
    await ringAt(due);
    world.outcome = { kind: 'refreshed' };
    await ringAt(due + 15_000);
    expect(owner.get()).toMatchObject({ kind: 'scheduled' });
    world.outcome = { kind: 'failed', failure: transientFailure('no') };
    const dueAgain = due + 15_000 + hourMs - dueBeforeMs;
    await ringAt(dueAgain);
    expect(owner.get()).toEqual({ kind: 'retrying', at: dueAgain + 15_000 });
  });

  it('is tried at once when the machine wakes up and it was offline', async () => {
    const { owner, timers, ringAt } = background({
      now: due,
      outcome: { kind: 'failed', failure: transientFailure('no', 'offline') },
    });
    await ringAt(due);
    owner.wake();
    expect(timers()).toEqual([0]);
  });

  it('does not hold back another account that signs in meanwhile', async () => {
    const { world, owner, emit, ringAt } = background({
      now: due,
      outcome: { kind: 'failed', failure: transientFailure('no') },
    });
    await ringAt(due);
    world.credential = issued(due);
    emit();
    expect(owner.get()).toEqual({ kind: 'scheduled', at: due + hourMs - dueBeforeMs });
  });
});

it.each([
  ['nothing was due after all', { kind: 'fresh' }],
  ['another account is stored now', { kind: 'failed', failure: permanentFailure('other') }],
] as [string, RefreshOutcome][])('never runs in a loop: %s', async (_, outcome) => {
  const { requestedAt, timers, ringAt } = background({ now: due, outcome });
  await ringAt(due);
  expect(requestedAt).toEqual([due]);
  expect(timers()).toEqual([15_000]);
});

it('tries at once to save tokens that are not saved, and then again and again', async () => {
  const { owner, timers, ringAt } = background({
    unsaved: true,
    outcome: { kind: 'failed', failure: transientFailure('full', 'unsaved') },
  });
  expect(timers()).toEqual([0]);
  await ringAt(start);
  expect(owner.get()).toEqual({ kind: 'retrying', at: start + 2000 });
});
