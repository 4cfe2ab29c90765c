import { describe, expect, it, vi } from 'vitest';

import { requestChannels } from '../../shared/ipc-channels.ts';
import { StoreError } from '../auth/credential-store.ts';
import { AppFailure } from '../base/app-failure.ts';
import { HttpError } from '../ports.ts';
import { appStateSchema } from '../../shared/app-state.ts';
import { appState, chatgptAccount } from '../../shared/testing/app-state.ts';
import { managedSettings } from '../testing/settings.ts';
import { createDispatch, type Handlers } from './dispatch.ts';

function world(overrides: Partial<Handlers> = {}, toml = '', hidesEmail = () => false) {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const idle = Object.fromEntries(requestChannels.map((channel) => [channel, () => undefined]));
  const handlers = { ...idle, 'state.get': () => appState(), ...overrides } as Handlers;
  const rules = { get: () => managedSettings(toml) };
  const parts = { handlers, rules, log, newLogId: () => 'id-1', hidesEmail };
  return { dispatch: createDispatch(parts), log };
}

describe('a request that fits the contract', () => {
  it('is answered with the value of its handler', async () => {
    const { dispatch } = world();
    await expect(dispatch('state.get', undefined)).resolves.toEqual({
      ok: true,
      value: appState(),
    });
  });

  it('reaches its handler with the parsed input', async () => {
    const signOut = vi.fn();
    const { dispatch } = world({ 'account.signOut': signOut });
    await expect(dispatch('account.signOut', { everywhere: true })).resolves.toEqual({
      ok: true,
      value: undefined,
    });
    expect(signOut.mock.calls).toEqual([[{ everywhere: true }]]);
  });
});

describe('where e-mail addresses are hidden', () => {
  it('no answer has one, neither as a value nor in what failed', async () => {
    const account = chatgptAccount();
    expect(JSON.stringify(account)).toContain('@example.com');
    const refuse = (): never => {
      throw new AppFailure('another-account', 'You signed in as ada@example.com.');
    };
    const state = () => appState({ account });
    const { dispatch } = world({ 'state.get': state, 'signIn.addAnother': refuse }, '', () => true);
    const answer = await dispatch('state.get', undefined);
    expect(JSON.stringify(answer)).not.toContain('@example.com');
    expect(answer.ok && appStateSchema.safeParse(answer.value).success).toBe(true);
    expect(await dispatch('signIn.addAnother', undefined)).toMatchObject({
      error: { message: 'You signed in as [e-mail].' },
    });
  });
});

describe('a request that does not fit the contract', () => {
  it.each(['account.steal', 'toString', '__proto__', '', undefined, 7, ['state.get'], null])(
    'is refused: the channel %o',
    async (channel) => {
      const { dispatch } = world();
      await expect(dispatch(channel, undefined)).resolves.toEqual({
        ok: false,
        error: { code: 'bad-request', message: 'There is no such request.' },
      });
    },
  );

  it.each([
    ['account.signOut', undefined],
    ['account.signOut', { everywhere: 'yes' }],
    ['account.signOut', { everywhere: false, also: 'this' }],
    ['signIn.apiKey', { apiKey: 'x'.repeat(5000) }],
    ['signIn.browser', { issuer: 'https://elsewhere.example' }],
    ['state.get', null],
  ] as const)('is refused and not handed on: %s with %o', async (channel, input) => {
    const handler = vi.fn();
    const { dispatch } = world({ [channel]: handler });
    await expect(dispatch(channel, input)).resolves.toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    });
    expect(handler).not.toHaveBeenCalled();
  });

  it('is not quoted in the refusal', async () => {
    const { dispatch } = world();
    const answer = await dispatch('signIn.apiKey', { apiKey: 'sk-secret', more: true });
    expect(JSON.stringify(answer)).not.toContain('sk-secret');
  });
});

it('is refused, and not handed on, where a rule does not allow it', async () => {
  const signOut = vi.fn();
  const toml = '[gatehouse]\nallow_sign_out_everywhere = false';
  const { dispatch } = world({ 'account.signOut': signOut }, toml);
  const message =
    'Signing out everywhere is not allowed on this device (set in /etc/codex/managed_config.toml).';
  await expect(dispatch('account.signOut', { everywhere: true })).resolves.toEqual({
    ok: false,
    error: { code: 'forbidden-by-rule', message },
  });
  expect(signOut).not.toHaveBeenCalled();
  await dispatch('account.signOut', { everywhere: false });
  expect(signOut).toHaveBeenCalledWith({ everywhere: false });
});

describe('an error whose words are for people', () => {
  it.each([
    [new AppFailure('busy', 'Busy.'), { code: 'busy', message: 'Busy.' }],
    [new AppFailure('denied', 'Refused.'), { code: 'denied', message: 'Refused.' }],
    [new StoreError('unreadable', 'No.'), { code: 'store-unreadable', message: 'No.' }],
    [new StoreError('unwritable', 'Full.'), { code: 'store-unwritable', message: 'Full.' }],
    [new HttpError('timed-out', 'Slow.'), { code: 'network', message: 'Slow.' }],
  ])('keeps its code and its words: %s', async (thrown, error) => {
    const { dispatch, log } = world({ 'signIn.cancel': () => Promise.reject(thrown) });
    await expect(dispatch('signIn.cancel', undefined)).resolves.toEqual({ ok: false, error });
    expect(log.error).not.toHaveBeenCalled();
  });

  it('may be thrown at once as well', async () => {
    const { dispatch } = world({
      'account.refresh': () => {
        throw new AppFailure('busy', 'Busy.');
      },
    });
    await expect(dispatch('account.refresh', undefined)).resolves.toMatchObject({ ok: false });
  });
});

describe('an unexpected error', () => {
  const thrown = new TypeError('cannot read rt_secret_of_somebody');

  it('is told by an id, and its text stays out of the answer and of the log', async () => {
    const { dispatch, log } = world({ 'signIn.dismiss': () => Promise.reject(thrown) });
    await expect(dispatch('signIn.dismiss', undefined)).resolves.toEqual({
      ok: false,
      error: { code: 'internal', message: 'Gatehouse met an unexpected problem (log id id-1).' },
    });
    expect(log.error.mock.calls).toEqual([
      [
        'request.unexpected-error',
        expect.objectContaining({ logId: 'id-1', channel: 'signIn.dismiss', name: 'TypeError' }),
      ],
    ]);
    expect(JSON.stringify(log.error.mock.calls)).not.toContain('rt_secret');
  });

  it('is also a value that does not fit the contract: it is not sent', async () => {
    const leaking = { ...appState(), refreshToken: 'rt_secret_of_somebody' };
    const { dispatch, log } = world({ 'state.get': () => leaking });
    const answer = await dispatch('state.get', undefined);
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify([answer, log.error.mock.calls])).not.toContain('rt_secret');
  });
});
