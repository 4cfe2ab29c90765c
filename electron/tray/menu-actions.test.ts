import { expect, it, vi, type Mock } from 'vitest';

import type { Envelope } from '../../shared/ipc-contract.ts';
import type { Dispatch } from '../ipc/dispatch.ts';
import { menuPerformer, menuTemplate, whenChanged } from './menu-actions.ts';
import { shellActions, type ShellAction } from './tray-menu.ts';

function world(answer: Envelope = { ok: true, value: undefined }) {
  const parts = {
    dispatch: vi.fn<Dispatch>().mockResolvedValue(answer),
    open: vi.fn(),
    shell: Object.fromEntries(shellActions.map((action) => [action, vi.fn()])) as Record<
      ShellAction,
      Mock<() => void>
    >,
    refused: vi.fn(),
    log: { info: vi.fn(), warn: vi.fn(), error: vi.fn() },
  };
  const calls = () => ({
    dispatch: parts.dispatch.mock.calls,
    open: parts.open.mock.calls,
    shell: shellActions.flatMap((action) => parts.shell[action].mock.calls.map(() => action)),
  });
  return { parts, perform: menuPerformer(parts), calls };
}

const nothing = { dispatch: [], open: [], shell: [] };

it('sends the request that the window would send', () => {
  const { perform, calls } = world();
  perform({ kind: 'request', channel: 'account.signOut', input: { everywhere: false } });
  perform({ kind: 'request', channel: 'account.refresh' });
  const dispatch = [
    ['account.signOut', { everywhere: false }],
    ['account.refresh', undefined],
  ];
  expect(calls()).toEqual({ ...nothing, dispatch });
});

it('writes into the log which request was refused, and why, and shows the menu as it was', async () => {
  const { perform, parts } = world({ ok: false, error: { code: 'busy', message: 'Busy.' } });
  perform({ kind: 'request', channel: 'account.refresh' });
  await vi.waitFor(() => {
    const refused = { channel: 'account.refresh', code: 'busy' };
    expect(parts.log.warn.mock.calls).toEqual([['menu.refused', refused]]);
    expect(parts.refused).toHaveBeenCalledOnce();
  });
});

it('opens the window at a section, and asks for nothing', () => {
  const { perform, calls } = world();
  perform({ kind: 'open', destination: { section: 'policy' } });
  expect(calls()).toEqual({ ...nothing, open: [[{ section: 'policy' }]] });
});

it.each(shellActions)('leaves "%s" to the shell', (action) => {
  const { perform, calls } = world();
  perform({ kind: 'shell', action });
  expect(calls()).toEqual({ ...nothing, shell: [action] });
});

it('each item does what its entry says', () => {
  const perform = vi.fn();
  const does = { kind: 'shell', action: 'open' } as const;
  const [item, fact] = menuTemplate(
    [
      { kind: 'action', id: 'open', label: 'Open', enabled: true, does },
      { kind: 'fact', id: 'account', label: 'ada@example.com' },
    ],
    perform,
  );
  item?.click?.(undefined as never, undefined, undefined as never);
  expect(perform.mock.calls).toEqual([[does]]);
  expect(fact).toEqual({ id: 'account', label: 'ada@example.com', enabled: false });
});

it('of several of which one counts, the chosen one does nothing', () => {
  const perform = vi.fn();
  const does = { kind: 'request', channel: 'accounts.use', input: { id: '0123456789ab' } } as const;
  const entry = { kind: 'action', label: 'Work', enabled: true, does } as const;
  const items = menuTemplate(
    [
      { ...entry, id: 'account-1', isChosen: true },
      { ...entry, id: 'account-2', isChosen: false },
    ],
    perform,
  );
  expect(items).toMatchObject([
    { id: 'account-1', type: 'radio', checked: true },
    { id: 'account-2', type: 'radio', checked: false },
  ]);
  items[0]?.click?.(undefined as never, undefined, undefined as never);
  expect(perform).not.toHaveBeenCalled();
  items[1]?.click?.(undefined as never, undefined, undefined as never);
  expect(perform.mock.calls).toEqual([[does]]);
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
