import { describe, expect, it } from 'vitest';

import { rules, rulesWithCloud } from '../testing/login-rules.ts';
import { noRules, type KnownRules, type LoginMethod, type LoginRules } from './login-rules.ts';
import { deadlockOf, endsUnjudged, obstaclesTo, ruleConflicts } from './rule-conflicts.ts';

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
      expect.stringMatching(/: nobody can sign in, and what is stored is kept and not used\.$/),
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
