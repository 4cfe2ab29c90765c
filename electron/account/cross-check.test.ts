import { describe, expect, it, vi } from 'vitest';

import { StoreError } from '../auth/credential-store.ts';
import { permanentFailure, transientFailure } from '../auth/refresh-failure.ts';
import type { Credential } from '../auth/credential.ts';
import { codexCredentials } from '../../shared/testing/app-state.ts';
import { ada } from '../testing/holders.ts';
import { accessToken, chatgptCredential, storedApiKey, testNow } from '../testing/credentials.ts';
import { noRules, type KnownRules } from '../policy/login-rules.ts';
import { CrossCheck, type CrossCheckParts, type InstalledAnswer } from './cross-check.ts';

const minute = 60_000;
const withMinutes = (minutes: number) =>
  chatgptCredential({ tokens: { access_token: accessToken(testNow + minutes * minute) } });

const answer: InstalledAnswer = {
  kind: 'asked',
  said: {
    version: '0.171.0',
    who: { ...ada, accountId: 'ws-ada', id: null },
    loginMethods: null,
  },
  environment: { HOME: '/home/ada' },
};

interface World extends Partial<Omit<CrossCheckParts, 'session' | 'inForce'>> {
  readonly credential?: Credential;
  /** After a refresh. */
  readonly refreshed?: Credential;
  readonly refreshOutcome?: Awaited<ReturnType<CrossCheckParts['commands']['refresh']>>;
  readonly lastFailure?: ReturnType<CrossCheckParts['session']['lastFailure']>;
}

function world(options: World = {}) {
  let credential = options.credential ?? withMinutes(60);
  const refresh = vi.fn(() => {
    credential = options.refreshed ?? credential;
    return Promise.resolve(options.refreshOutcome ?? ({ kind: 'refreshed' } as const));
  });
  const askInstalled = vi.fn(options.askInstalled ?? (() => Promise.resolve(answer)));
  const known: KnownRules = { kind: 'known', rules: noRules };
  const check = new CrossCheck({
    session: {
      get: () => credential,
      lastFailure: () => options.lastFailure ?? null,
      reload: () => Promise.resolve(false),
    },
    commands: { look: () => Promise.resolve(), get: () => null, refresh },
    inForce: {
      get: () => ({ rules: known, layers: [], documents: new Map() }),
    } as unknown as CrossCheckParts['inForce'],
    workspaceNames: { get: () => ({}) },
    guard: (work) => work(),
    credentialsIn: () => Promise.resolve(codexCredentials({ uses: 'stored' })),
    now: () => testNow,
    ...options,
    askInstalled,
  });
  return { check, refresh, askInstalled };
}

describe('Codex is asked', () => {
  it('without a refresh where enough is left of the token', async () => {
    const { check, refresh } = world();
    expect(await check.ask()).toMatchObject({ kind: 'asked', agrees: true });
    expect(refresh).not.toHaveBeenCalled();
  });

  it('after a refresh where less than 15 minutes are left', async () => {
    const { check, refresh } = world({ credential: withMinutes(14), refreshed: withMinutes(60) });
    expect(await check.ask()).toMatchObject({ kind: 'asked' });
    expect(refresh).toHaveBeenCalledOnce();
  });

  it('without a refresh where what is stored has none', async () => {
    const { check, refresh } = world({ credential: storedApiKey() });
    expect(await check.ask()).toMatchObject({ kind: 'asked', agrees: false });
    expect(refresh).not.toHaveBeenCalled();
  });

  it('once for all who wait, while nobody of Gatehouse refreshes', async () => {
    const order: string[] = [];
    const { check, askInstalled } = world({
      guard: async (work) => {
        order.push('locked');
        const done = await work();
        order.push('free');
        return done;
      },
      askInstalled: () => {
        order.push('asked');
        return Promise.resolve(answer);
      },
    });
    const [first, second] = await Promise.all([check.ask(), check.ask()]);
    expect(first).toBe(second);
    expect(askInstalled).toHaveBeenCalledOnce();
    expect(order).toEqual(['locked', 'asked', 'free']);
  });
});

describe('Codex is not asked', () => {
  const offline = { kind: 'failed', failure: transientFailure('offline') } as const;
  const ended = { kind: 'failed', failure: permanentFailure('revoked') } as const;
  it.each<readonly [string, World, string]>([
    [
      'offline, with little left',
      { credential: withMinutes(14), refreshOutcome: offline },
      'less than 15 minutes',
    ],
    [
      'after a refused refresh',
      { credential: withMinutes(14), refreshOutcome: ended },
      'Sign in again',
    ],
    ['where the sign-in has ended', { lastFailure: permanentFailure('revoked') }, 'Sign in again'],
    [
      'where tokens live too shortly',
      { credential: withMinutes(14) },
      'live for less than 15 minutes',
    ],
    ['while another command runs', { commands: busy() }, 'another command'],
    [
      'while another program refreshes',
      { guard: () => Promise.reject(new StoreError('busy', 'Held.')) },
      'another command',
    ],
  ])('%s', async (_name, options, words) => {
    const { check, askInstalled } = world(options);
    const result = await check.ask();
    expect(result.kind).toBe('notAsked');
    expect(result.kind === 'notAsked' && result.message).toContain(words);
    expect(askInstalled).not.toHaveBeenCalled();
  });

  it.each<readonly [InstalledAnswer, string]>([
    [{ kind: 'noProgram' }, 'Install Codex'],
    [{ kind: 'tooOld', version: '0.170.0' }, 'version 0.170.0'],
    [{ kind: 'tooOld', version: null }, 'this version'],
    [{ kind: 'failed' }, 'did not answer'],
  ])('to the end where it is %j', async (found, words) => {
    const { check } = world({ askInstalled: () => Promise.resolve(found) });
    expect(await check.ask()).toMatchObject({
      kind: 'notAsked',
      message: expect.stringContaining(words) as string,
    });
  });
});

function busy(): CrossCheckParts['commands'] {
  return {
    look: () => Promise.resolve(),
    get: () => 'signingOut',
    refresh: () => Promise.reject(new TypeError('nothing is refreshed')),
  };
}
