import { describe, expect, it } from 'vitest';

import { HttpError, type HttpRequest, type HttpResponse } from '../ports.ts';
import { exchangeCode, exchangeForApiKey } from './code-exchange.ts';

const endpoints = { issuer: 'https://auth.openai.com', clientId: 'app_client' };
const goOn = new AbortController().signal;
const code = {
  code: 'the-code',
  redirectUri: 'http://127.0.0.1:1455/auth/callback',
  codeVerifier: 'the-verifier',
};

const idToken = [{ alg: 'none' }, { email: 'ada@example.com' }, 's']
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');
const tokens = { id_token: idToken, access_token: 'an-access', refresh_token: 'a-refresh' };

/** Answers every request alike and keeps what was asked. */
function endpointThat(answer: Partial<HttpResponse> | Error) {
  const requests: HttpRequest[] = [];
  const http = (request: HttpRequest) => {
    requests.push(request);
    return answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve({ status: 200, statusText: 'OK', body: '', ...answer });
  };
  return { requests, deps: { endpoints, http } };
}

function exchange(answer: Partial<HttpResponse> | Error) {
  return exchangeCode(endpointThat(answer).deps, code, 'Token exchange failed', goOn);
}

describe('the code exchange', () => {
  it('sends a form with the verifier', async () => {
    const { deps, requests } = endpointThat({ body: JSON.stringify(tokens) });
    await exchangeCode(deps, code, 'Token exchange failed', goOn);
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: 'https://auth.openai.com/oauth/token',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        timeoutMs: 30_000,
      },
    ]);
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: 'http://127.0.0.1:1455/auth/callback',
      client_id: 'app_client',
      code_verifier: 'the-verifier',
    });
  });

  it('gives the tokens with the claims and who issued them', async () => {
    expect(await exchange({ body: JSON.stringify({ ...tokens, more: 1 }) })).toEqual({
      idToken,
      accessToken: 'an-access',
      refreshToken: 'a-refresh',
      claims: expect.objectContaining({ email: 'ada@example.com' }) as unknown,
      provenance: endpoints,
    });
  });

  const refusal = 'Token exchange failed: token endpoint returned status 400 Bad Request';
  it.each([
    ['error_description', { error: 'invalid_grant', error_description: 'bad' }, `${refusal}: bad`],
    ['error.message', { error: { message: 'worse', code: 'x' } }, `${refusal}: worse`],
    ['error.code', { error: { code: 'invalid_grant' } }, `${refusal}: invalid_grant`],
    ['error', { error: 'invalid_grant' }, `${refusal}: invalid_grant`],
    ['no known member', { token: 'a-secret' }, refusal],
    ['a member of another type', { error_description: { token: 'a-secret' } }, refusal],
    [
      'an echo of the code',
      { error_description: 'the-code or the-verifier is wrong' },
      `${refusal}: [redacted] or [redacted] is wrong`,
    ],
  ])('words a refusal with %s', async (_what, body, message) => {
    const answer = { status: 400, statusText: 'Bad Request', body: JSON.stringify(body) };
    await expect(exchange(answer)).rejects.toMatchObject({ code: 'exchange-failed', message });
  });

  it('does not quote a body that it does not understand', async () => {
    const answer = { status: 500, statusText: 'Internal Server Error', body: 'a-secret' };
    await expect(exchange(answer)).rejects.toMatchObject({
      message: 'Token exchange failed: token endpoint returned status 500 Internal Server Error',
    });
  });

  it.each([
    ['no JSON', '<html>', 'is not a JSON object'],
    ['no refresh token', JSON.stringify({ ...tokens, refresh_token: undefined }), 'refresh_token'],
    ['an empty access token', JSON.stringify({ ...tokens, access_token: '' }), 'access_token'],
    ['an unreadable ID token', JSON.stringify({ ...tokens, id_token: 'x' }), 'invalid ID token'],
  ])('fails for an answer with %s', async (_what, body, message) => {
    await expect(exchange({ body })).rejects.toMatchObject({
      code: 'exchange-failed',
      message: expect.stringContaining(message) as unknown,
    });
  });

  it('fails as a network problem where there is no answer', async () => {
    const error = new HttpError('unreachable', 'https://auth.openai.com cannot be reached.');
    await expect(exchange(error)).rejects.toMatchObject({
      code: 'network',
      message: 'Token exchange failed: https://auth.openai.com cannot be reached.',
    });
  });
});

describe('the exchange for an API key', () => {
  it('shows the ID token and gets the key', async () => {
    const { deps, requests } = endpointThat({ body: '{"access_token":"sk-key"}' });
    expect(await exchangeForApiKey(deps, idToken, goOn)).toBe('sk-key');
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      client_id: 'app_client',
      requested_token: 'openai-api-key',
      subject_token: idToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    });
  });

  it.each([
    ['is refused', { status: 401, body: '{"error":"invalid_subject_token"}' }],
    ['is answered with something else', { body: '{"key":1}' }],
    ['is answered with an empty key', { body: '{"access_token":""}' }],
    ['is not answered', new HttpError('timed-out', 'no answer')],
    ['breaks', new Error('a defect')],
  ])('gives none where it %s', async (_what, answer) => {
    expect(await exchangeForApiKey(endpointThat(answer).deps, idToken, goOn)).toBeNull();
  });
});
