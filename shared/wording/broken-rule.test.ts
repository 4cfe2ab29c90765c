import { describe, expect, it } from 'vitest';

import { brokenRuleText, wrongWorkspaceText, type RefusedSignIn } from './broken-rule.ts';

const names = { 'ws-lab': 'Lab' };
const chatgpt = (workspaceId: RefusedSignIn['workspaceId']) =>
  ({ method: 'chatgpt', workspaceId, speaksOf: 'you' }) as const;

describe('what a rule has against a sign-in', () => {
  it.each([
    [
      'forced_chatgpt_workspace_id',
      ['ws-lab'],
      chatgpt('ws-2'),
      /Lab\. You’re signed in to workspace ws-2\.$/,
    ],
    [
      'allowed_chatgpt_workspaces',
      ['ws-1', 'ws-lab'],
      chatgpt(undefined),
      /: ws-1, Lab\. .* another one\.$/,
    ],
    ['forced_chatgpt_workspace_id', ['ws-1'], chatgpt(null), /names no workspace\.$/],
    [
      'allowed_chatgpt_workspaces',
      [],
      chatgpt('ws-lab'),
      /^This device allows no workspace\. .* Lab\.$/,
    ],
    ['forced_login_method', null, chatgpt(null), /only allows API keys\. .* with ChatGPT\.$/],
  ] as const)('is told with what is allowed: %s, %j', (rule, allowed, signIn, text) => {
    expect(brokenRuleText(rule, allowed, signIn, names)).toMatch(text);
  });

  it('is told of a saved account as of nobody who is signed in', () => {
    const saved = { method: 'api', workspaceId: null, speaksOf: 'account' } as const;
    expect(brokenRuleText('allowed_login_methods', null, saved, names)).toBe(
      'This device only allows signing in with ChatGPT. This account is an API key.',
    );
  });

  it.each([
    ['gatehouse.require_verified_workspace', ['ws-1'], chatgpt('ws-2')],
    ['forced_chatgpt_workspace_id', ['ws-1'], chatgpt('ws-1')],
    ['forced_chatgpt_workspace_id', null, chatgpt('ws-1')],
    ['forced_login_method', null, { ...chatgpt(null), method: null }],
  ] as const)(
    'is left to Codex where these words would not be true: %s, %j',
    (rule, allowed, signIn) => {
      expect(brokenRuleText(rule, allowed, signIn, names)).toBeNull();
    },
  );
});

it.each([
  [
    { email: 'ada@example.com', workspaceId: 'ws-2' },
    /^You signed in as ada@.* in workspace ws-2\. /,
  ],
  [{ email: null, workspaceId: 'ws-2' }, /^You signed in to workspace ws-2\. /],
  [
    { email: 'ada@example.com', workspaceId: null },
    /^You signed in as ada@.*names no workspace\. /,
  ],
  [{ email: null, workspaceId: null }, /^Your sign-in names no workspace\. /],
])('says who tried to sign in, and what is allowed instead: %j', (tried, text) => {
  const said = wrongWorkspaceText(tried, ['ws-lab'], names);
  expect(said).toMatch(text);
  expect(said).toMatch(/ This device only allows workspace Lab\.$/);
});
