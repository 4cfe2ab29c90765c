import { describe, expect, it } from 'vitest';

import { accountStateSchema } from '../../shared/app-state.ts';
import type { Credential } from '../auth/credential.ts';
import { permanentFailure } from '../auth/refresh-failure.ts';
import type { UnjudgedBecause, Verdict } from '../policy/verdict.ts';
import {
  chatgptCredential,
  environmentApiKey,
  storedApiKey,
  testApiKey,
  testNow,
} from '../testing/credentials.ts';
import { accountFactsOf, tokenFactsOf } from './account-facts.ts';
import { accountStateOf, type AccountSituation } from './account-state.ts';

const violated = (remedy: 'signOut' | 'hide' | 'unsetVariable'): Verdict => ({
  kind: 'violated',
  rule: 'allowedMethods',
  source: '/etc/codex/requirements.toml',
  message: 'API key login is required',
  remedy,
  withheld: null,
});

function stateOf(credential: Credential, rest: Partial<AccountSituation> = {}) {
  return accountStateOf({
    credential,
    verdict: { kind: 'allowed' },
    failure: null,
    unsaved: false,
    backgroundRefresh: null,
    now: testNow,
    ...rest,
  });
}

const chatgpt = chatgptCredential();
const record = { ...chatgpt.record, tokens: chatgpt.tokens };
const shownChatgpt = {
  kind: 'chatgpt',
  source: 'file',
  account: accountFactsOf(record),
  token: tokenFactsOf(record, testNow),
  refresh: 'possible',
  problem: null,
};
const problem = { code: 'record-invalid', message: 'It is empty.' } as const;

describe('what is shown of a credential', () => {
  it.each<[string, Credential, object]>([
    ['nothing', { kind: 'signedOut' }, { kind: 'signedOut' }],
    ['ChatGPT', chatgpt, shownChatgpt],
    [
      'a stored key',
      storedApiKey(),
      { kind: 'apiKey', source: 'file', variable: null, problem: null },
    ],
    [
      'a key of the environment',
      environmentApiKey(),
      { kind: 'apiKey', source: 'environment', variable: 'CODEX_API_KEY', problem: null },
    ],
    ['what cannot be used', { kind: 'unusable', problem }, { kind: 'unusable', problem }],
  ])('%s: facts, as the contract has them, and no secret', (_, credential, shown) => {
    const state = stateOf(credential);
    expect(state).toEqual(shown);
    expect(accountStateSchema.parse(state)).toEqual(state);
    const secrets = [...Object.values(chatgptSecrets()), testApiKey];
    expect(secrets.filter((secret) => JSON.stringify(state).includes(secret))).toEqual([]);
  });

  it('ChatGPT with what is wrong with it', () => {
    expect(stateOf(chatgpt, { failure: permanentFailure('reused') })).toMatchObject({
      kind: 'chatgpt',
      problem: { code: 'refresh-failed' },
    });
    expect(stateOf(chatgpt, { unsaved: true })).toMatchObject({
      problem: { code: 'tokens-unsaved' },
    });
  });
});

describe('a rule is violated', () => {
  it.each([
    ['ChatGPT', chatgpt],
    ['a key', storedApiKey()],
  ] as const)('a requirement hides the credential: %s', (_, credential) => {
    expect(stateOf(credential, { verdict: violated('hide') })).toEqual({
      kind: 'unusable',
      problem: { code: 'hidden-by-rule', message: 'API key login is required' },
    });
  });

  it('a rule of config.toml hides nothing: it removes', () => {
    expect(stateOf(chatgpt, { verdict: violated('signOut') })).toEqual(shownChatgpt);
  });

  it('a key of the environment stays in sight, so that its variable can be found', () => {
    expect(stateOf(environmentApiKey(), { verdict: violated('unsetVariable') })).toMatchObject({
      kind: 'apiKey',
      variable: 'CODEX_API_KEY',
    });
  });
});

describe('it cannot be told whether the rules allow it', () => {
  const verdict = (because: UnjudgedBecause): Verdict => ({
    kind: 'unknown',
    because,
    message: 'It cannot be told.',
  });

  it.each<[UnjudgedBecause, Credential]>([
    ['rules', chatgpt],
    ['rules', storedApiKey()],
    ['evidence', chatgpt],
  ])('for want of %s, what is stored is withheld (%#)', (because, credential) => {
    expect(stateOf(credential, { verdict: verdict(because) })).toEqual({
      kind: 'unusable',
      problem: { code: 'not-judged', message: 'It cannot be told.' },
    });
  });

  it('a key of the environment stays in sight', () => {
    expect(stateOf(environmentApiKey(), { verdict: verdict('rules') })).toMatchObject({
      kind: 'apiKey',
      variable: 'CODEX_API_KEY',
    });
  });

  it('nobody is nobody, and what cannot be read says why itself', () => {
    const nobody: Credential = { kind: 'signedOut' };
    expect(stateOf(nobody, { verdict: verdict('rules') })).toEqual(nobody);
    const broken: Credential = { kind: 'unusable', problem };
    expect(stateOf(broken, { verdict: verdict('credential') })).toEqual(broken);
  });
});

function chatgptSecrets() {
  const { idToken, accessToken, refreshToken } = chatgpt.tokens;
  return { idToken, accessToken, refreshToken };
}
