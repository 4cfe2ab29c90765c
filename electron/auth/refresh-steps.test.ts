import { describe, expect, it } from 'vitest';

import {
  accessToken,
  ada,
  apiKeyRecord,
  chatgptRecord,
  grace,
  hourMs,
  idToken,
  jwt,
  minuteMs,
  present,
  recordOf,
  testNow,
  type DocumentChanges,
  type Person,
} from '../testing/credentials.ts';
import {
  recordWithRefreshedTokens,
  type RefreshedTokens,
  type TokenRecord,
} from './auth-record.ts';
import type { StoredCredential } from './credential-store.ts';
import { permanentFailure } from './refresh-failure.ts';
import {
  afterChange,
  mergeRefreshed,
  nextRefreshStep,
  recordOfAnswer,
  type RefreshSituation,
} from './refresh-steps.ts';

const accountChanged = permanentFailure(
  'other',
  'Nothing was refreshed: you have signed out, or signed in to another account, meanwhile.',
);

const good = chatgptRecord();
const staleTokens = { access_token: accessToken(testNow + minuteMs) };
const stale = chatgptRecord({ tokens: staleTokens });

/** The record after some other program has refreshed it. */
function refreshedElsewhere(changes: DocumentChanges = {}): TokenRecord {
  const tokens = { access_token: accessToken(testNow + 2 * hourMs), refresh_token: 'refresh-2' };
  return chatgptRecord({ ...changes, tokens: { ...tokens, ...changes.tokens } });
}

function stepFor(
  held: TokenRecord,
  stored: StoredCredential,
  rest: Partial<RefreshSituation> = {},
) {
  return nextRefreshStep({
    held,
    stored,
    force: false,
    remembered: null,
    now: testNow,
    ...rest,
  });
}

describe('the step before a request', () => {
  it('is nothing while the token is good', () => {
    expect(stepFor(good, present(good))).toEqual({ step: 'fresh' });
  });

  it('is nothing, also where another program has added to the record', () => {
    const added = chatgptRecord({ members: { theirs: 1 } });
    expect(stepFor(good, present(added))).toEqual({ step: 'fresh' });
  });

  it('is to ask with the token that is due', () => {
    expect(stepFor(stale, present(stale))).toEqual({ step: 'ask', record: stale });
  });

  it('is to ask with a good token where that is forced', () => {
    expect(stepFor(good, present(good), { force: true })).toEqual({ step: 'ask', record: good });
  });

  it('is to ask with what is stored, so that additions of others survive', () => {
    const added = chatgptRecord({ tokens: staleTokens, members: { theirs: 1 } });
    expect(stepFor(stale, present(added))).toEqual({ step: 'ask', record: added });
  });

  describe('somebody else has refreshed', () => {
    const newer = refreshedElsewhere();

    it.each([true, false])('adopts theirs without a request (forced: %s)', (force) => {
      expect(stepFor(stale, present(newer), { force })).toEqual({ step: 'adopt', record: newer });
    });

    it('asks with their token where that is due again', () => {
      const due = refreshedElsewhere({ tokens: staleTokens });
      expect(stepFor(stale, present(due))).toEqual({ step: 'ask', record: due });
    });

    it('adopts what cannot be told to be another account', () => {
      const nobody = { ...ada, userId: null, workspaceId: null };
      const tokens = { access_token: accessToken(testNow + 2 * hourMs, nobody) };
      const unknown = refreshedElsewhere({ person: nobody, tokens });
      expect(stepFor(stale, present(unknown))).toEqual({ step: 'adopt', record: unknown });
    });

    it('adopts the same sign-in with another workspace', () => {
      const other = { ...ada, workspaceId: 'ws-2' };
      const tokens = {
        access_token: accessToken(testNow + hourMs, other),
        account_id: other.workspaceId,
      };
      const switched = chatgptRecord({ tokens });
      expect(stepFor(stale, present(switched))).toEqual({ step: 'adopt', record: switched });
    });

    it('adopts by the claims where account_id was never written', () => {
      const held = chatgptRecord({ tokens: { ...staleTokens, account_id: null } });
      expect(stepFor(held, present(newer))).toEqual({ step: 'adopt', record: newer });
    });
  });

  describe('the store no longer holds this account', () => {
    it.each<[string, StoredCredential]>([
      ['another account', present(refreshedElsewhere({ person: grace }))],
      [
        'another user of the workspace',
        present(refreshedElsewhere({ person: { ...ada, userId: 'user-2' } })),
      ],
      [
        'another workspace of the user',
        present(refreshedElsewhere({ person: { ...ada, workspaceId: 'ws-2' } })),
      ],
      ['a key', present(apiKeyRecord())],
      ['a record without tokens', present(recordOf({}))],
      [
        'tokens, but a key counts',
        present(chatgptRecord({ members: { auth_mode: 'apikey', OPENAI_API_KEY: 'k' } })),
      ],
      ['nothing', { kind: 'absent' }],
    ])('fails for good where it holds %s', (_, stored) => {
      expect(stepFor(stale, stored)).toEqual({ step: 'fail', failure: accountChanged });
      expect(stepFor(good, stored, { force: true })).toEqual({
        step: 'fail',
        failure: accountChanged,
      });
    });
  });

  it.each<[StoredCredential, string]>([
    [
      { kind: 'invalid', message: 'it is not valid JSON' },
      'The token was not refreshed. The stored credential cannot be used: it is not valid JSON.',
    ],
    [
      { kind: 'unreadable', reason: 'denied', message: 'auth.json cannot be read (EACCES).' },
      'The token was not refreshed. auth.json cannot be read (EACCES).',
    ],
  ])('fails for now where the store cannot be read: %j', (stored, message) => {
    expect(stepFor(stale, stored)).toEqual({
      step: 'fail',
      failure: { permanent: false, reason: null, message },
    });
  });

  describe('a failure for good stands for what is stored', () => {
    const remembered = permanentFailure('reused');
    const repeated = { step: 'fail', failure: remembered };

    it('repeats it, be the access token due or not', () => {
      expect(stepFor(stale, present(stale), { remembered })).toEqual(repeated);
      const fresh = chatgptRecord();
      expect(stepFor(fresh, present(fresh), { remembered })).toEqual(repeated);
    });

    it('asks in spite of it where somebody asks by force', () => {
      expect(stepFor(stale, present(stale), { remembered, force: true })).toMatchObject({
        step: 'ask',
      });
    });
  });

  it('fails for good where there is no refresh token to redeem', () => {
    const none = chatgptRecord({ tokens: { ...staleTokens, refresh_token: '' } });
    expect(stepFor(none, present(none))).toMatchObject({
      step: 'fail',
      failure: {
        permanent: true,
        reason: 'other',
        message:
          'Your access token could not be refreshed because the sign-in has no refresh token. Please sign in again.',
      },
    });
  });
});

describe('merging an answer', () => {
  const answer = (changes: Partial<RefreshedTokens> = {}): RefreshedTokens => ({
    idToken: idToken({ ...ada, plan: 'business' }),
    accessToken: accessToken(testNow + 2 * hourMs),
    refreshToken: 'refresh-2',
    ...changes,
  });

  it('yields the record with the new tokens', () => {
    expect(mergeRefreshed(good, answer(), testNow)).toEqual({
      kind: 'merged',
      record: recordWithRefreshedTokens(good, answer(), testNow),
      isIdTokenUnreadable: false,
    });
  });

  it.each<[string, Partial<RefreshedTokens>]>([
    ['an opaque access token', { accessToken: 'opaque' }],
    ['no ID token', { idToken: null }],
    ['an ID token without ids', { idToken: idToken({ ...ada, userId: null, workspaceId: null }) }],
  ])('takes %s', (_, changes) => {
    const merged = mergeRefreshed(good, answer(changes), testNow);
    expect(merged).toMatchObject({ kind: 'merged', isIdTokenUnreadable: false });
  });

  it('keeps the old ID token where the new one cannot be read, and saves the rest', () => {
    const merged = mergeRefreshed(good, answer({ idToken: 'no-jwt' }), testNow);
    expect(merged).toMatchObject({
      kind: 'merged',
      isIdTokenUnreadable: true,
      record: { tokens: { idToken: good.tokens.idToken, refreshToken: 'refresh-2' } },
    });
  });

  it('accepts the workspace that the record knows by either of its two ids', () => {
    const held = chatgptRecord({ tokens: { account_id: 'acct-1' } });
    expect(mergeRefreshed(held, answer(), testNow)).toMatchObject({
      kind: 'merged',
      record: { tokens: { accountId: 'acct-1', claims: { workspaceId: 'ws-ada' } } },
    });
    const renamed = idToken({ ...ada, workspaceId: 'acct-1' });
    expect(mergeRefreshed(held, answer({ idToken: renamed }), testNow).kind).toBe('merged');
  });

  it('accepts any account where the record does not know its own, and fills it in', () => {
    const nobody = { ...ada, userId: null, workspaceId: null };
    expect(mergeRefreshed(chatgptRecord({ person: nobody }), answer(), testNow)).toMatchObject({
      kind: 'merged',
      record: { tokens: { accountId: 'ws-ada', claims: { userId: 'user-ada' } } },
    });
  });

  it.each<[string, Partial<RefreshedTokens>]>([
    ['an ID token of another account', { idToken: idToken(grace) }],
    ['an ID token of another workspace', { idToken: idToken({ ...ada, workspaceId: 'ws-2' }) }],
    ['an ID token of another user', { idToken: idToken({ ...ada, userId: 'user-2' }) }],
    ['an access token of another account', { accessToken: accessToken(testNow, grace) }],
    ['it, and no ID token', { idToken: null, accessToken: accessToken(testNow, grace) }],
  ])('refuses the answer whole for %s', (_, changes) => {
    expect(mergeRefreshed(good, answer(changes), testNow)).toEqual({ kind: 'foreign' });
  });
});

/** What another program, the official switch of the workspace above all, may have left. */
describe('an answer is refused only where ids of the same sort differ', () => {
  const nobody: Person = { ...ada, userId: null, workspaceId: null };
  const tokensOf = (id: Person, access: Person, accountId: string | null): DocumentChanges => ({
    tokens: {
      id_token: idToken(id),
      access_token: accessToken(testNow + hourMs, access),
      account_id: accountId,
    },
  });
  const inWorkspace = (workspaceId: string | null): Person => ({ ...ada, workspaceId });
  const [x, w] = [inWorkspace('X'), inWorkspace('W')];

  it.each<[string, DocumentChanges, Person, Person]>([
    ['an empty account_id beside claims', tokensOf(ada, ada, ''), ada, ada],
    ['an empty account_id, and an ID token without claims', tokensOf(nobody, ada, ''), ada, ada],
    ['an account_id of spaces', tokensOf(nobody, nobody, '  '), ada, ada],
    ['an account_id that is a user', tokensOf(nobody, nobody, 'user-ada'), ada, ada],
    ['an account_id that is an organization', tokensOf(nobody, nobody, 'org-1'), ada, ada],
    ['an account_id that is another workspace', tokensOf(nobody, nobody, 'ws-2'), ada, ada],
    [
      'claims that are empty',
      tokensOf({ ...ada, userId: '', workspaceId: '' }, nobody, null),
      ada,
      ada,
    ],
    [
      'an answer whose claims are empty',
      tokensOf(ada, ada, 'ws-ada'),
      { ...ada, userId: '', workspaceId: '' },
      nobody,
    ],
    ['a switched workspace, answered with the old one', tokensOf(x, w, 'W'), x, x],
    ['a switched workspace, answered with the new one', tokensOf(x, w, 'W'), w, w],
    ['a switched workspace, answered with both', tokensOf(x, w, 'W'), x, w],
    ['a workspace that account_id alone knows', tokensOf(x, x, 'W'), w, w],
    ['no workspace, of the same user', tokensOf(inWorkspace(null), nobody, null), w, w],
  ])('not for %s', (_, held, id, access) => {
    const answer = {
      idToken: idToken(id),
      accessToken: accessToken(testNow + 2 * hourMs, access),
      refreshToken: 'refresh-2',
    };
    expect(mergeRefreshed(chatgptRecord(held), answer, testNow)).toMatchObject({
      kind: 'merged',
      record: { tokens: { refreshToken: 'refresh-2' } },
    });
  });

  it('not where one token names chatgpt_user_id and the other one user_id', () => {
    const only = (claim: string, id: string): string =>
      jwt({ 'https://api.openai.com/auth': { [claim]: id } });
    const held = chatgptRecord({
      tokens: { id_token: only('user_id', 'auth0|1'), access_token: 'opaque', account_id: null },
    });
    const answer = (idToken: string): RefreshedTokens => ({
      idToken,
      accessToken: null,
      refreshToken: 'refresh-2',
    });
    expect(mergeRefreshed(held, answer(only('chatgpt_user_id', 'user-1')), testNow).kind).toBe(
      'merged',
    );
    expect(mergeRefreshed(held, answer(only('user_id', 'auth0|2')), testNow).kind).toBe('foreign');
  });

  it.each(['', '  ', null])('fills in an account_id that is %j', (accountId) => {
    const held = chatgptRecord(tokensOf(nobody, ada, accountId));
    const answer = { idToken: null, accessToken: accessToken(testNow, ada), refreshToken: 'r' };
    expect(mergeRefreshed(held, answer, testNow)).toMatchObject({
      record: { tokens: { accountId: 'ws-ada' } },
    });
  });
});

describe('the record of an answer that cannot go home', () => {
  it('has the tokens of another account, and its id', () => {
    const answer = {
      idToken: idToken(grace),
      accessToken: accessToken(testNow, grace),
      refreshToken: 'refresh-grace',
    };
    expect(recordOfAnswer(good, answer, testNow).tokens).toMatchObject({
      ...answer,
      accountId: 'ws-grace',
      claims: { userId: 'user-grace' },
    });
  });

  it('has the refresh token, also where nothing else can be read', () => {
    const answer = { idToken: 'no-jwt', accessToken: 'opaque', refreshToken: 'refresh-2' };
    expect(recordOfAnswer(good, answer, testNow).tokens).toMatchObject({
      idToken: good.tokens.idToken,
      accessToken: 'opaque',
      refreshToken: 'refresh-2',
    });
  });
});

describe('the store has changed while the request was under way', () => {
  const answer: RefreshedTokens = {
    idToken: idToken({ ...ada, plan: 'business' }),
    accessToken: accessToken(testNow + 3 * hourMs),
    refreshToken: 'refresh-3',
  };
  const after = (found: StoredCredential) => afterChange(good, answer, found);

  it('puts the new tokens into a record that only has more members now', () => {
    const record = chatgptRecord({ members: { theirs: 1 } });
    expect(after(present(record))).toEqual({ kind: 'mergeInto', record, tokens: answer });
  });

  it('leaves the access token of a workspace that was switched, and puts the rest into it', () => {
    const w = { ...ada, workspaceId: 'W' };
    const tokens = { access_token: accessToken(testNow + hourMs, w), account_id: 'W' };
    const record = chatgptRecord({ tokens });
    const rest = { ...answer, accessToken: null };
    expect(after(present(record))).toEqual({ kind: 'mergeInto', record, tokens: rest });
  });

  it('adopts other tokens of the same account', () => {
    expect(after(present(refreshedElsewhere()))).toEqual({ kind: 'adopt' });
  });

  it('adopts tokens that cannot be told to be another account', () => {
    const nobody = { ...ada, userId: null, workspaceId: null };
    const unknown = refreshedElsewhere({ person: nobody, tokens: { access_token: 'opaque' } });
    expect(after(present(unknown))).toEqual({ kind: 'adopt' });
  });

  it('sees that they are there already', () => {
    const saved = recordWithRefreshedTokens(good, answer, testNow);
    expect(after(present(saved))).toEqual({ kind: 'home' });
  });

  it.each<[string, StoredCredential, 'other' | 'gone']>([
    ['another account', present(refreshedElsewhere({ person: grace })), 'other'],
    ['a key', present(apiKeyRecord()), 'gone'],
    [
      'tokens that another program supplies',
      present(refreshedElsewhere({ members: { auth_mode: 'chatgptAuthTokens' } })),
      'gone',
    ],
    ['nothing', { kind: 'absent' }, 'gone'],
  ])('writes nothing over %s', (_, found, because) => {
    expect(after(found)).toEqual({ kind: 'fail', failure: accountChanged, because });
  });

  it('tells a record that is damaged from one that cannot be seen', () => {
    expect(after({ kind: 'invalid', message: 'it is empty' })).toEqual({
      kind: 'damaged',
      message: 'The stored credential cannot be used: it is empty.',
    });
    expect(after({ kind: 'unreadable', reason: 'denied', message: 'Not permitted.' })).toEqual({
      kind: 'wait',
      message: 'Not permitted.',
    });
  });
});
