import { describe, expect, it, vi } from 'vitest';

import type { Bridge } from '../shared/ipc-contract.ts';
import { createApi } from './api.ts';
import type { Result } from './api.ts';
import type { AppState } from '../shared/app-state.ts';
import { appState } from '../shared/testing/app-state.ts';

function bridge(overrides: Partial<Bridge>): Bridge {
  return {
    request: () => Promise.reject(new Error('not expected')),
    on: () => () => undefined,
    ...overrides,
  };
}

const answering = (answer: unknown) =>
  createApi(bridge({ request: () => Promise.resolve(answer) }));

describe('the border to the main process', () => {
  it('hands over a value that fits the contract', async () => {
    const state = appState();
    const result = await answering({ ok: true, value: state }).request('state.get');
    expect(result).toEqual({ ok: true, value: state });
  });

  it('passes the input on unchanged', async () => {
    const request = vi.fn().mockResolvedValue({ ok: true, value: undefined });
    await createApi(bridge({ request })).request('account.signOut', { everywhere: true });
    expect(request).toHaveBeenCalledExactlyOnceWith('account.signOut', { everywhere: true });
  });

  it('hands over a coded error', async () => {
    const error = { code: 'busy', message: 'A sign-in is under way.' };
    const result = await answering({ ok: false, error }).request('signIn.browser');
    expect(result).toEqual({ ok: false, error });
  });

  it.each([
    ['silence', undefined],
    ['no envelope', appState()],
    ['an unknown error code', { ok: false, error: { code: 'oops', message: '' } }],
    ['a value outside of the contract', { ok: true, value: { revision: 1 } }],
    ['a snapshot with one member too many', { ok: true, value: { ...appState(), token: 'x' } }],
  ])('turns %s into an internal error', async (_case, answer) => {
    const result = await answering(answer).request('state.get');
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  it('turns a rejection into an internal error, without its text', async () => {
    const api = createApi(bridge({ request: () => Promise.reject(new Error('inner text')) }));
    const result = await api.request('state.get');
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(result)).not.toContain('inner text');
  });

  it('parses each snapshot that is sent, and stops when told to', () => {
    let send: (payload: unknown) => void = () => undefined;
    const stop = vi.fn();
    const api = createApi(
      bridge({
        on: (_channel, listener) => {
          send = listener;
          return stop;
        },
      }),
    );
    const received: Result<AppState>[] = [];
    const off = api.on('state.changed', (result) => received.push(result));
    send(appState({ revision: 7 }));
    send({ revision: 8 });
    off();
    expect(received).toEqual([
      { ok: true, value: appState({ revision: 7 }) },
      { ok: false, error: expect.objectContaining({ code: 'internal' }) as unknown },
    ]);
    expect(stop).toHaveBeenCalledOnce();
  });

  it.each([
    [{ section: 'policy' }, { ok: true, value: { section: 'policy' } }],
    [{ section: 'elsewhere' }, { ok: false }],
    ['policy', { ok: false }],
    [{ section: 'policy', link: 'https://example.com' }, { ok: false }],
  ])('takes a section that is asked for only from the contract: %j', (payload, expected) => {
    const received: unknown[] = [];
    const on: Bridge['on'] = (channel, listener) => {
      if (channel === 'section.asked') listener(payload);
      return () => undefined;
    };
    createApi(bridge({ on })).on('section.asked', (result) => received.push(result));
    expect(received).toMatchObject([expected]);
  });
});
