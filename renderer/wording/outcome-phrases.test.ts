import { describe, expect, it } from 'vitest';

import type { AppState, Notice } from '../../shared/app-state.ts';
import {
  appState,
  chatgptAccount,
  savedAccount,
  savedAccounts,
} from '../../shared/testing/app-state.ts';
import { isAtWork, outcomeText, privateFileText } from './outcome-phrases.ts';

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
const success = (message: string): Notice => ({
  ...notice('accounts-done'),
  severity: 'success',
  message,
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
    [
      'Session refreshed.',
      { account: refreshed(1), busy: 'refreshing' },
      { account: refreshed(2) },
    ],
    ['You\u2019re signed out on this device.', { account, busy: 'signingOut' }, {}],
    ['Sign-in cancelled.', { account, signIn: waiting }, { account }],
    [
      'Signing in again as grace@example.com was cancelled.',
      { account, accounts, signIn: waiting, signInFor: renewing },
      { account, accounts, signInFor: renewing },
    ],
    [
      'You\u2019re using grace@example.com.',
      { account, busy: 'switchingAccount' },
      {
        account,
        busy: 'switchingAccount',
        notices: [success('You\u2019re using grace@example.com.')],
      },
    ],
    [
      'You\u2019re signed in. ada@example.com is saved.',
      { signIn: finishing, notices: [success('ada@example.com is saved.')] },
      { account, notices: [success('ada@example.com is saved.')] },
    ],
    [
      'grace@example.com is saved for later.',
      { account, signIn: finishing, notices: [success('grace@example.com is saved for later.')] },
      {
        account,
        signInFor: { purpose: 'keep' },
        notices: [success('grace@example.com is saved for later.')],
      },
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
      'of a sign-in before its end',
      { signIn: finishing },
      { signIn: finishing, notices: [success('ada@example.com is saved.')] },
    ],
    [
      'a second time',
      { account, notices: [success('Done.')] },
      { account, notices: [success('Done.')] },
    ],
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
  expect(outcomeText(origin, before, after)).toBe('Session refreshed.');
});

it('a file that has become private is confirmed while there is a sign-in', () => {
  const before = appState({ account, notices: [notice('store-exposed')] });
  expect(privateFileText(before, appState({ account }))).toBe('Only you can read the file now.');
  expect(privateFileText(before, appState({}))).toBeNull();
  expect(privateFileText(before, before)).toBeNull();
});
