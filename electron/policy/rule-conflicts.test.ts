import { describe, expect, it } from 'vitest';

import { rules, rulesWithCloud } from '../testing/login-rules.ts';
import { noRules, type KnownRules, type LoginMethod, type LoginRules } from './login-rules.ts';
import {
  deadlockOf,
  endsUnjudged,
  noWayToSignIn,
  obstaclesTo,
  ruleConflicts,
} from './rule-conflicts.ts';

type Values = Parameters<typeof rules>[0];

function rulesOf(values: Values): LoginRules {
  const known = rules(values);
  return known.kind === 'known' ? known.rules : noRules;
}

const single = (id: string) => ({ form: 'single', id }) as const;

it.each<[Values, readonly string[]]>([
  [{}, ['api', 'chatgpt']],
  [{ forcedMethod: 'api' }, ['api']],
  [{ allowedMethods: ['chatgpt'] }, ['chatgpt']],
  [{ allowedWorkspaces: [] }, ['api']],
  [{ forcedWorkspaces: single('W'), allowedWorkspaces: ['V'] }, ['api']],
  [{ forcedWorkspaces: single('W'), allowedWorkspaces: ['W'] }, ['api', 'chatgpt']],
  [{ allowedMethods: [] }, []],
  [{ allowedMethods: ['chatgpt'], allowedWorkspaces: [] }, []],
  [{ forcedMethod: 'chatgpt', allowedWorkspaces: [] }, []],
  [{ forcedMethod: 'chatgpt', allowedMethods: ['api'] }, []],
])('under %j somebody can sign in with %j', (values, methods) => {
  const isUsable = (method: LoginMethod) => obstaclesTo(method, rulesOf(values)).length === 0;
  expect((['api', 'chatgpt'] as const).filter(isUsable)).toEqual(methods);
  expect(deadlockOf(rulesOf(values)) === null).toBe(methods.length > 0);
});

describe('whether Codex ends before it judges what is stored', () => {
  const onlyChatgpt = { allowedMethods: ['chatgpt'] } as const;
  const forcedApi = { forcedMethod: 'api' } as const;

  it.each([
    ['rules of this machine leave no method', rules({ ...onlyChatgpt, ...forcedApi }), true],
    ['a workspace leaves none', rulesWithCloud(onlyChatgpt, forcedApi), false],
    ['a workspace leaves one', rulesWithCloud(forcedApi, { forcedMethod: 'chatgpt' }), false],
    ['a method is left', rules(onlyChatgpt), false],
  ] as const)('%s', (_, known, ends) => {
    expect(known.kind === 'known' && endsUnjudged(known.rules)).toBe(ends);
  });

  it('and what is said of it: that nobody can sign in, or who is signed in cannot work', () => {
    const saidOf = (known: KnownRules) =>
      ruleConflicts(known.kind === 'known' ? known.rules : noRules).map(({ sentence }) => sentence);
    expect(saidOf(rules({ ...onlyChatgpt, ...forcedApi }))).toEqual([
      expect.stringMatching(/so nobody can sign in: .*\. What is stored is kept and not used\.$/),
    ]);
    expect(saidOf(rulesWithCloud(onlyChatgpt, forcedApi))).toEqual([
      expect.stringMatching(/: no Codex program works with this sign-in\.$/),
    ]);
  });
});

describe('where nobody can sign in, what has to be changed', () => {
  it.each<[string, Values, readonly string[], readonly string[]]>([
    ['is one list that bars all', { allowedMethods: [] }, ['allowedMethods'], ['allowedMethods']],
    [
      'is that list alone, whatever else bars one method',
      { allowedMethods: [], forcedMethod: 'api' },
      ['allowedMethods'],
      ['allowedMethods'],
    ],
    [
      'is either of two that bar one method each',
      { forcedMethod: 'chatgpt', allowedWorkspaces: [] },
      ['forcedMethod', 'allowedWorkspaces'],
      ['forcedMethod', 'allowedWorkspaces'],
    ],
    [
      'is either of the lists of workspaces, where the other method is barred twice',
      {
        forcedMethod: 'chatgpt',
        allowedMethods: ['chatgpt'],
        forcedWorkspaces: single('W'),
        allowedWorkspaces: ['V'],
      },
      ['forcedMethod', 'allowedMethods', 'forcedWorkspaces', 'allowedWorkspaces'],
      ['forcedWorkspaces', 'allowedWorkspaces'],
    ],
    [
      'is what bars all, where no single change is enough',
      { forcedMethod: 'chatgpt', allowedMethods: [], allowedWorkspaces: [] },
      ['allowedMethods'],
      ['allowedMethods'],
    ],
  ])('%s', (_, values, together, waysOut) => {
    expect(deadlockOf(rulesOf(values))).toEqual({ rules: together, waysOut });
  });
});

describe('what the window says where no way to sign in is left', () => {
  const said = (values: Parameters<typeof rulesOf>[0], own?: string) =>
    noWayToSignIn(rulesOf(values), own);

  it.each<[string, Parameters<typeof rulesOf>[0], string, string, string]>([
    [
      'one rule that bars all',
      { allowedMethods: [] },
      'One rule leaves no way to sign in: allowed_login_methods in allowedMethods.toml.',
      'Ask your administrator to correct it.',
      'allowed_login_methods',
    ],
    [
      'two that contradict each other',
      { forcedMethod: 'chatgpt', allowedMethods: ['api'] },
      'Two rules contradict each other, so nobody can sign in: forced_login_method in forcedMethod.toml and allowed_login_methods in allowedMethods.toml.',
      'Ask your administrator to correct one.',
      'forced_login_method',
    ],
    [
      'more of them, and leads to one that helps',
      {
        forcedMethod: 'chatgpt',
        allowedMethods: ['chatgpt'],
        forcedWorkspaces: single('W'),
        allowedWorkspaces: ['V'],
      },
      'Rules contradict each other, so nobody can sign in: forced_login_method in forcedMethod.toml, allowed_login_methods in allowedMethods.toml, forced_chatgpt_workspace_id in forcedWorkspaces.toml and allowed_chatgpt_workspaces in allowedWorkspaces.toml.',
      'Ask your administrator to correct one.',
      'forced_chatgpt_workspace_id',
    ],
  ])('names %s', (_, values, message, step, rule) => {
    expect(said(values)).toMatchObject({ message, step, rule });
  });

  it('has the person correct what is in a file of their own', () => {
    const rulesHere = { forcedMethod: 'chatgpt', allowedMethods: ['api'] } as const;
    expect(said(rulesHere, 'allowedMethods.toml')).toMatchObject({
      step: 'Correct allowed_login_methods in allowedMethods.toml.',
      rule: 'allowed_login_methods',
    });
    expect(said(rulesHere, 'config.toml')?.step).toBe('Ask your administrator to correct one.');
  });

  it('keeps the words of Codex for who knows them', () => {
    expect(said({ allowedMethods: [] })?.details).toBe(
      'authentication requirements do not permit any usable login method',
    );
  });

  it('is nothing where a way is left', () => {
    expect(said({})).toBeNull();
    expect(said({ allowedMethods: ['api'], allowedWorkspaces: [] })).toBeNull();
  });
});
