import { describe, expect, it, onTestFinished } from 'vitest';

import { plainMessage } from '../../shared/wording/plain-message.ts';
import { StoreError } from '../auth/credential-store.ts';
import type { KnownRules } from '../policy/login-rules.ts';
import { ada, alan, grace } from '../testing/issuer/accounts.ts';
import { issuerInTest } from '../testing/issuer/issuer-in-test.ts';
import type { EmbeddedIssuerOptions } from '../testing/issuer/issuer-options.ts';
import { chooseAccount, deny, signInWith } from '../testing/issuer/user-agent.ts';
import {
  freePort,
  holdPort,
  isFree,
  requestLoopback,
  silentConnection,
} from '../testing/sign-in/loopback-request.ts';
import { rulesOf, signInWorld } from '../testing/sign-in/sign-in-world.ts';
import {
  browserLimitMs,
  signInWithBrowser,
  type BrowserSteering,
  type BrowserWait,
} from './browser-sign-in.ts';
import type { SignInDeps } from './sign-in-deps.ts';

/** A sign-in that waits for the browser. */
async function beginSignIn(
  changes: Partial<SignInDeps> = {},
  issuerOptions: EmbeddedIssuerOptions = {},
) {
  const issuer = await issuerInTest({ anyPort: true, ...issuerOptions });
  const world = signInWorld(issuer.origin, changes);
  const cancellation = new AbortController();
  const progress: string[] = [];
  let result: ReturnType<typeof signInWithBrowser> | undefined;
  let steering: BrowserSteering | undefined;
  const wait = await new Promise<BrowserWait>((resolve, reject) => {
    result = signInWithBrowser(
      world.deps,
      {
        listening: (_port, given) => (steering = given),
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
  onTestFinished(() => cancellation.abort());
  return {
    issuer,
    ...world,
    cancellation,
    progress,
    wait,
    steering: steering ?? never(),
    result: result ?? never(),
  };
}

function never(): never {
  throw new Error('the sign-in did not start');
}

/** What a browser would be sent to after the person chose an account. */
async function callbackPath(link: string, email = ada.email): Promise<string> {
  const { pathname, search } = await chooseAccount(link, email);
  return pathname + search;
}

/** Of this machine, and nothing but a path that nobody guesses. */
const startAddress = /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}$/;

const forced = (...ids: string[]): KnownRules =>
  rulesOf({ forcedWorkspaces: { value: { form: 'list', ids }, source: '/etc/rule' } });

describe('a browser sign-in', () => {
  it('saves the tokens and ends on a success page without any of them', async () => {
    const { issuer, opened, saved, progress, wait, result } = await beginSignIn();
    const page = await signInWith(wait.link, ada.email);
    await (
      await result
    ).closed;

    expect(opened).toEqual([expect.stringMatching(startAddress)]);
    expect(progress).toEqual(['waiting', 'finishing']);
    expect(saved).toEqual([
      {
        kind: 'chatgpt',
        apiKey: expect.stringMatching(/^sk-/) as unknown,
        issued: {
          idToken: expect.any(String) as unknown,
          accessToken: expect.any(String) as unknown,
          refreshToken: expect.any(String) as unknown,
          claims: expect.objectContaining({
            email: ada.email,
            workspaceId: ada.workspaceId,
          }) as unknown,
          provenance: { issuer: issuer.origin, clientId: 'app_EMoamEEZ73f0CkXaXp7hrann' },
        },
      },
    ]);
    expect(page).toMatchObject({ status: 200, url: `http://127.0.0.1:${wait.port}/success` });
    expect(page.html).toContain('Signed in to Codex');
    expect(await isFree(wait.port)).toBe(true);
  });

  it('takes the address that a browser elsewhere came to, once', async () => {
    const { saved, steering, wait, result } = await beginSignIn();
    const address = (await chooseAccount(wait.link, ada.email)).href;
    const foreign = address.replace(/state=\w/, 'state=');
    expect(() => steering.takeAddress(foreign)).toThrow('This address is of another sign-in.');
    expect(() => steering.takeAddress(wait.link)).toThrow(
      `It starts with http://127.0.0.1:${wait.port}/auth/callback.`,
    );
    steering.takeAddress(address);
    expect(() => steering.takeAddress(address)).toThrow('has its answer already');
    await (
      await result
    ).closed;
    expect(saved).toMatchObject([{ issued: { claims: { email: ada.email } } }]);
    expect(await isFree(wait.port)).toBe(true);
  });

  it('ends with the refusal in a pasted address', async () => {
    const { steering, wait, result } = await beginSignIn();
    const state = new URL(wait.link).searchParams.get('state');
    const callback = `http://127.0.0.1:${wait.port}/auth/callback`;
    steering.takeAddress(`${callback}?error=access_denied&state=${state}`);
    await expect(result).rejects.toMatchObject({ code: 'denied' });
  });

  it('says until when it waits', async () => {
    const { clock, wait } = await beginSignIn();
    expect(wait).toMatchObject({
      portNote: null,
      browserOpened: true,
      expiresAt: clock.now() + 600_000,
    });
  });

  it('saves before the browser is told', async () => {
    let savingStarted = () => {};
    let allowSave = () => {};
    const saving = new Promise<void>((resolve) => (savingStarted = resolve));
    const allowed = new Promise<void>((resolve) => (allowSave = resolve));
    const { wait, result } = await beginSignIn({
      save: () => {
        savingStarted();
        return allowed;
      },
    });
    let told = false;
    const page = signInWith(wait.link, ada.email).finally(() => (told = true));
    await saving;
    await requestLoopback({ port: wait.port, path: '/success' }).then(({ status }) =>
      expect(status).toBe(404),
    );
    expect(told).toBe(false);
    allowSave();
    expect((await page).url).toMatch(/\/success$/);
    await result;
  });

  it('goes on without an API key where the exchange for one is refused', async () => {
    const { saved, wait, result } = await beginSignIn({}, { apiKeyExchange: 'refused' });
    await signInWith(wait.link, ada.email);
    await result;
    expect(saved).toMatchObject([{ kind: 'chatgpt', apiKey: null }]);
  });

  it('waits although no browser can be opened', async () => {
    const { wait, result } = await beginSignIn({
      openBrowser: () => Promise.reject(new Error('no browser')),
    });
    expect(wait.browserOpened).toBe(false);
    await signInWith(wait.link, ada.email);
    await result;
  });

  it('finishes although the browser command has not returned, and does not wait again after', async () => {
    const issuer = await issuerInTest({ anyPort: true });
    let knowLink = (_link: string) => {};
    let returnFromCommand = (_opened: boolean) => {};
    const link = new Promise<string>((resolve) => (knowLink = resolve));
    const command = new Promise<boolean>((resolve) => (returnFromCommand = resolve));
    const { deps, saved } = signInWorld(issuer.origin, {
      openBrowser: (url) => {
        knowLink(url);
        return command;
      },
    });
    const progress: string[] = [];
    const result = signInWithBrowser(
      deps,
      {
        waiting: () => progress.push('waiting'),
        finishing: () => progress.push('finishing'),
      },
      new AbortController().signal,
    );
    await signInWith(await link, ada.email);
    await (
      await result
    ).closed;
    returnFromCommand(true);
    await new Promise(setImmediate);
    expect(saved).toHaveLength(1);
    expect(progress).toEqual(['finishing']);
  });

  it('leaves no timer running', async () => {
    const { clock, wait, result } = await beginSignIn();
    expect(clock.waiting()).toBe(1);
    await signInWith(wait.link, ada.email);
    await (
      await result
    ).closed;
    expect(clock.waiting()).toBe(0);
  });

  it('writes no secret into the log', async () => {
    const { issuer, logLines, wait, result } = await beginSignIn();
    await requestLoopback({ port: wait.port, path: '/auth/callback?code=x&state=wrong' });
    await signInWith(wait.link, ada.email);
    await result;
    expect(logLines.join('\n')).toContain('stateMismatch');
    for (const secret of issuer.secrets()) expect(logLines.join('\n')).not.toContain(secret);
  });
});

describe('a refused sign-in', () => {
  it('ends with the refusal', async () => {
    const { saved, wait, result } = await beginSignIn();
    const ended = expect(result).rejects.toMatchObject({
      code: 'denied',
      message: expect.stringContaining('(access_denied)') as unknown,
    });
    const page = await deny(wait.link);
    await ended;
    expect(page.html).toContain('Sign-in could not be completed');
    expect(page.html).not.toContain('access_denied');
    expect(saved).toEqual([]);
    expect(await isFree(wait.port)).toBe(true);
  });

  it('says where the workspace has no Codex', async () => {
    const { saved, wait, result } = await beginSignIn();
    const ended = expect(result).rejects.toMatchObject({ code: 'not-entitled' });
    const page = await signInWith(wait.link, alan.email);
    await ended;
    expect(page.html).toContain('You do not have access to Codex');
    expect(page.html).toContain('Codex is not enabled for your workspace.');
    expect(saved).toEqual([]);
  });

  it('ends where the browser brings no code', async () => {
    const { wait, result } = await beginSignIn();
    const ended = expect(result).rejects.toMatchObject({
      code: 'callback-invalid',
      message: 'Missing authorization code. Sign-in could not be completed.',
    });
    const state = new URL(wait.link).searchParams.get('state');
    const answer = await requestLoopback({
      port: wait.port,
      path: `/auth/callback?state=${state}`,
    });
    await ended;
    expect(answer.body).toContain('Missing authorization code.');
  });
});

describe('the rules', () => {
  it('are asked before there is a link', async () => {
    const issuer = await issuerInTest({ anyPort: true });
    const { deps, opened } = signInWorld(issuer.origin, {
      rules: () =>
        Promise.resolve(rulesOf({ forcedMethod: { value: 'api', source: '/etc/rule' } })),
    });
    const { signal } = new AbortController();
    await expect(
      signInWithBrowser(deps, { waiting: never, finishing: never }, signal),
    ).rejects.toMatchObject({
      code: 'forbidden-by-rule',
      message: 'ChatGPT login is disabled. Use API key login instead. (Set in /etc/rule.)',
    });
    expect(opened).toEqual([]);
    expect(issuer.requests).toEqual([]);
  });

  it('put their workspaces into the link', async () => {
    const { wait } = await beginSignIn({ rules: () => Promise.resolve(forced('ws-a', 'ws-b')) });
    expect(new URL(wait.link).searchParams.get('allowed_workspace_id')).toBe('ws-a,ws-b');
  });

  it('keep the tokens of another workspace from being saved', async () => {
    const { issuer, saved, wait, result } = await beginSignIn(
      { rules: () => Promise.resolve(forced(grace.workspaceId)) },
      { ignoreWorkspaceRestriction: true },
    );
    const message = `Login is restricted to workspace id(s) ${grace.workspaceId}.`;
    const ended = expect(result).rejects.toMatchObject({ code: 'forbidden-by-rule', message });
    const page = await signInWith(wait.link, ada.email);
    await ended;
    expect(page.html).toContain(plainMessage(message).text);
    expect(saved).toEqual([]);
    expect(issuer.requests.filter(({ grant }) => grant === 'token_exchange')).toEqual([]);
  });

  it.each([
    ['forbid the workspace', forced(grace.workspaceId), 'forbidden-by-rule'],
    [
      'forbid the method',
      rulesOf({ forcedMethod: { value: 'api', source: '/etc/rule' } }),
      'forbidden-by-rule',
    ],
    ['cannot be read', { kind: 'unknown', message: 'unreadable' } as const, 'rules-unknown'],
  ])('count as they are at the end, where they by then %s', async (_what, later, code) => {
    let current: KnownRules = rulesOf({});
    const { saved, wait, result } = await beginSignIn({ rules: () => Promise.resolve(current) });
    const ended = expect(result).rejects.toMatchObject({ code });
    current = later;
    await signInWith(wait.link, ada.email);
    await ended;
    expect(saved).toEqual([]);
  });
});

describe('what does not belong to the sign-in', () => {
  it.each([
    ['another state', 400, { path: '/auth/callback?code=x&state=wrong' }],
    ['an error with another state', 400, { path: '/auth/callback?error=x&state=wrong' }],
    ['a foreign Host', 403, { headers: { host: 'attacker.example' } }],
    ['a foreign Origin', 403, { headers: { origin: 'https://attacker.example' } }],
    ['a POST', 405, { method: 'POST' }],
    [
      'a page that asks for /cancel',
      403,
      { path: '/cancel', headers: { 'sec-fetch-site': 'cross-site' } },
    ],
  ])('is refused and changes nothing: %s', async (_what, status, request) => {
    const { saved, wait, result } = await beginSignIn();
    const state = new URL(wait.link).searchParams.get('state');
    const path = `/auth/callback?code=planted&state=${state}`;
    const refusal = await requestLoopback({ port: wait.port, path, ...request });
    expect(refusal.status).toBe(status);

    await signInWith(wait.link, ada.email);
    await result;
    expect(saved).toHaveLength(1);
  });

  it('is a second callback, even before the first has its answer', async () => {
    const { issuer, saved, wait, result } = await beginSignIn();
    const hanging = issuer.fail({
      endpoint: 'token',
      grant: 'authorization_code',
      kind: 'hang',
      takesEffect: 'on-release',
    });
    const path = await callbackPath(wait.link);
    const first = requestLoopback({ port: wait.port, path });
    await hanging.reached;
    expect((await requestLoopback({ port: wait.port, path })).status).toBe(409);
    hanging.release();
    expect((await first).status).toBe(302);
    await result;
    expect(saved).toHaveLength(1);
    expect(issuer.requests.filter(({ grant }) => grant === 'authorization_code')).toHaveLength(1);
  });
});

describe('a failed exchange', () => {
  it.each([
    [
      'is refused',
      { kind: 'status', status: 400, body: { error_description: 'bad' } } as const,
      'exchange-failed',
      'The sign-in service sent an unexpected answer (HTTP 400). Start the sign-in again.',
    ],
    [
      'meets a broken server',
      { kind: 'html', status: 502 } as const,
      'exchange-failed',
      'The sign-in service has a problem (HTTP 502). Start the sign-in again.',
    ],
    [
      'lacks a token',
      { kind: 'without-members', members: ['refresh_token'] } as const,
      'exchange-failed',
      'The sign-in service sent an unexpected answer (refresh_token). Start the sign-in again.',
    ],
    [
      'gives an unreadable ID token',
      { kind: 'bad-id-token', flaw: 'malformed' } as const,
      'exchange-failed',
      'The sign-in service sent an unexpected answer (id_token). Start the sign-in again.',
    ],
    [
      'is redirected',
      { kind: 'status', status: 307, headers: { location: 'https://attacker.example/' } } as const,
      'network',
      'answered with a redirect.',
    ],
    [
      'loses the connection',
      { kind: 'connection-reset', when: 'before' } as const,
      'network',
      'Check your internet connection. Start the sign-in again.',
    ],
  ])('saves nothing where it %s', async (_what, fault, code, message) => {
    const { issuer, saved, wait, result } = await beginSignIn();
    issuer.fail({ endpoint: 'token', grant: 'authorization_code', ...fault });
    const ended = expect(result).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as unknown,
    });
    const page = await signInWith(wait.link, ada.email);
    await ended;
    expect(page.status).toBe(200);
    expect(page.html).toContain(plainMessage(message).text);
    expect(saved).toEqual([]);
    expect(await isFree(wait.port)).toBe(true);
  });
});

it('tells the browser and the program where the tokens cannot be saved', async () => {
  const { wait, result } = await beginSignIn({
    save: () => Promise.reject(new StoreError('unwritable', '/home/ada/.codex is read-only')),
  });
  const ended = expect(result).rejects.toMatchObject({
    code: 'store-unwritable',
    message: '/home/ada/.codex is read-only',
  });
  const page = await signInWith(wait.link, ada.email);
  await ended;
  expect(page.html).toContain('Sign-in completed but credentials could not be saved locally.');
});

describe('the end of waiting', () => {
  it('comes after ten minutes', async () => {
    const { clock, saved, wait, result } = await beginSignIn();
    const ended = expect(result).rejects.toMatchObject({
      code: 'timed-out',
      message: 'Login timed out after 10 minutes.',
    });
    clock.advance(browserLimitMs - 1);
    expect((await requestLoopback({ port: wait.port, path: '/' })).status).toBe(404);
    clock.advance(1);
    await ended;
    expect(saved).toEqual([]);
    expect(await isFree(wait.port)).toBe(true);
  });

  it('comes at once when it is cancelled, and frees the port', async () => {
    const { cancellation, wait, result } = await beginSignIn();
    await silentConnection(wait.port);
    const ended = expect(result).rejects.toMatchObject({
      code: 'cancelled',
      message: 'Login was not completed.',
    });
    cancellation.abort();
    await ended;
    expect(await isFree(wait.port)).toBe(true);
  });

  it('cancels the exchange, too', async () => {
    const { issuer, cancellation, saved, wait, result } = await beginSignIn();
    const hanging = issuer.fail({ endpoint: 'token', kind: 'hang', takesEffect: 'on-arrival' });
    const ended = expect(result).rejects.toMatchObject({ code: 'cancelled' });
    const page = signInWith(wait.link, ada.email);
    await hanging.reached;
    cancellation.abort();
    await ended;
    expect((await page).html).toContain('Login was not completed.');
    expect(saved).toEqual([]);
  });

  it('counts up to the moment before the save', async () => {
    const { issuer, cancellation, saved, wait, result } = await beginSignIn();
    const exchangeForKey = issuer.fail({
      endpoint: 'token',
      grant: 'token_exchange',
      kind: 'hang',
      takesEffect: 'on-arrival',
    });
    const ended = expect(result).rejects.toMatchObject({ code: 'cancelled' });
    const page = signInWith(wait.link, ada.email);
    await exchangeForKey.reached;
    cancellation.abort();
    await ended;
    await page;
    expect(saved).toEqual([]);
  });

  it('comes when another program asks for the port', async () => {
    const { wait, result } = await beginSignIn();
    const ended = expect(result).rejects.toMatchObject({
      code: 'cancelled',
      message: 'The sign-in was cancelled because another program asked for its port.',
    });
    const answer = await requestLoopback({ port: wait.port, path: '/cancel' });
    await ended;
    expect(answer).toMatchObject({ status: 200, body: 'Login cancelled' });
    expect(await isFree(wait.port)).toBe(true);
  });
});

describe('after the sign-in, the server', () => {
  async function signedInWithoutSuccessPage() {
    const sequence = await beginSignIn();
    const path = await callbackPath(sequence.wait.link);
    expect((await requestLoopback({ port: sequence.wait.port, path })).status).toBe(302);
    return { ...sequence, path, closed: (await sequence.result).closed };
  }

  it('waits three seconds for the browser to fetch the success page', async () => {
    const { clock, closed, wait } = await signedInWithoutSuccessPage();
    await clock.untilWaitingFor(3_000);
    clock.advance(2_999);
    expect((await requestLoopback({ port: wait.port, path: '/' })).status).toBe(404);
    clock.advance(1);
    await closed;
    expect(await isFree(wait.port)).toBe(true);
  });

  it('closes at once when its signal aborts', async () => {
    const { cancellation, closed, wait } = await signedInWithoutSuccessPage();
    cancellation.abort();
    await closed;
    expect(await isFree(wait.port)).toBe(true);
  });

  it('gives the port to another program that asks for it', async () => {
    const { closed, wait } = await signedInWithoutSuccessPage();
    await requestLoopback({ port: wait.port, path: '/cancel' });
    await closed;
    expect(await isFree(wait.port)).toBe(true);
  });

  it('takes no further callback', async () => {
    const { path, saved, wait } = await signedInWithoutSuccessPage();
    expect((await requestLoopback({ port: wait.port, path })).status).toBe(409);
    expect(saved).toHaveLength(1);
  });
});

describe('a port that another program holds', () => {
  it('is left alone, and the next one works to the end', async () => {
    const other = await holdPort();
    onTestFinished(() => other.close());
    const second = await freePort();
    const { saved, wait, result } = await beginSignIn({ ports: [other.port, second] });
    expect(wait.port).toBe(second);
    expect(wait.portNote).toContain(`Port ${other.port} is in use by another program`);
    await signInWith(wait.link, ada.email);
    await result;
    expect(saved).toHaveLength(1);
    expect(other.connections()).toBe(0);
  });

  it('ends the sign-in where no port is left', async () => {
    const other = await holdPort();
    onTestFinished(() => other.close());
    await expect(beginSignIn({ ports: [other.port, other.port] })).rejects.toMatchObject({
      code: 'ports-busy',
    });
  });
});
