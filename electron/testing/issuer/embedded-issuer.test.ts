import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { ada, defaultAccounts } from './accounts.ts';
import { startEmbeddedIssuer } from './embedded-issuer.ts';
import { issuerInTest, steppedClock } from './issuer-in-test.ts';
import { beginSignIn, redeem, refreshWith } from './plain-client.ts';
import { authClaim } from './token-mint.ts';
import { chooseAccount } from './user-agent.ts';

describe('starting', () => {
  it('publishes where everything is', async () => {
    const { origin } = await issuerInTest();
    const response = await fetch(`${origin}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer: origin,
      authorization_endpoint: `${origin}/oauth/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      jwks_uri: `${origin}/jwks`,
      code_challenge_methods_supported: ['S256'],
    });
  });

  it('publishes public keys only', async () => {
    const { origin } = await issuerInTest();
    const { keys } = (await (await fetch(`${origin}/jwks`)).json()) as {
      keys: Record<string, unknown>[];
    };
    expect(keys).toHaveLength(1);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it.each([
    ['a port out of range', { port: 70_000 }],
    ['no accounts', { accounts: [] }],
    ['two accounts with one e-mail', { accounts: [ada, ada] }],
    ['no lifetime', { accessTokenLifetimeSeconds: 0 }],
  ])('is refused with %s', async (_, options) => {
    await expect(startEmbeddedIssuer(options)).rejects.toThrow();
  });

  it('reports a port that is taken', async () => {
    const { origin } = await issuerInTest();
    const port = Number(new URL(origin).port);
    await expect(startEmbeddedIssuer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

it('has accounts on example.com only, with and without the right to use Codex', () => {
  expect(defaultAccounts.every(({ email }) => email.endsWith('@example.com'))).toBe(true);
  expect(defaultAccounts.filter(({ codexEntitled }) => codexEntitled === false)).toHaveLength(1);
});

describe('seeded tokens', () => {
  it('follow the clock and the overrides', async () => {
    const clock = steppedClock();
    const { issueTokens } = await issuerInTest({ clock: clock.now });
    const tokens = await issueTokens(
      { ...ada, accountId: 'account-in-the-record' },
      {
        accessTokenLifetimeSeconds: -60,
        idTokenClaims: { email: undefined },
        authClaims: { chatgpt_plan_type: undefined, chatgpt_account_id: 'another-workspace' },
      },
    );
    expect(tokens.account_id).toBe('account-in-the-record');
    expect(decodeJwt(tokens.access_token).exp).toBe(clock.now() / 1000 - 60);
    const claims = decodeJwt(tokens.id_token);
    expect(claims).not.toHaveProperty('email');
    expect(claims[authClaim]).not.toHaveProperty('chatgpt_plan_type');
    expect(claims[authClaim]).toMatchObject({ chatgpt_account_id: 'another-workspace' });
  });

  it('can be refreshed', async () => {
    const { origin, issueTokens } = await issuerInTest();
    const { refresh_token: token } = await issueTokens(ada);
    expect((await refreshWith(origin, token)).status).toBe(200);
  });
});

it('knows every secret of a sign-in and a refresh', async () => {
  const { origin, secrets } = await issuerInTest();
  const signIn = beginSignIn(origin);
  const callback = await chooseAccount(signIn.link, ada.email);
  const first = await redeem(origin, signIn, callback);
  const second = await refreshWith(origin, first.body['refresh_token']);
  const tokens = [first, second].flatMap(({ body }) =>
    ['id_token', 'access_token', 'refresh_token'].map((name) => body[name]),
  );
  expect(secrets()).toEqual(
    expect.arrayContaining([callback.searchParams.get('code'), signIn.codeVerifier, ...tokens]),
  );
});

it('logs each request as it arrived', async () => {
  const clock = steppedClock();
  const { origin, requests } = await issuerInTest({ clock: clock.now });
  await refreshWith(origin, 'rt_unknown');
  await fetch(`${origin}/nothing?here=1`);
  expect(requests).toMatchObject([
    {
      receivedAt: clock.now(),
      method: 'POST',
      path: '/oauth/token',
      endpoint: 'token',
      grant: 'refresh_token',
      mediaType: 'application/json',
      params: { grant_type: 'refresh_token', refresh_token: 'rt_unknown' },
    },
    { method: 'GET', path: '/nothing', query: { here: '1' }, endpoint: undefined },
  ]);
});
