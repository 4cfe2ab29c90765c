import { expect, it } from 'vitest';

import { busNamesIn } from './status-notifier-host.ts';
import { ownIconFinder, trayHostFinder } from './tray-host.ts';

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
  ['v as 1 ":1.42/StatusNotifierItem"', [':1.42']],
  [
    "(<['org.kde.StatusNotifierItem-4711-1', ':1.7/org/ayatana/x']>,)",
    ['org.kde.StatusNotifierItem-4711-1', ':1.7'],
  ],
  ['   variant array [\n string ":1.9/a"\n string ":1.9/b"\n ]', [':1.9']],
  ['v as 0', []],
  ['(<@as []>,)', []],
])('reads the names of whoever has an icon out of %j', (printed, names) => {
  expect(busNamesIn(printed)).toEqual(names);
});

it.each(['darwin', 'win32'] as const)('%s always shows the icon', async (platform) => {
  const isShown = ownIconFinder({ platform, env: {}, userHome: '/home/ada' }, 4711);
  await expect(isShown()).resolves.toBe(true);
});

it('knows of no icon on Linux without a session bus and without X11', async () => {
  const isShown = ownIconFinder({ platform: 'linux', env: {}, userHome: '/home/ada' }, 4711);
  await expect(isShown()).resolves.toBe(false);
});
