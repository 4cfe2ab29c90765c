import { expect, it, vi } from 'vitest';

import type { Dispatch } from '../ipc/dispatch.ts';
import { createMenuActions, whenChanged, type MenuActions } from './menu-actions.ts';

const silentLog = { info: () => {}, warn: () => {}, error: () => {} };

it.each<[keyof MenuActions, unknown[]]>([
  ['sign-in-browser', ['signIn.browser', undefined]],
  ['sign-in-device', ['signIn.device', undefined]],
  ['cancel-sign-in', ['signIn.cancel', undefined]],
  ['copy-sign-in-link', ['signIn.copyLink', undefined]],
  ['copy-sign-in-code', ['signIn.copyCode', undefined]],
  ['refresh', ['account.refresh', undefined]],
  ['sign-out', ['account.signOut', { everywhere: false }]],
])('%s is the request that the window would send', (id, request) => {
  const dispatch = vi.fn<Dispatch>().mockResolvedValue({ ok: true, value: undefined });
  const actions = createMenuActions({
    dispatch,
    openWindow: vi.fn(),
    openSection: vi.fn(),
    quit: vi.fn(),
    log: silentLog,
  });
  actions[id]();
  expect(dispatch.mock.calls).toEqual([request]);
});

it.each(['policy', 'settings'] as const)(
  '%s opens the window there, and asks for nothing',
  (id) => {
    const dispatch = vi.fn<Dispatch>();
    const openSection = vi.fn();
    const parts = { dispatch, openWindow: vi.fn(), openSection, quit: vi.fn(), log: silentLog };
    createMenuActions(parts)[id]();
    expect(openSection.mock.calls).toEqual([[id]]);
    expect(dispatch).not.toHaveBeenCalled();
  },
);

it('passes on what differs from the value before, and nothing else', () => {
  const apply = vi.fn();
  const pass = whenChanged(apply);
  pass({ label: 'idle' });
  pass({ label: 'idle' });
  pass({ label: 'busy' });
  pass({ label: 'idle' });
  expect(apply.mock.calls).toEqual([[{ label: 'idle' }], [{ label: 'busy' }], [{ label: 'idle' }]]);
});
