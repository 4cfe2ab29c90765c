import { describe, expect, it } from 'vitest';

import { accountLabelSchema, type SavedAccountState } from '../saved-accounts.ts';
import { savedAccount } from '../testing/app-state.ts';
import {
  accountName,
  accountNaming,
  accountStateText,
  accountStateWord,
  obstacleToUse,
} from './saved-accounts.ts';

describe('an account is called', () => {
  it.each([
    [{}, 'grace@example.com'],
    [{ workspaceName: 'Compilers' }, 'grace@example.com'],
    [{ label: 'Work' }, 'Work'],
    [{ email: null }, 'ChatGPT account'],
    [{ kind: 'apiKey', email: null, workspaceId: null }, 'API key'],
    [{ kind: 'personalAccessToken', email: null, workspaceId: null }, 'Personal access token'],
    [{ kind: 'personalAccessToken' }, 'grace@example.com'],
  ] as const)('with %j, and among others: %s', (facts, title) => {
    const account = savedAccount(facts);
    const other = savedAccount({ id: 'ba9876543210', email: 'ada@example.com' });
    expect(accountName(account)).toBe(title);
    expect(accountNaming([account, other])(account)).toBe(title);
  });

  it.each([
    ['its workspace', 'Compilers', 'Engines', 'grace@example.com (Compilers)'],
    ['its workspace', 'Compilers', null, 'grace@example.com (Compilers)'],
    ['its id, as "gatehouse switch" takes it', null, null, 'grace@example.com #0123'],
    ['its id, with workspaces of one name', 'Team', 'Team', 'grace@example.com #0123'],
  ])('beside another of the same name, by %s', (_, workspaceName, otherName, title) => {
    const account = savedAccount({ workspaceName });
    const other = savedAccount({ id: 'ba9876543210', workspaceName: otherName });
    expect(accountNaming([account, other])(account)).toBe(title);
  });
});

describe('the accounts of a list are called', () => {
  const named = (...facts: Parameters<typeof savedAccount>[0][]) => {
    const accounts = facts.map((given, index) =>
      savedAccount({ id: `${index}23456789abc`, ...given }),
    );
    return accounts.map(accountNaming(accounts));
  };

  it('by their persons, which is enough where these differ', () => {
    expect(named({}, { email: 'ada@example.com' }, { label: 'Work' })).toEqual([
      'grace@example.com',
      'ada@example.com',
      'Work',
    ]);
  });

  it('with the workspace for one person in two of them', () => {
    expect(named({ workspaceName: 'Lab' }, { workspaceName: 'Office' })).toEqual([
      'grace@example.com (Lab)',
      'grace@example.com (Office)',
    ]);
  });

  it('with the beginning of the id where addresses are hidden and the workspace is the same', () => {
    expect(named({ email: null }, { email: null }, { label: 'Work', email: null })).toEqual([
      'ChatGPT account #0234',
      'ChatGPT account #1234',
      'Work',
    ]);
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
      'May need sign-in',
      null,
      'Another program replaced it at 12:04. Its last sign-in is kept and may no longer work. Use it to find out. You may have to sign in again.',
    ],
    [
      { kind: 'needsSignIn', reason: 'refused', at },
      'Needs sign-in',
      'needs sign-in',
      'It can\u2019t be refreshed. Sign in again.',
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
