import { describe, expect, it } from 'vitest';

import type { AppState } from '../../shared/app-state.ts';
import { appState, chatgptAccount, savedAccount } from '../../shared/testing/app-state.ts';
import { brokenByAccount, brokenBySaved } from './broken-by.ts';

const ids = ['ws-1'];
const forbidden = { kind: 'forbidden', reason: 'A rule.' } as const;
const allowed = { kind: 'allowed' } as const;
const noChatgpt = { browser: forbidden, device: forbidden, apiKey: allowed };
const noKeys = { browser: allowed, device: allowed, apiKey: forbidden };

const ruled = (
  restrictions: Partial<AppState['restrictions']>,
  account: AppState['account'] = chatgptAccount({ workspaceId: 'ws-2' }),
) => appState({ account, restrictions: { ...appState().restrictions, ...restrictions } });

const workspaces = { ids, rule: 'allowed_chatgpt_workspaces' } as const;
const hidden = { kind: 'unusable', problem: { code: 'hidden-by-rule', message: '' } } as const;
const apiKey = { kind: 'apiKey', source: 'file', problem: null } as const;

describe('what a rule has against the account in use', () => {
  it.each([
    ['allowed_chatgpt_workspaces', ruled({ workspaces }), /ws-1\. You’re signed in to ws-2\.$/],
    ['allowed_chatgpt_workspaces', ruled({ workspaces }, hidden), /signed in to another one\.$/],
    ['forced_login_method', ruled({ methods: noChatgpt }), /only allows API keys/],
    ['forced_login_method', ruled({ methods: noKeys }, apiKey), /You’re signed in with an API key/],
    ['allowed_login_methods', ruled({ methods: noKeys }, hidden), /signed in with an API key/],
  ])('is told in plain words: %s (%#)', (rule, app, text) => {
    expect(brokenByAccount(rule, app)).toMatch(text);
  });

  it('is not told of the account where a key of the environment breaks it', () => {
    expect(brokenByAccount('forced_login_method', ruled({ methods: noKeys }))).toBeNull();
  });

  it.each(['signedOut', 'loading'] as const)('is not told where nobody is: %s', (kind) => {
    expect(brokenByAccount('forced_login_method', ruled({ methods: noKeys }, { kind }))).toBeNull();
  });
});

it('is told of a saved account as of that account', () => {
  const app = ruled({ workspaces });
  const other = savedAccount({ workspaceId: 'ws-9' });
  expect(brokenBySaved('allowed_chatgpt_workspaces', other, app)).toMatch(/belongs to ws-9\.$/);
  const fitting = savedAccount({ workspaceId: 'ws-1' });
  expect(brokenBySaved('allowed_chatgpt_workspaces', fitting, app)).toBeNull();
});
