import { describe, expect, it } from 'vitest';

import { jsonAnswer, scriptedHttp, type ScriptedAnswer } from '../testing/scripted-http.ts';
import { endpointsFromEnvironment } from './endpoints.ts';
import { isAccessToken, requestWhoami } from './personal-access-token.ts';

const token = 'at-test-0123456789';
const whoami = {
  email: 'ada@example.com',
  chatgpt_user_id: 'user-ada',
  chatgpt_account_id: 'W',
  chatgpt_plan_type: 'pro',
  chatgpt_account_is_fedramp: false,
};

async function ask(answer: ScriptedAnswer, env: Readonly<Record<string, string>> = {}) {
  const read = endpointsFromEnvironment(env);
  if (!read.ok) throw new TypeError(read.message);
  const { http, requests } = scriptedHttp(answer);
  return { found: await requestWhoami({ http, endpoints: read.endpoints }, token), requests };
}

describe('asking whose a personal access token is', () => {
  it('goes to the service of the provider with the token in a header alone', async () => {
    const { requests } = await ask(jsonAnswer(200, whoami));
    expect(requests).toMatchObject([
      {
        method: 'GET',
        url: 'https://auth.openai.com/api/accounts/v1/user-auth-credential/whoami',
        headers: { authorization: `Bearer ${token}`, originator: 'codex_cli_rs' },
      },
    ]);
  });

  it.each([
    ['https://lab.example/x/', 'https://lab.example/x/v1/user-auth-credential/whoami'],
    ['http://lab.example', 'https://auth.openai.com/api/accounts/v1/user-auth-credential/whoami'],
  ])('goes elsewhere where that is told, and never in the clear: %s', async (base, url) => {
    const { requests } = await ask(jsonAnswer(200, whoami), { CODEX_AUTHAPI_BASE_URL: base });
    expect(requests).toMatchObject([{ url }]);
  });

  // As seen with Codex CLI 0.171.0.
  it.each([
    ['all of it', whoami],
    ['members that are not known', { ...whoami, more: 1 }],
    ['no address', { ...whoami, email: undefined }],
    ['an address that is null', { ...whoami, email: null }],
    ['a plan that is not known', { ...whoami, chatgpt_plan_type: 'orbital' }],
  ])('takes an answer with %s', async (_, body) => {
    const { found } = await ask(jsonAnswer(200, body));
    expect(found).toEqual({
      kind: 'known',
      whoami: {
        email: body.email ?? null,
        userId: 'user-ada',
        workspaceId: 'W',
        planRaw: body.chatgpt_plan_type,
      },
    });
  });

  it.each([
    'chatgpt_user_id',
    'chatgpt_account_id',
    'chatgpt_plan_type',
    'chatgpt_account_is_fedramp',
  ])('learns nothing from an answer without %s', async (member) => {
    const { found } = await ask(jsonAnswer(200, { ...whoami, [member]: undefined }));
    expect(found).toMatchObject({ kind: 'failed', code: 'exchange-failed' });
  });

  it.each<[string, ScriptedAnswer, string]>([
    ['401', jsonAnswer(401, { error: { message: 'quoted' } }), 'refused'],
    ['403', jsonAnswer(403, {}), 'failed'],
    ['500', jsonAnswer(500, {}), 'failed'],
    ['a web page', { status: 200, body: '<html>quoted' }, 'failed'],
    ['nobody', { error: 'unreachable' }, 'failed'],
    ['a redirect', { error: 'redirected' }, 'failed'],
  ])('%s is: %s', async (_, answer, kind) => {
    const { found } = await ask(answer);
    expect(found.kind).toBe(kind);
    expect(JSON.stringify(found)).not.toMatch(/at-test|quoted/);
  });

  it.each(['', 'sk-test', 'at-a b', 'at-a\nat-b', 'at-\u00e9', ' at-a'])(
    'never sends %j, which is no such token',
    async (text) => {
      expect(isAccessToken(text)).toBe(false);
      const { http, requests } = scriptedHttp();
      const read = endpointsFromEnvironment({});
      if (!read.ok) throw new TypeError(read.message);
      const found = await requestWhoami({ http, endpoints: read.endpoints }, text);
      expect([found.kind, requests]).toEqual(['failed', []]);
    },
  );
});
