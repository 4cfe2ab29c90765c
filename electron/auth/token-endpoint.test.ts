import { describe, expect, it } from 'vitest';

import { accessToken, chatgptRecord } from '../testing/credentials.ts';
import { jsonAnswer, scriptedHttp, type ScriptedAnswer } from '../testing/scripted-http.ts';
import { requestRefresh, requestRevocation } from './token-endpoint.ts';

const destination = { url: 'https://auth.openai.com/oauth/token', clientId: 'app_1' };

async function refreshMeeting(answer: ScriptedAnswer) {
  const { http, requests } = scriptedHttp(answer);
  const context = { http, destination, originator: 'codex_cli_rs' };
  return { outcome: await requestRefresh(context, 'refresh-1'), requests };
}

async function revocationMeeting(answer: ScriptedAnswer, tokens: Record<string, string> = {}) {
  const { http, requests } = scriptedHttp(answer);
  const context = { http, destination, originator: 'codex_cli_rs' };
  const record = chatgptRecord({ tokens });
  return { outcome: await requestRevocation(context, record.tokens), requests };
}

describe('the refresh request', () => {
  it('is sent as the Codex CLI sends it, with a time limit', async () => {
    const { requests } = await refreshMeeting(jsonAnswer(200, { access_token: 'a' }));
    expect(requests).toEqual([
      {
        method: 'POST',
        url: 'https://auth.openai.com/oauth/token',
        headers: { 'content-type': 'application/json', originator: 'codex_cli_rs' },
        body: '{"client_id":"app_1","grant_type":"refresh_token","refresh_token":"refresh-1"}',
        timeoutMs: 30_000,
      },
    ]);
  });
});

describe('the answer to a refresh', () => {
  it.each([
    [
      'all tokens',
      { id_token: 'i', access_token: 'a', refresh_token: 'r', expires_in: 3600 },
      { idToken: 'i', accessToken: 'a', refreshToken: 'r' },
    ],
    [
      'null and empty ones, which replace nothing',
      { id_token: null, access_token: '', refresh_token: 'r' },
      { idToken: null, accessToken: null, refreshToken: 'r' },
    ],
  ])('may hold %s', async (_, body, tokens) => {
    expect((await refreshMeeting(jsonAnswer(200, body))).outcome).toEqual({
      kind: 'tokens',
      tokens,
    });
  });

  it.each([{}, { expires_in: 3600 }, { id_token: null, access_token: '', refresh_token: '' }])(
    'fails for now where it holds no token: %j',
    async (body) => {
      expect((await refreshMeeting(jsonAnswer(200, body))).outcome).toEqual({
        kind: 'failed',
        failure: {
          permanent: false,
          reason: null,
          message: 'The sign-in service sent an unexpected answer. Try again in a few minutes.',
        },
      });
    },
  );

  it.each(['', '<html>', '[]', 'null', '{"access_token":5}', '{"access_token":"a"'])(
    'fails for now where its body is %j',
    async (body) => {
      expect((await refreshMeeting({ status: 200, body })).outcome).toEqual({
        kind: 'failed',
        failure: {
          permanent: false,
          reason: null,
          message: 'The sign-in service sent an unexpected answer. Try again in a few minutes.',
        },
      });
    },
  );

  it.each([
    [{ status: 401 }, true],
    [{ status: 500 }, false],
    [{ error: 'unreachable' }, false],
    [{ error: 'timed-out' }, false],
    [{ error: 'redirected' }, false],
  ] as const)('is asked for once, whatever comes: %j', async (answer, permanent) => {
    const { outcome, requests } = await refreshMeeting(answer);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { permanent } });
    expect(requests).toHaveLength(1);
  });

  it('says in what way there was none', async () => {
    expect((await refreshMeeting({ error: 'timed-out' })).outcome).toMatchObject({
      failure: { message: 'no answer (timed-out)' },
    });
  });
});

describe('the revocation request', () => {
  it('names the refresh token and the client', async () => {
    const { outcome, requests } = await revocationMeeting({ status: 200 });
    expect(outcome).toEqual({ kind: 'revoked' });
    expect(requests).toMatchObject([
      {
        body: '{"token":"refresh-1","token_type_hint":"refresh_token","client_id":"app_1"}',
        timeoutMs: 10_000,
      },
    ]);
  });

  it('names the access token, and no client, where there is no refresh token', async () => {
    const { requests } = await revocationMeeting({ status: 200 }, { refresh_token: '' });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      token: accessToken(),
      token_type_hint: 'access_token',
    });
  });

  it('is not sent where there is no token at all', async () => {
    const empty = { refresh_token: '', access_token: '' };
    const { outcome, requests } = await revocationMeeting({ status: 200 }, empty);
    expect(outcome).toEqual({ kind: 'nothing' });
    expect(requests).toEqual([]);
  });

  it.each([
    [{ status: 500 }, 'The sign-in service has a problem (HTTP 500).'],
    [{ status: 404 }, 'The sign-in service sent an unexpected answer (HTTP 404).'],
    [{ status: 599 }, 'The sign-in service has a problem (HTTP 599).'],
    [{ error: 'unreachable' }, 'no answer (unreachable) Check your internet connection.'],
    [{ error: 'timed-out' }, 'no answer (timed-out)'],
  ] as const)('tells of %j, and does not throw', async (answer, message) => {
    expect((await revocationMeeting(answer)).outcome).toEqual({ kind: 'failed', message });
  });
});
