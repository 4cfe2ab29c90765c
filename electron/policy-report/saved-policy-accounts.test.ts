import { expect, it } from 'vitest';

import { reportOn, type Files } from '../testing/policy-reports.ts';

const saved = [
  { id: '0123456789ab', kind: 'chatgpt', workspaceId: 'ws-1' },
  { id: '0123456789ac', kind: 'chatgpt', workspaceId: 'ws-2' },
  { id: '0123456789ad', kind: 'apiKey', workspaceId: null },
  { id: '0123456789ae', kind: 'personalAccessToken', workspaceId: null },
] as const;

it.each<[string, Files, readonly string[], number]>([
  ['no rule', {}, ['allowed', 'allowed', 'allowed', 'allowed'], 0],
  [
    'one for the workspace',
    { managed: 'forced_chatgpt_workspace_id = "ws-1"\n' },
    ['allowed', 'hidden', 'allowed', 'allowed'],
    1,
  ],
  [
    'one for the way to sign in',
    { requirements: 'allowed_login_methods = ["chatgpt"]\n' },
    ['allowed', 'allowed', 'hidden', 'allowed'],
    1,
  ],
  [
    'the one about saved accounts',
    { requirements: '[gatehouse]\nallow_saved_accounts = false\n' },
    ['hidden', 'hidden', 'hidden', 'hidden'],
    4,
  ],
  [
    'files that cannot be read',
    { requirements: '=' },
    ['unknown', 'unknown', 'unknown', 'unknown'],
    0,
  ],
])(
  'every saved account is held against %s, and counted without its name',
  (_, files, results, forbidden) => {
    const { savedAccounts } = reportOn(files, { saved });
    expect(savedAccounts).toMatchObject({ saved: 4, forbidden });
    expect(savedAccounts.accounts.map(({ result }) => result)).toEqual(results);
    expect(savedAccounts.accounts.map(({ id }) => id)).toEqual(saved.map(({ id }) => id));
  },
);

it('a saved account that is not allowed names the rule', () => {
  const files = { managed: 'forced_chatgpt_workspace_id = "ws-1"\n' };
  const [, other] = reportOn(files, { saved }).savedAccounts.accounts;
  expect(other).toMatchObject({
    workspaceCheck: 'forbidden',
    methodCheck: 'notApplicable',
    rule: 'forced_chatgpt_workspace_id',
    reason: expect.stringContaining('restricted to workspace') as string,
  });
});
