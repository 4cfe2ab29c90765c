import { createServer } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { refreshTexts } from '../../shared/texts/refreshing.ts';
import { BackgroundRefresh } from '../account/background-refresh.ts';
import { hourMs, minuteMs, testNow } from '../testing/credentials.ts';
import { directNetwork } from '../testing/network/direct-network.ts';
import { ada } from '../testing/issuer/accounts.ts';
import type { Fault, FaultKind } from '../testing/issuer/faults.ts';
import { closeServer, listenOnLoopback } from '../testing/issuer/loopback-server.ts';
import {
  endpointsAt,
  openSession,
  signedInSession,
  type SignedInSession,
} from '../testing/session-in-test.ts';
import { manualClock } from '../testing/sign-in/manual-clock.ts';
import { freePort } from '../testing/sign-in/loopback-request.ts';
import type { HttpClient } from '../ports.ts';
import { bearerOf } from './credential-facts.ts';
import { dueBeforeMs } from './refresh-due.ts';
import type { RefreshOutcome } from './token-refresh.ts';
import {
  type PermanentReason,
  type RefreshFailure,
  type TransientReason,
} from './refresh-failure.ts';

/**
 * Everything that can go wrong between Gatehouse and the token endpoint, over real
 * connections on this machine: one row for each, with what becomes of the sign-in.
 */

// Every row has an issuer of its own, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const check = 'Check your internet connection.';
const due = { accessTokenLifetimeSeconds: 60 };
const refreshed: RefreshOutcome = { kind: 'refreshed' };

function forGood(reason: PermanentReason): RefreshOutcome {
  return failed({ permanent: true, reason, message: refreshTexts.permanent[reason]() });
}

function forNow(message: string, reason: TransientReason = null): RefreshOutcome {
  return failed({ permanent: false, reason, message });
}

const later = (message: string): RefreshOutcome => forNow(`${message} Try again in a few minutes.`);

function failed(failure: RefreshFailure): RefreshOutcome {
  return { kind: 'failed', failure };
}

/**
 * One refresh that fails and the next one. Whatever the failure is, it changes nothing
 * that is stored, leaves nothing behind, and tells no secret.
 */
async function twoRefreshes(signedIn: SignedInSession) {
  const { session, home, store, issuer, log, tokens } = signedIn;
  const onDisk = await home.text();
  const first = await session.refresh();
  expect(await home.text()).toBe(onDisk);
  expect(await store.journal.read()).toBeNull();
  expect(bearerOf(session.get())).toBe(tokens.access_token);
  expect(session.hasUnsavedTokens()).toBe(false);
  const next = await session.refresh();
  const told = JSON.stringify([first, next, log.lines]);
  expect(issuer.secrets().filter((secret) => told.includes(secret))).toEqual([]);
  return { first, next };
}

/** The same with a fault of the issuer at the first request. */
async function refreshesMeeting(fault: FaultKind & Pick<Fault, 'times'>) {
  const signedIn = await signedInSession({ ...due, issuer: { revokeFamilyOnReuse: true } });
  signedIn.issuer.fail({ endpoint: 'token', ...fault });
  return { ...(await twoRefreshes(signedIn)), requests: signedIn.refreshRequests() };
}

describe('an answer other than 2xx', () => {
  const statuses = [
    [400, 'sent an unexpected answer'],
    [401, 'sent an unexpected answer'],
    [403, 'sent an unexpected answer'],
    [408, 'sent an unexpected answer'],
    [429, 'is busy'],
    [500, 'has a problem'],
    [503, 'has a problem'],
  ] as const;

  /** "later" is a failure that may pass. */
  type Verdict = PermanentReason | 'later';
  const always = (verdict: Verdict): readonly Verdict[] => statuses.map(() => verdict);
  const page = '<!doctype html><title>502</title><h1>Bad gateway</h1>';

  /** Body, the code that a failure that may pass tells of it, and the verdict at 400, 401, 403, 408, 429, 500, 503. */
  const bodies: readonly (readonly [string, unknown, string, readonly Verdict[]])[] = [
    [
      'an error object with the code of an expired token',
      { error: { code: 'refresh_token_expired', message: 'no' } },
      '',
      always('expired'),
    ],
    [
      'an error object with the code of a used token',
      { error: { code: 'refresh_token_reused', message: 'no' } },
      '',
      always('reused'),
    ],
    [
      'an error object with the code of a revoked token',
      { error: { code: 'refresh_token_invalidated', message: 'no' } },
      '',
      always('revoked'),
    ],
    ['an error that is the code', { error: 'refresh_token_expired' }, '', always('expired')],
    ['a flat code', { code: 'refresh_token_invalidated' }, '', always('revoked')],
    ['a code in capitals', { error: { code: 'REFRESH_TOKEN_REUSED' } }, '', always('reused')],
    [
      'the error of RFC 6749',
      { error: 'invalid_grant', error_description: 'gone' },
      ' (invalid_grant)',
      ['other', 'other', 'later', 'later', 'later', 'later', 'later'],
    ],
    [
      'a code that is not known',
      { error: { code: 'from_the_future', message: 'Try later.' } },
      '',
      ['later', 'other', 'later', 'later', 'later', 'later', 'later'],
    ],
    ['nothing', '', '', ['later', 'other', 'later', 'later', 'later', 'later', 'later']],
    ['a web page', page, '', always('later')],
  ];

  const rows = bodies.flatMap(([name, body, detail, verdicts]) =>
    statuses.map(([status, phrase], column) => {
      const verdict = verdicts[column] ?? 'later';
      const message = `The sign-in service ${phrase} (HTTP ${status})${detail}.`;
      return { status, name, body, verdict, message };
    }),
  );

  it.each(rows)('$status with $name: $verdict', async ({ status, body, verdict, message }) => {
    const { first, next, requests } = await refreshesMeeting({ kind: 'status', status, body });
    if (verdict === 'later') {
      expect(first).toMatchObject(later(message));
      expect(next).toEqual(refreshed);
      expect(requests).toBe(2);
    } else {
      expect(first).toEqual(forGood(verdict));
      // Remembered for these very tokens, so that nobody is asked again in vain.
      expect(next).toEqual(first);
      expect(requests).toBe(1);
    }
  });

  it.each([
    [429, '120', 120_000, 120_000],
    [503, '0', 0, 0],
    [503, new Date(Date.now() + 3_600_000).toUTCString(), 1_800_000, 3_600_000],
    [429, new Date(0).toUTCString(), 0, 0],
  ])('%i with Retry-After: %s says when to come again', async (status, value, least, most) => {
    const headers = { 'retry-after': value };
    const fault = { kind: 'status', status, headers } as const;
    const { first, next, requests } = await refreshesMeeting(fault);
    const failure = first.kind === 'failed' && !first.failure.permanent ? first.failure : null;
    expect(failure?.retryAfterMs).toBeGreaterThanOrEqual(least);
    expect(failure?.retryAfterMs).toBeLessThanOrEqual(most);
    expect(next).toMatchObject(most === 0 ? refreshed : { kind: 'failed', failure: {} });
    expect(requests).toBe(most === 0 ? 2 : 1);
  });
});

describe('an answer that cannot be used', () => {
  const unreadable = later('The sign-in service sent an unexpected answer.');

  it.each<[string, FaultKind, RefreshOutcome]>([
    ['a web page with status 200', { kind: 'html' }, unreadable],
    ['no body', { kind: 'status', status: 200, body: '' }, unreadable],
    ['a list', { kind: 'status', status: 200, body: [] }, unreadable],
    [
      'no token',
      { kind: 'status', status: 200, body: {} },
      later('The sign-in service sent an unexpected answer.'),
    ],
    [
      'a number for a token',
      { kind: 'status', status: 200, body: { access_token: 5 } },
      unreadable,
    ],
  ])('%s: the next call asks again', async (_, fault, outcome) => {
    const { first, next, requests } = await refreshesMeeting(fault);
    expect(first).toEqual(outcome);
    expect(next).toEqual(refreshed);
    expect(requests).toBe(2);
  });

  it.each([200, 401, 500])('10 MB with status %i: the next call asks again', async (status) => {
    const signedIn = await signedInSession(due);
    const { issuer } = signedIn;
    issuer.fail({ endpoint: 'token', kind: 'status', status, body: 'x'.repeat(10_000_000) });
    const { first, next } = await twoRefreshes(signedIn);
    expect(first).toEqual(forNow(`The answer of ${issuer.origin} is too large.`));
    expect(next).toEqual(refreshed);
  });

  it('half of the tokens: the server has replaced the token, and the sign-in is lost', async () => {
    const { first, next, requests } = await refreshesMeeting({ kind: 'truncated-json' });
    expect(first).toEqual(unreadable);
    expect(next).toEqual(forGood('reused'));
    expect(requests).toBe(2);
  });

  it.each(['text/plain', 'text/html; charset=utf-8', 'application/octet-stream'])(
    'the content type %s is no reason to throw tokens away',
    async (contentType) => {
      const { session, issuer, home } = await signedInSession(due);
      const body = await issuer.issueTokens(ada);
      issuer.fail({ endpoint: 'token', kind: 'status', status: 200, body, contentType });
      expect(await session.refresh()).toEqual(refreshed);
      expect((await home.document())['tokens']).toEqual(body);
    },
  );
});

describe('a redirect to another host', () => {
  it.each([301, 302, 303, 307, 308])('%i is not followed', async (status) => {
    let arrived = 0;
    const other = createServer((_, response) => {
      arrived += 1;
      response.end('{}');
    });
    other.on('connection', () => (arrived += 1));
    const location = `${await listenOnLoopback(other, 0)}/oauth/token`;
    onTestFinished(() => closeServer(other));

    const signedIn = await signedInSession(due);
    const { issuer } = signedIn;
    issuer.fail({ endpoint: 'token', kind: 'status', status, headers: { location } });
    const { first, next } = await twoRefreshes(signedIn);
    expect(first).toEqual(forNow(`${issuer.origin} answered with a redirect.`));
    expect(next).toEqual(refreshed);
    expect(arrived).toBe(0);
  });
});

describe('no answer', () => {
  it.each<[string, FaultKind, RefreshOutcome]>([
    [
      'broken before the server replaced the token',
      { kind: 'connection-reset', when: 'before' },
      refreshed,
    ],
    // Nobody can tell the two apart; that the token is spent shows at the next call.
    [
      'broken after the server replaced the token',
      { kind: 'connection-reset', when: 'after' },
      forGood('reused'),
    ],
  ])('the connection is %s', async (_, fault, outcome) => {
    const signedIn = await signedInSession(due);
    signedIn.issuer.fail({ endpoint: 'token', ...fault });
    const { first, next } = await twoRefreshes(signedIn);
    expect(first).toEqual(
      forNow(`Can’t connect to ${signedIn.issuer.origin} (ECONNRESET). ${check}`, 'offline'),
    );
    expect(next).toEqual(outcome);
    expect(signedIn.refreshRequests()).toBe(2);
  });

  it.each<[string, 'on-release' | 'on-arrival', RefreshOutcome]>([
    ['before the server replaced the token', 'on-release', refreshed],
    ['after the server replaced the token', 'on-arrival', forGood('reused')],
  ])('the time is up %s', async (_, takesEffect, outcome) => {
    const signedIn = await signedInSession(due);
    const { issuer, home, parts } = signedIn;
    issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect });
    // In place of 30 seconds.
    const http: HttpClient = (request) => directNetwork.http({ ...request, timeoutMs: 1000 });
    const impatient = await openSession(home, { ...parts, http });
    const { first, next } = await twoRefreshes({ ...signedIn, ...impatient });
    expect(first).toEqual(forNow(`${issuer.origin} did not answer within 1 s.`, 'offline'));
    expect(next).toEqual(outcome);
  });

  it.each([
    [
      'the connection is refused',
      async () => `http://127.0.0.1:${await freePort()}`,
      'ECONNREFUSED',
    ],
    // No resolver is asked for a label longer than 63 letters.
    [
      'the name is unknown',
      () => Promise.resolve(`https://${'a'.repeat(64)}.invalid`),
      'ENOTFOUND',
    ],
  ])('%s', async (_, originOf, code) => {
    const signedIn = await signedInSession(due);
    const origin = await originOf();
    const endpoints = { ...endpointsAt(origin), refreshUrlOverride: `${origin}/oauth/token` };
    const parts = { ...signedIn.parts, endpoints };
    const offline = await openSession(signedIn.home, parts);
    const { first, next } = await twoRefreshes({ ...signedIn, ...offline });
    expect(first).toEqual(forNow(`Can’t connect to ${origin} (${code}). ${check}`, 'offline'));
    expect(next).toEqual(first);
    // Once the network is back, all is as it was.
    expect(await signedIn.session.refresh()).toEqual(refreshed);
  });
});

describe('a clock that is two hours off, with tokens that live for one', () => {
  /** Five hours of the background; the clock of the issuer is right. */
  async function fiveHours(offByMs: number) {
    const clock = manualClock(testNow);
    const signedIn = await signedInSession({
      issuer: {
        clock: () => clock.now() - offByMs,
        accessTokenLifetimeSeconds: 3600,
        revokeFamilyOnReuse: true,
      },
    });
    const { session } = await openSession(signedIn.home, { ...signedIn.parts, now: clock.now });
    const background = new BackgroundRefresh({
      ...clock,
      session,
      refresh: () => session.refresh(),
      mayRefresh: () => true,
      rules: { onChange: () => () => {} },
      isOffline: () => false,
      random: () => 0,
      log: signedIn.log,
    });
    background.start();
    onTestFinished(() => background.stop());
    for (let minute = 0; minute < 300; minute += 1) {
      clock.advance(minuteMs);
      await nextTurn();
      while (background.get().kind === 'refreshing') await nextTurn();
    }
    return { session, requests: signedIn.refreshRequests(), tokens: signedIn.tokens };
  }

  it.each([
    // Every token seems to be over when it comes, and is kept for a part of its life all the same.
    ['ahead', 2 * hourMs, Math.ceil(300 / Math.ceil((60 - dueBeforeMs / minuteMs) / 2))],
    // Due by its own clock, which is later than the issuer means.
    ['behind', -2 * hourMs, 1],
  ])(
    '%s: no loop, and the sign-in is kept',
    async (_, offByMs, expected) => {
      const { session, requests, tokens } = await fiveHours(offByMs);
      expect(requests).toBe(expected);
      expect(session.lastFailure()).toBeNull();
      expect(bearerOf(session.get())).not.toBe(tokens.access_token);
      expect(await session.refresh({ force: true })).toEqual(refreshed);
    },
    30_000,
  );
});
