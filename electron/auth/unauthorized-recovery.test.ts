import { describe, expect, it } from 'vitest';

import {
  accessToken,
  apiKeyRecord,
  chatgptCredential,
  chatgptDocument,
  grace,
  hourMs,
  jwt,
  testNow,
  type DocumentChanges,
} from '../testing/credentials.ts';
import { ada as adaAtIssuer, grace as graceAtIssuer } from '../testing/issuer/accounts.ts';
import { signedInSession, type SignedInSession } from '../testing/session-in-test.ts';
import { bearerOf } from './credential-facts.ts';
import { permanentFailure } from './refresh-failure.ts';
import {
  nextRecoveryStep,
  recoverUnauthorized,
  type RecoveryOutcome,
} from './unauthorized-recovery.ts';

const unauthorized = accessToken(testNow - hourMs);
const standing = permanentFailure('revoked');
const claim = 'https://api.openai.com/auth';
const auth = (ids: Record<string, string>) => jwt({ [claim]: ids });

function step(
  refusedToken: string,
  changes: DocumentChanges,
  failure = null as typeof standing | null,
) {
  const next = nextRecoveryStep({
    unauthorized: refusedToken,
    held: chatgptCredential(changes),
    remembered: failure,
  });
  return next.step;
}

describe('the next step after a 401', () => {
  it.each<[string, string, DocumentChanges, string]>([
    ['another token of the same user and workspace', unauthorized, {}, 'take'],
    ['another token, where the unauthorized one is opaque', 'opaque', {}, 'take'],
    ['an opaque token', unauthorized, { tokens: { access_token: 'opaque' } }, 'take'],
    ['a token of another user and workspace', unauthorized, { person: grace }, 'fail'],
    ['the refused token', accessToken(), {}, 'refresh'],
    ['the refused token, which is opaque', 'same', { tokens: { access_token: 'same' } }, 'refresh'],
    [
      'the refused token, without an account_id',
      accessToken(),
      { tokens: { account_id: null } },
      'refresh',
    ],
    [
      'a token of another user of the same workspace',
      auth({ chatgpt_account_id: 'ws-ada', chatgpt_user_id: 'user-other' }),
      {},
      'fail',
    ],
    [
      'a token of the same user in another workspace',
      auth({ chatgpt_account_id: 'ws-other', chatgpt_user_id: 'user-ada' }),
      {},
      'fail',
    ],
    [
      'a token of the workspace that the same user has switched to',
      auth({ chatgpt_account_id: 'ws-ada', chatgpt_user_id: 'user-ada' }),
      { tokens: { account_id: 'ws-2', access_token: auth({ chatgpt_account_id: 'ws-2' }) } },
      'take',
    ],
    [
      'the refused token of another program, which supplies it',
      accessToken(),
      { members: { auth_mode: 'chatgptAuthTokens' }, tokens: { refresh_token: '' } },
      'fail',
    ],
  ])('where the store holds %s', (_, token, changes, expected) => {
    expect(step(token, changes)).toBe(expected);
  });

  it('asks nobody for tokens that were refused for good, and takes others', () => {
    expect(step(accessToken(), {}, standing)).toBe('fail');
    expect(step(unauthorized, {}, standing)).toBe('take');
  });
});

async function recover(signedIn: SignedInSession, token: string): Promise<RecoveryOutcome> {
  await signedIn.session.reload();
  return recoverUnauthorized(token, signedIn.session, (options) =>
    signedIn.session.refresh(options),
  );
}

describe('recovery from an answer 401', () => {
  it('takes what another program has stored, without a request', async () => {
    const signedIn = await signedInSession();
    const { session, home, issuer, tokens, refreshRequests } = signedIn;
    const newer = await issuer.issueTokens(adaAtIssuer);
    await home.write({ ...(await home.document()), tokens: newer });
    const outcome = await recover(signedIn, tokens.access_token);
    expect(outcome).toEqual({ kind: 'recovered', refresh: { kind: 'fresh' } });
    expect(bearerOf(session.get())).toBe(newer.access_token);
    expect(refreshRequests()).toBe(0);
  });

  it('refreshes once where the refused token is still the one that is stored', async () => {
    const signedIn = await signedInSession();
    const { session, tokens, refreshRequests } = signedIn;
    const outcome = await recover(signedIn, tokens.access_token);
    expect(outcome).toEqual({ kind: 'recovered', refresh: { kind: 'refreshed' } });
    expect(bearerOf(session.get())).not.toBe(tokens.access_token);
    expect(refreshRequests()).toBe(1);
  });

  it('refreshes again where the token that came is unauthorized as well', async () => {
    const signedIn = await signedInSession();
    await recover(signedIn, signedIn.tokens.access_token);
    const second = bearerOf(signedIn.session.get()) ?? '';
    expect((await recover(signedIn, second)).kind).toBe('recovered');
    expect(bearerOf(signedIn.session.get())).not.toBe(second);
    expect(signedIn.refreshRequests()).toBe(2);
  });

  it('refreshes what another program has stored with the refused token once more', async () => {
    const signedIn = await signedInSession();
    const { session, home, issuer, tokens, refreshRequests } = signedIn;
    let calls = 0;
    const outcome = await recoverUnauthorized(tokens.access_token, session, async (options) => {
      calls += 1;
      if (calls === 1) {
        const { refresh_token } = await issuer.issueTokens(adaAtIssuer);
        await home.write({ ...(await home.document()), tokens: { ...tokens, refresh_token } });
      }
      return session.refresh(options);
    });
    expect(outcome.kind).toBe('recovered');
    expect(bearerOf(session.get())).not.toBe(tokens.access_token);
    expect(refreshRequests()).toBe(1);
  });

  const ended = /^The sign-in ended meanwhile\. Run "gatehouse login"\.$/;
  it.each<[string, (signedIn: SignedInSession) => Promise<void>, RegExp]>([
    [
      'the tokens of another account',
      async ({ home, issuer }) =>
        home.write({ ...(await home.document()), tokens: await issuer.issueTokens(graceAtIssuer) }),
      /^The refused token belongs to another account than the one that is signed in now\. Run/,
    ],
    ['an API key', ({ home }) => home.write(apiKeyRecord().document), ended],
    ['nothing', ({ home }) => home.remove(), ended],
    ['what cannot be read', ({ home }) => home.write('nonsense'), ended],
    [
      'the refused token of a program that supplies it',
      async ({ home, tokens }) =>
        home.write(
          chatgptDocument({
            members: { auth_mode: 'chatgptAuthTokens' },
            tokens: { ...tokens, refresh_token: '' },
          }),
        ),
      /^The refused token is the one that is stored\. The program that supplies it has to refresh it:/,
    ],
  ])('fails where the store holds %s: no request, nothing written', async (_, meanwhile, words) => {
    const signedIn = await signedInSession();
    await meanwhile(signedIn);
    const onDisk = await signedIn.home.text();
    const outcome = await recover(signedIn, signedIn.tokens.access_token);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { message: expect.stringMatching(words) as string },
    });
    expect(signedIn.refreshRequests()).toBe(0);
    expect(await signedIn.home.text()).toBe(onDisk);
  });

  it('fails for now where nobody can refresh now, and tries again when asked again', async () => {
    const signedIn = await signedInSession();
    const { issuer, tokens } = signedIn;
    issuer.fail({ endpoint: 'token', kind: 'status', status: 500 });
    expect(await recover(signedIn, tokens.access_token)).toMatchObject({
      kind: 'failed',
      failure: { permanent: false },
    });
    expect((await recover(signedIn, tokens.access_token)).kind).toBe('recovered');
  });

  it('fails for good where the refresh token is spent, and asks nobody from then on', async () => {
    const signedIn = await signedInSession();
    const { issuer, tokens, refreshRequests } = signedIn;
    const body = { error: { code: 'refresh_token_reused' } };
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401, body, times: 2 });
    for (let call = 0; call < 2; call += 1) {
      expect(await recover(signedIn, tokens.access_token)).toMatchObject({
        kind: 'failed',
        failure: { permanent: true, reason: 'reused' },
      });
    }
    expect(refreshRequests()).toBe(1);
  });

  it('fails where the issuer answers without another access token', async () => {
    const signedIn = await signedInSession();
    const { session, tokens } = signedIn;
    const outcome = await recoverUnauthorized(tokens.access_token, session, () =>
      Promise.resolve({ kind: 'refreshed' }),
    );
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: {
        permanent: false,
        message: 'The issuer answered the refresh without another access token. Try again later.',
      },
    });
  });
});
