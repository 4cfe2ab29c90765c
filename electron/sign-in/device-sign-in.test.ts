import { describe, expect, it, onTestFinished } from 'vitest';

import { StoreError } from '../auth/credential-store.ts';
import { HttpError, type HttpRequest, type HttpResponse } from '../ports.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import { directNetwork } from '../testing/network/direct-network.ts';
import { ada, grace } from '../testing/issuer/accounts.ts';
import { issuerInTest } from '../testing/issuer/issuer-in-test.ts';
import type { EmbeddedIssuerOptions } from '../testing/issuer/issuer-options.ts';
import { approveDevice, denyDevice } from '../testing/issuer/user-agent.ts';
import { rulesOf, signInWorld } from '../testing/sign-in/sign-in-world.ts';
import { deviceLimitMs, signInWithDeviceCode, type DeviceWait } from './device-sign-in.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/** A sign-in that waits for the person to enter the code. */
async function beginSignIn(
  changes: Partial<SignInDeps> = {},
  issuerOptions: EmbeddedIssuerOptions = {},
) {
  const issuer = await issuerInTest(issuerOptions);
  const world = signInWorld(issuer.origin, changes);
  const cancellation = new AbortController();
  onTestFinished(() => cancellation.abort());
  const progress: string[] = [];
  let result: Promise<void> = Promise.resolve();
  const wait = await new Promise<DeviceWait>((resolve, reject) => {
    result = signInWithDeviceCode(
      world.deps,
      {
        waiting: (value) => {
          progress.push('waiting');
          resolve(value);
        },
        finishing: () => progress.push('finishing'),
      },
      cancellation.signal,
    );
    result.catch(reject);
  });
  const polls = () => issuer.requests.filter(({ endpoint }) => endpoint === 'deviceToken').length;
  return { issuer, ...world, cancellation, progress, polls, wait, result };
}

const approve = (wait: DeviceWait, email = ada.email) =>
  approveDevice(wait.verificationUrl, wait.userCode, email);

describe('a device-code sign-in', () => {
  it('is not begun where it would have no place to go to', async () => {
    const refusal = new StoreError('keyring-locked', 'The keyring is locked.');
    const requirePlace = () => Promise.reject(refusal);
    const begun = beginSignIn({ requirePlace });
    await expect(begun).rejects.toMatchObject({ code: 'keyring-locked', cause: refusal });
  });

  it('shows the page, the code and until when it holds', async () => {
    const { clock, issuer, wait } = await beginSignIn();
    expect(wait).toEqual({
      verificationUrl: `${issuer.origin}/codex/device`,
      userCode: expect.stringMatching(/^[A-Z0-9]{4}-[A-Z0-9]{5}$/) as unknown,
      expiresAt: clock.now() + 900_000,
    });
  });

  it('saves the tokens once the person has agreed, without an API key', async () => {
    const { clock, issuer, progress, saved, wait, result } = await beginSignIn();
    await clock.untilWaitingFor(5_000);
    await approve(wait);
    clock.advance(5_000);
    await result;
    expect(progress).toEqual(['waiting', 'finishing']);
    expect(saved).toMatchObject([
      { kind: 'chatgpt', apiKey: null, issued: { claims: { email: ada.email } } },
    ]);
    expect(issuer.requests.filter(({ grant }) => grant === 'token_exchange')).toEqual([]);
    expect(issuer.requests.at(-1)?.params).toMatchObject({
      redirect_uri: `${issuer.origin}/deviceauth/callback`,
    });
  });

  it('polls as often as the issuer says', async () => {
    const { clock, polls } = await beginSignIn({}, { deviceIntervalSeconds: 7 });
    await clock.untilWaitingFor(7_000);
    clock.advance(6_999);
    expect(polls()).toBe(1);
    clock.advance(1);
    await clock.untilWaitingFor(7_000);
    expect(polls()).toBe(2);
  });

  it('does not poll without a pause where the issuer names none', async () => {
    const { clock } = await beginSignIn({}, { deviceIntervalSeconds: 0 });
    await clock.untilWaitingFor(5_000);
  });

  it('slows down when it is told to', async () => {
    const issuer = await issuerInTest();
    issuer.fail({
      endpoint: 'deviceToken',
      kind: 'status',
      status: 400,
      body: { error: 'slow_down' },
    });
    const { deps, clock } = signInWorld(issuer.origin);
    const cancellation = new AbortController();
    const result = signInWithDeviceCode(
      deps,
      { waiting() {}, finishing() {} },
      cancellation.signal,
    );
    await clock.untilWaitingFor(10_000);
    cancellation.abort();
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('polls again after the network swallowed a poll', async () => {
    let broken = false;
    const http = (request: HttpRequest) =>
      broken && request.url.endsWith('/token')
        ? Promise.reject(new HttpError('timed-out', 'no answer'))
        : directNetwork.http(request);
    const { clock, saved, wait, result } = await beginSignIn({ http });
    await clock.untilWaitingFor(5_000);
    broken = true;
    clock.advance(5_000);
    await clock.untilWaitingFor(5_000);
    broken = false;
    await approve(wait);
    clock.advance(5_000);
    await result;
    expect(saved).toHaveLength(1);
  });
});

describe('a poll that is not answered as it should be', () => {
  /** Answers each poll after the first with the next of these, and then as the issuer does. */
  async function signInAmong(answers: readonly (HttpError | Partial<HttpResponse>)[]) {
    const left = [...answers];
    let isFirst = true;
    const http = async (request: HttpRequest): Promise<HttpResponse> => {
      if (!request.url.endsWith('/deviceauth/token')) return directNetwork.http(request);
      const next = isFirst ? undefined : left.shift();
      isFirst = false;
      if (next instanceof HttpError) throw next;
      if (next === undefined) return directNetwork.http(request);
      return { status: 500, statusText: '', body: '', ...next };
    };
    const world = await beginSignIn({ http });
    await world.clock.untilWaitingFor(5_000);
    await approve(world.wait);
    return { ...world, left };
  }

  it.each([
    ['a service that is not ready, as a web page', { status: 503, body: '<html>' }],
    ['a bad gateway', { status: 502 }],
    ['a defect', { status: 500 }],
    ['a gateway that waited too long', { status: 504 }],
    ['a page that a hotel puts there', { status: 200, body: '<html>Welcome</html>' }],
    ['JSON that is cut off', { status: 200, body: '{"authorization_code":"c' }],
    ['a client that is not liked', { status: 401, body: '{"error":"invalid_client"}' }],
    ['no answer in time', new HttpError('timed-out', 'No answer.')],
    ['a refused connection', new HttpError('unreachable', 'Nobody there.')],
    ['a redirect', new HttpError('redirected', 'A redirect.')],
    ['an endless answer', new HttpError('too-large', 'Too large.')],
  ])('does not end the sign-in that the person has just approved: %s', async (_what, answer) => {
    const { clock, left, saved, result } = await signInAmong([answer, answer]);
    for (const wait of [5_000, 5_000]) {
      clock.advance(wait);
      await clock.untilWaitingFor(5_000);
    }
    clock.advance(5_000);
    await result;
    expect(left).toEqual([]);
    expect(saved).toHaveLength(1);
  });

  it('is repeated when the server wants it, a minute later at most', async () => {
    const answers = [20_000, 3_600_000].map((retryAfterMs) => ({ status: 429, retryAfterMs }));
    const { clock, saved, result } = await signInAmong(answers);
    clock.advance(5_000);
    await clock.untilWaitingFor(20_000);
    clock.advance(20_000);
    await clock.untilWaitingFor(60_000);
    clock.advance(60_000);
    await result;
    expect(saved).toHaveLength(1);
  });

  it('is told where the time is up and nothing else was heard', async () => {
    const { clock, saved, result } = await signInAmong([{ status: 503, retryAfterMs: 60_000 }]);
    const ended = expect(result).rejects.toMatchObject({
      code: 'timed-out',
      message:
        'Device code login timed out after 15 minutes. The sign-in service has a problem (HTTP 503).',
    });
    clock.advance(5_000);
    await clock.untilWaitingFor(60_000);
    clock.advance(deviceLimitMs);
    await ended;
    expect(saved).toEqual([]);
  });
});

describe('a service that is not ready to give a code', () => {
  /** Answers the requests for a code with these, and then as the issuer does. */
  async function signInAfter(answers: readonly Partial<HttpResponse>[]) {
    const left = [...answers];
    const issuer = await issuerInTest();
    const http = async (request: HttpRequest): Promise<HttpResponse> => {
      const next = request.url.endsWith('/deviceauth/usercode') ? left.shift() : undefined;
      if (next === undefined) return directNetwork.http(request);
      return { status: 500, statusText: '', body: '', ...next };
    };
    const { clock, deps } = signInWorld(issuer.origin, { http });
    const cancellation = new AbortController();
    onTestFinished(() => cancellation.abort());
    let result: Promise<void> = Promise.resolve();
    const wait = new Promise<DeviceWait>((waiting) => {
      result = signInWithDeviceCode(deps, { waiting, finishing() {} }, cancellation.signal);
    });
    return { clock, left, cancellation, wait, result };
  }

  it.each([
    ['a service that is not ready', { status: 503 }, 1_000],
    ['a web page of it', { status: 503, body: '<html>' }, 1_000],
    ['a bad gateway', { status: 502 }, 1_000],
    ['a gateway that waited too long', { status: 504 }, 1_000],
    ['a defect', { status: 500 }, 1_000],
    ['a request too many', { status: 429 }, 1_000],
    ['a time that it names', { status: 503, retryAfterMs: 7_000 }, 7_000],
    ['a time far away', { status: 429, retryAfterMs: 3_600_000 }, 60_000],
  ])('is asked again: %s', async (_what, answer, waitMs) => {
    const { clock, left, wait, result } = await signInAfter([answer]);
    result.catch(() => undefined);
    await clock.untilWaitingFor(waitMs);
    clock.advance(waitMs);
    expect((await wait).userCode).toMatch(/^[A-Z0-9]{4}-/);
    expect(left).toEqual([]);
  });

  it('is asked four times at most', async () => {
    const { clock, left, result } = await signInAfter(
      Array.from({ length: 9 }, () => ({ status: 503 })),
    );
    const ended = expect(result).rejects.toMatchObject({
      code: 'network',
      message:
        'The sign-in service has a problem (HTTP 503). Try again in a few minutes, or sign in with the browser.',
    });
    for (const waitMs of [1_000, 2_000, 4_000]) {
      await clock.untilWaitingFor(waitMs);
      clock.advance(waitMs);
    }
    await ended;
    expect(left).toHaveLength(5);
  });

  it('is not waited for any more by one who cancels', async () => {
    const { cancellation, clock, result } = await signInAfter([{ status: 503 }]);
    const ended = expect(result).rejects.toMatchObject({ code: 'cancelled' });
    await clock.untilWaitingFor(1_000);
    cancellation.abort();
    await ended;
  });

  it.each([400, 401, 403, 404])('is not asked again after %i', async (status) => {
    const { result } = await signInAfter([{ status }]);
    await expect(result).rejects.toThrow(/sign in with the browser\.$/);
  });
});

describe('a device-code sign-in that does not come about', () => {
  it('says where device codes are switched off', async () => {
    await expect(beginSignIn({}, { deviceCode: 'disabled' })).rejects.toMatchObject({
      code: 'device-code-disabled',
      message: expect.stringMatching(
        /^Device codes are turned off .* Settings \u203a Security .* administrator .* browser\.$/,
      ) as unknown,
    });
  });

  it.each([
    [
      'is refused',
      { kind: 'status', status: 400 } as const,
      'The sign-in service sent an unexpected answer (HTTP 400). Try again in a few minutes, or sign in with the browser.',
    ],
    [
      'is a web page',
      { kind: 'html' } as const,
      'The sign-in service sent an unexpected answer. Try again in a few minutes, or sign in with the browser.',
    ],
  ])('says where the answer to the first request %s', async (_what, fault, message) => {
    const issuer = await issuerInTest();
    issuer.fail({ endpoint: 'deviceUserCode', ...fault });
    const { deps } = signInWorld(issuer.origin);
    const { signal } = new AbortController();
    await expect(
      signInWithDeviceCode(deps, { waiting() {}, finishing() {} }, signal),
    ).rejects.toMatchObject({ code: 'network', message });
  });

  it('ends after fifteen minutes', async () => {
    const { clock, polls, saved, result } = await beginSignIn();
    const ended = expect(result).rejects.toMatchObject({
      code: 'timed-out',
      message: 'Device code login timed out after 15 minutes.',
    });
    await clock.untilWaitingFor(5_000);
    clock.advance(deviceLimitMs);
    await ended;
    expect(polls()).toBe(1);
    expect(saved).toEqual([]);
  });

  it('does not wait longer between two polls than time is left', async () => {
    const { clock } = await beginSignIn();
    await clock.untilWaitingFor(5_000);
    clock.advance(deviceLimitMs - 2_000);
    await clock.untilWaitingFor(2_000);
  });

  it('ends with the refusal of the person', async () => {
    const { clock, wait, result } = await beginSignIn();
    const ended = expect(result).rejects.toMatchObject({ code: 'denied' });
    await clock.untilWaitingFor(5_000);
    await denyDevice(wait.verificationUrl, wait.userCode);
    clock.advance(5_000);
    await ended;
  });

  it('names the device code where its exchange fails', async () => {
    const { clock, issuer, saved, wait, result } = await beginSignIn();
    const ended = expect(result).rejects.toMatchObject({
      code: 'exchange-failed',
      message:
        'The sign-in service sent an unexpected answer (HTTP 400) (invalid_grant). Start the sign-in again.',
    });
    issuer.fail({
      endpoint: 'token',
      kind: 'status',
      status: 400,
      body: { error: 'invalid_grant' },
    });
    await clock.untilWaitingFor(5_000);
    await approve(wait);
    clock.advance(5_000);
    await ended;
    expect(saved).toEqual([]);
  });

  it('ends when it is cancelled', async () => {
    const { cancellation, clock, result } = await beginSignIn();
    await clock.untilWaitingFor(5_000);
    cancellation.abort();
    await expect(result).rejects.toMatchObject({
      code: 'cancelled',
      message: 'Login was not completed.',
    });
  });
});

it('saves nothing where it is cancelled at the last moment', async () => {
  let asked = 0;
  let cancel = () => {};
  const { cancellation, clock, saved, wait, result } = await beginSignIn({
    rules: () => {
      asked += 1;
      if (asked === 2) cancel();
      return Promise.resolve(rulesOf({}));
    },
  });
  cancel = () => cancellation.abort();
  const ended = expect(result).rejects.toMatchObject({ code: 'cancelled' });
  await clock.untilWaitingFor(5_000);
  await approve(wait);
  clock.advance(5_000);
  await ended;
  expect(asked).toBe(2);
  expect(saved).toEqual([]);
});

describe('the rules', () => {
  it('are asked before the issuer is', async () => {
    const issuer = await issuerInTest();
    const { deps } = signInWorld(issuer.origin, {
      rules: () => Promise.resolve({ kind: 'unknown', message: 'unreadable' }),
    });
    const { signal } = new AbortController();
    await expect(
      signInWithDeviceCode(deps, { waiting() {}, finishing() {} }, signal),
    ).rejects.toMatchObject({ code: 'rules-unknown' });
    expect(issuer.requests).toEqual([]);
  });

  it('keep the tokens of another workspace from being saved', async () => {
    const rules: KnownRules = rulesOf({
      forcedWorkspaces: { value: { form: 'single', id: grace.workspaceId }, source: '/etc/rule' },
    });
    const { clock, saved, wait, result } = await beginSignIn({
      rules: () => Promise.resolve(rules),
    });
    const ended = expect(result).rejects.toMatchObject({ code: 'forbidden-by-rule' });
    await clock.untilWaitingFor(5_000);
    await approve(wait, ada.email);
    clock.advance(5_000);
    await ended;
    expect(saved).toEqual([]);
  });
});
