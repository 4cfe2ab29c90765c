import { describe, expect, it } from 'vitest';

import type { BackgroundRefreshState, TokenProblem } from '../../shared/app-state.ts';
import type { UnusableCode } from '../../shared/problem-code.ts';
import {
  appState,
  chatgptAccount,
  codexCredentials,
  savedAccount,
} from '../../shared/testing/app-state.ts';
import {
  chatgptStateText,
  keptSignInText,
  endText,
  momentText,
  nextRefreshText,
  renewedTitle,
  renewingText,
  signInStateOf,
} from './account-phrases.ts';

const now = new Date(2026, 10, 24, 13, 42).getTime();
const minuteMs = 60_000;
const idle = { kind: 'idle' } as const;
const at = now + 2 * minuteMs;

function stateText(
  expiresAt: number | null,
  background: BackgroundRefreshState = idle,
  change: Partial<ReturnType<typeof chatgptAccount>> = {},
): string {
  const token = { expiresAt, lastRefresh: null, stale: false };
  return chatgptStateText({ ...chatgptAccount(), token, ...change }, background, now, 'en-GB');
}

describe('the state of a ChatGPT sign-in in words', () => {
  const valid = now + 50 * minuteMs;
  const over = now - 12 * minuteMs;

  it.each([
    [idle, 'Session valid until 14:32.'],
    [{ kind: 'scheduled', at }, 'Session valid until 14:32. Refreshes automatically.'],
    [{ kind: 'refreshing', isRetry: false }, 'Session valid until 14:32. Refreshes automatically.'],
    [
      { kind: 'offline', at },
      'Session valid until 14:32. You\u2019re offline. Trying again at 13:44.',
    ],
    [
      { kind: 'unreachable', at },
      'Session valid until 14:32. Can\u2019t reach the sign-in service. Trying again at 13:44.',
    ],
    [
      { kind: 'retrying', at },
      'Session valid until 14:32. The last refresh failed. Trying again at 13:44.',
    ],
    [
      { kind: 'retrying', at: now },
      'Session valid until 14:32. The last refresh failed. Trying again in a moment.',
    ],
  ] as const)('says until when it works, and what becomes of it then: %j', (background, text) => {
    expect(stateText(valid, background)).toBe(text);
  });

  it.each([
    [
      { kind: 'offline', at },
      'Your session expired at 13:30. Codex won\u2019t work until Gatehouse is back online. Trying again at 13:44.',
    ],
    [
      { kind: 'unreachable', at },
      'Your session expired at 13:30. Can\u2019t reach the sign-in service. Codex won\u2019t work until it\u2019s refreshed. Trying again at 13:44.',
    ],
    [
      { kind: 'retrying', at },
      'Your session expired at 13:30. Codex won\u2019t work until it\u2019s refreshed. Trying again at 13:44.',
    ],
    [
      { kind: 'refreshing', isRetry: false },
      'Your session expired at 13:30. It is being refreshed.',
    ],
  ] as const)('says that Codex does not work once it has expired: %j', (background, text) => {
    expect(stateText(over, background)).toBe(text);
  });

  it('leaves a renewal to the program that supplied the tokens', () => {
    expect(stateText(valid, idle, { refresh: 'supplied' })).toBe(
      'Session valid until 14:32. Another program refreshes it.',
    );
    expect(stateText(over, idle, { refresh: 'supplied' })).toBe(
      'Your session expired at 13:30. Codex won\u2019t work until the program that supplied it refreshes it.',
    );
  });

  it('does not call a sign-in valid that has ended, and says why once', () => {
    const problem = { code: 'refresh-failed', message: 'It was revoked. Sign in again.' } as const;
    const lost = { problem, refresh: 'refused' } as const;
    expect(stateText(valid, idle, lost)).toBe(
      'It was revoked. Sign in again. Without that, Codex stops working at 14:32.',
    );
    expect(stateText(null, idle, lost)).toBe('It was revoked. Sign in again.');
    expect(stateText(over, idle, lost)).toBe(
      'It was revoked. Sign in again. Until then, Codex can\u2019t work.',
    );
  });

  it('does not guess for an opaque token', () => {
    expect(stateText(null)).toBe('The session doesn\u2019t say when it ends.');
  });
});

describe('a moment in the list of details', () => {
  it('has both the time and the distance', () => {
    expect(momentText(now - 5 * minuteMs, now, 'en-GB')).toBe('13:37 (5 minutes ago)');
  });

  it('says so where nothing is recorded', () => {
    expect(momentText(null, now, 'en-GB')).toBe('Not recorded');
  });

  it('is not to come, though the clock of who wrote it goes before', () => {
    expect(momentText(now + 40, now, 'en-GB')).toBe('13:42 (less than a minute ago)');
    expect(momentText(now, now, 'en-GB')).toBe('13:42 (less than a minute ago)');
  });

  it('may be to come where something ends', () => {
    expect(endText(now + 5 * minuteMs, now, 'en-GB')).toBe('13:47 (in 5 minutes)');
  });
});

describe('when the token is refreshed next', () => {
  const later = now + 35 * minuteMs;

  it.each([
    [idle, null],
    [{ kind: 'refreshing', isRetry: false }, 'Now'],
    [{ kind: 'scheduled', at: later }, '14:17 (in 35 minutes)'],
    [{ kind: 'scheduled', at: now }, 'In a moment'],
    [{ kind: 'offline', at: later }, '14:17 (in 35 minutes)'],
    [{ kind: 'retrying', at: later }, '14:17 (in 35 minutes)'],
  ] as const)('%j', (background, text) => {
    expect(nextRefreshText(background, now, 'en-GB')).toBe(text);
  });
});

describe('what a new sign-in does to the present one', () => {
  it('is not spoken of where nobody is signed in', () => {
    expect(keptSignInText({ kind: 'signedOut' }, 'file')).toBeNull();
  });

  it('leaves it alone until the new one is saved', () => {
    expect(keptSignInText(chatgptAccount(), 'file')).toMatch(/^You stay signed in until/);
  });

  it.each([
    ['keep', 'The account in use stays in use.'],
    ['renew', 'Nothing changes until the new sign-in is saved.'],
  ] as const)('promises more where the new one is not to replace it: %s', (purpose, text) => {
    expect(keptSignInText(chatgptAccount(), 'file', purpose)).toBe(text);
  });

  const unusable = (code: UnusableCode) =>
    ({ kind: 'unusable', problem: { code, message: 'y' } }) as const;

  it('keeps an unusable file beside the new one, and promises no file where there is none', () => {
    expect(keptSignInText(unusable('record-invalid'), 'file')).toMatch(/backs up the old file/);
    expect(keptSignInText(unusable('record-invalid'), 'keyring')).not.toMatch(/file/);
  });

  it.each(['tokens-missing', 'api-key-missing', 'hidden-by-rule', 'not-judged'] as const)(
    'does not promise to keep a record that is merely replaced (%s)',
    (code) => {
      expect(keptSignInText(unusable(code), 'file')).toMatch(/replaces it\.$/);
    },
  );
});

const problem = (code: TokenProblem['code']) => chatgptAccount({}, { code, message: '' });
const offlineApp = appState({ backgroundRefresh: { kind: 'offline', at: 0 } });
const { restrictions } = appState();
const violated = { ...offlineApp, restrictions: { ...restrictions, verdict: 'violated' as const } };
const unknown = { ...offlineApp, restrictions: { ...restrictions, verdict: 'unknown' as const } };

const stops = { uses: 'stops', message: 'It is empty.' } as const;
const ofEnvironment = {
  uses: 'environment',
  credential: { kind: 'accessToken', variable: 'CODEX_ACCESS_TOKEN', setIn: 'environment' },
  condition: null,
} as const;

it.each([
  ['signedIn', chatgptAccount(), appState()],
  ['offline', chatgptAccount(), offlineApp],
  [
    'unreachable',
    chatgptAccount(),
    appState({ backgroundRefresh: { kind: 'unreachable', at: 0 } }),
  ],
  ['attention', problem('tokens-unsaved'), offlineApp],
  ['ranOut', problem('token-expired'), offlineApp],
  ['needsSignIn', problem('refresh-failed'), offlineApp],
  ['needsSignIn', problem('refresh-token-missing'), appState()],
  ['blocked', problem('refresh-failed'), violated],
  ['unjudged', problem('refresh-failed'), unknown],
  ['notUsed', chatgptAccount(), appState({ codex: codexCredentials(ofEnvironment) })],
  ['stopped', chatgptAccount(), appState({ codex: codexCredentials(stops) })],
] as const)('is %s (%#)', (state, account, app) => {
  expect(signInStateOf(account, app)).toBe(state);
});

describe('whom a sign-in is made for again', () => {
  const grace = savedAccount();

  it('is said while it runs, and once it has failed', () => {
    const name = renewedTitle({ purpose: 'renew', account: grace.id }, [grace]) ?? '';
    expect(renewingText(name, false)).toBe(
      'Sign in as grace@example.com. Nothing changes until the new sign-in is saved.',
    );
    expect(renewingText(name, true)).toBe(
      'You were signing in again as grace@example.com. Nothing has changed.',
    );
  });

  it.each([{ purpose: 'use' }, { purpose: 'renew', account: 'ffffffffffff' }] as const)(
    'is nobody in particular for %j',
    (purpose) => {
      expect(renewedTitle(purpose, [grace])).toBeNull();
    },
  );
});
