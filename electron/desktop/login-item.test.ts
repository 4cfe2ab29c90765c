import { describe, expect, it } from 'vitest';

import { electronLoginItem, wasOpenedAtLogin } from './login-item.ts';

type Settings = Electron.LoginItemSettings;

/** What Electron is asked, and what it answers. */
function electron(answer: Partial<Settings>) {
  const calls: unknown[] = [];
  return {
    calls,
    getLoginItemSettings(options?: Electron.LoginItemSettingsOptions) {
      calls.push(['get', options]);
      return answer as Settings;
    },
    setLoginItemSettings(settings: Electron.Settings) {
      calls.push(['set', settings]);
    },
  };
}

describe('on macOS', () => {
  it.each([
    [{ status: 'enabled' }, 'on'],
    [{ status: 'requires-approval' }, 'requiresApproval'],
    [{ status: 'not-registered' }, 'off'],
    [{ status: 'not-found' }, 'off'],
    [{ openAtLogin: true }, 'on'],
    [{ openAtLogin: false }, 'off'],
  ] as const)('%o means %s', async (answer, state) => {
    const item = electronLoginItem({ app: electron(answer), platform: 'darwin', args: [] });
    await expect(item.read()).resolves.toBe(state);
  });

  it('enters the app itself', async () => {
    const app = electron({});
    const item = electronLoginItem({ app, platform: 'darwin', args: ['--hidden'] });
    await item.set(true);
    await item.read();
    expect(app.calls).toEqual([
      ['set', { type: 'mainAppService', openAtLogin: true }],
      ['get', { type: 'mainAppService' }],
    ]);
  });

  it('knows that the app was started at login, which other systems do not tell', () => {
    expect(wasOpenedAtLogin(electron({ wasOpenedAtLogin: true }), 'darwin')).toBe(true);
    expect(wasOpenedAtLogin(electron({ wasOpenedAtLogin: false }), 'darwin')).toBe(false);
    expect(wasOpenedAtLogin(electron({ wasOpenedAtLogin: true }), 'win32')).toBe(false);
  });
});

describe('on Windows', () => {
  it('is off where the Task Manager has switched it off, although the entry is there', async () => {
    const answer = { openAtLogin: true, executableWillLaunchAtLogin: false };
    const item = electronLoginItem({ app: electron(answer), platform: 'win32', args: [] });
    await expect(item.read()).resolves.toBe('off');
  });

  it('starts it without a window, and asks for it with the same arguments', async () => {
    const app = electron({ executableWillLaunchAtLogin: true });
    const item = electronLoginItem({ app, platform: 'win32', args: ['--hidden'] });
    await item.set(true);
    await expect(item.read()).resolves.toBe('on');
    await item.set(false);
    expect(app.calls).toEqual([
      ['set', { args: ['--hidden'], openAtLogin: true }],
      ['get', { args: ['--hidden'] }],
      ['set', { args: ['--hidden'], openAtLogin: false }],
    ]);
  });
});
