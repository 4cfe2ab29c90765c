import { describe, expect, it } from 'vitest';

import { ada, chatgptCredential, otherCredential, storedApiKey } from '../testing/credentials.ts';
import { rules } from '../testing/login-rules.ts';
import { brokenRuleOf } from './broken-rule-of.ts';

const chatgpt = chatgptCredential({ person: { ...ada, workspaceId: 'ws-1' } });
const onlyWs2 = rules({ forcedWorkspaces: { form: 'single', id: 'ws-2' } });
const onlyKeys = rules({ forcedMethod: 'api' });
const onlyChatgpt = rules({ forcedMethod: 'chatgpt' });

describe('what a rule had against a sign-in that it removed', () => {
  it.each([
    ['forcedWorkspaces', chatgpt, onlyWs2, /workspace ws-2\. You were signed in to ws-1\.$/],
    ['forcedMethod', chatgpt, onlyKeys, /only allows API keys\. .* with ChatGPT\.$/],
    ['forcedMethod', storedApiKey(), onlyChatgpt, /with ChatGPT\. .* with an API key\.$/],
  ] as const)('is told in plain words: %s (%#)', (rule, credential, known, text) => {
    expect(brokenRuleOf({ rule }, credential, known)).toMatch(text);
  });

  it.each([
    ['a kind of its own', otherCredential('bedrockApiKey'), onlyChatgpt],
    ['rules that are not known', chatgpt, { kind: 'unknown', message: 'Broken.' }],
  ] as const)('is left to Codex for %s', (_, credential, known) => {
    expect(brokenRuleOf({ rule: 'forcedMethod' }, credential, known)).toBeNull();
  });
});
