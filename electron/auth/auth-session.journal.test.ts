import { describe, expect, it } from 'vitest';

import { ada, grace } from '../testing/issuer/accounts.ts';
import { openSession, signedInSession, type SignedInSession } from '../testing/session-in-test.ts';
import type { AuthSession } from './auth-session.ts';
import type { JsonObject } from './auth-record.ts';
import { bearerOf } from './credential-facts.ts';
import { StoreError } from './credential-store.ts';

const due = { accessTokenLifetimeSeconds: 60 };

async function tokensOnDisk({ home }: SignedInSession): Promise<JsonObject> {
  return (await home.document())['tokens'] as JsonObject;
}

/** A program that was given new tokens, could not save them, and ended. */
async function endedBeforeSaving(signedIn: SignedInSession): Promise<void> {
  signedIn.store.breakWrites();
  await signedIn.session.refresh();
  expect(signedIn.session.hasUnsavedTokens()).toBe(true);
}

describe('new tokens that a program received and did not save', () => {
  it('are saved by the next one as it starts, without a request', async () => {
    const signedIn = await signedInSession(due);
    const { another, tokens, store, refreshRequests } = signedIn;
    await endedBeforeSaving(signedIn);
    expect((await tokensOnDisk(signedIn))['refresh_token']).toBe(tokens.refresh_token);

    const next = await another();
    const saved = await tokensOnDisk(signedIn);
    expect(saved['refresh_token']).not.toBe(tokens.refresh_token);
    expect(bearerOf(next.get())).toBe(saved['access_token']);
    expect(next.hasUnsavedTokens()).toBe(false);
    expect(await store.journal.read()).toBeNull();
    expect(refreshRequests()).toBe(1);
    await next.refresh({ force: true });
    expect(refreshRequests()).toBe(2);
  });

  it('are left to a process that is busy with them: who starts does not wait for it', async () => {
    const signedIn = await signedInSession(due);
    await endedBeforeSaving(signedIn);
    const waits: unknown[] = [];
    const { session } = await openSession(signedIn.home, {
      ...signedIn.parts,
      guard: (_, options) => {
        waits.push(options?.waitMs);
        return Promise.reject(new StoreError('busy', 'auth.json is locked.'));
      },
    });
    expect(waits).toEqual([0]);
    expect(bearerOf(session.get())).toBe(signedIn.tokens.access_token);
    expect(await signedIn.store.journal.read()).not.toBeNull();
  });

  it('are saved by a program that was running all the time, before it asks for others', async () => {
    const signedIn = await signedInSession(due);
    const { another, refreshRequests } = signedIn;
    const running = await another();
    await endedBeforeSaving(signedIn);
    expect(await running.refresh({ force: true })).toEqual({ kind: 'refreshed' });
    expect(refreshRequests()).toBe(1);
    expect(bearerOf(running.get())).toBe((await tokensOnDisk(signedIn))['access_token']);
  });

  it.each([
    [
      'newer tokens of the same account',
      async ({ issuer, home }: SignedInSession) =>
        home.write({ ...(await home.document()), tokens: await issuer.issueTokens(ada) }),
    ],
    [
      'another account',
      async ({ issuer, home }: SignedInSession) =>
        home.write({ ...(await home.document()), tokens: await issuer.issueTokens(grace) }),
    ],
  ])('give way to %s', async (_, meanwhile) => {
    const signedIn = await signedInSession(due);
    await endedBeforeSaving(signedIn);
    await meanwhile(signedIn);
    const onDisk = await signedIn.home.text();
    const next = await signedIn.another();
    expect(await signedIn.home.text()).toBe(onDisk);
    expect(next.hasUnsavedTokens()).toBe(false);
    expect(await signedIn.store.journal.read()).toBeNull();
  });

  it.each([
    ['signing out', (session: AuthSession) => session.signOut({ everywhere: false })],
    [
      'another sign-in',
      (session: AuthSession) => session.signIn({ kind: 'apiKey', apiKey: 'sk-other' }),
    ],
  ])('do not outlive %s', async (_, end) => {
    const signedIn = await signedInSession(due);
    await endedBeforeSaving(signedIn);
    signedIn.store.mendWrites();
    await end(signedIn.session);
    expect(await signedIn.store.journal.read()).toBeNull();
  });

  it('are the ones that signing out everywhere revokes, also for the next program', async () => {
    const signedIn = await signedInSession(due);
    const running = await signedIn.another();
    await endedBeforeSaving(signedIn);
    await running.signOut({ everywhere: true });
    const [revocation] = signedIn.issuer.requests.filter(({ endpoint }) => endpoint === 'revoke');
    expect(revocation?.params['token']).not.toBe(signedIn.tokens.refresh_token);
    expect(signedIn.issuer.secrets()).toContain(revocation?.params['token']);
    expect(await signedIn.home.text()).toBeNull();
  });

  it('hold back a move of the credential until they are saved', async () => {
    const signedIn = await signedInSession(due);
    await endedBeforeSaving(signedIn);
    let moved = 0;
    const move = () => signedIn.session.exclusively(() => Promise.resolve((moved += 1)), null);
    await expect(move()).rejects.toThrow(StoreError);
    expect(moved).toBe(0);
    signedIn.store.mendWrites();
    await move();
    expect(moved).toBe(1);
    expect(await signedIn.store.journal.read()).toBeNull();
  });
});

describe('saving what is unsaved', () => {
  it('asks nobody, and says whether something is left', async () => {
    const signedIn = await signedInSession(due);
    const { session, store, refreshRequests } = signedIn;
    expect(await session.saveUnsaved()).toBe(true);
    await endedBeforeSaving(signedIn);
    expect(await session.saveUnsaved()).toBe(false);
    store.mendWrites();
    expect(await session.saveUnsaved()).toBe(true);
    expect(session.hasUnsavedTokens()).toBe(false);
    expect(refreshRequests()).toBe(1);
  });
});

describe('before the refresh token is spent', () => {
  it('it is made sure that the new one can be kept: else nothing is asked', async () => {
    const { session, store, refreshRequests } = await signedInSession(due);
    store.breakJournal();
    expect(await session.refresh()).toEqual({
      kind: 'failed',
      failure: {
        permanent: false,
        reason: 'unsaved',
        message:
          'The token was not refreshed, because the new one could not be saved. The disk is full.',
      },
    });
    expect(refreshRequests()).toBe(0);
    expect(session.hasUnsavedTokens()).toBe(false);
  });

  it('the journal says so, and nothing of it is left whatever the answer was', async () => {
    const { session, store, issuer } = await signedInSession(due);
    const fault = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-arrival' });
    const outcome = session.refresh();
    await fault.reached;
    expect(await store.journal.read()).toContain('"tokens":null');
    fault.release();
    await outcome;
    expect(await store.journal.read()).toBeNull();

    issuer.fail({ endpoint: 'token', kind: 'status', status: 500 });
    await session.refresh({ force: true });
    expect(await store.journal.read()).toBeNull();
  });

  it('a program that died there leaves the sign-in as it was', async () => {
    const { another, store, session, log, refreshRequests } = await signedInSession(due);
    const credential = session.get();
    if (credential.kind !== 'chatgpt') throw new TypeError('not signed in');
    await store.journal.write(
      JSON.stringify({ version: 1, redeemed: '{"tokens":null}', tokens: null }),
    );
    const next = await another();
    expect(bearerOf(next.get())).toBe(bearerOf(session.get()));
    expect(await next.refresh()).toEqual({ kind: 'refreshed' });
    expect(refreshRequests()).toBe(1);
    expect(await store.journal.read()).toBeNull();
    expect(log.lines.map(({ event }) => event)).not.toContain('refresh-journal-found');
  });
});

describe('other processes of Gatehouse', () => {
  it('are kept out from before the record is read until the new one is saved', async () => {
    const signedIn = await signedInSession(due);
    const { home, another } = signedIn;
    const { session } = await openSession(home, {
      ...signedIn.parts,
      // Another process refreshes while this one waits for its turn.
      guard: async (work) => {
        await (await another()).refresh();
        return work();
      },
    });
    expect(await session.refresh({ force: true })).toEqual({ kind: 'adopted' });
    expect(signedIn.refreshRequests()).toBe(1);
    expect(bearerOf(session.get())).toBe((await tokensOnDisk(signedIn))['access_token']);
  });

  it('are waited for until their tokens are there, not until each has had its turn', async () => {
    const signedIn = await signedInSession(due);
    const { home, another } = signedIn;
    const { session } = await openSession(home, {
      ...signedIn.parts,
      guard: async (_work, options) => {
        expect(await options?.isStillWanted?.()).toBe(true);
        await (await another()).refresh();
        expect(await options?.isStillWanted?.()).toBe(false);
        throw new StoreError('busy', '');
      },
    });
    expect(await session.refresh({ force: true })).toEqual({ kind: 'adopted' });
    expect(signedIn.refreshRequests()).toBe(1);
    expect(bearerOf(session.get())).toBe((await tokensOnDisk(signedIn))['access_token']);
  });

  it('that have an answer to save are waited for', async () => {
    const signedIn = await signedInSession(due);
    await endedBeforeSaving(signedIn);
    const { session } = await openSession(signedIn.home, {
      ...signedIn.parts,
      guard: async (work, options) => {
        if (options?.waitMs === 0) throw new StoreError('busy', '');
        expect(await options?.isStillWanted?.()).toBe(true);
        return work();
      },
    });
    expect(await session.refresh()).toEqual({ kind: 'refreshed' });
    expect(signedIn.refreshRequests()).toBe(1);
  });

  it('that do not finish make this one wait no longer: it says who is in the way', async () => {
    const signedIn = await signedInSession(due);
    const busy = new StoreError('busy', 'auth.json is locked by codex (process 4711).');
    const { session } = await openSession(signedIn.home, {
      ...signedIn.parts,
      guard: () => Promise.reject(busy),
    });
    expect(await session.refresh()).toEqual({
      kind: 'failed',
      failure: { permanent: false, reason: 'locked', message: busy.message },
    });
    expect(signedIn.refreshRequests()).toBe(0);
    await expect(session.exclusively(() => Promise.resolve(), null)).rejects.toThrow(busy);
    // Signing out is not held up.
    expect(await session.signOut({ everywhere: false })).toMatchObject({ removed: true });
  });

  it('are not waited for where nothing is due', async () => {
    const signedIn = await signedInSession();
    const { session } = await openSession(signedIn.home, {
      ...signedIn.parts,
      guard: () => Promise.reject(new StoreError('busy', 'busy')),
    });
    expect(await session.refresh()).toEqual({ kind: 'fresh' });
  });
});

describe('a refresh token that was used already', () => {
  it('is no end where the program that used it saves a moment later', async () => {
    const signedIn = await signedInSession(due);
    const { home, issuer, refreshRequests } = signedIn;
    const winner = await issuer.issueTokens(ada);
    const waits: number[] = [];
    const { session } = await openSession(home, {
      ...signedIn.parts,
      delay: async (waitMs) => {
        waits.push(waitMs);
        if (waits.length === 3) await home.write({ ...(await home.document()), tokens: winner });
      },
    });
    issuer.fail({
      endpoint: 'token',
      kind: 'status',
      status: 401,
      body: { error: { code: 'refresh_token_reused' } },
    });
    expect(await session.refresh()).toEqual({ kind: 'adopted' });
    expect(waits).toEqual([100, 200, 400]);
    expect(bearerOf(session.get())).toBe(winner.access_token);
    expect(refreshRequests()).toBe(1);
  });

  it('is the end where nobody saves anything for a few seconds', async () => {
    const signedIn = await signedInSession(due);
    let waitedMs = 0;
    const { session } = await openSession(signedIn.home, {
      ...signedIn.parts,
      delay: (waitMs) => Promise.resolve(void (waitedMs += waitMs)),
    });
    signedIn.issuer.fail({
      endpoint: 'token',
      kind: 'status',
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await session.refresh()).toMatchObject({ kind: 'failed', failure: { permanent: true } });
    expect(waitedMs).toBe(6300);
  });
});
