import { describe, expect, it, onTestFinished, vi } from 'vitest';

import type { SignInState } from '../../shared/app-state.ts';
import { signInStateSchema } from '../../shared/app-state.ts';
import { StoreError } from '../auth/credential-store.ts';
import { AppFailure } from '../base/app-failure.ts';
import { ada } from '../testing/issuer/accounts.ts';
import { issuerInTest } from '../testing/issuer/issuer-in-test.ts';
import type { EmbeddedIssuerOptions } from '../testing/issuer/issuer-options.ts';
import { approveDevice, chooseAccount, deny, signInWith } from '../testing/issuer/user-agent.ts';
import {
  freePort,
  isFree,
  requestLoopback,
  silentConnection,
} from '../testing/sign-in/loopback-request.ts';
import { rulesOf, signInWorld } from '../testing/sign-in/sign-in-world.ts';
import type { Peer } from './peer-check.ts';
import type { SignInDeps } from './sign-in-deps.ts';
import { SignInOwner } from './sign-in-owner.ts';

type StateOf<K extends SignInState['kind']> = Extract<SignInState, { kind: K }>;

async function ownerInTest(
  changes: Partial<SignInDeps> = {},
  issuerOptions: EmbeddedIssuerOptions = {},
) {
  const issuer = await issuerInTest({ anyPort: true, ...issuerOptions });
  const world = signInWorld(issuer.origin, changes);
  const owner = new SignInOwner(world.deps);
  onTestFinished(() => owner.cancel());
  const states: SignInState[] = [];
  owner.onChange(() => states.push(owner.get()));

  /** Resolves with the state as soon as it is of this kind. */
  function until<K extends SignInState['kind']>(kind: K): Promise<StateOf<K>> {
    return new Promise((resolve) => {
      const look = () => {
        const state = owner.get();
        if (state.kind !== kind) return;
        stop();
        resolve(state as StateOf<K>);
      };
      const stop = owner.onChange(look);
      look();
    });
  }
  return { issuer, ...world, owner, states, until };
}

const kinds = (states: readonly SignInState[]) => states.map(({ kind }) => kind);

describe('the state', () => {
  it('goes through a browser sign-in', async () => {
    const { owner, saved, states, until } = await ownerInTest();
    expect(owner.get()).toEqual({ kind: 'idle' });
    owner.begin('browser');
    expect(owner.get()).toEqual({ kind: 'starting', method: 'browser' });
    const { link } = await until('waitingForBrowser');
    await signInWith(link, ada.email);
    await until('idle');
    expect(kinds(states)).toEqual(['starting', 'waitingForBrowser', 'finishing', 'idle']);
    expect(saved).toHaveLength(1);
  });

  it('goes through a device-code sign-in', async () => {
    const { clock, owner, saved, states, until } = await ownerInTest();
    owner.begin('device');
    const { verificationUrl, userCode } = await until('waitingForDevice');
    await clock.untilWaitingFor(5_000);
    await approveDevice(verificationUrl, userCode, ada.email);
    clock.advance(5_000);
    await until('idle');
    expect(kinds(states)).toEqual(['starting', 'waitingForDevice', 'finishing', 'idle']);
    expect(saved).toHaveLength(1);
  });

  it('goes through an API-key sign-in', async () => {
    const { owner, saved, states } = await ownerInTest();
    await owner.submitApiKey(' sk-test-key ');
    expect(kinds(states)).toEqual(['starting', 'finishing', 'idle']);
    expect(saved).toEqual([{ kind: 'apiKey', apiKey: 'sk-test-key' }]);
  });

  it('fits the contract with the window at every step, and holds no secret', async () => {
    const { clock, issuer, logLines, owner, states, until } = await ownerInTest();
    owner.begin('browser');
    await signInWith((await until('waitingForBrowser')).link, ada.email);
    await until('idle');
    owner.begin('device');
    const { verificationUrl, userCode } = await until('waitingForDevice');
    await clock.untilWaitingFor(5_000);
    await approveDevice(verificationUrl, userCode, ada.email);
    clock.advance(5_000);
    await until('idle');
    await owner.submitApiKey('sk-test-key');

    for (const state of states) expect(signInStateSchema.parse(state)).toEqual(state);
    const shown = JSON.stringify(states) + logLines.join('\n');
    const secrets = [...issuer.secrets(), 'sk-test-key'];
    expect(secrets.length).toBeGreaterThan(8);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('knows the port it listens on, from before the browser opens until it is free', async () => {
    let portAtOpening: number | null | undefined;
    const { owner, until } = await ownerInTest({
      openBrowser: () => {
        portAtOpening = owner.port();
        return Promise.resolve(true);
      },
    });
    expect(owner.port()).toBeNull();
    owner.begin('browser');
    const { port } = await until('waitingForBrowser');
    expect([portAtOpening, owner.port()]).toEqual([port, port]);
    await owner.cancel();
    expect(owner.port()).toBeNull();
    expect(await isFree(port)).toBe(true);
  });

  it('ends in a failure that can be dismissed', async () => {
    const { owner, until } = await ownerInTest();
    owner.begin('browser');
    await deny((await until('waitingForBrowser')).link);
    expect(await until('failed')).toEqual({
      kind: 'failed',
      method: 'browser',
      error: { code: 'denied', message: expect.stringContaining('(access_denied)') as unknown },
    });
    owner.dismiss();
    expect(owner.get()).toEqual({ kind: 'idle' });
  });

  it('is not changed by dismissing what has not failed', async () => {
    const { owner, until } = await ownerInTest();
    owner.begin('browser');
    const waiting = await until('waitingForBrowser');
    owner.dismiss();
    expect(owner.get()).toBe(waiting);
  });

  it.each([
    ['an empty key', '  ', {}, { code: 'api-key-empty', message: 'No API key provided.' }],
    [
      'a store that refuses',
      'sk-test-key',
      { save: () => Promise.reject(new StoreError('unwritable', 'the file is read-only')) },
      { code: 'store-unwritable', message: 'the file is read-only' },
    ],
    [
      'a rule',
      'sk-test-key',
      {
        rules: () =>
          Promise.resolve(rulesOf({ forcedMethod: { value: 'chatgpt', source: '/etc/rule' } })),
      },
      {
        code: 'forbidden-by-rule',
        message: 'API key login is disabled. Use ChatGPT login instead. (Set in /etc/rule.)',
      },
    ],
  ])('says that an API key failed over %s', async (_what, key, changes, error) => {
    const { owner, saved, failures } = await ownerInTest(changes);
    await owner.submitApiKey(key);
    expect(owner.get()).toEqual({ kind: 'failed', method: 'apiKey', error });
    expect(failures).toEqual([error.code]);
    expect(saved).toEqual([]);
  });

  it('hides the words of a defect, which could hold anything, and logs where it is', async () => {
    const { logLines, owner } = await ownerInTest({
      save: () => Promise.reject(new TypeError('cannot read sk-test-key')),
    });
    await owner.submitApiKey('sk-test-key');
    expect(owner.get()).toMatchObject({ kind: 'failed', error: { code: 'internal' } });
    expect(logLines.join('\n')).toMatch(/TypeError \| at .*sign-in-owner\.test\.ts/);
    expect(JSON.stringify(owner.get()) + logLines.join('\n')).not.toContain('sk-test-key');
  });
});

describe('beginning', () => {
  it('keeps what runs already by the same method', async () => {
    const { opened, owner, until } = await ownerInTest();
    owner.begin('browser');
    owner.begin('browser');
    const waiting = await until('waitingForBrowser');
    owner.begin('browser');
    expect(owner.get()).toBe(waiting);
    expect(opened).toHaveLength(1);
  });

  it('replaces what runs by another method', async () => {
    const { owner, states, until } = await ownerInTest();
    owner.begin('browser');
    const { port } = await until('waitingForBrowser');
    owner.begin('device');
    await until('waitingForDevice');
    expect(await isFree(port)).toBe(true);
    expect(kinds(states)).toEqual([
      'starting',
      'waitingForBrowser',
      'starting',
      'waitingForDevice',
    ]);
  });

  it('lets an API key replace a sign-in that waits', async () => {
    const { owner, saved, until } = await ownerInTest();
    owner.begin('browser');
    const { port } = await until('waitingForBrowser');
    await owner.submitApiKey('sk-test-key');
    expect(saved).toEqual([{ kind: 'apiKey', apiKey: 'sk-test-key' }]);
    expect(await isFree(port)).toBe(true);
  });

  it('does not save a key whose attempt was replaced before its turn', async () => {
    const { owner, saved, until } = await ownerInTest();
    owner.begin('browser');
    await until('waitingForBrowser');
    const submitted = owner.submitApiKey('sk-test-key');
    owner.begin('device');
    await submitted;
    await until('waitingForDevice');
    expect(saved).toEqual([]);
  });

  it('takes the same port again while the last success page waits for its browser', async () => {
    const port = await freePort();
    const { owner, until } = await ownerInTest({ ports: [port] });
    owner.begin('browser');
    const { pathname, search } = await chooseAccount(
      (await until('waitingForBrowser')).link,
      ada.email,
    );
    await requestLoopback({ port, path: pathname + search });
    await until('idle');
    owner.begin('browser');
    expect(await until('waitingForBrowser')).toMatchObject({ port });
  });

  it('starts anew after a failure', async () => {
    const { owner, until } = await ownerInTest();
    await owner.submitApiKey('');
    owner.begin('browser');
    await until('waitingForBrowser');
  });
});

describe('cancelling', () => {
  it('leaves nothing behind, so that a retry at once gets the same port', async () => {
    const port = await freePort();
    const { owner, saved, until } = await ownerInTest({ ports: [port] });
    owner.begin('browser');
    const first = await until('waitingForBrowser');
    await silentConnection(port);
    await owner.cancel();
    expect(owner.get()).toEqual({ kind: 'idle' });

    owner.begin('browser');
    const second = await until('waitingForBrowser');
    expect(second.port).toBe(port);
    expect(second.link).not.toBe(first.link);
    await signInWith(second.link, ada.email);
    await until('idle');
    expect(saved).toHaveLength(1);
  });

  it('and beginning again need not wait for each other', async () => {
    const port = await freePort();
    const { owner, until } = await ownerInTest({ ports: [port] });
    owner.begin('browser');
    const first = await until('waitingForBrowser');
    const cancelled = owner.cancel();
    owner.begin('browser');
    await cancelled;
    expect((await until('waitingForBrowser')).link).not.toBe(first.link);
  });

  it('ends a device-code sign-in', async () => {
    const { owner, until } = await ownerInTest();
    owner.begin('device');
    await until('waitingForDevice');
    await owner.cancel();
    expect(owner.get()).toEqual({ kind: 'idle' });
    expect(owner.userCode()).toBeNull();
  });

  it('does nothing where nothing runs', async () => {
    const { owner, states } = await ownerInTest();
    await owner.cancel();
    expect(states).toEqual([]);
  });

  it('by another program is a failure that says so', async () => {
    const { owner, until } = await ownerInTest();
    owner.begin('browser');
    const { port } = await until('waitingForBrowser');
    await requestLoopback({ port, path: '/cancel' });
    expect(await until('failed')).toMatchObject({
      error: {
        code: 'cancelled',
        message: 'The sign-in was cancelled because another program asked for its port.',
      },
    });
  });
});

describe('the page of the running sign-in', () => {
  it('is the link of a browser sign-in, which can be opened again', async () => {
    let canOpen = false;
    const opened: string[] = [];
    const { owner, until } = await ownerInTest({
      openBrowser: (url) => {
        opened.push(url);
        return Promise.resolve(canOpen);
      },
    });
    expect(owner.link()).toBeNull();
    owner.begin('browser');
    const { link, browserOpened } = await until('waitingForBrowser');
    expect(browserOpened).toBe(false);
    expect(owner.link()).toBe(link);
    canOpen = true;
    await owner.reopen();
    expect(new Set(opened).size).toBe(2);
    expect(owner.get()).toMatchObject({ kind: 'waitingForBrowser', browserOpened: true });
  });

  it('is the verification page of a device-code sign-in', async () => {
    const { opened, owner, until } = await ownerInTest();
    owner.begin('device');
    const { userCode, verificationUrl } = await until('waitingForDevice');
    expect(owner.link()).toBe(verificationUrl);
    expect(owner.userCode()).toBe(userCode);
    expect(opened).toEqual([]);
    await owner.reopen();
    expect(opened).toEqual([verificationUrl]);
  });

  it('is not opened where nothing runs', async () => {
    const { opened, owner } = await ownerInTest();
    await owner.reopen();
    expect(opened).toEqual([]);
  });
});

it('stops telling a listener that has left', async () => {
  const { owner } = await ownerInTest();
  let calls = 0;
  const stop = owner.onChange(() => (calls += 1));
  stop();
  await owner.submitApiKey('sk-test-key');
  expect(calls).toBe(0);
});

describe('a browser of another user of this machine', () => {
  const callbackOf = (link: string) =>
    `/auth/callback?code=planted&state=${new URL(link).searchParams.get('state')}`;

  async function turnedAwayInTest() {
    let peer: Peer = { kind: 'otherUser', uid: 1001 };
    const test = await ownerInTest({
      checkPeer: () => Promise.resolve(peer),
      userNameOf: (uid) => Promise.resolve(uid === 1001 ? 'grace' : null),
    });
    test.owner.begin('browser');
    const { port, link } = await test.until('waitingForBrowser');
    const send = () => requestLoopback({ port, path: callbackOf(link) });
    return { ...test, link, send, become: (next: Peer) => (peer = next) };
  }

  it('is turned away and told by name, while the sign-in goes on', async () => {
    const { become, link, owner, saved, send, until } = await turnedAwayInTest();
    const answer = await send();
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('Another user of this computer started this sign-in');
    await vi.waitFor(() =>
      expect(owner.get()).toMatchObject({ turnedAway: { uid: 1001, name: 'grace' } }),
    );
    become({ kind: 'trusted' });
    await signInWith(link, ada.email);
    await until('idle');
    expect(saved).toHaveLength(1);
  });

  it('may take part once where the person allows it', async () => {
    const { issuer, owner, send, until } = await turnedAwayInTest();
    await send();
    await vi.waitFor(() => expect(owner.get()).toMatchObject({ turnedAway: { uid: 1001 } }));
    owner.allowOnce();
    expect(owner.get()).toMatchObject({ kind: 'waitingForBrowser', turnedAway: null });
    await send();
    // It got as far as the issuer, which does not know this code.
    await until('failed');
    expect(issuer.requests.filter(({ grant }) => grant === 'authorization_code')).toHaveLength(1);
  });

  it('is not allowed before it has tried, nor is anybody else', async () => {
    const { become, owner, send } = await turnedAwayInTest();
    owner.allowOnce();
    expect((await send()).status).toBe(403);
    await vi.waitFor(() => expect(owner.get()).toMatchObject({ turnedAway: { uid: 1001 } }));
    owner.allowOnce();
    become({ kind: 'otherUser', uid: 1002 });
    expect((await send()).status).toBe(403);
  });
});

describe('a sign-in for a purpose', () => {
  const keep = { purpose: 'keep' } as const;
  const renew = { purpose: 'renew', account: '0123456789ab' } as const;
  const another = () => Promise.reject(new AppFailure('another-account', 'Not Ada.'));

  it('is to be used, unless asked for otherwise', async () => {
    const { owner, purposes } = await ownerInTest();
    await owner.submitApiKey('sk-test-1');
    await owner.submitApiKey('sk-test-2', keep);
    expect(purposes).toEqual([{ purpose: 'use' }, keep]);
    expect(owner.purpose()).toEqual(keep);
  });

  it('of the same method ends one for another purpose', async () => {
    const { owner, until, purposes } = await ownerInTest();
    owner.begin('browser');
    await until('waitingForBrowser');
    owner.begin('browser', keep);
    await until('starting');
    await until('waitingForBrowser');
    owner.begin('browser', keep);
    expect(purposes).toEqual([{ purpose: 'use' }, keep]);
  });

  it('asks the issuer for the workspace and the person of a renewal', async () => {
    const expected = { email: ada.email, workspaceId: ada.workspaceId };
    const { owner, until } = await ownerInTest({ expected });
    owner.begin('browser', renew);
    const { searchParams } = new URL((await until('waitingForBrowser')).link);
    expect(searchParams.get('allowed_workspace_id')).toBe(ada.workspaceId);
    expect(searchParams.get('login_hint')).toBe(ada.email);
  });

  it('of another account is held, and added when the person wants that', async () => {
    const save = vi.fn<SignInDeps['save']>().mockImplementationOnce(another).mockResolvedValue();
    const { owner, purposes, discarded } = await ownerInTest({ save });
    await owner.submitApiKey('sk-test-1', renew);
    expect(owner.get()).toMatchObject({ kind: 'failed', error: { code: 'another-account' } });
    await owner.addAnother();
    expect(owner.get()).toEqual({ kind: 'idle' });
    expect(purposes).toEqual([renew, keep]);
    expect(save).toHaveBeenLastCalledWith({ kind: 'apiKey', apiKey: 'sk-test-1' });
    expect(discarded).toEqual([]);
    await owner.addAnother();
    expect(save).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['dismissed', (owner: SignInOwner) => Promise.resolve(owner.dismiss())],
    ['followed by another sign-in', (owner: SignInOwner) => owner.submitApiKey('sk-test-2')],
    ['left when the program ends', (owner: SignInOwner) => owner.settle()],
  ])('of another account is discarded where it is %s', async (_, leave) => {
    const save = vi.fn<SignInDeps['save']>().mockImplementationOnce(another).mockResolvedValue();
    const { owner, discarded } = await ownerInTest({ save });
    await owner.submitApiKey('sk-test-1', renew);
    await leave(owner);
    expect(discarded).toEqual([{ kind: 'apiKey', apiKey: 'sk-test-1' }]);
  });

  it('that failed otherwise leaves nothing to add', async () => {
    const save = vi.fn<SignInDeps['save']>(() =>
      Promise.reject(new StoreError('unwritable', 'The disk is full.')),
    );
    const { owner, discarded } = await ownerInTest({ save });
    await owner.submitApiKey('sk-test-1', keep);
    await owner.addAnother();
    expect(owner.get()).toMatchObject({ kind: 'failed', error: { code: 'store-unwritable' } });
    owner.dismiss();
    expect(discarded).toEqual([]);
  });
});
