import { expect, it } from 'vitest';
import { ada } from './accounts.ts';
import { codexClientId } from './client.ts';
import { issuerInTest } from './issuer-in-test.ts';
import { postJson, refreshWith } from './plain-client.ts';

it('ends the sign-in of a refresh token and records the request', async () => {
  const { origin, issueTokens, requests } = await issuerInTest();
  const { refresh_token: token } = await issueTokens(ada);
  const params = { token, token_type_hint: 'refresh_token', client_id: codexClientId };
  expect((await postJson(`${origin}/oauth/revoke`, params)).status).toBe(200);
  expect(requests.at(-1)).toMatchObject({ endpoint: 'revoke', params });
  expect(await refreshWith(origin, token)).toMatchObject({
    status: 401,
    body: { error: { code: 'refresh_token_invalidated' } },
  });
});

it('ends the sign-in of an access token, which needs no client', async () => {
  const { origin, issueTokens } = await issuerInTest();
  const tokens = await issueTokens(ada);
  const params = { token: tokens.access_token, token_type_hint: 'access_token' };
  expect((await postJson(`${origin}/oauth/revoke`, params)).status).toBe(200);
  expect((await refreshWith(origin, tokens.refresh_token)).status).toBe(401);
});

it('leaves other sign-ins of the same account alone', async () => {
  const { origin, issueTokens } = await issuerInTest();
  const [gone, kept] = [await issueTokens(ada), await issueTokens(ada)];
  const params = { token: gone.refresh_token, client_id: codexClientId };
  await postJson(`${origin}/oauth/revoke`, params);
  expect((await refreshWith(origin, kept.refresh_token)).status).toBe(200);
});

it('says nothing about tokens that it does not know', async () => {
  const { origin } = await issuerInTest();
  const params = { token: 'rt_unknown', client_id: codexClientId };
  expect((await postJson(`${origin}/oauth/revoke`, params)).status).toBe(200);
});

it('refuses a client that it does not know', async () => {
  const { origin, issueTokens } = await issuerInTest();
  const { refresh_token: token } = await issueTokens(ada);
  const params = { token, token_type_hint: 'refresh_token', client_id: 'app_another' };
  expect((await postJson(`${origin}/oauth/revoke`, params)).status).toBe(401);
  expect((await refreshWith(origin, token)).status).toBe(200);
});
