import { describe, expect, it } from 'vitest';

import type { Credential } from '../auth/credential.ts';
import { Listeners } from '../base/listeners.ts';
import { ada, chatgptCredential, storedApiKey } from '../testing/credentials.ts';
import { rules } from '../testing/login-rules.ts';
import { settingsWith } from '../testing/settings.ts';
import { DemandedEvidence } from './demanded-evidence.ts';
import type { KnownRules } from './login-rules.ts';
import type { Evidence } from './verdict.ts';

const demand = rules({ requireVerified: true });
const inW = chatgptCredential({ person: { ...ada, workspaceId: 'W' } });
const pending: Evidence = { kind: 'pending', message: 'the keys could not be fetched' };
const refuted: Evidence = { kind: 'readOnly', message: 'the signature is wrong' };

interface World {
  now: number;
  known: KnownRules;
  credential: Credential;
  /** What the next look comes to. */
  found: Evidence;
  /** When another try may help. */
  retryAt: number;
}

/** Over evidence that comes to what a test says. Time passes only when a test says so. */
async function world(changes: Partial<World> = {}, isLasting = true) {
  const state: World = {
    now: 0,
    known: demand,
    credential: inW,
    found: pending,
    retryAt: 5_000,
    ...changes,
  };
  const asked: string[] = [];
  let timers: { readonly waitMs: number; readonly signal: AbortSignal; ring(): void }[] = [];
  const ruleListeners = new Listeners();
  const sessionListeners = new Listeners();
  const demanded = new DemandedEvidence({
    rules: {
      get: () => settingsWith(state.known),
      onChange: (listener) => ruleListeners.add(listener),
    },
    session: {
      get: () => state.credential,
      onChange: (listener) => sessionListeners.add(listener),
    },
    evidence: {
      look: () => {
        asked.push('look');
        return Promise.resolve(state.found);
      },
      hurry: () => void asked.push('hurry'),
      retryAt: () => state.retryAt,
    },
    now: () => state.now,
    delay: (waitMs, signal) =>
      new Promise((resolve, reject) => {
        timers.push({ waitMs, signal, ring: () => resolve() });
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    isLasting,
  });
  await demanded.start();
  return {
    state,
    demanded,
    asked,
    waits: () => timers.filter(({ signal }) => !signal.aborted).map(({ waitMs }) => waitMs),
    ring: () => {
      const due = timers.filter(({ signal }) => !signal.aborted);
      timers = [];
      for (const timer of due) timer.ring();
    },
    rulesChanged: () => ruleListeners.tell(),
    sessionChanged: () => sessionListeners.tell(),
  };
}

describe('what a rule demands is looked for', () => {
  it('at the start, and after every change of rules and sign-in', async () => {
    const { asked, rulesChanged, sessionChanged } = await world({ found: { kind: 'verified' } });
    expect(asked).toEqual(['look']);
    rulesChanged();
    sessionChanged();
    expect(asked).toEqual(['look', 'look', 'look']);
  });

  it.each<[string, Partial<World>]>([
    ['without such a rule', { known: rules({ forcedMethod: 'chatgpt' }) }],
    ['under rules that are not known', { known: { kind: 'unknown', message: 'config.toml' } }],
    ['for an API key', { credential: storedApiKey() }],
    ['for nobody', { credential: { kind: 'signedOut' } }],
    [
      'for a sign-in without a workspace, which nothing could prove',
      { credential: chatgptCredential({ person: { ...ada, workspaceId: null } }) },
    ],
  ])('but nobody is asked, and nothing waits: %s', async (_, changes) => {
    const { asked, waits } = await world(changes);
    expect(asked).toEqual([]);
    expect(waits()).toEqual([]);
  });
});

describe('while it is not told yet', () => {
  it('looks again by itself when that may help, until it is told', async () => {
    const { state, asked, waits, ring } = await world();
    expect(waits()).toEqual([5_000]);
    Object.assign(state, { now: 5_000, retryAt: 15_000 });
    ring();
    await expect.poll(waits).toEqual([10_000]);
    expect(asked).toEqual(['look', 'look']);
    Object.assign(state, { now: 15_000, found: { kind: 'verified' } });
    ring();
    await expect.poll(() => asked).toEqual(['look', 'look', 'look']);
    expect(waits()).toEqual([]);
  });

  it.each([
    ['never without a pause', -1, 1_000],
    ['never later than in a minute, whatever became of the clock', 1_000_000_000, 60_000],
  ])('%s', async (_, retryAt, waitMs) => {
    expect((await world({ retryAt })).waits()).toEqual([waitMs]);
  });

  it('waits for one try at a time', async () => {
    const { waits, rulesChanged, sessionChanged, asked } = await world();
    rulesChanged();
    sessionChanged();
    await expect.poll(waits).toEqual([5_000]);
    expect(asked).toEqual(['look', 'look', 'look']);
  });

  it('looks at once where a person asks, or the machine woke up', async () => {
    const { demanded, asked } = await world();
    await demanded.lookNow();
    expect(asked).toEqual(['look', 'hurry', 'look']);
  });

  it('waits no more once the rule is gone', async () => {
    const { state, waits, rulesChanged } = await world();
    state.known = rules({});
    rulesChanged();
    expect(waits()).toEqual([]);
  });

  it('waits for nothing at the end', async () => {
    const { demanded, waits, asked, rulesChanged } = await world();
    demanded.stop();
    rulesChanged();
    expect(waits()).toEqual([]);
    expect(asked).toEqual(['look']);
  });

  it('waits for nothing in a program that ends at once', async () => {
    expect((await world({}, false)).waits()).toEqual([]);
  });
});

it('does not ask again about what was refuted', async () => {
  expect((await world({ found: refuted })).waits()).toEqual([]);
});
