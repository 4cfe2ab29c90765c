import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ada, katherine } from './accounts.ts';
import { codexClientId } from './client.ts';
import { startOidcProviderIssuer } from './oidc-provider-issuer.ts';
import type { OidcProviderIssuer } from './oidc-provider-issuer.ts';
import { chooseAccountThroughPages } from './oidc-provider-pages.ts';
import { createPkcePair } from './pkce.ts';
import { beginSignIn, redeem, refreshWith } from './plain-client.ts';
import { authClaim, profileClaim } from './token-mint.ts';

async function issuerInTest(): Promise<OidcProviderIssuer> {
  const issuer = await startOidcProviderIssuer({ accessTokenLifetimeSeconds: 600 });
  onTestFinished(() => issuer.close());
  return issuer;
}

describe('signing in', () => {
  it('leads to the callback with code, state and issuer, and prints nothing', async () => {
    const printed = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'info')];
    const { origin } = await issuerInTest();
    const signIn = beginSignIn(origin);
    const callback = await chooseAccountThroughPages(signIn.link, ada.email);
    expect(callback.href.startsWith(`${signIn.redirectUri}?`)).toBe(true);
    expect(Object.fromEntries(callback.searchParams)).toEqual({
      code: expect.stringMatching(/./) as string,
      state: signIn.state,
      iss: origin,
    });
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });

  it('works for both registered ports and all loopback names', async () => {
    const { origin } = await issuerInTest();
    for (const host of ['localhost', '127.0.0.1', '[::1]'])
      for (const port of [1455, 1457]) {
        const redirectUri = `http://${host}:${port}/auth/callback`;
        const signIn = beginSignIn(origin, { redirect_uri: redirectUri });
        const callback = await chooseAccountThroughPages(signIn.link, ada.email);
        expect((await redeem(origin, signIn, callback)).status).toBe(200);
      }
  });

  it('gives an ID token with the claims of OpenAI and a JWT access token that expires', async () => {
    const issuer = await issuerInTest();
    const tokens = await issuer.issueTokens(katherine);
    const keys = createRemoteJWKSet(new URL(`${issuer.origin}/jwks`));
    const idToken = await jwtVerify(tokens.id_token, keys, {
      issuer: issuer.origin,
      audience: codexClientId,
    });
    const auth = {
      chatgpt_plan_type: 'orbital-preview',
      chatgpt_user_id: katherine.userId,
      user_id: katherine.userId,
      chatgpt_account_id: katherine.workspaceId,
    };
    expect(idToken.payload).toMatchObject({
      email: katherine.email,
      [authClaim]: auth,
    });
    const { payload } = await jwtVerify(tokens.access_token, keys, {
      issuer: issuer.origin,
      audience: 'https://api.openai.com/v1',
    });
    expect(payload.exp).toBe((payload.iat ?? 0) + 600);
    expect(payload).toMatchObject({
      [profileClaim]: { email: katherine.email },
      [authClaim]: auth,
    });
    expect(issuer.secrets()).toEqual(
      expect.arrayContaining([tokens.id_token, tokens.access_token, tokens.refresh_token]),
    );
  });

  it('is refused without PKCE, and with a verifier that does not match', async () => {
    const { origin } = await issuerInTest();
    const { link } = beginSignIn(origin, { code_challenge: null, code_challenge_method: null });
    const bare = await fetch(link, { redirect: 'manual' });
    const location = new URL(bare.headers.get('location') ?? 'about:blank');
    expect(location.searchParams.get('error')).toBe('invalid_request');

    const signIn = beginSignIn(origin);
    const callback = await chooseAccountThroughPages(signIn.link, ada.email);
    const changed = { code_verifier: createPkcePair().codeVerifier };
    expect(await redeem(origin, signIn, callback, changed)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });
});

describe('refreshing with JSON', () => {
  it('rotates, and revokes the family when a spent token is shown', async () => {
    const { origin, issueTokens } = await issuerInTest();
    const { refresh_token: first } = await issueTokens(ada);
    const { status, body } = await refreshWith(origin, first);
    expect(status).toBe(200);
    expect(body['refresh_token']).not.toBe(first);
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    expect(await refreshWith(origin, first)).toMatchObject(refused);
    expect(await refreshWith(origin, body['refresh_token'])).toMatchObject(refused);
  });

  it('is over after revocation with JSON', async () => {
    const { origin, issueTokens, requests } = await issuerInTest();
    const { refresh_token: token } = await issueTokens(ada);
    const params = { token, token_type_hint: 'refresh_token', client_id: codexClientId };
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(params);
    const revoked = await fetch(`${origin}/oauth/revoke`, { method: 'POST', headers, body });
    expect(revoked.status).toBe(200);
    expect(requests.at(-1)).toMatchObject({ endpoint: 'revoke', params });
    expect((await refreshWith(origin, token)).status).toBe(400);
  });
});

it('does not know the device API', async () => {
  const { origin } = await issuerInTest();
  const response = await fetch(`${origin}/api/accounts/deviceauth/usercode`, { method: 'POST' });
  expect(response.status).toBe(404);
});
