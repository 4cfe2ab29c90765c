import { expect, it, vi } from 'vitest';

import type { Dispatch } from '../ipc/dispatch.ts';
import { createMenuActions, menuTemplate, whenChanged } from './menu-actions.ts';
import type { MenuActionId, MenuEntry } from './tray-menu.ts';

const silentLog = { info: () => {}, warn: () => {}, error: () => {} };

it.each<[MenuActionId, unknown[]]>([
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
    refused: vi.fn(),
    log: silentLog,
  });
  actions[id]();
  expect(dispatch.mock.calls).toEqual([request]);
});

it.each([
  ['policy', 'policy'],
  ['settings', 'settings'],
  ['more-accounts', 'account'],
] as const)('%s opens the window there, and asks for nothing', (id, section) => {
  const dispatch = vi.fn<Dispatch>();
  const openSection = vi.fn();
  createMenuActions({
    dispatch,
    openWindow: vi.fn(),
    openSection,
    quit: vi.fn(),
    refused: vi.fn(),
    log: silentLog,
  })[id]();
  expect(openSection.mock.calls).toEqual([[section]]);
  expect(dispatch).not.toHaveBeenCalled();
});

const entryOf = (id: string, isInUse: boolean | null): MenuEntry => ({
  kind: 'account',
  account: id,
  label: id,
  isInUse,
  enabled: true,
});

it('puts the account into use that is chosen, and not the one that is', () => {
  const dispatch = vi.fn<Dispatch>().mockResolvedValue({ ok: true, value: undefined });
  const parts = { dispatch, openWindow: vi.fn(), openSection: vi.fn(), quit: vi.fn() };
  const actions = createMenuActions({ ...parts, refused: vi.fn(), log: silentLog });
  const items = menuTemplate(
    [entryOf('aaaaaaaaaaaa', true), entryOf('bbbbbbbbbbbb', false)],
    actions,
  );
  for (const { click } of items) (click as () => void)();
  expect(dispatch.mock.calls).toEqual([['accounts.use', { id: 'bbbbbbbbbbbb' }]]);
  expect(items).toMatchObject([
    { id: 'account-aaaaaaaaaaaa', type: 'radio', checked: true },
    { id: 'account-bbbbbbbbbbbb', type: 'radio', checked: false },
  ]);
});

it('checks no account where none is in use', () => {
  const [item] = menuTemplate(
    [entryOf('aaaaaaaaaaaa', null)],
    {} as ReturnType<typeof createMenuActions>,
  );
  expect(item).not.toHaveProperty('type');
  expect(item).not.toHaveProperty('checked');
});

it('shows the menu as it was where a choice is refused', async () => {
  const error = { code: 'busy', message: 'Busy.' } as const;
  const dispatch = vi.fn<Dispatch>().mockResolvedValue({ ok: false, error });
  const refused = vi.fn();
  const parts = { dispatch, openWindow: vi.fn(), openSection: vi.fn(), quit: vi.fn() };
  createMenuActions({ ...parts, refused, log: silentLog }).useAccount('aaaaaaaaaaaa');
  await vi.waitFor(() => expect(refused).toHaveBeenCalledOnce());
});

it('passes on what differs from the value before, and nothing else', () => {
  const apply = vi.fn();
  const pass = whenChanged(apply);
  pass({ label: 'idle' });
  pass({ label: 'idle' });
  pass({ label: 'busy' });
  pass({ label: 'idle' });
  expect(apply.mock.calls).toEqual([[{ label: 'idle' }], [{ label: 'busy' }], [{ label: 'idle' }]]);
});
