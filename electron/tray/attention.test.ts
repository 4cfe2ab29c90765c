import { describe, expect, it, vi } from 'vitest';

import type { Notice, NoticeId, SignInState } from '../../shared/app-state.ts';
import { eachSetting } from '../../shared/settings.ts';
import { appState, chatgptAccount } from '../../shared/testing/app-state.ts';
import { stayedAnnouncement, alertsOf, needsWindow, Notifier, type Alert } from './attention.ts';

const notice = (id: NoticeId): Notice => ({
  id,
  severity: 'error',
  title: `title of ${id}`,
  message: `message of ${id}`,
  action: 'dismiss',
  actionLabel: 'Dismiss',
});

const account = { section: 'account', task: null };
const policy = { section: 'policy' };
const showRule = { label: 'Show the rule', leadsTo: policy };

describe('alertsOf', () => {
  it('tells of a sign-in that cannot be refreshed any more, in words of its own', () => {
    const problem = { code: 'refresh-failed', message: 'Your refresh token was revoked.' } as const;
    const alerts = alertsOf(appState({ account: chatgptAccount({}, problem) }));
    expect(alerts).toEqual([
      {
        key: 'needs-sign-in',
        title: 'Sign in again',
        body: 'Your session can\u2019t be refreshed. Codex stops working when it ends.',
        leadsTo: account,
        action: {
          label: 'Sign in again',
          leadsTo: { section: 'account', task: 'signInAgain' },
        },
        setting: 'notifySignIn',
      },
    ]);
  });

  it('announces a sign-out by a rule', () => {
    const place = { rule: '', source: '', line: null, column: null };
    const removal = { message: '', details: null, ...place, at: 0 };
    expect(alertsOf(appState({ account: chatgptAccount(), removal }))).toMatchObject([
      {
        key: 'removal',
        title: 'A login rule will sign you out',
        leadsTo: account,
        action: showRule,
      },
    ]);
  });

  it('tells of a sign-out by a rule, and leads to where one can sign in again', () => {
    expect(alertsOf(appState({ notices: [notice('enforced')] }))).toEqual([
      {
        key: 'enforced',
        title: 'A login rule signed you out',
        body: 'Sign in with an account that the rules of this device allow.',
        leadsTo: account,
        action: showRule,
        setting: 'notifyRules',
      },
    ]);
  });

  it('leads to the rules where the sign-in could not be removed', () => {
    const state = appState({ account: chatgptAccount(), notices: [notice('enforced')] });
    expect(alertsOf(state)).toMatchObject([
      { key: 'enforced', title: 'A login rule could not be enforced', leadsTo: policy },
    ]);
  });

  it('tells of a sign-in that a rule keeps from being used, and leads to the rules', () => {
    const problem = { code: 'hidden-by-rule', message: 'ChatGPT login is required' } as const;
    expect(alertsOf(appState({ account: { kind: 'unusable', problem } }))).toEqual([
      {
        key: 'blocked',
        title: 'Your account isn\u2019t allowed on this device',
        body: 'Your sign-in is kept but not used.',
        leadsTo: policy,
        action: showRule,
        setting: 'notifyRules',
      },
    ]);
  });

  it('tells that accounts were switched, and to which one only in the window', () => {
    expect(alertsOf(appState({ notices: [notice('switched')] }))).toEqual([
      {
        key: 'switched',
        title: 'Account switched',
        body: 'Codex uses the account that you chose.',
        leadsTo: account,
        action: null,
        setting: 'notifySwitches',
      },
    ]);
  });

  it('tells why accounts were not switched', () => {
    expect(alertsOf(appState({ notices: [notice('switch-refused')] }))).toMatchObject([
      { key: 'switch-refused', title: 'Not switched', body: 'message of switch-refused' },
    ]);
  });

  it.each([
    'accounts-done',
    'accounts-failed',
    'refresh-failed-for-now',
    'revocation',
    'kept-copy',
    'sign-out-failed',
  ] as const)('leaves %s to the window', (id) => {
    expect(alertsOf(appState({ notices: [notice(id)] }))).toEqual([]);
  });

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

const lost = appState({
  account: chatgptAccount({}, { code: 'refresh-failed', message: 'Sign in again.' }),
});
const well = appState({ account: chatgptAccount() });

function world({ isFocused }: { isFocused: boolean }) {
  const takeBack = vi.fn();
  const post = vi.fn((_alert: Alert) => takeBack);
  const notifier = new Notifier({ window: { isFocused: () => isFocused }, post });
  return { notifier, post, takeBack };
}

it('tells a thing once, however often the state changes', () => {
  const { notifier, post } = world({ isFocused: false });
  notifier.update(lost);
  notifier.update({ ...lost, revision: 2 });
  expect(post.mock.calls).toEqual([[expect.objectContaining({ key: 'needs-sign-in' })]]);
});

it('takes it back when it is over, and tells it again when it comes again', () => {
  const { notifier, post, takeBack } = world({ isFocused: false });
  notifier.update(lost);
  notifier.update(well);
  expect(takeBack).toHaveBeenCalledOnce();
  notifier.update(lost);
  expect(post).toHaveBeenCalledTimes(2);
});

it('tells nothing to a person who is looking at the window', () => {
  const { notifier, post } = world({ isFocused: true });
  notifier.update(lost);
  expect(post).not.toHaveBeenCalled();
});

describe('each kind of notification', () => {
  const blocked = {
    kind: 'unusable',
    problem: { code: 'hidden-by-rule', message: 'ChatGPT login is required' },
  } as const;
  const kinds = [
    ['notifySignIn', lost],
    ['notifyRules', appState({ notices: [notice('enforced')] })],
    ['notifyRules', appState({ account: blocked })],
    ['notifySwitches', appState({ notices: [notice('switched')] })],
    ['notifySwitches', appState({ notices: [notice('switch-refused')] })],
  ] as const;
  const off = { kind: 'known', state: 'off', lock: null, problem: null } as const;

  it.each(kinds)('can be switched off by %s, and by that alone', (name, state) => {
    const { notifier, post } = world({ isFocused: false });
    notifier.update({ ...state, settings: { ...state.settings, [name]: off } });
    expect(post).not.toHaveBeenCalled();
    // What was there before is not told when the kind is switched on again.
    notifier.update(state);
    expect(post).not.toHaveBeenCalled();
    const others = { ...eachSetting(() => off), [name]: state.settings[name] };
    const next = world({ isFocused: false });
    next.notifier.update({ ...state, settings: others });
    expect(next.post).toHaveBeenCalledOnce();
  });
});

it('says that the program goes on in the tray, and where that can be changed, unless by a rule', () => {
  const free = { kind: 'known', state: 'on', lock: null, problem: null } as const;
  expect(stayedAnnouncement(free)).toEqual({
    title: 'Gatehouse keeps running in the tray',
    body: 'It keeps you signed in. You can change that in Settings.',
    leadsTo: { section: 'settings' },
    action: { label: 'Settings', leadsTo: { section: 'settings' } },
  });
  const lock = { kind: 'set', value: true, source: '/etc/codex/requirements.toml' } as const;
  expect(stayedAnnouncement({ ...free, lock }).body).toBe('It keeps you signed in.');
});
