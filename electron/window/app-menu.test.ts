import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';

import { appState, chatgptAccount } from '../../shared/testing/app-state.ts';
import { trayViewOf, type MenuEntry } from '../tray/tray-menu.ts';
import { appMenuTemplate } from './app-menu.ts';

const { entries } = trayViewOf(appState({ account: chatgptAccount() }), 0);
const idsOfTray = entries.flatMap((entry) => (entry.kind === 'separator' ? [] : [entry.id]));
const about: MenuEntry = {
  kind: 'action',
  id: 'about',
  label: 'About Gatehouse',
  enabled: true,
  does: { kind: 'open', destination: { section: 'settings' } },
};

function menusOn(platform: NodeJS.Platform, shown = entries, isDevelopment = false) {
  const perform = vi.fn();
  const parts = { platform, appName: 'Gatehouse', isDevelopment };
  const menus = appMenuTemplate(shown, perform, parts).map(({ label, role, submenu = [] }) => ({
    name: label ?? role,
    items: submenu as MenuItemConstructorOptions[],
  }));
  const itemsOf = (name: string) => menus.find((menu) => menu.name === name)?.items ?? [];
  const idsOf = (name: string) => itemsOf(name).flatMap(({ id, role }) => id ?? role ?? []);
  return { names: menus.map(({ name }) => name), itemsOf, idsOf, perform };
}

const others = ['&Account', 'editMenu', '&View', 'windowMenu', 'help'];

describe.each(['linux', 'win32'] as const)('on %s', (platform) => {
  it('all items of the tray are in the account menu', () => {
    const { names, idsOf } = menusOn(platform, [...entries, about]);
    expect(names).toEqual(others);
    expect(idsOf('&Account')).toEqual([...idsOfTray, 'about']);
  });
});

describe('on macOS', () => {
  it('what is about the application is in its own menu, and in no other', () => {
    const { names, idsOf } = menusOn('darwin', [...entries, about]);
    expect(names).toEqual(['Gatehouse', ...others]);
    expect(idsOf('Gatehouse')).toEqual(['about', 'hide', 'hideOthers', 'unhide', 'quit']);
    expect(idsOf('&Account')).toEqual(idsOfTray.filter((id) => id !== 'quit'));
  });

  it('the application can be ended from its menu, in the usual way', () => {
    const { itemsOf, perform } = menusOn('darwin');
    const quit = itemsOf('Gatehouse').at(-1);
    expect(quit).toMatchObject({ label: 'Quit Gatehouse', accelerator: 'CommandOrControl+Q' });
    quit?.click?.(undefined as never, undefined, undefined as never);
    expect(perform.mock.calls).toEqual([[{ kind: 'shell', action: 'quit' }]]);
  });
});

it('items have the shortcuts that they name, and no others', () => {
  const items = menusOn('linux').itemsOf('&Account');
  const shortcuts = items.flatMap(({ id, accelerator }) =>
    accelerator ? [[id, accelerator]] : [],
  );
  expect(shortcuts).toEqual([
    ['refresh', 'CommandOrControl+R'],
    ['settings', 'CommandOrControl+,'],
    ['quit', 'CommandOrControl+Q'],
  ]);
});

it('the sections and the help have their keys', () => {
  const { itemsOf, perform } = menusOn('linux');
  const keysOf = (name: string) =>
    itemsOf(name).flatMap(({ id, accelerator }) => (id ? [[id, accelerator]] : []));
  expect(keysOf('&View')).toEqual([
    ['view-account', 'CommandOrControl+1'],
    ['view-policy', 'CommandOrControl+2'],
    ['view-activity', 'CommandOrControl+3'],
    ['view-diagnostics', 'CommandOrControl+4'],
    ['view-settings', 'CommandOrControl+5'],
  ]);
  expect(keysOf('help')).toEqual([['help', 'F1']]);
  for (const { click } of [...itemsOf('&View').slice(0, 2), ...itemsOf('help')]) {
    click?.(undefined as never, undefined, undefined as never);
  }
  expect(perform.mock.calls).toEqual([
    [{ kind: 'open', destination: { section: 'account', task: null } }],
    [{ kind: 'open', destination: { section: 'policy' } }],
    [{ kind: 'open', destination: { section: 'help' } }],
  ]);
});

it.each([
  [true, true],
  [false, false],
])('a development build (%s) has the developer tools: %s', (isDevelopment, has) => {
  const { idsOf } = menusOn('linux', entries, isDevelopment);
  expect(idsOf('&View').includes('toggleDevTools')).toBe(has);
});
