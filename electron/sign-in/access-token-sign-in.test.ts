import { describe, expect, it } from 'vitest';

import type { LoginRules } from '../policy/login-rules.ts';
import { jsonAnswer, scriptedHttp, type ScriptedAnswer } from '../testing/scripted-http.ts';
import { rulesOf, signInWorld } from '../testing/sign-in/sign-in-world.ts';
import { signInWithAccessToken } from './access-token-sign-in.ts';

const token = 'at-test-0123456789';
const goOn = new AbortController().signal;
const ofW = jsonAnswer(200, {
  email: 'ada@example.com',
  chatgpt_user_id: 'user-ada',
  chatgpt_account_id: 'W',
  chatgpt_plan_type: 'pro',
  chatgpt_account_is_fedramp: false,
});

async function signIn(
  text: string,
  answer: ScriptedAnswer = ofW,
  rules: Partial<LoginRules> = {},
  signal = goOn,
) {
  const { http, requests } = scriptedHttp(answer);
  const { deps, saved } = signInWorld('https://auth.openai.com', {
    http,
    rules: () => Promise.resolve(rulesOf(rules)),
  });
  const failure = await signInWithAccessToken(deps, text, signal).then(
    () => null,
    (error: unknown) => error,
  );
  return { failure, saved, timesAsked: requests.length };
}

const source = '/etc/rule';

describe('signing in with a personal access token', () => {
  it('saves the token without white space, and whose it is', async () => {
    const { failure, saved } = await signIn(`  ${token}\r\n`);
    expect(failure).toBeNull();
    expect(saved).toMatchObject([
      { kind: 'personalAccessToken', token, whoami: { workspaceId: 'W' } },
    ]);
  });

  it.each<[string, Partial<LoginRules>, number]>([
    ['forces API keys', { forcedMethod: { value: 'api', source } }, 0],
    ['allows API keys alone', { allowedMethods: { value: ['api'], source } }, 0],
    ['allows no workspace', { allowedWorkspaces: { value: [], source } }, 0],
    [
      'forces another workspace',
      { forcedWorkspaces: { value: { form: 'single', id: 'X' }, source } },
      1,
    ],
    ['allows another workspace', { allowedWorkspaces: { value: ['X'], source } }, 1],
  ])('saves nothing where a rule %s', async (_, rules, timesAsked) => {
    const found = await signIn(token, ofW, rules);
    expect(found).toMatchObject({
      failure: { code: 'forbidden-by-rule' },
      saved: [],
      timesAsked,
    });
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['refuses the token', jsonAnswer(401, {}), 'denied'],
    ['fails', jsonAnswer(500, {}), 'exchange-failed'],
    ['cannot be reached', { error: 'unreachable' }, 'network'],
  ])('saves nothing where the service %s', async (_, answer, code) => {
    expect(await signIn(token, answer)).toMatchObject({ failure: { code }, saved: [] });
  });

  it.each([
    ['', 'No access token provided'],
    ['sk-test-0123456789', '--with-api-key'],
    ['eyJhbGciOiJub25lIn0.e30.c2ln', 'agent identity'],
    ['at-one\nat-two', 'one word'],
    ['{"personal_access_token":"at-1"}', 'alone'],
  ])('asks nothing about %j', async (text, words) => {
    const { failure, saved, timesAsked } = await signIn(text);
    expect(failure).toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining(words) as unknown,
    });
    expect([saved, timesAsked]).toEqual([[], 0]);
  });

  it('asks and saves nothing after it was cancelled', async () => {
    const found = await signIn(token, ofW, {}, AbortSignal.abort());
    expect(found).toMatchObject({ failure: { code: 'cancelled' }, saved: [], timesAsked: 0 });
  });
});
