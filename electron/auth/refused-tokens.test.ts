import { describe, expect, it } from 'vitest';

import { refreshTexts } from '../../shared/texts/refreshing.ts';
import { RefusalFile } from '../store/note-file.ts';
import { codexHomeInTest } from '../testing/codex-home.ts';
import { capturedLog } from '../testing/captured-log.ts';
import { chatgptRecord, testNow } from '../testing/credentials.ts';
import { endpointsAt, openSession, signedInSession } from '../testing/session-in-test.ts';
import { permanentFailure } from './refresh-failure.ts';
import { RefusedTokens } from './refused-tokens.ts';

const issuer = 'http://127.0.0.1:9';

/** What each of two programs on one folder knows. */
async function twoPrograms() {
  const home = await codexHomeInTest();
  const program = (endpoints = endpointsAt(issuer)) =>
    new RefusedTokens({
      refusals: new RefusalFile(home.authFile),
      endpoints,
      now: () => testNow,
      log: capturedLog(),
    });
  return { one: program(), other: program(), program };
}

describe('a refusal by a code of the issuer', () => {
  const record = chatgptRecord();
  const reused = permanentFailure('reused');

  it('stands in another program, from its next look, with its issuer, time and code', async () => {
    const { one, other } = await twoPrograms();
    await one.note(record, 'refresh_token_reused');
    expect(other.failureOf(record)).toBeNull();
    await other.look();
    expect(other.failureOf(record)).toEqual(reused);
    expect(other.noteOf(record)).toMatchObject({
      issuer: 'https://auth.openai.com',
      code: 'refresh_token_reused',
      at: testNow,
    });
  });

  it('is the same failure at every look, so that nobody is told twice', async () => {
    const { one } = await twoPrograms();
    await one.note(record, 'refresh_token_reused');
    const before = one.failureOf(record);
    await one.look();
    expect(one.failureOf(record)).toBe(before);
  });

  it.each([
    ['another access token', { tokens: { access_token: 'opaque' } }],
    ['another member', { members: { theirs: 1 } }],
    ['another time of its last refresh', { members: { last_refresh: null } }],
  ])('stands for a record with the same refresh token and %s', async (_, changes) => {
    const { one } = await twoPrograms();
    await one.note(record, 'refresh_token_reused');
    expect(one.failureOf(chatgptRecord(changes))).toEqual(reused);
  });

  it.each([
    ['another refresh token', { tokens: { refresh_token: 'refresh-2' } }],
    ['none', { tokens: { refresh_token: '' } }],
    [
      'one of another issuer',
      {
        tokens: {
          oauth_provenance: { issuer, client_id: 'app_1' },
        },
      },
    ],
  ])('does not stand for a record with %s', async (_, changes) => {
    const { one } = await twoPrograms();
    await one.note(record, 'refresh_token_reused');
    expect(one.failureOf(chatgptRecord(changes))).toBeNull();
  });

  it('does not stand where the token would be sent to somebody else', async () => {
    const { one, program } = await twoPrograms();
    await one.note(record, 'refresh_token_reused');
    const elsewhere = program({
      ...endpointsAt(issuer),
      refreshUrlOverride: 'https://gateway.example/oauth/token',
    });
    await elsewhere.look();
    expect(elsewhere.failureOf(record)).toBeNull();
  });

  it('is over everywhere once it was cleared', async () => {
    const { one, other } = await twoPrograms();
    await one.note(record, 'refresh_token_reused');
    await other.look();
    await one.clear();
    await other.look();
    expect([one.failureOf(record), other.failureOf(record)]).toEqual([null, null]);
  });
});

describe('a failure that the issuer gave no code of its own for', () => {
  it('stands in this program alone, for exactly this record', async () => {
    const { one, other } = await twoPrograms();
    const record = chatgptRecord();
    one.remember(record, permanentFailure('other'));
    await other.look();
    expect(one.failureOf(record)).toEqual(permanentFailure('other'));
    expect(one.failureOf(chatgptRecord({ members: { theirs: 1 } }))).toBeNull();
    expect(other.failureOf(record)).toBeNull();
  });
});

describe('sessions of two programs on one folder', () => {
  const code = (name: string) => ({ error: { code: name } });

  it.each([
    ['refresh_token_expired', 401, refreshTexts.permanent.expired()],
    ['refresh_token_reused', 401, refreshTexts.permanent.reused()],
    ['refresh_token_invalidated', 401, refreshTexts.permanent.revoked()],
    ['refresh_token_reused', 400, refreshTexts.permanent.reused()],
    ['REFRESH_TOKEN_EXPIRED', 403, refreshTexts.permanent.expired()],
    ['invalid_grant', 400, refreshTexts.permanent.other()],
    ['invalid_grant', 401, refreshTexts.permanent.other()],
  ])('%s with %i is known to the other, which asks nobody', async (name, status, message) => {
    const signedIn = await signedInSession();
    const { session, issuer, another, refreshRequests } = signedIn;
    issuer.fail({ endpoint: 'token', kind: 'status', status, body: code(name) });
    await session.refresh({ force: true });
    const later = await another();
    expect(later.lastFailure()).toMatchObject({ permanent: true, message });
    expect(await later.refresh()).toMatchObject({ kind: 'failed', failure: { message } });
    expect(refreshRequests()).toBe(1);
  });

  it.each([
    ['nothing', 401, undefined],
    ['a code that is not known', 401, code('something_else')],
    ['a message alone', 401, { error: { message: 'no' } }],
    ['invalid_grant, and the way barred', 403, code('invalid_grant')],
    ['a client that is not known', 400, code('invalid_client')],
    ['a server in trouble', 503, undefined],
  ])('%s is known to this one at most (%s, %i)', async (_, status, body) => {
    const { session, issuer, another } = await signedInSession();
    issuer.fail({ endpoint: 'token', kind: 'status', status, ...(body && { body }) });
    await session.refresh({ force: true });
    expect((await another()).lastFailure()).toBeNull();
  });

  it('by force the other one asks in spite of it, and on success both are well', async () => {
    const { session, issuer, another, refreshRequests } = await signedInSession();
    issuer.fail({
      endpoint: 'token',
      kind: 'status',
      status: 401,
      body: code('refresh_token_reused'),
    });
    await session.refresh({ force: true });
    const later = await another();
    expect(await later.refresh({ force: true })).toEqual({ kind: 'refreshed' });
    expect(refreshRequests()).toBe(2);
    await session.reload();
    expect([session.lastFailure(), later.lastFailure()]).toEqual([null, null]);
    expect((await another()).lastFailure()).toBeNull();
  });

  it('tells whoever listens when the other one has learned it', async () => {
    const { session, issuer, another } = await signedInSession();
    let told = 0;
    session.onChange(() => (told += 1));
    const other = await another();
    issuer.fail({
      endpoint: 'token',
      kind: 'status',
      status: 401,
      body: code('refresh_token_reused'),
    });
    await other.refresh({ force: true });
    expect(await session.reload()).toBe(false);
    expect(session.lastFailure()).toMatchObject({ reason: 'reused' });
    expect(told).toBe(1);
    await session.reload();
    expect(told).toBe(1);
  });

  it('is forgotten with tokens that come from elsewhere, and with a sign-out', async () => {
    const { session, issuer, another, home } = await signedInSession();
    issuer.fail({
      endpoint: 'token',
      kind: 'status',
      status: 401,
      body: code('refresh_token_reused'),
    });
    await session.refresh({ force: true });
    const onDisk = await home.document();
    await home.write({
      ...onDisk,
      tokens: { ...(onDisk['tokens'] as object), refresh_token: 'x' },
    });
    await session.reload();
    expect(session.lastFailure()).toBeNull();
    await home.write(onDisk);
    await session.reload();
    expect(session.lastFailure()).not.toBeNull();
    await session.signOut({ everywhere: false });
    await home.write(onDisk);
    expect((await another()).lastFailure()).toBeNull();
  });

  it('the note is no failure where it cannot be kept: this program knows it all the same', async () => {
    const { home, issuer, parts } = await signedInSession();
    const refusals = {
      digestOf: (text: string) => text,
      read: () => Promise.resolve(null),
      write: () => Promise.resolve(false),
      clear: () => Promise.resolve(),
    };
    const { session } = await openSession(home, { ...parts, refusals });
    issuer.fail({
      endpoint: 'token',
      kind: 'status',
      status: 401,
      body: code('refresh_token_reused'),
    });
    await session.refresh({ force: true });
    expect(session.lastFailure()).toMatchObject({ reason: 'reused' });
    expect(session.refusal()).toBeNull();
  });
});
