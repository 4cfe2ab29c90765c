import { expect, it } from 'vitest';

import { trayHostFinder } from './tray-host.ts';

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
