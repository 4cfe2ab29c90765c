import { describe, expect, it } from 'vitest';

import { codexHomeInTest } from '../testing/codex-home.ts';
import { apiKeyRecord, chatgptDocument } from '../testing/credentials.ts';
import { ada, grace } from '../testing/issuer/accounts.ts';
import { scriptedHttp } from '../testing/scripted-http.ts';
import { openSession, signedInSession, type SignedInSession } from '../testing/session-in-test.ts';
import { bearerOf } from './credential-facts.ts';
import { accountChangedMessage } from './refresh-failure.ts';
import {
  UnauthorizedRecovery,
  nextRecoveryStep,
  printRecovery,
  type RecoveryEvent,
  type RecoveryStep,
} from './unauthorized-recovery.ts';

describe('the machine', () => {
  it('reads', () => {
    expect(`\n${printRecovery()}\n`).toMatchInlineSnapshot(`
      "
      reload   changed    -> refresh  adopted: try the request again
      reload   unchanged  -> refresh  try the request again
      reload   mismatch   -> done     another account: no request
      refresh  refreshed  -> done     try the request a last time
      refresh  failed     -> refresh  the failure is the answer
      "
    `);
  });

  it.each<[RecoveryStep, RecoveryEvent, RecoveryStep]>([
    ['reload', 'changed', 'refresh'],
    ['reload', 'unchanged', 'refresh'],
    ['reload', 'mismatch', 'done'],
    ['refresh', 'refreshed', 'done'],
    ['refresh', 'failed', 'refresh'],
  ])('in %s, on %s, goes to %s', (step, event, next) => {
    expect(nextRecoveryStep(step, event)).toBe(next);
  });

  it.each<[RecoveryStep, RecoveryEvent]>([
    ['reload', 'refreshed'],
    ['reload', 'failed'],
    ['refresh', 'changed'],
    ['refresh', 'unchanged'],
    ['refresh', 'mismatch'],
    ['done', 'changed'],
    ['done', 'refreshed'],
    ['done', 'failed'],
  ])('in %s, cannot meet %s', (step, event) => {
    expect(() => nextRecoveryStep(step, event)).toThrow(`no transition for ${event} in ${step}`);
  });
});

const noMore = {
  kind: 'failed',
  failure: { permanent: true, reason: 'other', message: 'No more recovery steps available.' },
};
const accountChanged = {
  kind: 'failed',
  failure: { permanent: true, reason: 'other', message: accountChangedMessage },
};

describe('recovery from an answer 401', () => {
  it('takes over what another program has stored, then refreshes, then gives up', async () => {
    const { session, home, issuer, refreshRequests } = await signedInSession();
    const recovery = new UnauthorizedRecovery(session);
    const before = bearerOf(session.get());
    await home.write({ ...(await home.document()), tokens: await issuer.issueTokens(ada) });

    expect(recovery.hasNext()).toBe(true);
    expect(await recovery.next()).toEqual({ kind: 'retry', changed: true });
    expect(bearerOf(session.get())).not.toBe(before);
    expect(refreshRequests()).toBe(0);

    expect(recovery.hasNext()).toBe(true);
    expect(await recovery.next()).toEqual({ kind: 'retry', changed: true });
    expect(refreshRequests()).toBe(1);

    expect(recovery.hasNext()).toBe(false);
    expect(await recovery.next()).toEqual(noMore);
    expect(refreshRequests()).toBe(1);
  });

  it('says that nothing changed where nothing did, and goes on to refresh', async () => {
    const { session, refreshRequests } = await signedInSession();
    const recovery = new UnauthorizedRecovery(session);
    expect(await recovery.next()).toEqual({ kind: 'retry', changed: false });
    expect(await recovery.next()).toEqual({ kind: 'retry', changed: true });
    expect(refreshRequests()).toBe(1);
  });

  it.each([
    [
      'another account',
      async ({ home, issuer }: SignedInSession) =>
        home.write({ ...(await home.document()), tokens: await issuer.issueTokens(grace) }),
    ],
    ['an API key', ({ home }: SignedInSession) => home.write(apiKeyRecord().document)],
    ['nothing', ({ home }: SignedInSession) => home.remove()],
    ['what cannot be read', ({ home }: SignedInSession) => home.write('nonsense')],
  ])(
    'ends at once where the store holds %s: no request, nothing written, snapshot kept',
    async (_, meanwhile) => {
      const signedIn = await signedInSession();
      const { session, home, refreshRequests } = signedIn;
      const recovery = new UnauthorizedRecovery(session);
      const before = session.get();
      await meanwhile(signedIn);
      const onDisk = await home.text();

      expect(await recovery.next()).toEqual(accountChanged);
      expect(recovery.hasNext()).toBe(false);
      expect(await recovery.next()).toEqual(noMore);
      expect(refreshRequests()).toBe(0);
      expect(await home.text()).toBe(onDisk);
      expect(session.get()).toBe(before);
    },
  );

  it('ends at once where the record has no account_id to recognise the account by', async () => {
    const { http, requests } = scriptedHttp();
    const document = chatgptDocument({ tokens: { account_id: null } });
    const { session } = await openSession(await codexHomeInTest(document), { http });
    const recovery = new UnauthorizedRecovery(session);
    expect(await recovery.next()).toEqual(accountChanged);
    expect(recovery.hasNext()).toBe(false);
    expect(requests).toEqual([]);
  });

  it('holds to the account that it began with', async () => {
    const { session, home, issuer } = await signedInSession();
    const recovery = new UnauthorizedRecovery(session);
    await home.write({ ...(await home.document()), tokens: await issuer.issueTokens(grace) });
    await session.reload();
    expect(await recovery.next()).toEqual(accountChanged);
  });

  it('stays where a refresh fails, so that the next 401 tries it again', async () => {
    const { session, issuer, refreshRequests } = await signedInSession();
    const recovery = new UnauthorizedRecovery(session);
    await recovery.next();
    issuer.fail({ endpoint: 'token', kind: 'status', status: 500 });
    expect(await recovery.next()).toMatchObject({ kind: 'failed', failure: { permanent: false } });
    expect(recovery.hasNext()).toBe(true);
    expect(await recovery.next()).toEqual({ kind: 'retry', changed: true });
    expect(refreshRequests()).toBe(2);
  });

  it.each([
    ['an API key', apiKeyRecord().document],
    ['nothing', undefined],
    [
      'tokens that another program supplies',
      chatgptDocument({ members: { auth_mode: 'chatgptAuthTokens' } }),
    ],
  ])('has no step for %s', async (_, content) => {
    const { session } = await openSession(await codexHomeInTest(content));
    const recovery = new UnauthorizedRecovery(session);
    expect(recovery.hasNext()).toBe(false);
    expect(await recovery.next()).toEqual(noMore);
  });
});
