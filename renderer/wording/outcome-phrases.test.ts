import { describe, expect, it } from 'vitest';

import type { AppState, Notice } from '../../shared/app-state.ts';
import {
  appState,
  chatgptAccount,
  savedAccount,
  savedAccounts,
} from '../../shared/testing/app-state.ts';
import { isAtWork, outcomeText } from './outcome-phrases.ts';

const refreshed = (lastRefresh: number) => ({
  ...chatgptAccount(),
  token: { expiresAt: null, lastRefresh, stale: false },
});
const notice = (id: Notice['id']): Notice => ({
  id,
  severity: 'info',
  title: '',
  message: '',
  action: 'dismiss',
  actionLabel: '',
});
const finishing = { kind: 'finishing', method: 'browser' } as const;
const account = chatgptAccount();
const waiting = {
  kind: 'waitingForDevice',
  verificationUrl: 'https://issuer.example/codex/device',
  userCode: 'ABCD-EFGH',
  expiresAt: 1,
} as const;
const grace = savedAccount();
const accounts = savedAccounts({ accounts: [grace] });
const renewing = { purpose: 'renew', account: grace.id } as const;

describe('a success is confirmed', () => {
  it.each<[string, Partial<AppState>, Partial<AppState>]>([
    ['You\u2019re signed in.', { signIn: finishing }, { account }],
    ['Session renewed.', { account: refreshed(1), busy: 'refreshing' }, { account: refreshed(2) }],
    ['You\u2019re signed out on this device.', { account, busy: 'signingOut' }, {}],
    ['Sign-in cancelled.', { account, signIn: waiting }, { account }],
    [
      'Signing in again as grace@example.com was cancelled.',
      { account, accounts, signIn: waiting, signInFor: renewing },
      { account, accounts, signInFor: renewing },
    ],
    [
      'Only you can read the file now.',
      { account, notices: [notice('store-exposed')] },
      { account },
    ],
  ])('%s', (text, before, after) => {
    const state = appState(before);
    expect(outcomeText(state, state, appState(after))).toBe(text);
  });
});

describe('nothing is claimed', () => {
  it.each<[string, Partial<AppState>, Partial<AppState>]>([
    ['while it goes on', { account, busy: 'refreshing' }, { account, busy: 'refreshing' }],
    [
      'where a refresh brought nothing',
      { account: refreshed(1), busy: 'refreshing' },
      { account: refreshed(1) },
    ],
    ['where a sign-in failed', { account, signIn: finishing }, {}],
    ['that a sign-in was cancelled which has come about', { signIn: waiting }, { account }],
    [
      'that a notice says already',
      { account, busy: 'signingOut' },
      { notices: [notice('revocation')] },
    ],
    [
      'of an account that is kept for later, of which a notice tells',
      { account, signIn: finishing },
      { account, signInFor: { purpose: 'keep' } },
    ],
    ['where the sign-in is gone', { account, notices: [notice('store-exposed')] }, {}],
  ])('%s', (_, before, after) => {
    const state = appState(before);
    expect(outcomeText(state, state, appState(after))).toBeNull();
  });
});

it('compares with what was there before a command, whose fruit comes before its end', () => {
  const origin = appState({ account: refreshed(1) });
  const before = appState({ account: refreshed(2), busy: 'refreshing' });
  const after = appState({ account: refreshed(2) });
  expect([origin, before, after].map(isAtWork)).toEqual([false, true, false]);
  expect(outcomeText(origin, before, after)).toBe('Session renewed.');
});
