import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { ada, katherine } from './accounts.ts';
import { codexClientId } from './client.ts';
import type { EmbeddedIssuer } from './embedded-issuer.ts';
import { issuerInTest, steppedClock } from './issuer-in-test.ts';
import { createPkcePair } from './pkce.ts';
import { beginSignIn, postForm, postJson, redeem, refreshWith } from './plain-client.ts';
import { authClaim, profileClaim } from './token-mint.ts';
import { chooseAccount } from './user-agent.ts';

async function signIn(issuer: EmbeddedIssuer, email = ada.email, query = {}) {
  const begun = beginSignIn(issuer.origin, query);
  return { begun, callback: await chooseAccount(begun.link, email) };
}

function verify(issuer: EmbeddedIssuer, token: unknown, audience: string) {
  const keys = createRemoteJWKSet(new URL(`${issuer.origin}/jwks`));
  return jwtVerify(String(token), keys, { issuer: issuer.origin, audience });
}

describe('exchanging a code', () => {
  it('gives tokens that verify against the published keys', async () => {
    const issuer = await issuerInTest({ accessTokenLifetimeSeconds: 600 });
    const { begun, callback } = await signIn(issuer);
    const { status, body } = await redeem(issuer.origin, begun, callback);
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 600 });

    const idToken = await verify(issuer, body['id_token'], codexClientId);
    expect(idToken.protectedHeader).toMatchObject({
      alg: 'RS256',
      kid: expect.any(String) as string,
    });
    expect(idToken.payload).toMatchObject({
      sub: ada.userId,
      email: ada.email,
      [authClaim]: {
        chatgpt_plan_type: 'pro',
        chatgpt_user_id: ada.userId,
        user_id: ada.userId,
        chatgpt_account_id: ada.workspaceId,
      },
    });

    const { payload } = await verify(issuer, body['access_token'], 'https://api.openai.com/v1');
    expect(payload.exp).toBe((payload.iat ?? 0) + 600);
    expect(payload).toMatchObject({
      [profileClaim]: { email: ada.email },
      [authClaim]: { chatgpt_account_id: ada.workspaceId },
    });
  });

  it('passes on a plan that nobody knows as it stands', async () => {
    const issuer = await issuerInTest();
    const { begun, callback } = await signIn(issuer, katherine.email);
    const { body } = await redeem(issuer.origin, begun, callback);
    const { payload } = await verify(issuer, body['id_token'], codexClientId);
    expect(payload[authClaim]).toMatchObject({ chatgpt_plan_type: 'orbital-preview' });
  });

  it('repeats the nonce, and gives no refresh token without offline_access', async () => {
    const issuer = await issuerInTest();
    const query = { nonce: 'n-1', scope: 'openid email' };
    const { begun, callback } = await signIn(issuer, ada.email, query);
    const { body } = await redeem(issuer.origin, begun, callback);
    expect(body).not.toHaveProperty('refresh_token');
    const { payload } = await verify(issuer, body['id_token'], codexClientId);
    expect(payload['nonce']).toBe('n-1');
  });

  it.each([
    ['another verifier', { code_verifier: createPkcePair().codeVerifier }],
    ['a verifier that is too short', { code_verifier: 'short' }],
    ['another redirect_uri', { redirect_uri: 'http://localhost:1455/auth/callback' }],
    ['another client', { client_id: 'app_another' }],
    ['another code', { code: 'ac_unknown' }],
  ])('is refused with %s, and the code is used up', async (_, changed) => {
    const issuer = await issuerInTest();
    const { begun, callback } = await signIn(issuer);
    const refused = await redeem(issuer.origin, begun, callback, changed);
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    if (!('code' in changed))
      expect(await redeem(issuer.origin, begun, callback)).toMatchObject({ status: 400 });
  });

  it('is refused without a verifier', async () => {
    const issuer = await issuerInTest();
    const { begun, callback } = await signIn(issuer);
    const refused = await redeem(issuer.origin, begun, callback, { code_verifier: '' });
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('is refused after ten minutes', async () => {
    const clock = steppedClock();
    const issuer = await issuerInTest({ clock: clock.now });
    const { begun, callback } = await signIn(issuer);
    clock.advanceSeconds(600);
    expect(await redeem(issuer.origin, begun, callback)).toMatchObject({ status: 400 });
  });

  it('works once; a second time ends the sign-in of the first', async () => {
    const issuer = await issuerInTest();
    const { begun, callback } = await signIn(issuer);
    const first = await redeem(issuer.origin, begun, callback);
    const second = await redeem(issuer.origin, begun, callback);
    expect(second).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const refreshed = await refreshWith(issuer.origin, first.body['refresh_token']);
    expect(refreshed.body).toMatchObject({ error: { code: 'refresh_token_invalidated' } });
  });

  it('is refused as JSON', async () => {
    const issuer = await issuerInTest();
    const { begun, callback } = await signIn(issuer);
    const refused = await postJson(`${issuer.origin}/oauth/token`, {
      grant_type: 'authorization_code',
      client_id: codexClientId,
      code: callback.searchParams.get('code'),
      redirect_uri: begun.redirectUri,
      code_verifier: begun.codeVerifier,
    });
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('refreshing', () => {
  it('rotates: the new token works, the spent one is answered as reused', async () => {
    const { origin, issueTokens, reuses } = await issuerInTest();
    const { refresh_token: first } = await issueTokens(ada);
    const { status, body } = await refreshWith(origin, first);
    expect(status).toBe(200);
    expect(body['refresh_token']).not.toBe(first);
    expect(reuses()).toBe(0);
    expect(await refreshWith(origin, first)).toMatchObject({
      status: 401,
      body: { error: { code: 'refresh_token_reused' } },
    });
    expect(await refreshWith(origin, body['refresh_token'])).toMatchObject({ status: 200 });
    expect(reuses()).toBe(1);
  });

  it('lets one of many simultaneous requests win', async () => {
    const { origin, issueTokens } = await issuerInTest();
    const { refresh_token: token } = await issueTokens(ada);
    const answers = await Promise.all(Array.from({ length: 8 }, () => refreshWith(origin, token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(7);
  });

  it('kills the whole family on reuse when told so', async () => {
    const { origin, issueTokens } = await issuerInTest({ revokeFamilyOnReuse: true });
    const { refresh_token: first } = await issueTokens(ada);
    const { body } = await refreshWith(origin, first);
    await refreshWith(origin, first);
    expect(await refreshWith(origin, body['refresh_token'])).toMatchObject({
      status: 401,
      body: { error: { code: 'refresh_token_invalidated' } },
    });
  });

  it('knows expired tokens from unknown ones', async () => {
    const clock = steppedClock();
    const options = { clock: clock.now, refreshTokenLifetimeSeconds: 60 };
    const { origin, issueTokens } = await issuerInTest(options);
    const { refresh_token: token } = await issueTokens(ada);
    clock.advanceSeconds(60);
    expect(await refreshWith(origin, token)).toMatchObject({
      status: 401,
      body: { error: { code: 'refresh_token_expired' } },
    });
    expect(await refreshWith(origin, 'rt_unknown')).toMatchObject({
      status: 401,
      body: { error: { code: 'refresh_token_invalidated' } },
    });
  });

  it('takes a form as well, and no other client', async () => {
    const { origin, issueTokens } = await issuerInTest();
    const { refresh_token: token } = await issueTokens(ada);
    const params = { grant_type: 'refresh_token', refresh_token: token };
    const another = await postForm(`${origin}/oauth/token`, { ...params, client_id: 'app_other' });
    expect(another).toMatchObject({ status: 401, body: { error: { code: 'invalid_client' } } });
    const own = await postForm(`${origin}/oauth/token`, { ...params, client_id: codexClientId });
    expect(own.status).toBe(200);
  });
});

describe('exchanging the ID token for an API key', () => {
  const exchange = (origin: string, idToken: string) =>
    postForm(`${origin}/oauth/token`, {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      client_id: codexClientId,
      requested_token: 'openai-api-key',
      subject_token: idToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    });

  it('gives a key', async () => {
    const { origin, issueTokens, secrets } = await issuerInTest();
    const { status, body } = await exchange(origin, (await issueTokens(ada)).id_token);
    expect(status).toBe(200);
    expect(body['access_token']).toMatch(/^sk-proj-/);
    expect(secrets()).toContain(body['access_token']);
  });

  it('is refused when told so', async () => {
    const { origin, issueTokens } = await issuerInTest({ apiKeyExchange: 'refused' });
    const { status } = await exchange(origin, (await issueTokens(ada)).id_token);
    expect(status).toBe(401);
  });

  it('is refused for an ID token of another issuer', async () => {
    const { origin } = await issuerInTest();
    const { issueTokens } = await issuerInTest();
    const { status } = await exchange(origin, (await issueTokens(ada)).id_token);
    expect(status).toBe(401);
  });
});

it('refuses a grant that it does not know', async () => {
  const { origin } = await issuerInTest();
  const answer = await postForm(`${origin}/oauth/token`, { grant_type: 'password' });
  expect(answer).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
});
