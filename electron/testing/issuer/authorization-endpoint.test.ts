import { describe, expect, it } from 'vitest';
import { ada, alan, grace, katherine } from './accounts.ts';
import { parseForms } from './html-forms.ts';
import { issuerInTest } from './issuer-in-test.ts';
import { demoLabel } from './pages.ts';
import { beginSignIn } from './plain-client.ts';
import { chooseAccount, deny } from './user-agent.ts';

async function visit(link: string) {
  const response = await fetch(link, { redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location') };
}

function callbackOf(location: string | null) {
  return Object.fromEntries(new URL(location ?? 'about:blank').searchParams);
}

describe('the sign-in page', () => {
  it('offers every account and Deny, and says that it is a demo', async () => {
    const { origin } = await issuerInTest();
    const html = await (await fetch(beginSignIn(origin).link)).text();
    expect(html).toContain(demoLabel);
    const buttons = parseForms(html)[0]?.buttons;
    expect(buttons?.map(({ value, disabled }) => [value, disabled])).toEqual([
      [ada.email, false],
      [grace.email, false],
      [katherine.email, false],
      [alan.email, false],
      ['1', false],
    ]);
    expect(buttons?.at(-1)?.text).toBe('Deny');
  });

  it('escapes what an account is called', async () => {
    const name = '<script>alert("&")</script>';
    const { origin } = await issuerInTest({ accounts: [{ ...ada, name }] });
    const html = await (await fetch(beginSignIn(origin).link)).text();
    expect(html).not.toContain('<script>');
  });

  it('cannot be framed and needs no scripts', async () => {
    const { origin } = await issuerInTest();
    const response = await fetch(beginSignIn(origin).link);
    expect(response.headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*frame-ancestors 'none'/,
    );
    expect(await response.text()).not.toMatch(/<script/);
  });
});

describe('choosing an account', () => {
  it('leads to the callback with code, state and issuer', async () => {
    const { origin } = await issuerInTest();
    const signIn = beginSignIn(origin);
    const callback = await chooseAccount(signIn.link, ada.email);
    expect(callback.href.startsWith(`${signIn.redirectUri}?`)).toBe(true);
    expect(Object.fromEntries(callback.searchParams)).toEqual({
      code: expect.stringMatching(/^ac_[\w-]{43}$/) as string,
      state: signIn.state,
      iss: origin,
    });
  });

  it('works for both registered ports and all loopback names', async () => {
    const { origin } = await issuerInTest();
    for (const host of ['localhost', '127.0.0.1', '[::1]'])
      for (const port of [1455, 1457]) {
        const redirectUri = `http://${host}:${port}/auth/callback`;
        const signIn = beginSignIn(origin, { redirect_uri: redirectUri });
        const callback = await chooseAccount(signIn.link, ada.email);
        expect(`${callback.origin}${callback.pathname}`).toBe(redirectUri);
      }
  });

  it('is refused from a browser that was not shown the page', async () => {
    const { origin } = await issuerInTest();
    const html = await (await fetch(beginSignIn(origin).link)).text();
    const fields = parseForms(html)[0]?.fields ?? {};
    const response = await fetch(`${origin}/oauth/authorize/choose`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, account: ada.email }),
      redirect: 'manual',
    });
    expect(response.status).toBe(400);
  });

  it('ends in access_denied with Deny', async () => {
    const { origin, requests } = await issuerInTest({ anyPort: true });
    // The issuer itself stands in for the application: any page that answers will do.
    const signIn = beginSignIn(origin, { redirect_uri: `${origin}/auth/callback` });
    await deny(signIn.link);
    expect(requests.at(-1)).toMatchObject({
      path: '/auth/callback',
      query: { error: 'access_denied', state: signIn.state, iss: origin },
    });
  });

  it('ends in missing_codex_entitlement for a workspace without Codex', async () => {
    const { origin } = await issuerInTest();
    const callback = await chooseAccount(beginSignIn(origin).link, alan.email);
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'access_denied',
      error_description: 'missing_codex_entitlement',
    });
    expect(callback.searchParams.has('code')).toBe(false);
  });
});

describe('allowed_workspace_id', () => {
  const restricted = (origin: string) =>
    beginSignIn(origin, { allowed_workspace_id: `${grace.workspaceId},${katherine.workspaceId}` });

  it('leaves the accounts of other workspaces visible and unusable', async () => {
    const { origin } = await issuerInTest();
    await expect(chooseAccount(restricted(origin).link, ada.email)).rejects.toThrow(
      'cannot be chosen',
    );
    const callback = await chooseAccount(restricted(origin).link, grace.email);
    expect(callback.searchParams.has('code')).toBe(true);
  });

  it('is enforced when the form is posted all the same', async () => {
    const { origin } = await issuerInTest();
    const page = await fetch(restricted(origin).link);
    const fields = parseForms(await page.text())[0]?.fields ?? {};
    const response = await fetch(`${origin}/oauth/authorize/choose`, {
      method: 'POST',
      headers: { cookie: page.headers.getSetCookie()[0]?.split(';')[0] ?? '' },
      body: new URLSearchParams({ ...fields, account: ada.email }),
      redirect: 'manual',
    });
    expect(response.status).toBe(400);
  });

  it('can be ignored, to see what a client makes of the wrong workspace', async () => {
    const { origin } = await issuerInTest({ ignoreWorkspaceRestriction: true });
    const callback = await chooseAccount(restricted(origin).link, ada.email);
    expect(callback.searchParams.has('code')).toBe(true);
  });
});

describe('a link that is not in order', () => {
  it.each([
    ['https', 'https://127.0.0.1:1455/auth/callback'],
    ['another host', 'http://example.com:1455/auth/callback'],
    ['another port', 'http://127.0.0.1:1456/auth/callback'],
    ['another path', 'http://127.0.0.1:1455/callback'],
    ['a query', 'http://127.0.0.1:1455/auth/callback?next=x'],
    ['a user name', 'http://user@127.0.0.1:1455/auth/callback'],
    ['no URL', 'callback'],
  ])('is answered by a page, never by a redirect: redirect_uri with %s', async (_, redirectUri) => {
    const { origin } = await issuerInTest();
    const visited = await visit(beginSignIn(origin, { redirect_uri: redirectUri }).link);
    expect(visited).toEqual({ status: 400, location: null });
  });

  it('is answered by a page for another client', async () => {
    const { origin } = await issuerInTest();
    const visited = await visit(beginSignIn(origin, { client_id: 'app_another' }).link);
    expect(visited).toEqual({ status: 400, location: null });
  });

  it.each([
    ['without PKCE', { code_challenge: null }, 'invalid_request'],
    ['with plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['without a PKCE method', { code_challenge_method: null }, 'invalid_request'],
    ['with a challenge that is no SHA-256', { code_challenge: 'short' }, 'invalid_request'],
    ['without state', { state: null }, 'invalid_request'],
    ['for a token', { response_type: 'token' }, 'unsupported_response_type'],
    ['without openid', { scope: 'profile email' }, 'invalid_scope'],
    ['with a scope nobody knows', { scope: 'openid everything' }, 'invalid_scope'],
  ])('is sent back with an error: %s', async (_, query, error) => {
    const { origin } = await issuerInTest();
    const { status, location } = await visit(beginSignIn(origin, query).link);
    expect(status).toBe(302);
    expect(callbackOf(location)).toMatchObject({ error });
    expect(callbackOf(location)).not.toHaveProperty('code');
  });

  it('is sent back with an error when a parameter is repeated', async () => {
    const { origin } = await issuerInTest();
    const { location } = await visit(`${beginSignIn(origin).link}&state=second`);
    expect(callbackOf(location)).toMatchObject({ error: 'invalid_request' });
  });
});
