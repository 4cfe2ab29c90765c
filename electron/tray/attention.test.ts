import { describe, expect, it } from 'vitest';

import type { Notice, NoticeId, SignInState } from '../../shared/app-state.ts';
import { appState, chatgptAccount } from '../../shared/testing/app-state.ts';
import { alertsOf, needsWindow } from './attention.ts';

const notice = (id: NoticeId): Notice => ({
  id,
  severity: 'error',
  title: `title of ${id}`,
  message: `message of ${id}`,
  action: 'dismiss',
  actionLabel: 'Dismiss',
});

describe('alertsOf', () => {
  it('tells of a sign-in that cannot be refreshed any more, without naming the account', () => {
    const problem = { code: 'refresh-failed', message: 'Your refresh token was revoked.' } as const;
    const alerts = alertsOf(appState({ account: chatgptAccount({}, problem) }));
    expect(alerts).toEqual([
      {
        key: 'needs-sign-in',
        title: 'Sign in again',
        body: 'Your refresh token was revoked.',
        section: 'account',
      },
    ]);
  });

  it('tells of a sign-out by a rule, and leads to where one can sign in again', () => {
    expect(alertsOf(appState({ notices: [notice('enforced')] }))).toEqual([
      {
        key: 'enforced',
        title: 'title of enforced',
        body: 'message of enforced',
        section: 'account',
      },
    ]);
  });

  it('leads to the rules where the sign-in could not be removed', () => {
    const state = appState({ account: chatgptAccount(), notices: [notice('enforced')] });
    expect(alertsOf(state)).toMatchObject([{ key: 'enforced', section: 'policy' }]);
  });

  it('tells of a sign-in that a rule keeps from being used, and leads to the rules', () => {
    const problem = { code: 'hidden-by-rule', message: 'ChatGPT login is required' } as const;
    expect(alertsOf(appState({ account: { kind: 'unusable', problem } }))).toEqual([
      {
        key: 'blocked',
        title: 'Blocked by a login rule',
        body: 'ChatGPT login is required',
        section: 'policy',
      },
    ]);
  });

  it.each(['refresh-failed-for-now', 'revocation', 'kept-aside', 'sign-out-failed'] as const)(
    'leaves %s to the window',
    (id) => {
      expect(alertsOf(appState({ notices: [notice(id)] }))).toEqual([]);
    },
  );

  it('leaves problems that a refresh may solve to the window', () => {
    const problem = { code: 'tokens-unsaved', message: '' } as const;
    expect(alertsOf(appState({ account: chatgptAccount({}, problem) }))).toEqual([]);
  });
});

describe('needsWindow', () => {
  const waiting = {
    kind: 'waitingForBrowser',
    link: '',
    port: 1455,
    portNote: null,
    expiresAt: 0,
    turnedAway: null,
  } as const;

  it.each<[string, boolean, SignInState]>([
    [
      'a device code must be read',
      true,
      { kind: 'waitingForDevice', verificationUrl: '', userCode: '', expiresAt: 0 },
    ],
    ['no browser opened, so the link must be copied', true, { ...waiting, browserOpened: false }],
    [
      'a failure must be read',
      true,
      { kind: 'failed', method: 'browser', error: { code: 'denied', message: '' } },
    ],
    ['the browser has opened', false, { ...waiting, browserOpened: true }],
    ['nothing runs', false, { kind: 'idle' }],
  ])('%s: %s', (_reason, needed, signIn) => {
    expect(needsWindow(appState({ signIn }))).toBe(needed);
  });
});
