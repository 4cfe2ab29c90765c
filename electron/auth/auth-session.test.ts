import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';

import { codexHomeInTest } from '../testing/codex-home.ts';
import {
  ada,
  apiKeyRecord,
  chatgptDocument,
  claimsOf,
  emailOf,
  grace,
  issuedTokens,
  recordOf,
  testApiKey,
} from '../testing/credentials.ts';
import {
  endpointsAt,
  openSession,
  signedInSession,
  type SessionInTest,
} from '../testing/session-in-test.ts';
import type { JsonObject } from './auth-record.ts';
import type { AuthSession, CredentialWitness } from './auth-session.ts';
import { bearerOf } from './credential-facts.ts';
import { StoreError } from './credential-store.ts';

const keyDocument = apiKeyRecord().document;

describe('the snapshot', () => {
  it('is loaded once, and changed by nobody else', async () => {
    const { session, home } = await openSession(await codexHomeInTest(chatgptDocument()));
    const before = session.get();
    expect(emailOf(before)).toBe('ada@example.com');
    await home.write(chatgptDocument({ person: grace }));
    expect(session.get()).toBe(before);
  });

  it.each([
    ['signed out where nothing is stored', undefined, { kind: 'signedOut' }],
    ['an API key', keyDocument, { kind: 'apiKey', origin: { apiKey: testApiKey } }],
    [
      'unusable, never signed out, where the file is empty',
      '',
      { kind: 'unusable', problem: { code: 'record-invalid' } },
    ],
    [
      'unusable where the file is no record',
      '{"tokens":[]}',
      { kind: 'unusable', problem: { code: 'record-invalid' } },
    ],
    [
      'unusable where the record has no tokens',
      '{}',
      { kind: 'unusable', problem: { code: 'tokens-missing' } },
    ],
  ])('is %s', async (_, content, expected) => {
    const { session } = await openSession(await codexHomeInTest(content));
    expect(session.get()).toMatchObject(expected);
  });
});

describe('a reload', () => {
  it.each([
    ['nothing', chatgptDocument(), false],
    ['white space and the order of members', JSON.stringify(chatgptDocument()), false],
    ['the account, in the same mode', chatgptDocument({ person: grace }), true],
    ['a token', chatgptDocument({ tokens: { refresh_token: 'refresh-2' } }), true],
    [
      'the time of the last refresh',
      chatgptDocument({ members: { last_refresh: '2026-01-01T00:00:00Z' } }),
      true,
    ],
    ['an unknown member', chatgptDocument({ members: { theirs: 1 } }), true],
    ['the mode', keyDocument, true],
    ['everything: the file cannot be read any more', 'nonsense', true],
  ])('that finds changed: %s', async (_, content, changed) => {
    const { session, home } = await openSession(await codexHomeInTest(chatgptDocument()));
    const listener = vi.fn();
    session.onChange(listener);
    await home.write(content);
    expect(await session.reload()).toBe(changed);
    expect(listener).toHaveBeenCalledTimes(changed ? 1 : 0);
  });

  it('sees that the file is gone', async () => {
    const { session, home } = await openSession(await codexHomeInTest(keyDocument));
    await home.remove();
    expect(await session.reload()).toBe(true);
    expect(session.get()).toEqual({ kind: 'signedOut' });
  });

  it('tells nobody who has stopped listening', async () => {
    const { session, home } = await openSession(await codexHomeInTest(keyDocument));
    const listener = vi.fn();
    session.onChange(listener)();
    await home.remove();
    await session.reload();
    expect(listener).not.toHaveBeenCalled();
  });
});

describe('who listens', () => {
  /** What a listener could see each time that it was told. */
  function heardOf(session: AuthSession): string[] {
    const heard: string[] = [];
    session.onChange(() => {
      const unsaved = session.hasUnsavedTokens() ? 'unsaved' : 'saved';
      heard.push(
        `${bearerOf(session.get())} ${session.lastFailure()?.reason ?? 'well'} ${unsaved}`,
      );
    });
    return heard;
  }

  it('is told nothing of a look that found nothing new', async () => {
    const { session } = await signedInSession();
    const heard = heardOf(session);
    await session.reload();
    expect(await session.refresh()).toEqual({ kind: 'fresh' });
    await session.saveUnsaved();
    await session.exclusively(() => Promise.resolve(), null);
    expect(heard).toEqual([]);
  });

  it('is told once of a failure for good, however often it is met', async () => {
    const { session, issuer, tokens } = await signedInSession();
    const heard = heardOf(session);
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401, times: 2 });
    await session.refresh({ force: true });
    await session.refresh();
    await session.refresh({ force: true });
    expect(heard).toEqual([`${tokens.access_token} other saved`]);
  });

  it('is told nothing of a failure that may pass: nothing is held of it', async () => {
    const { session, issuer } = await signedInSession();
    const heard = heardOf(session);
    issuer.fail({ endpoint: 'token', kind: 'status', status: 500 });
    await session.refresh({ force: true });
    expect(heard).toEqual([]);
  });

  it('is told that tokens are unsaved, once, and that they are saved', async () => {
    const { session, store, tokens } = await signedInSession();
    const heard = heardOf(session);
    store.breakWrites();
    await session.refresh({ force: true });
    await session.refresh();
    store.mendWrites();
    await session.refresh();
    expect(heard).toEqual([
      `${tokens.access_token} well unsaved`,
      `${bearerOf(session.get())} well saved`,
    ]);
  });

  it('is told that unsaved tokens are given up, also where the credential stays', async () => {
    const { session, store, home, tokens } = await signedInSession();
    store.breakWrites();
    await session.refresh({ force: true });
    store.mendWrites();
    await home.write(chatgptDocument({ person: grace }));
    const heard = heardOf(session);
    await session.refresh();
    expect(heard).toEqual([`${tokens.access_token} well saved`]);
  });
});

describe('signing in', () => {
  const grant = { kind: 'chatgpt', issued: issuedTokens(grace), apiKey: null } as const;

  it('replaces another account, and is the snapshot at once', async () => {
    const { session, home } = await openSession(await codexHomeInTest(chatgptDocument()));
    expect(await session.signIn(grant)).toMatchObject({ keptCopy: null, notKept: null });
    expect(emailOf(session.get())).toBe('grace@example.com');
    expect(await home.document()).toMatchObject({
      auth_mode: 'chatgpt',
      tokens: { refresh_token: 'refresh-issued', account_id: claimsOf(grace).workspaceId },
    });
  });

  it('with an API key drops the tokens that were there', async () => {
    const { session, home } = await openSession(await codexHomeInTest(chatgptDocument()));
    await session.signIn({ kind: 'apiKey', apiKey: testApiKey });
    expect(bearerOf(session.get())).toBe(testApiKey);
    expect(await home.document()).toEqual(keyDocument);
  });

  it('keeps members that are not its own', async () => {
    const stored = chatgptDocument({ members: { theirs: 1 } });
    const { session, home } = await openSession(await codexHomeInTest(stored));
    await session.signIn(grant);
    expect(await home.document()).toMatchObject({ theirs: 1 });
  });

  it.each([
    ['content that cannot be read', '{"half":'],
    ['an empty file', ''],
    ['a kind that Gatehouse does not know', '{"auth_mode":"futureKind","future":1}'],
    ['a kind that Gatehouse does not manage', '{"auth_mode":"agentIdentity","agent_identity":"a"}'],
    ['a kind without its credential', '{"auth_mode":"personalAccessToken"}'],
  ])('keeps %s beside it, under a dated name', async (_, content) => {
    const { session, home } = await openSession(await codexHomeInTest(content));
    const { keptCopy } = await session.signIn(grant);
    expect(keptCopy).toBe(`${home.authFile}.kept-20260122T164843.123Z`);
    expect(await readFile(keptCopy ?? '', 'utf8')).toBe(content);
    expect(emailOf(session.get())).toBe('grace@example.com');
  });

  /** Another program signs in to an account of its own right before each of so many saves. */
  function interrupted({ store, home }: SessionInTest, times: number): void {
    const save = store.save.bind(store);
    let left = times;
    store.save = async (record, expected) => {
      if ((left -= 1) >= 0) await home.write(apiKeyRecord(`sk-proj-quicker-${left}`).document);
      return save(record, expected);
    };
  }

  it.each([
    ['where nothing was stored', undefined],
    ['in the place of another account', chatgptDocument()],
  ])('keeps what another program was quicker to store %s', async (_, stored) => {
    const world = await openSession(await codexHomeInTest(stored));
    interrupted(world, 2);
    const { kept, notKept } = await world.session.signIn(grant);
    expect([kept.length, notKept]).toEqual([stored === undefined ? 2 : 3, null]);
    expect(emailOf(world.session.get())).toBe('grace@example.com');
    expect(await world.home.document()).toMatchObject({ auth_mode: 'chatgpt' });
  });

  it('gives way to a program that stores another one again and again, and is kept', async () => {
    const world = await openSession(await codexHomeInTest());
    interrupted(world, 100);
    await expect(world.session.signIn(grant)).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringMatching(/another program.*is not lost/) as string,
    });
    expect(await world.home.document()).toMatchObject({ auth_mode: 'apikey' });
    expect(await readdir(path.join(world.home.folder, 'kept-sign-ins'))).toHaveLength(1);
  });

  it.each([
    ['is back soon', 3, [500, 1_000, 2_000]],
    ['is gone for long', 100, [500, 1_000, 2_000, 4_000, 8_000]],
  ])('waits for a keyring that %s', async (_, failures, expected) => {
    const waits: number[] = [];
    const delay = (waitMs: number) => Promise.resolve(void waits.push(waitMs));
    const { session, store, home } = await openSession(await codexHomeInTest(), { delay });
    const save = store.save.bind(store);
    let left: number = failures;
    store.save = (record, found) => {
      if ((left -= 1) < 0) return save(record, found);
      return Promise.reject(new StoreError('keyring-unavailable', 'There is no keyring here.'));
    };
    const outcome = await session.signIn(grant).catch((error: unknown) => error);
    expect(waits).toEqual(expected);
    if (failures === 100) {
      expect(outcome).toMatchObject({ code: 'keyring-unavailable' });
      expect(await readdir(path.join(home.folder, 'kept-sign-ins'))).toHaveLength(1);
    } else {
      expect(emailOf(session.get())).toBe('grace@example.com');
    }
  });

  it('by a key does not wait for a keyring: the key is still at hand', async () => {
    const delay = () => Promise.reject(new Error('it waits'));
    const { session, store } = await openSession(await codexHomeInTest(), { delay });
    store.save = () => Promise.reject(new StoreError('keyring-unavailable', 'No keyring.'));
    await expect(session.signIn({ kind: 'apiKey', apiKey: 'sk-new' })).rejects.toMatchObject({
      code: 'keyring-unavailable',
    });
  });

  it('that cannot be saved leaves file and snapshot as they were', async () => {
    const { session, store, home } = await openSession(await codexHomeInTest(chatgptDocument()));
    const before = session.get();
    const onDisk = await home.text();
    store.breakWrites();
    await expect(session.signIn(grant)).rejects.toThrow(StoreError);
    expect(session.get()).toBe(before);
    expect(await home.text()).toBe(onDisk);
  });

  it('ends a failure that the account before it had', async () => {
    const { session, issuer } = await signedInSession();
    issuer.fail({ endpoint: 'token', kind: 'status', status: 401 });
    await session.refresh({ force: true });
    expect(session.lastFailure()).not.toBeNull();
    await session.signIn(grant);
    expect(session.lastFailure()).toBeNull();
  });
});

describe('signing out', () => {
  it('on this device removes the file and asks nobody', async () => {
    const { session, home, issuer } = await signedInSession();
    expect(await session.signOut({ everywhere: false })).toEqual({
      kind: 'signedOut',
      keptCopy: null,
      removed: true,
      unreached: [],
      mayRemain: false,
      revocation: null,
    });
    expect(session.get()).toEqual({ kind: 'signedOut' });
    expect(await home.text()).toBeNull();
    expect(issuer.requests).toEqual([]);
  });

  it('where nothing is stored removes nothing', async () => {
    const { session } = await openSession(await codexHomeInTest());
    expect(await session.signOut({ everywhere: true })).toMatchObject({
      removed: false,
      unreached: [],
      revocation: { kind: 'nothing' },
    });
  });

  it('everywhere revokes the refresh token, so that nobody can use it again', async () => {
    const { session, home, issuer, tokens, another, log } = await signedInSession();
    const other = await another();
    expect(await session.signOut({ everywhere: true })).toMatchObject({
      removed: true,
      unreached: [],
      revocation: { kind: 'revoked' },
    });
    expect(issuer.requests).toMatchObject([
      { endpoint: 'revoke', params: { token: tokens.refresh_token } },
    ]);
    expect(await home.text()).toBeNull();
    await home.write({ auth_mode: 'chatgpt', tokens });
    await other.reload();
    expect(await other.refresh({ force: true })).toMatchObject({ failure: { reason: 'revoked' } });
    expect(issuer.secrets().filter((s) => JSON.stringify(log.lines).includes(s))).toEqual([]);
  });

  it('everywhere revokes tokens that could not be saved, not the spent ones', async () => {
    const { session, store, issuer, tokens } = await signedInSession();
    store.breakWrites();
    await session.refresh({ force: true });
    store.mendWrites();
    await session.signOut({ everywhere: true });
    const [revocation] = issuer.requests.filter(({ endpoint }) => endpoint === 'revoke');
    expect(revocation?.params['token']).not.toBe(tokens.refresh_token);
    expect(session.hasUnsavedTokens()).toBe(false);
  });

  it.each([
    [
      'answers 500',
      { kind: 'status', status: 500 },
      'The sign-in service has a problem (HTTP 500).',
    ],
    [
      'breaks the connection',
      { kind: 'connection-reset', when: 'before' },
      expect.stringContaining('Can’t connect to'),
    ],
  ] as const)('everywhere goes on where the issuer %s, and tells', async (_, fault, message) => {
    const { session, home, issuer } = await signedInSession();
    issuer.fail({ endpoint: 'revoke', ...fault });
    expect(await session.signOut({ everywhere: true })).toMatchObject({
      removed: true,
      unreached: [],
      revocation: { kind: 'failed', message: message as string },
    });
    expect(await home.text()).toBeNull();
  });

  it('everywhere goes on where nobody listens, and tells', async () => {
    const { session, home, issuer } = await signedInSession();
    await issuer.close();
    const { revocation } = await session.signOut({ everywhere: true });
    expect(revocation).toMatchObject({
      kind: 'failed',
      message: `Can’t connect to ${issuer.origin} (ECONNREFUSED). Check your internet connection.`,
    });
    expect(await home.text()).toBeNull();
  });

  it('everywhere has nothing to revoke for an API key, though tokens lie beside it', async () => {
    const stored = chatgptDocument({ members: { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-1' } });
    const { session } = await openSession(await codexHomeInTest(stored));
    expect(await session.signOut({ everywhere: true })).toMatchObject({
      removed: true,
      unreached: [],
      revocation: { kind: 'nothing' },
    });
  });

  it('everywhere cannot revoke what cannot be read, tells so, and removes it', async () => {
    const { session, home } = await openSession(await codexHomeInTest('nonsense'));
    expect(await session.signOut({ everywhere: true })).toMatchObject({
      removed: true,
      unreached: [],
      keptCopy: expect.stringContaining('.kept-') as string,
      revocation: { kind: 'failed', message: 'The stored credential cannot be read.' },
    });
    expect(await home.text()).toBeNull();
  });

  it('that cannot remove the file fails, and the account stays', async () => {
    const { session, store, home } = await openSession(await codexHomeInTest(chatgptDocument()));
    store.breakWrites();
    await expect(session.signOut({ everywhere: false })).rejects.toThrow('The disk is full.');
    expect(emailOf(session.get())).toBe(ada.email);
    expect(await home.text()).not.toBeNull();
  });
});

describe('a sign-out while another program is at work', () => {
  const other = chatgptDocument({ person: grace });

  it('leaves the sign-in that came before the program had looked again', async () => {
    const { session, home } = await openSession(await codexHomeInTest(chatgptDocument()));
    await home.write(other);
    expect(await session.signOut({ everywhere: false })).toEqual({
      kind: 'changed',
      revocation: null,
    });
    expect(await home.document()).toEqual(other);
    expect(emailOf(session.get())).toBe(grace.email);
  });

  it.each([
    ['an API key', { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-new' }],
    ['the sign-in of another person', other],
  ])('everywhere leaves %s that came while the issuer was asked', async (_, came) => {
    const { session, home, issuer } = await signedInSession();
    const hanging = issuer.fail({ endpoint: 'revoke', kind: 'hang', takesEffect: 'on-arrival' });
    const signedOut = session.signOut({ everywhere: true });
    await hanging.reached;
    await home.write(came);
    hanging.release();
    expect(await signedOut).toEqual({ kind: 'changed', revocation: { kind: 'revoked' } });
    expect(await home.document()).toEqual(came);
  });

  it('everywhere asks nothing of the issuer for a sign-in that is not the one meant', async () => {
    const { session, home, issuer } = await signedInSession();
    await home.write(other);
    expect(await session.signOut({ everywhere: true })).toMatchObject({ kind: 'changed' });
    expect(issuer.requests).toEqual([]);
  });

  it('everywhere revokes the tokens, too, that another program refreshed meanwhile', async () => {
    const { session, home, issuer, another } = await signedInSession();
    const hanging = issuer.fail({ endpoint: 'revoke', kind: 'hang', takesEffect: 'on-arrival' });
    const signedOut = session.signOut({ everywhere: true });
    await hanging.reached;
    const tokens = { ...((await home.document())['tokens'] as object), refresh_token: 'newer' };
    await home.write({ ...(await home.document()), tokens });
    hanging.release();
    expect(await signedOut).toMatchObject({ kind: 'signedOut', removed: true });
    const revoked = issuer.requests.map(({ params }) => params['token']);
    expect(revoked.at(-1)).toBe('newer');
    expect((await another()).get()).toEqual({ kind: 'signedOut' });
  });

  it.each([
    ['a record without tokens', {}],
    ['a personal access token', { OPENAI_API_KEY: null, personal_access_token: 'at-1' }],
    [
      'a Bedrock key',
      { auth_mode: 'bedrockApiKey', bedrock_api_key: { api_key: 'b', region: 'r' } },
    ],
  ])('for a rule that judged %s removes no sign-in that came since', async (_what, document) => {
    const { session, home } = await openSession(await codexHomeInTest(document));
    const judged = session.get();
    await home.write(other);
    expect(await session.signOut({ everywhere: false, judged })).toMatchObject({ kind: 'changed' });
    expect(await home.document()).toEqual(other);
  });

  it('for a rule removes what was judged, and nothing that came since', async () => {
    const { session, home } = await openSession(await codexHomeInTest(chatgptDocument()));
    const judged = session.get();
    await home.write(other);
    await session.reload();
    expect(await session.signOut({ everywhere: false, judged })).toMatchObject({ kind: 'changed' });
    expect(await home.document()).toEqual(other);
  });

  it('keeps the tokens on their way into another sign-in that it did not reach', async () => {
    const { session, store } = await signedInSession();
    store.breakWrites();
    await session.refresh({ force: true });
    store.mendWrites();
    store.delete = () =>
      Promise.resolve({
        kind: 'deleted',
        was: [],
        unreached: ['the keyring: it is locked'],
        mayRemain: true,
      });
    await session.signOut({ everywhere: false });
    expect(session.hasUnsavedTokens()).toBe(true);
    expect(await store.journal.read()).not.toBeNull();
  });
});

describe('a sign-out of what cannot be read', () => {
  it.each([
    ['nonsense', 'nonsense'],
    ['half a record', '{"tokens": {'],
    ['an empty file', ''],
    ['a byte order mark', '\uFEFF{}'],
    ['a list', '[]'],
  ])('keeps %s aside', async (_, content) => {
    const { session, home } = await openSession(await codexHomeInTest(content));
    const outcome = await session.signOut({ everywhere: false });
    expect(await home.text()).toBeNull();
    const kept = outcome.kind === 'signedOut' ? outcome.keptCopy : null;
    expect(await readFile(kept ?? '', 'utf8')).toBe(content);
  });

  it('keeps nothing of a sign-in that could be read', async () => {
    const { session } = await openSession(await codexHomeInTest(chatgptDocument()));
    expect(await session.signOut({ everywhere: false })).toMatchObject({ keptCopy: null });
  });
});

it('a sign-out that fails keeps tokens that could not be saved either', async () => {
  const { session, store } = await signedInSession();
  store.breakWrites();
  await session.refresh({ force: true });
  await expect(session.signOut({ everywhere: false })).rejects.toThrow('The disk is full.');
  store.mendWrites();
  expect(await session.refresh()).toEqual({ kind: 'refreshed' });
});

it('verbs wait for each other: a sign-out during a refresh comes after it', async () => {
  const { session, home, issuer } = await signedInSession();
  const fault = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-arrival' });
  const refreshed = session.refresh({ force: true });
  const signedOut = session.signOut({ everywhere: false });
  await fault.reached;
  fault.release();
  expect(await refreshed).toEqual({ kind: 'refreshed' });
  expect(await signedOut).toMatchObject({ removed: true });
  expect(await home.text()).toBeNull();
});

it('the issuer of the record, where it is foreign, is not asked, nor is anybody else', async () => {
  const { home, issuer } = await signedInSession();
  const planted = 'http://127.0.0.1:9';
  const document = await home.document();
  const tokens = {
    ...(document['tokens'] as object),
    oauth_provenance: { issuer: planted, client_id: 'app_planted' },
  };
  await home.write({ ...document, tokens });
  const { session } = await openSession(home, { endpoints: endpointsAt(issuer.origin) });
  expect(await session.refresh({ force: true })).toMatchObject({
    kind: 'failed',
    failure: { permanent: false, message: expect.stringContaining('Nothing was sent') as unknown },
  });
  expect(issuer.requests).toEqual([]);
});

describe('who changed the sign-in', () => {
  const other = chatgptDocument({ person: grace });

  async function witnessed(stored: JsonObject) {
    const seen = vi.fn<CredentialWitness['see']>(() => Promise.resolve());
    const home = await codexHomeInTest(stored);
    const world = await openSession(home, { witness: { see: seen } });
    return { ...world, last: () => seen.mock.lastCall };
  }

  it('is this program where it has signed out', async () => {
    const { session, last } = await witnessed(chatgptDocument());
    await session.signOut({ everywhere: false });
    expect(last()).toEqual([{ kind: 'signedOut' }, 'gatehouse']);
  });

  it('is another one where a sign-out leaves what that has stored', async () => {
    const { session, home, last } = await witnessed(chatgptDocument());
    await home.write(other);
    await session.signOut({ everywhere: false });
    expect(last()).toMatchObject([{ kind: 'chatgpt' }, 'other']);
  });

  it('is another one where a sign-out finds nothing left to remove', async () => {
    const { session, home, last } = await witnessed(chatgptDocument());
    await rm(home.authFile);
    await session.signOut({ everywhere: false });
    expect(last()).toEqual([{ kind: 'signedOut' }, 'other']);
  });

  it('is another one where a sign-in follows the removal at once', async () => {
    const { session, home, store, last } = await witnessed(chatgptDocument());
    const remove = store.delete.bind(store);
    store.delete = async (meant) => {
      const outcome = await remove(meant);
      await home.write(other);
      return outcome;
    };
    await session.signOut({ everywhere: false });
    expect(last()).toMatchObject([{ kind: 'chatgpt' }, 'other']);
  });

  it('is another one where a sign-out fails', async () => {
    const { session, home, store, last } = await witnessed(chatgptDocument());
    store.delete = async () => {
      await home.write(other);
      throw new StoreError('unwritable', 'The disk is full.');
    };
    await expect(session.signOut({ everywhere: false })).rejects.toThrow('The disk is full.');
    expect(last()).toMatchObject([{ kind: 'chatgpt' }, 'other']);
  });

  it('is this program where it has signed in', async () => {
    const { session, last } = await witnessed(chatgptDocument());
    await session.signIn({ kind: 'apiKey', apiKey: testApiKey });
    expect(last()).toMatchObject([{ kind: 'apiKey' }, 'gatehouse']);
  });

  it.each([
    ['this program where its work has put that there', other, 'gatehouse'],
    ['another one where something else came meanwhile', keyDocument, 'other'],
  ])('is %s', async (_, came, by) => {
    const { session, home, last } = await witnessed(chatgptDocument());
    const puts = recordOf(other);
    await session.exclusively(() => home.write(came), puts);
    expect(last()?.[1]).toBe(by);
  });

  it('is another one where work that changes nobody finds it changed', async () => {
    const { session, home, last } = await witnessed(chatgptDocument());
    await session.exclusively(() => home.write(other), null);
    expect(last()).toMatchObject([{ kind: 'chatgpt' }, 'other']);
  });

  it.each([
    ['this program where a kept sign-in is in use', null, 'gatehouse'],
    ['another one where that is gone again', keyDocument, 'other'],
  ])('is %s', async (_, came, by) => {
    const { session, home, store, last } = await witnessed(chatgptDocument());
    const save = store.save.bind(store);
    store.save = async (record, found) => {
      const outcome = await save(record, found);
      if (came !== null) await home.write(came);
      return outcome;
    };
    await session.useKept(recordOf(other)).catch(() => undefined);
    expect(last()?.[1]).toBe(by);
  });
});
