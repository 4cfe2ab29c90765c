import { describe, expect, it } from 'vitest';

import type { TokenProblem } from '../../shared/app-state.ts';
import type { UnusableCode } from '../../shared/problem-code.ts';
import { appState, chatgptAccount, codexCredentials } from '../../shared/testing/app-state.ts';
import {
  chatgptStateText,
  keptSignInText,
  momentText,
  backgroundRefreshText,
  signInStateOf,
} from './account-phrases.ts';

const now = new Date(2026, 10, 24, 13, 42).getTime();
const minuteMs = 60_000;
const good = { isLost: false, backgroundRefresh: { kind: 'idle' } } as const;
const token = (expiresAt: number | null) => ({ expiresAt, lastRefresh: null, stale: false });

describe('the state of a ChatGPT sign-in in words', () => {
  it('says until when the access token is valid', () => {
    expect(chatgptStateText(token(now + 50 * minuteMs), good, now, 'en-GB')).toBe(
      'Signed in with ChatGPT. The access token is valid until 14:32 (in 50 minutes).',
    );
  });

  it('says when it ran out', () => {
    expect(chatgptStateText(token(now - 12 * minuteMs), good, now, 'en-GB')).toBe(
      'Signed in with ChatGPT. The access token ran out at 13:30 (12 minutes ago).',
    );
  });

  it.each(['offline', 'retrying'] as const)('says when Codex could work again: %s', (kind) => {
    const backgroundRefresh = { kind, at: now + 2 * minuteMs };
    expect(
      chatgptStateText(
        token(now - 12 * minuteMs),
        { isLost: false, backgroundRefresh },
        now,
        'en-GB',
      ),
    ).toBe(
      'The access token ran out at 13:30 (12 minutes ago), and Codex cannot work until it is refreshed. Next try 13:44 (in 2 minutes).',
    );
  });

  it('does not call a sign-in valid that has ended', () => {
    const lost = { ...good, isLost: true };
    expect(chatgptStateText(token(now + 50 * minuteMs), lost, now, 'en-GB')).toBe(
      'The sign-in has ended and cannot be refreshed. What is left of it works until 14:32 (in 50 minutes) at the latest.',
    );
    expect(chatgptStateText(token(null), lost, now, 'en-GB')).toBe(
      'The sign-in has ended and cannot be refreshed.',
    );
    expect(chatgptStateText(token(now - minuteMs), lost, now, 'en-GB')).toBe(
      'The sign-in has ended and cannot be refreshed. Codex cannot work until you sign in again.',
    );
  });

  it('does not guess for an opaque token', () => {
    expect(chatgptStateText(token(null), good, now, 'en-GB')).toBe(
      'Signed in with ChatGPT. The access token does not say how long it is valid.',
    );
  });
});

describe('a moment in the list of details', () => {
  it('has both the time and the distance', () => {
    expect(momentText(now - 5 * minuteMs, now, 'en-GB')).toBe('13:37 (5 minutes ago)');
  });

  it('says so where nothing is recorded', () => {
    expect(momentText(null, now, 'en-GB')).toBe('Not recorded');
  });
});

describe('what is done to keep the token fresh', () => {
  const at = now + 35 * minuteMs;

  it.each([
    [{ kind: 'idle' }, null],
    [{ kind: 'refreshing', isRetry: false }, 'Now'],
    [{ kind: 'scheduled', at }, '14:17 (in 35 minutes)'],
    [{ kind: 'scheduled', at: now }, 'in a moment'],
    [{ kind: 'offline', at }, 'Offline. Next try 14:17 (in 35 minutes)'],
    [{ kind: 'retrying', at }, 'The last one did not succeed. Next try 14:17 (in 35 minutes)'],
  ] as const)('%j', (backgroundRefresh, text) => {
    expect(backgroundRefreshText(backgroundRefresh, now, 'en-GB')).toBe(text);
  });
});

describe('what a new sign-in does to the present one', () => {
  it('is not spoken of where nobody is signed in', () => {
    expect(keptSignInText({ kind: 'signedOut' }, 'file')).toBeNull();
  });

  it('leaves it alone until the new one is saved', () => {
    expect(keptSignInText(chatgptAccount(), 'file')).toMatch(/stays as it is until the new one/);
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
    expect(keptSignInText(unusable('record-invalid'), 'file')).toMatch(/keeps the old file/);
    expect(keptSignInText(unusable('record-invalid'), 'keyring')).not.toMatch(/file/);
  });

  it.each(['tokens-missing', 'api-key-missing', 'hidden-by-rule', 'not-judged'] as const)(
    'does not promise to keep a record that is merely replaced (%s)',
    (code) => {
      expect(keptSignInText(unusable(code), 'file')).toMatch(/replaces it/);
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
