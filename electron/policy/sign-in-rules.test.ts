import { describe, expect, it } from 'vitest';

import { ada, claimsOf } from '../testing/credentials.ts';
import { rules } from '../testing/login-rules.ts';
import { effectiveWorkspaces, type KnownRules, type LoginMethod } from './login-rules.ts';
import { ruleForMethod, ruleForWorkspace, workspacesToOffer } from './sign-in-rules.ts';

const unknown: KnownRules = { kind: 'unknown', message: 'config.toml cannot be read.' };
const list = (...ids: string[]) => ({ form: 'list', ids }) as const;
const single = (id: string) => ({ form: 'single', id }) as const;

const noChatgpt = 'ChatGPT login is disabled. Use API key login instead.';
const noApiKey = 'API key login is disabled. Use ChatGPT login instead.';
const noMethod = (places: string): string =>
  `Two rules contradict each other, so nobody can sign in: ${places}.`;
const noListed = 'One rule leaves no way to sign in: allowed_login_methods in allowedMethods.toml.';
const forcedOther = noMethod(
  'forced_login_method in forcedMethod.toml and allowed_login_methods in allowedMethods.toml',
);
const forcedNowhere = noMethod(
  'forced_login_method in forcedMethod.toml and allowed_chatgpt_workspaces in allowedWorkspaces.toml',
);
const noFile = (mode: string): string =>
  `A sign-in would be kept in a file, which forbiddenStore.toml does not allow: set cli_auth_credentials_store = "keyring" (it is "${mode}").`;
const noWorkspace =
  'ChatGPT login is disabled: no workspace is allowed (allowed_chatgpt_workspaces in allowedWorkspaces.toml).';

describe('whether a method may be used to sign in', () => {
  it.each<[string, LoginMethod, KnownRules, string]>([
    ['no rule', 'api', rules({}), 'allowed'],
    ['no rule', 'chatgpt', rules({}), 'allowed'],
    ['forced: api', 'api', rules({ forcedMethod: 'api' }), 'allowed'],
    [
      'forced: api',
      'chatgpt',
      rules({ forcedMethod: 'api' }),
      `${noChatgpt} (Set in forcedMethod.toml.)`,
    ],
    [
      'forced: chatgpt',
      'api',
      rules({ forcedMethod: 'chatgpt' }),
      `${noApiKey} (Set in forcedMethod.toml.)`,
    ],
    ['forced: chatgpt', 'chatgpt', rules({ forcedMethod: 'chatgpt' }), 'allowed'],
    ['forced: a workspace', 'api', rules({ forcedWorkspaces: single('W') }), 'allowed'],
    ['forced: a workspace', 'chatgpt', rules({ forcedWorkspaces: single('W') }), 'allowed'],
    ['forced: an empty list', 'chatgpt', rules({ forcedWorkspaces: list() }), 'allowed'],
    ['allowed: api', 'api', rules({ allowedMethods: ['api'] }), 'allowed'],
    [
      'allowed: api',
      'chatgpt',
      rules({ allowedMethods: ['api'] }),
      `${noChatgpt} (Set in allowedMethods.toml.)`,
    ],
    [
      'allowed: chatgpt',
      'api',
      rules({ allowedMethods: ['chatgpt'] }),
      `${noApiKey} (Set in allowedMethods.toml.)`,
    ],
    ['allowed: both', 'chatgpt', rules({ allowedMethods: ['api', 'chatgpt'] }), 'allowed'],
    ['allowed: neither', 'api', rules({ allowedMethods: [] }), noListed],
    ['allowed: neither', 'chatgpt', rules({ allowedMethods: [] }), noListed],
    ['files forbidden', 'api', rules({ forbiddenStore: 'file' }), noFile('file')],
    ['files forbidden', 'chatgpt', rules({ forbiddenStore: 'auto' }), noFile('auto')],
    ['allowed: no workspace', 'api', rules({ allowedWorkspaces: [] }), 'allowed'],
    ['allowed: no workspace', 'chatgpt', rules({ allowedWorkspaces: [] }), noWorkspace],
    [
      'allowed: none of the forced workspaces',
      'chatgpt',
      rules({ forcedWorkspaces: list('W'), allowedWorkspaces: ['V'] }),
      'ChatGPT login is disabled: no workspace is allowed (forced_chatgpt_workspace_id in forcedWorkspaces.toml and allowed_chatgpt_workspaces in allowedWorkspaces.toml).',
    ],
    // Nobody is sent from one method to the other and back.
    ...(['api', 'chatgpt'] as const).flatMap(
      (method): [string, LoginMethod, KnownRules, string][] => [
        [
          'forced: chatgpt, allowed: api',
          method,
          rules({ forcedMethod: 'chatgpt', allowedMethods: ['api'] }),
          forcedOther,
        ],
        [
          'forced: chatgpt, allowed: no workspace',
          method,
          rules({ forcedMethod: 'chatgpt', allowedWorkspaces: [] }),
          forcedNowhere,
        ],
      ],
    ),
  ])('%s; method: %s', (_, method, known, expected) => {
    const answer = ruleForMethod(known, method);
    expect(answer.kind === 'allowed' ? 'allowed' : answer.reason).toBe(expected);
  });

  it.each(['api', 'chatgpt'] as const)(
    'nothing may where the rules are not known: %s',
    (method) => {
      expect(ruleForMethod(unknown, method)).toEqual({
        kind: 'unknown',
        reason: 'config.toml cannot be read.',
      });
    },
  );
});

describe('whether fresh tokens of a workspace may be saved', () => {
  const one = rules({ forcedWorkspaces: single('W') });
  const two = rules({ forcedWorkspaces: list('W', 'V') });
  const managed = rules({ allowedWorkspaces: ['W'] });
  const lacking =
    'Login is restricted to a specific workspace, but the token did not include an chatgpt_account_id claim.';

  it.each<[string, string | null, KnownRules, string]>([
    ['no rule', 'X', rules({}), 'allowed'],
    ['no rule', null, rules({}), 'allowed'],
    ['an empty list', null, rules({ forcedWorkspaces: list() }), 'allowed'],
    ['one workspace', 'W', one, 'allowed'],
    ['one workspace', 'X', one, 'Login is restricted to workspace id(s) W.'],
    ['one workspace', 'w', one, 'Login is restricted to workspace id(s) W.'],
    ['one workspace', null, one, lacking],
    ['two workspaces', 'V', two, 'allowed'],
    ['two workspaces', 'X', two, 'Login is restricted to workspace id(s) W, V.'],
    ['a managed one', 'W', managed, 'allowed'],
    ['a managed one', 'X', managed, 'Login is restricted to workspace id(s) W.'],
    ['a managed one', null, managed, lacking],
  ])('%s; the token says %s', (_, workspaceId, known, expected) => {
    const answer = ruleForWorkspace(known, claimsOf({ ...ada, workspaceId }));
    expect(answer.kind === 'allowed' ? 'allowed' : answer.reason).toBe(expected);
  });

  it('none may where the rules are not known', () => {
    expect(ruleForWorkspace(unknown, claimsOf())).toEqual({
      kind: 'unknown',
      reason: 'config.toml cannot be read.',
    });
  });
});

describe('the workspaces that a sign-in may use', () => {
  it.each<[string, KnownRules, readonly string[] | null]>([
    ['no rule', rules({}), null],
    ['one forced', rules({ forcedWorkspaces: single('W') }), ['W']],
    ['several forced', rules({ forcedWorkspaces: list('b', 'a') }), ['b', 'a']],
    ['an empty list forced', rules({ forcedWorkspaces: list() }), null],
    ['several allowed', rules({ allowedWorkspaces: ['a', 'b'] }), ['a', 'b']],
    ['none allowed', rules({ allowedWorkspaces: [] }), []],
    [
      'both: those in both, in the order of config.toml',
      rules({ forcedWorkspaces: list('c', 'b', 'a'), allowedWorkspaces: ['a', 'b', 'x'] }),
      ['b', 'a'],
    ],
    [
      'both: nothing in common',
      rules({ forcedWorkspaces: list('a'), allowedWorkspaces: ['b'] }),
      [],
    ],
    [
      'an empty list forced, several allowed',
      rules({ forcedWorkspaces: list(), allowedWorkspaces: ['a'] }),
      ['a'],
    ],
  ])('%s', (_, known, expected) => {
    if (known.kind === 'known') expect(effectiveWorkspaces(known.rules)).toEqual(expected);
    expect(workspacesToOffer(known)).toEqual(expected ?? []);
  });

  it('are offered by nobody where the rules are not known', () => {
    expect(workspacesToOffer(unknown)).toEqual([]);
  });
});
