import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it, vi } from 'vitest';

import type { Credential } from '../auth/credential.ts';
import type { HttpClient } from '../ports.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { chatgptCredential, idToken, storedApiKey } from '../testing/credentials.ts';
import { directNetwork } from '../testing/network/direct-network.ts';
import { ada } from '../testing/issuer/accounts.ts';
import type { SeedOverrides } from '../testing/issuer/embedded-issuer.ts';
import { issuerInTest } from '../testing/issuer/issuer-in-test.ts';
import { keysFreshForMs, keysRetryAfterMs, WorkspaceEvidence } from './workspace-evidence.ts';

/** Evidence over a real issuer; `isOnline` cuts the network. */
async function world() {
  const issuer = await issuerInTest();
  const state = { now: 0, isOnline: true, issuer: issuer.origin };
  const http: HttpClient = (request) =>
    state.isOnline ? directNetwork.http(request) : Promise.reject(new Error('No network.'));
  const evidence = new WorkspaceEvidence({
    http,
    issuer: () => state.issuer,
    now: () => state.now,
    log: capturedLog(),
  });
  const signIn = async (overrides?: SeedOverrides): Promise<Credential> =>
    chatgptCredential({ tokens: { ...(await issuer.issueTokens(ada, overrides)) } });
  const requests = () => issuer.requests.map(({ endpoint }) => endpoint);
  return { issuer, evidence, state, signIn, requests };
}

const readOnly = (reason: RegExp) => ({
  kind: 'readOnly',
  message: expect.stringMatching(reason) as string,
});

const pending = (reason: RegExp) => ({
  kind: 'pending',
  message: expect.stringMatching(reason) as string,
});

describe('the workspace of a sign-in', () => {
  it('is verified by the keys that the issuer publishes', async () => {
    const { evidence, signIn } = await world();
    const credential = await signIn();
    expect(evidence.get(credential)).toEqual(pending(/was not verified so far/));
    expect(await evidence.look(credential)).toEqual({ kind: 'verified' });
    expect(evidence.get(credential)).toEqual({ kind: 'verified' });
  });

  it('is verified although the ID token has ended: a sign-in lasts longer', async () => {
    const { evidence, signIn } = await world();
    const credential = await signIn({ issuedAt: 0, idTokenLifetimeSeconds: 60 });
    expect(await evidence.look(credential)).toEqual({ kind: 'verified' });
  });

  it('is only read where the claims were changed after the signature', async () => {
    const { evidence, signIn } = await world();
    const credential = await signIn();
    if (credential.kind !== 'chatgpt') throw new TypeError('it is ChatGPT');
    const token = changedClaim(credential.tokens.idToken);
    const found = await evidence.look(chatgptCredential({ tokens: { id_token: token } }));
    expect(found).toEqual(readOnly(/signature of its ID token is wrong/));
  });

  it('is only read where another issuer is named, and nobody is asked', async () => {
    const { evidence, signIn, requests } = await world();
    const credential = await signIn({ idTokenClaims: { iss: 'https://issuer.example' } });
    expect(await evidence.look(credential)).toEqual(readOnly(/does not name http/));
    const unsigned = chatgptCredential({ tokens: { id_token: idToken() } });
    expect(await evidence.look(unsigned)).toEqual(readOnly(/does not name http/));
    expect(requests()).toEqual([]);
  });

  it('is verified by the access token as well where that decides it', async () => {
    const { evidence, issuer } = await world();
    const old = await issuer.issueTokens(ada);
    const { access_token } = await issuer.issueTokens({ ...ada, workspaceId: 'W' });
    const tokens = { ...old, access_token, account_id: 'W' };
    expect(await evidence.look(chatgptCredential({ tokens }))).toEqual({ kind: 'verified' });
    const changed = changedClaim(access_token);
    const forged = chatgptCredential({ tokens: { ...tokens, access_token: changed } });
    expect(evidence.get(forged)).toEqual(pending(/was not verified so far/));
    expect(await evidence.look(forged)).toEqual(readOnly(/signature of its access token is wrong/));
    const opaque = chatgptCredential({ tokens: { ...old, access_token: changed } });
    // The ID token decides here, and the access token proves nothing.
    expect(await evidence.look(opaque)).toEqual({ kind: 'verified' });
  });

  it('is judged afresh where another issuer is trusted', async () => {
    const { evidence, signIn, state, issuer } = await world();
    const credential = await signIn();
    expect(await evidence.look(credential)).toEqual({ kind: 'verified' });
    state.issuer = 'https://auth.openai.com';
    expect(evidence.get(credential)).toEqual(pending(/was not verified so far/));
    expect(await evidence.look(credential)).toEqual(readOnly(/does not name https:\/\/auth/));
    state.issuer = issuer.origin;
    expect(await evidence.look(credential)).toEqual({ kind: 'verified' });
  });

  it('is nothing to be asked about where there is none', async () => {
    const { evidence, requests } = await world();
    await evidence.look({ kind: 'signedOut' });
    await evidence.look(storedApiKey());
    expect(requests()).toEqual([]);
  });
});

describe('the signature of an ID token', () => {
  const origin = 'https://issuer.example';

  /** An ID token, and evidence over an issuer that publishes this key. */
  async function signedWith(alg: string) {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k' };
    const claims = { iss: origin };
    const token = await new SignJWT(claims).setProtectedHeader({ alg, kid: 'k' }).sign(privateKey);
    return { jwk, credential: chatgptCredential({ tokens: { id_token: token } }) };
  }

  const evidenceOver = (jwk: object) =>
    new WorkspaceEvidence({
      http: ({ url }) => {
        const metadata = { issuer: `${origin}/`, jwks_uri: `${origin}/jwks` };
        const body = JSON.stringify(url.endsWith('/jwks') ? { keys: [jwk] } : metadata);
        return Promise.resolve({ status: 200, statusText: 'OK', body });
      },
      issuer: () => origin,
      now: () => 0,
      log: capturedLog(),
    });

  it.each(['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA'])(
    'is verified by %s',
    async (alg) => {
      const { jwk, credential } = await signedWith(alg);
      expect(await evidenceOver(jwk).look(credential)).toEqual({ kind: 'verified' });
    },
  );

  it('proves nothing where the public key would do for it', async () => {
    const { jwk } = await signedWith('ES256');
    const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef');
    const token = await new SignJWT({ iss: origin })
      .setProtectedHeader({ alg: 'HS256', kid: 'k' })
      .sign(secret);
    const credential = chatgptCredential({ tokens: { id_token: token } });
    expect(await evidenceOver(jwk).look(credential)).toEqual(
      readOnly(/^its ID token is not signed in a way that can be verified$/),
    );
  });
});

describe('while a new ID token is being verified', () => {
  const verified = { kind: 'verified' } as const;

  it('what the one before was found to be stands, where it is the same sign-in', async () => {
    const { evidence, signIn } = await world();
    await evidence.look(await signIn());
    const listener = vi.fn();
    evidence.onChange(listener);
    const refreshed = await signIn();
    expect(evidence.get(refreshed)).toEqual(pending(/was not verified so far/));
    const looking = evidence.look(refreshed);
    expect(evidence.get(refreshed)).toEqual(verified);
    expect(await looking).toEqual(verified);
    expect(evidence.get(refreshed)).toEqual(verified);
    // Nothing has changed for anybody.
    expect(listener).not.toHaveBeenCalled();
  });

  it.each<[string, SeedOverrides]>([
    ['another workspace', { authClaims: { chatgpt_account_id: 'ws-other' } }],
    ['no workspace', { authClaims: { chatgpt_account_id: undefined } }],
    ['another person', { authClaims: { chatgpt_user_id: 'user-other' } }],
  ])('nothing is taken over for %s', async (_, overrides) => {
    const { evidence, signIn } = await world();
    await evidence.look(await signIn());
    const other = await signIn(overrides);
    const looking = evidence.look(other);
    expect(evidence.get(other)).toEqual(pending(/was not verified so far/));
    expect(await looking).toEqual(verified);
  });

  it('nothing is taken over where both tokens leave open who it is', async () => {
    const { evidence, signIn } = await world();
    const nobody = { authClaims: { chatgpt_user_id: undefined, user_id: undefined } };
    await evidence.look(await signIn(nobody));
    const other = await signIn(nobody);
    const looking = evidence.look(other);
    expect(evidence.get(other)).toEqual(pending(/was not verified so far/));
    await looking;
  });

  it('a wrong signature is told as soon as it is found, and passes nothing on', async () => {
    const { evidence, signIn } = await world();
    await evidence.look(await signIn());
    const listener = vi.fn();
    evidence.onChange(listener);
    const forged = withSignatureOf(await signIn(), await signIn());
    expect(await evidence.look(forged)).toEqual(readOnly(/signature of its ID token is wrong/));
    expect(evidence.get(forged)).toEqual(readOnly(/signature of its ID token is wrong/));
    expect(listener).toHaveBeenCalledOnce();
    const next = await signIn();
    const looking = evidence.look(next);
    expect(evidence.get(next)).toEqual(pending(/was not verified so far/));
    await looking;
  });

  it('a check that was overtaken by a newer token leaves what is known of that', async () => {
    const { evidence, signIn } = await world();
    const [older, newer] = [await signIn(), await signIn({ idTokenLifetimeSeconds: 60 })];
    await Promise.all([evidence.look(older), evidence.look(newer)]);
    expect(evidence.get(newer)).toEqual(verified);
    expect(evidence.get(older)).toEqual(pending(/was not verified so far/));
  });

  /** The first one's ID token, signed as the second one is. */
  function withSignatureOf(first: Credential, second: Credential): Credential {
    const [token, other] = [first, second].map((credential) => {
      if (credential.kind !== 'chatgpt') throw new TypeError('it is ChatGPT');
      return credential.tokens.idToken.split('.');
    });
    const [header, payload] = token ?? [];
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, forged: true })).toString('base64url');
    return chatgptCredential({ tokens: { id_token: [header, forged, other?.[2]].join('.') } });
  }
});

describe('the keys', () => {
  it('are fetched once an hour at most, and nothing is said about the account', async () => {
    const { issuer, evidence, state, signIn, requests } = await world();
    await evidence.look(await signIn());
    await evidence.look(await signIn());
    expect(requests()).toEqual(['discovery', 'jwks']);
    state.now = keysFreshForMs;
    await evidence.look(await signIn());
    expect(requests()).toEqual(['discovery', 'jwks', 'discovery', 'jwks']);
    expect(JSON.stringify(issuer.requests)).not.toContain(ada.workspaceId);
  });

  it('stay in use while the issuer cannot be reached', async () => {
    const { evidence, state, signIn } = await world();
    await evidence.look(await signIn());
    Object.assign(state, { isOnline: false, now: keysFreshForMs * 100 });
    expect(await evidence.look(await signIn())).toEqual({ kind: 'verified' });
  });

  it('leave it open while they cannot be fetched, and are asked for again after a while', async () => {
    const { evidence, state, signIn } = await world();
    state.isOnline = false;
    const credential = await signIn();
    expect(await evidence.look(credential)).toEqual(
      pending(/keys of http\S+ could not be fetched \(No network\)/),
    );
    state.isOnline = true;
    expect(await evidence.look(credential)).toEqual(pending(/could not be fetched/));
    state.now = evidence.retryAt();
    expect(await evidence.look(credential)).toEqual({ kind: 'verified' });
  });

  it.each([
    ['nobody is reached', false, [5, 10, 15, 15, 15]],
    ['the issuer has none to give', true, [5, 10, 20, 40, 60, 60]],
  ])('are asked for less and less often while %s', async (_, isOnline, seconds) => {
    const { issuer, evidence, state, signIn } = await world();
    state.isOnline = isOnline;
    issuer.fail({ endpoint: 'jwks', kind: 'status', status: 503, times: seconds.length });
    const credential = await signIn();
    const waits: number[] = [];
    for (let tries = 0; tries < seconds.length; tries += 1) {
      expect(await evidence.look(credential)).toEqual(pending(/could not be fetched/));
      waits.push((evidence.retryAt() - state.now) / 1000);
      state.now = evidence.retryAt();
    }
    expect(waits).toEqual(seconds);
  });

  it('are looked for in vain at an issuer that answers with an error, which is told and logged', async () => {
    const issuer = 'https://issuer.example';
    const log = capturedLog();
    const http = (): ReturnType<HttpClient> =>
      Promise.resolve({ status: 503, statusText: 'Unavailable', body: '' });
    const evidence = new WorkspaceEvidence({ http, issuer: () => issuer, now: () => 0, log });
    const { signIn } = await world();
    const credential = await signIn({ idTokenClaims: { iss: issuer } });
    expect(await evidence.look(credential)).toEqual(
      pending(
        /^the keys of https:\/\/issuer\.example could not be fetched \(it answered with status 503\)$/,
      ),
    );
    expect(log.lines).toEqual([
      {
        level: 'warn',
        event: 'key-set-not-fetched',
        fields: { reason: 'it answered with status 503' },
      },
    ]);
  });

  it('are asked for at once where somebody is in a hurry, and the waits begin anew', async () => {
    const { evidence, state, signIn } = await world();
    state.isOnline = false;
    const credential = await signIn();
    await evidence.look(credential);
    evidence.hurry();
    await evidence.look(credential);
    expect(evidence.retryAt() - state.now).toBe(5_000);
    state.isOnline = true;
    evidence.hurry();
    expect(await evidence.look(credential)).toEqual({ kind: 'verified' });
  });

  it('refute what names another one, if they are fresh, and leave it open if they are not', async () => {
    const { evidence, state, signIn } = await world();
    await evidence.look(await signIn());
    const foreign = withKeyId(await signIn(), 'unheard-of');
    expect(await evidence.look(foreign)).toEqual(readOnly(/is not among those that/));
    // It may have been published since.
    Object.assign(state, { isOnline: false, now: keysRetryAfterMs });
    expect(await evidence.look(foreign)).toEqual(pending(/could not be fetched \(No network\)/));
    Object.assign(state, { isOnline: true, now: evidence.retryAt() });
    expect(await evidence.look(foreign)).toEqual(readOnly(/is not among those that/));
  });

  it.each([
    ['no JSON', 'x', /its answer cannot be understood/],
    [
      'another issuer',
      '{"issuer":"https://x.example","jwks_uri":"https://x.example"}',
      /another issuer/,
    ],
    [
      'an address in the clear',
      '{"issuer":"ISSUER","jwks_uri":"http://x.example/jwks"}',
      /no safe address/,
    ],
  ])('are not taken from an issuer that answers with %s', async (_, body, reason) => {
    const issuer = 'https://issuer.example';
    const http = vi.fn<HttpClient>(() =>
      Promise.resolve({ status: 200, statusText: 'OK', body: body.replace('ISSUER', issuer) }),
    );
    const evidence = new WorkspaceEvidence({
      http,
      issuer: () => issuer,
      now: () => 0,
      log: capturedLog(),
    });
    const { signIn } = await world();
    const credential = await signIn({ idTokenClaims: { iss: issuer } });
    expect(await evidence.look(credential)).toEqual(pending(reason));
    expect(http).toHaveBeenCalledOnce();
  });
});

it('tells when it knows more, and only then', async () => {
  const { evidence, signIn } = await world();
  const listener = vi.fn();
  evidence.onChange(listener);
  const credential = await signIn();
  await evidence.look(credential);
  await evidence.look(credential);
  expect(listener).toHaveBeenCalledOnce();
});

/** The same ID token, as if it were signed by a key of this name. */
function withKeyId(credential: Credential, kid: string): Credential {
  if (credential.kind !== 'chatgpt') throw new TypeError('it is ChatGPT');
  const [header = '', ...rest] = credential.tokens.idToken.split('.');
  const said = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
  const other = Buffer.from(JSON.stringify({ ...said, kid })).toString('base64url');
  return chatgptCredential({ tokens: { id_token: [other, ...rest].join('.') } });
}

/** The token with another claim under the old signature. */
function changedClaim(token: string): string {
  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, forged: true })).toString('base64url');
  return [header, forged, signature].join('.');
}
