import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { ada, grace } from './accounts.ts';
import { codexClientId } from './client.ts';
import type { FaultKind, IdTokenFlaw } from './faults.ts';
import { issuerInTest } from './issuer-in-test.ts';
import { postJson, refreshWith } from './plain-client.ts';

/** A refresh that meets the fault, and the same refresh token once more without it. */
async function refreshThrough(fault: FaultKind) {
  const issuer = await issuerInTest();
  const { refresh_token: token } = await issuer.issueTokens(ada);
  issuer.fail({ ...fault, endpoint: 'token' });
  const response = await fetch(`${issuer.origin}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: codexClientId,
      grant_type: 'refresh_token',
      refresh_token: token,
    }),
  }).catch((error: unknown) => error);
  const spent = async () => (await refreshWith(issuer.origin, token)).status === 401;
  return { issuer, response: response as Response, spent };
}

describe('a fault that keeps the request from taking effect', () => {
  it('status: any status, headers and JSON body', async () => {
    const body = { error: { code: 'refresh_token_expired' } };
    const { response, spent } = await refreshThrough({
      kind: 'status',
      status: 429,
      body,
      headers: { 'retry-after': '30' },
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('30');
    expect(await response.json()).toEqual(body);
    expect(await spent()).toBe(false);
  });

  it('status: an empty body', async () => {
    const { response } = await refreshThrough({ kind: 'status', status: 401 });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
  });

  it('html: a page with status 200', async () => {
    const { response, spent } = await refreshThrough({ kind: 'html' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await spent()).toBe(false);
  });

  it('connection-reset before', async () => {
    const { response, spent } = await refreshThrough({ kind: 'connection-reset', when: 'before' });
    expect(response).toBeInstanceOf(TypeError);
    expect(await spent()).toBe(false);
  });
});

describe('a fault that strikes after the request took effect', () => {
  it('connection-reset after', async () => {
    const { response, spent } = await refreshThrough({ kind: 'connection-reset', when: 'after' });
    expect(response).toBeInstanceOf(TypeError);
    expect(await spent()).toBe(true);
  });

  it('truncated-json', async () => {
    const { response, spent } = await refreshThrough({ kind: 'truncated-json' });
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).toMatch(/^\{"id_token":/);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(await spent()).toBe(true);
  });

  it('without-members', async () => {
    const members = ['id_token', 'refresh_token'];
    const { response, spent } = await refreshThrough({ kind: 'without-members', members });
    const body: unknown = await response.json();
    expect(body).toHaveProperty('access_token');
    expect(body).not.toHaveProperty('id_token');
    expect(body).not.toHaveProperty('refresh_token');
    expect(await spent()).toBe(true);
  });

  it('another-account: their tokens, under a refresh token that works', async () => {
    const { issuer, response } = await refreshThrough({ kind: 'another-account', account: grace });
    const body = (await response.json()) as Record<string, string>;
    expect(decodeJwt(body['id_token'] ?? '')).toMatchObject({ email: grace.email });
    const next = await refreshWith(issuer.origin, body['refresh_token']);
    expect(decodeJwt(String(next.body['id_token']))).toMatchObject({ email: ada.email });
  });
});

describe('a bad ID token', () => {
  const refusedWith: Record<Exclude<IdTokenFlaw, 'malformed'>, string> = {
    'foreign-key': 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    'wrong-issuer': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
    'wrong-audience': 'ERR_JWT_CLAIM_VALIDATION_FAILED',
    expired: 'ERR_JWT_EXPIRED',
  };
  const flaws = Object.keys(refusedWith) as (keyof typeof refusedWith)[];

  it.each(flaws)('%s: fails verification and is otherwise right', async (flaw) => {
    const { issuer, response } = await refreshThrough({ kind: 'bad-id-token', flaw });
    const { id_token: idToken = '' } = (await response.json()) as Record<string, string>;
    expect(decodeJwt(idToken)).toMatchObject({ email: ada.email });
    const keys = createRemoteJWKSet(new URL(`${issuer.origin}/jwks`));
    const options = { issuer: issuer.origin, audience: codexClientId };
    await expect(jwtVerify(idToken, keys, options)).rejects.toMatchObject({
      code: refusedWith[flaw],
    });
  });

  it('malformed: is no JWT', async () => {
    const { response } = await refreshThrough({ kind: 'bad-id-token', flaw: 'malformed' });
    expect(await response.json()).toMatchObject({ id_token: 'not-a-jwt' });
  });
});

describe('a hanging request', () => {
  it.each([
    ['on-arrival', 401],
    ['on-release', 200],
  ] as const)('takes effect %s and is answered on release', async (takesEffect, meanwhile) => {
    const { origin, issueTokens, fail } = await issuerInTest();
    const { refresh_token: token } = await issueTokens(ada);
    const fault = fail({ kind: 'hang', takesEffect, endpoint: 'token' });
    const hanging = refreshWith(origin, token);
    await fault.reached;
    expect((await refreshWith(origin, token)).status).toBe(meanwhile);
    fault.release();
    expect((await hanging).status).toBe(meanwhile === 401 ? 200 : 401);
  });

  it('does not keep the issuer from closing', async () => {
    const { origin, fail, close } = await issuerInTest();
    const fault = fail({ kind: 'hang', takesEffect: 'on-release', endpoint: 'discovery' });
    const hanging = fetch(`${origin}/.well-known/openid-configuration`).catch(() => 'broken');
    await fault.reached;
    await close();
    await hanging;
    await expect(fetch(origin)).rejects.toThrow('fetch failed');
  });
});

describe('the queue of faults', () => {
  it('hits as often as told, in order, and only the endpoint and grant named', async () => {
    const { origin, issueTokens, fail } = await issuerInTest();
    const { refresh_token: token } = await issueTokens(ada);
    fail({ kind: 'status', status: 500, endpoint: 'revoke' });
    fail({ kind: 'status', status: 500, endpoint: 'token', grant: 'authorization_code' });
    fail({
      kind: 'status',
      status: 503,
      endpoint: 'token',
      grant: 'refresh_token',
      times: 2,
      body: {},
    });
    fail({ kind: 'status', status: 502, endpoint: 'token', body: {} });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1)
      statuses.push((await refreshWith(origin, token)).status);
    expect(statuses).toEqual([503, 503, 502, 200]);
  });

  it('hits nothing more after release', async () => {
    const { origin, fail } = await issuerInTest();
    const fault = fail({ kind: 'status', status: 500, endpoint: 'revoke', times: 9, body: {} });
    const revoke = () =>
      postJson(`${origin}/oauth/revoke`, { token: 'rt_unknown', client_id: codexClientId });
    expect((await revoke()).status).toBe(500);
    fault.release();
    expect((await revoke()).status).toBe(200);
  });
});
