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
  return { requests, deps: { endpoints, http, delay: () => Promise.resolve() } };
}

function exchange(answer: Partial<HttpResponse> | Error) {
  return exchangeCode(endpointThat(answer).deps, code, goOn);
}

describe('the code exchange', () => {
  it('sends a form with the verifier', async () => {
    const { deps, requests } = endpointThat({ body: JSON.stringify(tokens) });
    await exchangeCode(deps, code, goOn);
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

  const refusal = 'The sign-in service sent an unexpected answer (HTTP 400)';
  const again = 'Start the sign-in again.';
  it.each([
    ['error', { error: 'invalid_grant' }, `${refusal} (invalid_grant). ${again}`],
    ['error.code', { error: { code: 'invalid_client' } }, `${refusal} (invalid_client). ${again}`],
    [
      'a description, which is not quoted',
      { error: 'invalid_grant', error_description: 'the-code or the-verifier is wrong' },
      `${refusal} (invalid_grant). ${again}`,
    ],
    ['a message, which is not quoted', { error: { message: 'a-secret' } }, `${refusal}. ${again}`],
    ['a code that nobody knows', { error: 'a-secret' }, `${refusal}. ${again}`],
    ['no known member', { token: 'a-secret' }, `${refusal}. ${again}`],
    ['a member of another type', { error: ['a-secret'] }, `${refusal}. ${again}`],
  ])('words a refusal with %s', async (_what, body, message) => {
    const answer = { status: 400, statusText: 'Bad Request', body: JSON.stringify(body) };
    await expect(exchange(answer)).rejects.toMatchObject({ code: 'exchange-failed', message });
  });

  it('does not quote a body that it does not understand', async () => {
    const answer = { status: 500, statusText: 'Internal Server Error', body: 'a-secret' };
    await expect(exchange(answer)).rejects.toMatchObject({
      message: 'The sign-in service has a problem (HTTP 500). Start the sign-in again.',
    });
  });

  it.each([
    ['no JSON', '<html>', 'sent an unexpected answer. Start'],
    ['no refresh token', JSON.stringify({ ...tokens, refresh_token: undefined }), 'refresh_token'],
    ['an empty access token', JSON.stringify({ ...tokens, access_token: '' }), 'access_token'],
    ['an unreadable ID token', JSON.stringify({ ...tokens, id_token: 'x' }), '(id_token)'],
  ])('fails for an answer with %s', async (_what, body, message) => {
    await expect(exchange({ body })).rejects.toMatchObject({
      code: 'exchange-failed',
      message: expect.stringContaining(message) as unknown,
    });
  });

  it('fails as a network problem where there is no answer', async () => {
    const error = new HttpError('unreachable', 'Can’t connect to https://auth.openai.com.');
    await expect(exchange(error)).rejects.toMatchObject({
      code: 'network',
      message:
        'Can’t connect to https://auth.openai.com. Check your internet connection. Start the sign-in again.',
    });
  });
});

describe('a code is sent a second time', () => {
  const good = { status: 200, statusText: 'OK', body: JSON.stringify(tokens) };
  const unsent = new HttpError('unreachable', 'Nobody there.', null, true);

  /** Answers with these, one after the other, and then with tokens. */
  async function exchangeAmong(answers: readonly (HttpError | Partial<HttpResponse>)[]) {
    const left = [...answers];
    const waits: number[] = [];
    let requests = 0;
    const deps = {
      endpoints,
      http: (): Promise<HttpResponse> => {
        requests += 1;
        const next = left.shift() ?? good;
        if (next instanceof HttpError) return Promise.reject(next);
        return Promise.resolve({ status: 500, statusText: '', body: '', ...next });
      },
      delay: (waitMs: number) => {
        waits.push(waitMs);
        return Promise.resolve();
      },
    };
    const exchanged = await exchangeCode(deps, code, goOn).then(
      () => 'tokens',
      (error: { code: string }) => error.code,
    );
    return { exchanged, requests, waits };
  }

  it.each([
    ['a connection that did not come about', unsent, 1_000],
    ['a certificate that is not trusted', new HttpError('unreachable', 'No.', 'Do.', true), 1_000],
    [
      'a time limit before there was a connection',
      new HttpError('timed-out', '', null, true),
      1_000,
    ],
    ['one request too many', { status: 429 }, 1_000],
    ['one request too many, with a time', { status: 429, retryAfterMs: 7_000 }, 7_000],
    ['a service that is put off', { status: 503, retryAfterMs: 3_000 }, 3_000],
    ['a service that is put off for long', { status: 503, retryAfterMs: 900_000 }, 30_000],
  ])('after %s', async (_what, answer, waitMs) => {
    expect(await exchangeAmong([answer])).toEqual({
      exchanged: 'tokens',
      requests: 2,
      waits: [waitMs],
    });
  });

  it.each([
    ['an answer that did not come', new HttpError('timed-out', 'No answer.')],
    ['a connection that broke', new HttpError('unreachable', 'Reset.')],
    ['a redirect', new HttpError('redirected', 'A redirect.')],
    ['an endless answer', new HttpError('too-large', 'Too large.')],
    ['a defect', { status: 500 }],
    ['a bad gateway', { status: 502 }],
    ['a service that says no time', { status: 503 }],
    ['a gateway that waited too long', { status: 504, retryAfterMs: 1_000 }],
    ['a refusal', { status: 400, body: '{"error":"invalid_grant"}' }],
    ['a success without tokens', { status: 200, body: '<html>' }],
  ])('never after %s, since the first may have been taken', async (_what, answer) => {
    expect(await exchangeAmong([answer])).toMatchObject({ requests: 1, waits: [] });
  });

  it('four times at most', async () => {
    expect(await exchangeAmong([unsent, unsent, unsent, unsent])).toEqual({
      exchanged: 'network',
      requests: 4,
      waits: [1_000, 2_000, 4_000],
    });
  });

  it('not once the person has cancelled', async () => {
    const cancellation = new AbortController();
    const { deps, requests } = endpointThat(unsent);
    const http = (request: HttpRequest) => {
      cancellation.abort();
      return deps.http(request);
    };
    await expect(exchangeCode({ ...deps, http }, code, cancellation.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(requests).toHaveLength(1);
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
