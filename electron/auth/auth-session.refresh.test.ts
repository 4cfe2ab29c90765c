import { describe, expect, it, vi } from 'vitest';

import { refreshTexts } from '../../shared/texts/refreshing.ts';
import { ada as adaAtIssuer, grace as graceAtIssuer } from '../testing/issuer/accounts.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { apiKeyRecord, chatgptDocument, jwt, testNow } from '../testing/credentials.ts';
import { jsonAnswer, scriptedHttp } from '../testing/scripted-http.ts';
import {
  endpointsAt,
  openSession,
  signedInSession,
  type SignedInSession,
} from '../testing/session-in-test.ts';
import { bearerOf, storedRecordOf } from './credential-facts.ts';
import type { JsonObject } from './auth-record.ts';
import { dueBeforeMs } from './refresh-due.ts';

/** An access token that expires within five minutes. */
const due = { accessTokenLifetimeSeconds: 60 };

function failedForGood(reason: string, message: string) {
  return { kind: 'failed', failure: { permanent: true, reason, message } };
}

/** Tokens of the same or another account, put into auth.json by another program. */
async function writtenElsewhere(
  { issuer, home }: SignedInSession,
  account = adaAtIssuer,
): Promise<JsonObject> {
  const document = { ...(await home.document()), tokens: await issuer.issueTokens(account) };
  await home.write(document);
  return document;
}

async function tokensOnDisk({ home }: SignedInSession): Promise<JsonObject> {
  return (await home.document())['tokens'] as JsonObject;
}

describe('a refresh', () => {
  it('replaces the tokens in auth.json and in the snapshot', async () => {
    const signedIn = await signedInSession({ ...due, members: { theirs: { big: 1 } } });
    const { session, tokens, clock } = signedIn;
    clock.advanceSeconds(1);
    expect(await session.refresh()).toEqual({ kind: 'refreshed' });

    const document = await signedIn.home.document();
    const saved = await tokensOnDisk(signedIn);
    expect(saved['access_token']).not.toBe(tokens.access_token);
    expect(saved['refresh_token']).not.toBe(tokens.refresh_token);
    expect(bearerOf(session.get())).toBe(saved['access_token']);
    expect(document).toEqual({
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: { ...saved, account_id: tokens.account_id },
      last_refresh: new Date(testNow + 1000).toISOString(),
      theirs: { big: 1 },
    });
  });

  it('is not made while the token is good, unless forced', async () => {
    const { session, refreshRequests } = await signedInSession();
    expect(await session.refresh()).toEqual({ kind: 'fresh' });
    expect(refreshRequests()).toBe(0);
    expect(await session.refresh({ force: true })).toEqual({ kind: 'refreshed' });
    expect(refreshRequests()).toBe(1);
  });

  it('is made for who asks for the credential while it is due', async () => {
    const { session, tokens, refreshRequests } = await signedInSession(due);
    const credential = await session.current();
    expect(bearerOf(credential)).not.toBe(tokens.access_token);
    expect(credential).toBe(session.get());
    await session.current();
    expect(refreshRequests()).toBe(1);
  });

  it('is not even looked for while the token is good', async () => {
    const { session, store } = await signedInSession();
    const load = vi.spyOn(store, 'load');
    expect(await session.current()).toBe(session.get());
    expect(load).not.toHaveBeenCalled();
  });

  it('that fails leaves who asks for the credential with the old one', async () => {
    const { session, tokens, issuer } = await signedInSession(due);
    issuer.fail({ endpoint: 'token', kind: 'status', status: 500 });
    expect(bearerOf(await session.current())).toBe(tokens.access_token);
  });

  it('that fails is tried again by the next who asks for the credential', async () => {
    const { session, issuer, refreshRequests } = await signedInSession(due);
    issuer.fail({ endpoint: 'token', kind: 'status', status: 500 });
    await session.current();
    const { lastRefresh } = storedRecordOf(await session.current()) ?? {};
    expect(lastRefresh).toBe(testNow);
    expect(refreshRequests()).toBe(2);
  });

  it('is told to the log, without a secret', async () => {
    const { session, issuer, log } = await signedInSession(due);
    await session.refresh();
    issuer.fail({ endpoint: 'token', kind: 'status', status: 500, body: 'no' });
    await session.refresh({ force: true });
    const text = JSON.stringify(log.lines);
    expect(log.lines.map(({ event }) => event)).toEqual([
      'credential-changed',
      'refresh-requested',
      'credential-changed',
      'refreshed',
      'refresh-requested',
      'refresh-failed',
    ]);
    expect(issuer.secrets().filter((secret) => text.includes(secret))).toEqual([]);
  });
});

describe('tokens that have just come, and seem due', () => {
  const dayOfSeconds = 24 * 60 * 60;

  /** How often the issuer is asked for five who use the credential one after the other. */
  async function asked({ session, refreshRequests }: SignedInSession): Promise<number> {
    const before = refreshRequests();
    for (let call = 0; call < 5; call += 1) await session.current();
    return refreshRequests() - before;
  }

  it('since they live for a minute are asked for again after half of it', async () => {
    const signedIn = await signedInSession({ ...due, issuer: due });
    expect(await asked(signedIn)).toBe(1);
    signedIn.clock.advanceSeconds(29);
    expect(await asked(signedIn)).toBe(0);
    signedIn.clock.advanceSeconds(1);
    expect(await asked(signedIn)).toBe(1);
  });

  it('since the clock here is a day ahead are asked for again after half of their hour', async () => {
    const signedIn = await signedInSession({ issuer: { accessTokenLifetimeSeconds: 3600 } });
    const now = () => signedIn.clock.now() + dayOfSeconds * 1000;
    const { session } = await openSession(signedIn.home, { ...signedIn.parts, now });
    const ahead = { ...signedIn, session };
    expect(await asked(ahead)).toBe(1);
    const halfOfTheirHour = (3600 - dueBeforeMs / 1000) / 2;
    signedIn.clock.advanceSeconds(halfOfTheirHour - 30);
    expect(await asked(ahead)).toBe(0);
    signedIn.clock.advanceSeconds(60);
    expect(await asked(ahead)).toBe(1);
    expect(await session.refresh({ force: true })).toEqual({ kind: 'refreshed' });
  });

  it('are asked for at once where the last refresh was under a clock that was ahead', async () => {
    const last_refresh = new Date(testNow + dayOfSeconds * 1000).toISOString();
    const signedIn = await signedInSession({ ...due, members: { last_refresh } });
    expect(await asked(signedIn)).toBe(1);
  });
});

describe('nothing to refresh', () => {
  it.each([
    ['an API key', { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-test-0123456789' }],
    ['nothing stored', undefined],
    ['a record without tokens', {}],
    ['content that cannot be read', 'nonsense'],
    [
      'tokens that another program supplies',
      chatgptDocument({ members: { auth_mode: 'chatgptAuthTokens' } }),
    ],
  ])('%s: no request', async (_, content) => {
    const { http, requests } = scriptedHttp();
    const { session } = await openSession(await codexHomeInTest(content), { http });
    expect(await session.refresh({ force: true })).toEqual({ kind: 'notApplicable' });
    expect(requests).toEqual([]);
  });
});

describe('many callers at once', () => {
  it('share one request where the token is due', async () => {
    const { session, refreshRequests } = await signedInSession(due);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => session.refresh()));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['refreshed']));
    expect(refreshRequests()).toBe(1);
  });

  it.each([
    ['forced first', [true, false, true, false]],
    ['forced later', [false, true, false, true]],
  ])('share one request where some force it: %s', async (_, forces) => {
    const { session, refreshRequests } = await signedInSession(due);
    const outcomes = await Promise.all(forces.map((force) => session.refresh({ force })));
    expect(outcomes).toEqual(forces.map(() => ({ kind: 'refreshed' })));
    expect(refreshRequests()).toBe(1);
  });

  it('share one request where only some force it and the token is good', async () => {
    const { session, refreshRequests } = await signedInSession();
    const outcomes = await Promise.all([
      session.refresh(),
      session.refresh({ force: true }),
      session.refresh({ force: true }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['fresh', 'refreshed', 'refreshed']);
    expect(refreshRequests()).toBe(1);
  });

  it('share one failure', async () => {
    const { session, issuer, refreshRequests } = await signedInSession(due);
    issuer.fail({ endpoint: 'token', kind: 'status', status: 500, times: 2 });
    const outcomes = await Promise.all([session.refresh(), session.refresh({ force: true })]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'failed']);
    expect(refreshRequests()).toBe(1);
  });

  it('who comes later makes a request of its own', async () => {
    const { session, refreshRequests } = await signedInSession();
    await session.refresh({ force: true });
    await session.refresh({ force: true });
    expect(refreshRequests()).toBe(2);
  });
});

describe('another program was here before the request', () => {
  it('takes over its tokens of the same account without a request', async () => {
    const signedIn = await signedInSession(due);
    const { session, refreshRequests } = signedIn;
    const document = await writtenElsewhere(signedIn);
    expect(await session.refresh({ force: true })).toEqual({ kind: 'adopted' });
    expect(refreshRequests()).toBe(0);
    expect(bearerOf(session.get())).toBe((document['tokens'] as JsonObject)['access_token']);
    expect(await signedIn.home.document()).toEqual(document);
  });

  it('two programs: the second takes over what the first was given', async () => {
    const { session, another, refreshRequests } = await signedInSession(due);
    const other = await another();
    expect(await session.refresh()).toEqual({ kind: 'refreshed' });
    expect(await other.refresh()).toEqual({ kind: 'adopted' });
    expect(bearerOf(other.get())).toBe(bearerOf(session.get()));
    expect(refreshRequests()).toBe(1);
  });

  it('two programs at once: who is refused takes over what the quicker one was given', async () => {
    const { session, another, issuer, refreshRequests } = await signedInSession(due);
    const other = await another();
    const fault = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-release' });
    const refused = session.refresh();
    await fault.reached;
    expect(await other.refresh()).toEqual({ kind: 'refreshed' });
    fault.release();
    expect(await refused).toEqual({ kind: 'adopted' });
    expect(bearerOf(session.get())).toBe(bearerOf(other.get()));
    expect(session.lastFailure()).toBeNull();
    expect(refreshRequests()).toBe(2);
  });

  it.each([
    ['another account', (signedIn: SignedInSession) => writtenElsewhere(signedIn, graceAtIssuer)],
    ['an API key', ({ home }: SignedInSession) => home.write(apiKeyRecord().document)],
    ['nothing any more', ({ home }: SignedInSession) => home.remove()],
  ])('finds %s: no request, and neither disk nor snapshot change', async (_, meanwhile) => {
    const signedIn = await signedInSession(due);
    const { session, home, refreshRequests } = signedIn;
    const before = session.get();
    await meanwhile(signedIn);
    const onDisk = await home.text();
    expect(await session.refresh({ force: true })).toEqual(
      failedForGood('other', refreshTexts.accountChanged()),
    );
    expect(refreshRequests()).toBe(0);
    expect(await home.text()).toBe(onDisk);
    expect(session.get()).toBe(before);
  });

  it('finds what cannot be read: no request, and it is not overwritten', async () => {
    const { session, home, refreshRequests } = await signedInSession(due);
    await home.write('{"half":');
    expect(await session.refresh()).toMatchObject({
      kind: 'failed',
      failure: { permanent: false },
    });
    expect(refreshRequests()).toBe(0);
    expect(await home.text()).toBe('{"half":');
  });

  it('has added a member: it survives', async () => {
    const { session, home } = await signedInSession(due);
    await home.write({ ...(await home.document()), theirs: 1 });
    expect(await session.refresh()).toEqual({ kind: 'refreshed' });
    expect(await home.document()).toMatchObject({ theirs: 1 });
  });
});

describe('another program is here during the request', () => {
  /** Lets a refresh reach the issuer, then something else happen, then the answer come. */
  async function during(signedIn: SignedInSession, meanwhile: () => Promise<unknown>) {
    const { session, issuer } = signedIn;
    const fault = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-arrival' });
    const outcome = session.refresh();
    await fault.reached;
    await meanwhile();
    fault.release();
    return outcome;
  }

  it('and has added a member: it survives beside the new tokens', async () => {
    const signedIn = await signedInSession(due);
    const { home, session, tokens } = signedIn;
    const outcome = await during(signedIn, async () =>
      home.write({ ...(await home.document()), theirs: 1 }),
    );
    expect(outcome).toEqual({ kind: 'refreshed' });
    expect(await home.document()).toMatchObject({ theirs: 1 });
    expect((await tokensOnDisk(signedIn))['refresh_token']).not.toBe(tokens.refresh_token);
    expect(bearerOf(session.get())).toBe((await tokensOnDisk(signedIn))['access_token']);
  });

  it('and has signed the same account in afresh: its tokens win', async () => {
    const signedIn = await signedInSession(due);
    const outcome = await during(signedIn, () => writtenElsewhere(signedIn));
    expect(outcome).toEqual({ kind: 'adopted' });
    const saved = await tokensOnDisk(signedIn);
    expect(bearerOf(signedIn.session.get())).toBe(saved['access_token']);
  });

  it.each([
    [
      'switched to another account',
      (signedIn: SignedInSession) => writtenElsewhere(signedIn, graceAtIssuer),
    ],
    ['stored an API key', ({ home }: SignedInSession) => home.write(apiKeyRecord().document)],
    ['signed out', ({ home }: SignedInSession) => home.remove()],
  ])('and has %s: nothing is written', async (_, meanwhile) => {
    const signedIn = await signedInSession(due);
    const { home, session } = signedIn;
    let onDisk: string | null = 'unset';
    const outcome = await during(signedIn, async () => {
      await meanwhile(signedIn);
      onDisk = await home.text();
    });
    expect(outcome).toEqual(failedForGood('other', refreshTexts.accountChanged()));
    expect(await home.text()).toBe(onDisk);
    expect(storedRecordOf(session.get())?.tokens?.accountId).toBe(adaAtIssuer.workspaceId);
    expect(session.hasUnsavedTokens()).toBe(false);
  });

  it('and is half-way through writing: the new tokens are kept until they can be saved', async () => {
    const signedIn = await signedInSession(due);
    const { home, session, refreshRequests } = signedIn;
    const whole = (await home.text()) ?? '';
    const outcome = await during(signedIn, () => home.write(whole.slice(0, 100)));
    expect(outcome).toMatchObject({ kind: 'failed', failure: { permanent: false } });
    expect(session.hasUnsavedTokens()).toBe(true);
    expect(await home.text()).toBe(whole.slice(0, 100));

    await home.write(whole);
    expect(await session.refresh()).toEqual({ kind: 'refreshed' });
    expect(refreshRequests()).toBe(1);
    expect(bearerOf(session.get())).toBe((await tokensOnDisk(signedIn))['access_token']);
  });
});

describe('answers that hold less, or other, than was asked for', () => {
  it('without an ID token keeps the old one', async () => {
    const signedIn = await signedInSession(due);
    const { issuer, session, tokens } = signedIn;
    issuer.fail({ endpoint: 'token', kind: 'without-members', members: ['id_token'] });
    expect(await session.refresh()).toEqual({ kind: 'refreshed' });
    const saved = await tokensOnDisk(signedIn);
    expect(saved['id_token']).toBe(tokens.id_token);
    expect(saved['refresh_token']).not.toBe(tokens.refresh_token);
  });

  it('with an ID token that cannot be read keeps the old one, and saves the rest', async () => {
    const signedIn = await signedInSession(due);
    const { issuer, session, tokens, log } = signedIn;
    issuer.fail({ endpoint: 'token', kind: 'bad-id-token', flaw: 'malformed' });
    expect(await session.refresh()).toEqual({ kind: 'refreshed' });
    const saved = await tokensOnDisk(signedIn);
    expect(saved['id_token']).toBe(tokens.id_token);
    expect(saved['refresh_token']).not.toBe(tokens.refresh_token);
    expect(log.lines.map(({ event }) => event)).toContain('refresh-id-token-unreadable');
  });

  it('with tokens of another account is refused, and nothing is written', async () => {
    const { issuer, session, home, tokens } = await signedInSession(due);
    const onDisk = await home.text();
    issuer.fail({ endpoint: 'token', kind: 'another-account', account: graceAtIssuer });
    expect(await session.refresh()).toMatchObject({
      kind: 'failed',
      failure: { permanent: true, reason: 'other' },
    });
    expect(await home.text()).toBe(onDisk);
    expect(bearerOf(session.get())).toBe(tokens.access_token);
  });
});

describe('a failure for good', () => {
  it('is remembered: a second call makes no request, unless it is by force', async () => {
    const signedIn = await signedInSession(due);
    const { session, home, another, refreshRequests } = signedIn;
    const onDisk = (await home.text()) ?? '';
    await (await another()).refresh();
    await home.write(onDisk);

    const failed = failedForGood('reused', refreshTexts.permanent.reused());
    expect(await session.refresh()).toEqual(failed);
    expect(session.lastFailure()).toEqual(failed.failure);
    expect(refreshRequests()).toBe(2);
    expect(await session.refresh()).toEqual(failed);
    expect(refreshRequests()).toBe(2);
    expect(await session.refresh({ force: true })).toEqual(failed);
    expect(refreshRequests()).toBe(3);
    expect(await home.text()).toBe(onDisk);
  });

  it('is forgotten when another program writes tokens that work', async () => {
    const signedIn = await signedInSession(due);
    const { session, issuer, refreshRequests } = signedIn;
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401 });
    expect(await session.refresh()).toEqual(failedForGood('other', refreshTexts.permanent.other()));
    await writtenElsewhere(signedIn);
    expect(await session.refresh()).toEqual({ kind: 'adopted' });
    expect(session.lastFailure()).toBeNull();
    expect(await session.refresh({ force: true })).toEqual({ kind: 'refreshed' });
    expect(refreshRequests()).toBe(2);
  });

  it('outlives a reload that finds the same record', async () => {
    const { session, issuer } = await signedInSession(due);
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401 });
    await session.refresh();
    expect(await session.reload()).toBe(false);
    expect(session.lastFailure()).not.toBeNull();
  });
});

describe('tokens that somebody else issued', () => {
  const elsewhere = 'https://elsewhere.example';
  const foreign = {
    id_token: jwt({ iss: elsewhere }),
    access_token: jwt({ iss: elsewhere, exp: 1 }),
    refresh_token: 'refresh-foreign',
    account_id: 'ws-1',
    oauth_provenance: { issuer: elsewhere, client_id: 'app_foreign' },
  };

  it('are sent to nobody, at a refresh or a sign-out, and the reason is told', async () => {
    const { http, requests } = scriptedHttp();
    const home = await codexHomeInTest(chatgptDocument({ tokens: foreign }));
    const endpoints = endpointsAt('http://127.0.0.1:9');
    const { session } = await openSession(home, { http, endpoints });
    const message = expect.stringContaining('Set GATEHOUSE_ISSUER') as unknown;
    expect(await session.refresh()).toMatchObject({
      kind: 'failed',
      failure: { permanent: false, message },
    });
    expect(await session.signOut({ everywhere: true })).toMatchObject({
      kind: 'signedOut',
      removed: true,
      revocation: { kind: 'failed', message },
    });
    expect(requests).toEqual([]);
  });
});

describe('a failure that may pass', () => {
  it.each([
    [
      '500',
      { kind: 'status', status: 500, body: { error: { message: 'try later' } } },
      'has a problem (HTTP 500).',
      {},
    ],
    [
      '429',
      { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
      'is busy (HTTP 429).',
      { retryAfterMs: 3_600_000 },
    ],
    ['a web page', { kind: 'html' }, 'sent an unexpected answer.', {}],
    ['half an answer', { kind: 'truncated-json' }, 'sent an unexpected answer.', {}],
  ] as const)(
    '%s: changes nothing, and the next call asks again, but within a Retry-After',
    async (_, fault, message, more) => {
      const { session, issuer, home, tokens, refreshRequests } = await signedInSession(due);
      const onDisk = await home.text();
      issuer.fail({ endpoint: 'token', ...fault });
      expect(await session.refresh()).toEqual({
        kind: 'failed',
        failure: {
          permanent: false,
          reason: null,
          message: `The sign-in service ${message} Try again in a few minutes.`,
          ...more,
        },
      });
      expect(session.lastFailure()).toBeNull();
      expect(bearerOf(session.get())).toBe(tokens.access_token);
      expect(await home.text()).toBe(onDisk);
      await session.refresh();
      expect(refreshRequests()).toBe('retryAfterMs' in more ? 1 : 2);
      await session.refresh({ force: true });
      expect(refreshRequests()).toBe('retryAfterMs' in more ? 2 : 3);
    },
  );

  it('a connection that breaks before anything took effect: the next call succeeds', async () => {
    const { session, issuer } = await signedInSession(due);
    issuer.fail({ endpoint: 'token', kind: 'connection-reset', when: 'before' });
    expect(await session.refresh()).toMatchObject({
      kind: 'failed',
      failure: { permanent: false },
    });
    expect(await session.refresh()).toEqual({ kind: 'refreshed' });
  });

  it('no answer in time: fails, and the next call asks again', async () => {
    const { http, requests } = scriptedHttp(
      { error: 'timed-out' },
      jsonAnswer(200, { refresh_token: 'refresh-2' }),
    );
    const { session } = await openSession(await codexHomeInTest(chatgptDocument()), { http });
    expect(await session.refresh({ force: true })).toMatchObject({
      kind: 'failed',
      failure: { permanent: false, message: 'no answer (timed-out)' },
    });
    expect(await session.refresh({ force: true })).toEqual({ kind: 'refreshed' });
    expect(requests).toHaveLength(2);
  });
});

describe('new tokens that cannot be saved', () => {
  const unsaved = {
    kind: 'failed',
    failure: {
      permanent: false,
      reason: 'unsaved',
      message:
        'The token was refreshed but could not be saved; Gatehouse keeps it and tries again. The disk is full.',
    },
  };

  it.each([true, false])(
    'are kept, and saved later without another request (forced: %s)',
    async (force) => {
      const signedIn = await signedInSession(due);
      const { session, store, home, tokens, refreshRequests } = signedIn;
      const onDisk = await home.text();
      store.breakWrites();
      expect(await session.refresh({ force })).toEqual(unsaved);
      expect(session.hasUnsavedTokens()).toBe(true);
      expect(await home.text()).toBe(onDisk);

      store.mendWrites();
      expect(await session.refresh({ force })).toEqual({ kind: 'refreshed' });
      expect(session.hasUnsavedTokens()).toBe(false);
      expect(refreshRequests()).toBe(1);
      const saved = await tokensOnDisk(signedIn);
      expect(saved['refresh_token']).not.toBe(tokens.refresh_token);
      expect(bearerOf(session.get())).toBe(saved['access_token']);
    },
  );

  it('the spent refresh token is not sent again while they cannot be saved', async () => {
    const { session, store, refreshRequests } = await signedInSession(due);
    store.breakWrites();
    await session.refresh();
    expect(await session.refresh()).toEqual(unsaved);
    expect(await session.refresh({ force: true })).toEqual(unsaved);
    expect(refreshRequests()).toBe(1);
    expect(session.lastFailure()).toBeNull();
  });

  it('give way to another account that was signed in meanwhile', async () => {
    const signedIn = await signedInSession(due);
    const { session, store, home } = signedIn;
    store.breakWrites();
    await session.refresh();
    store.mendWrites();
    const document = await writtenElsewhere(signedIn, graceAtIssuer);
    expect(await session.refresh()).toEqual(failedForGood('other', refreshTexts.accountChanged()));
    expect(session.hasUnsavedTokens()).toBe(false);
    expect(await home.document()).toEqual(document);
  });
});
