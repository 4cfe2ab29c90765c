import { describe, expect, it } from 'vitest';

import { accountLabelSchema, type SavedAccountState } from '../saved-accounts.ts';
import { savedAccount } from '../testing/app-state.ts';
import {
  accountName,
  accountStateText,
  accountStateWord,
  accountTitle,
  obstacleToUse,
} from './saved-accounts.ts';

describe('an account is called', () => {
  it.each([
    [{}, 'grace@example.com (5f0c2f6e)'],
    [{ workspaceName: 'Compilers' }, 'grace@example.com (Compilers)'],
    [{ workspaceId: null }, 'grace@example.com'],
    [{ label: 'Work' }, 'Work'],
    [{ email: null }, 'ChatGPT account (5f0c2f6e)'],
    [{ kind: 'apiKey', email: null, workspaceId: null }, 'API key'],
    [{ kind: 'personalAccessToken', email: null, workspaceId: null }, 'Personal access token'],
    [{ kind: 'personalAccessToken' }, 'grace@example.com (5f0c2f6e)'],
  ] as const)('with %j: %s', (facts, title) => {
    expect(accountTitle(savedAccount(facts))).toBe(title);
  });

  it('without its workspace where that stands beside it', () => {
    expect(accountName(savedAccount())).toBe('grace@example.com');
  });
});

it.each([
  ['Work', true],
  ['  Work  ', true],
  ['\u{1f469}\u200d\u{1f4bb} at home', true],
  [null, true],
  ['', false],
  ['two\nlines', false],
  ['turned \u202e around', false],
  ['x'.repeat(81), false],
])('a name is one short line: %j', (label, isOne) => {
  expect(accountLabelSchema.safeParse(label).success).toBe(isOne);
});

describe('the state of an account', () => {
  const at = 7;
  const rule = { rule: 'forced_login_method', source: '~/x', message: 'Not here.' };
  it.each<[SavedAccountState, string, string | null, string | null]>([
    [{ kind: 'inUse' }, 'In use', null, null],
    [{ kind: 'ready' }, 'Ready', null, null],
    [
      { kind: 'maySpent', reason: 'replaced', at },
      'May be spent',
      null,
      'Another program replaced it at 12:04. Its last sign-in is kept and may no longer work. Use it to find out. You may have to sign in again.',
    ],
    [
      { kind: 'needsSignIn', reason: 'refused', at },
      'Needs sign-in',
      'needs sign-in',
      'The sign-in service does not renew it any more. Sign in again.',
    ],
    [{ kind: 'notAllowed', ...rule }, 'Not allowed here', 'not allowed here', 'Not here.'],
    [
      { kind: 'inUseElsewhere', home: '~/.codex-work' },
      'In use in ~/.codex-work',
      'in use elsewhere',
      'Put another account into use there first.',
    ],
  ])('%j is told as "%s"', (state, word, obstacle, text) => {
    expect(accountStateWord(state)).toBe(word);
    expect(obstacleToUse(state)).toBe(obstacle);
    expect(accountStateText(state, () => '12:04')).toBe(text);
  });

  it.each([
    'codex-was-running',
    'codex-may-have-run',
    'replaced',
    'signed-out',
    'switch-interrupted',
    'refresh-interrupted',
  ] as const)('that may be spent says why and what to do: %s', (reason) => {
    const text = accountStateText({ kind: 'maySpent', reason, at }, () => '12:04');
    expect(text).toMatch(/\. Use it to find out\. You may have to sign in again\.$/);
  });
});
