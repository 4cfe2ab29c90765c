import { expect, it } from 'vitest';

import { busNamesOf, ownIconFinder, trayHostFinder } from './tray-host.ts';

it.each(['darwin', 'win32'] as const)('%s always has a tray', async (platform) => {
  const findHost = trayHostFinder({ platform, env: {}, userHome: '/home/ada' });
  await expect(findHost()).resolves.toBe('present');
});

it('finds no tray on Linux without a session bus and without X11', async () => {
  const findHost = trayHostFinder({ platform: 'linux', env: {}, userHome: '/home/ada' });
  await expect(findHost()).resolves.toBe('absent');
});

it('does not count a tray of X11 where Electron draws on Wayland', async () => {
  const env = { DISPLAY: 'elsewhere:0', WAYLAND_DISPLAY: 'wayland-0' };
  const findHost = trayHostFinder({ platform: 'linux', env, userHome: '/home/ada' });
  await expect(findHost()).resolves.toBe('absent');
});

it('does not claim to know of a display on another machine', async () => {
  const env = { DISPLAY: 'elsewhere:0' };
  const findHost = trayHostFinder({ platform: 'linux', env, userHome: '/home/ada' });
  await expect(findHost()).resolves.toBe('unknown');
});

it.each([
  [[':1.42/StatusNotifierItem'], [':1.42']],
  [
    ['org.kde.StatusNotifierItem-4711-1', ':1.7/org/ayatana/x'],
    ['org.kde.StatusNotifierItem-4711-1', ':1.7'],
  ],
  [[':1.9/a', ':1.9/b'], [':1.9']],
  [['/StatusNotifierItem'], []],
  [[], []],
  ['no list', []],
  [null, []],
])('knows the names of the programs that have an icon, of %j', (items, names) => {
  expect(busNamesOf(items)).toEqual(names);
});

it.each(['darwin', 'win32'] as const)('%s always shows the icon', async (platform) => {
  const isShown = ownIconFinder({ platform, env: {}, userHome: '/home/ada' }, 4711);
  await expect(isShown()).resolves.toBe(true);
});

it('knows of no icon on Linux without a session bus and without X11', async () => {
  const isShown = ownIconFinder({ platform: 'linux', env: {}, userHome: '/home/ada' }, 4711);
  await expect(isShown()).resolves.toBe(false);
});
