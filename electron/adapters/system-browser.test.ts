import { describe, expect, it } from 'vitest';

import { systemBrowser, type BrowserHost } from './system-browser.ts';

const page = 'https://auth.openai.com/oauth/authorize?state=x';

function browserOn(host: Partial<BrowserHost>) {
  const launched: string[] = [];
  const open = systemBrowser({
    platform: 'darwin',
    env: {},
    launch: (url) => {
      launched.push(url);
      return Promise.resolve();
    },
    ...host,
  });
  return { open, launched };
}

describe('the system browser', () => {
  it.each([page, 'http://127.0.0.1:1455/x', 'http://localhost:8080/x', 'http://[::1]:1/'])(
    'opens %s',
    async (url) => {
      const { open, launched } = browserOn({});
      expect(await open(url)).toBe(true);
      expect(launched).toEqual([url]);
    },
  );

  it.each([
    'http://auth.openai.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'vscode://file/x',
    'https://user:password@auth.openai.com/',
    '--help',
    '',
  ])('does not open "%s"', async (url) => {
    const { open, launched } = browserOn({});
    expect(await open(url)).toBe(false);
    expect(launched).toEqual([]);
  });

  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['linux', { BROWSER: 'firefox' }, true],
    ['linux', { WSL_DISTRO_NAME: 'Debian' }, true],
    ['freebsd', {}, false],
    ['darwin', {}, true],
    ['win32', {}, true],
  ] as const)('on %s with %o: %s', async (platform, env, opened) => {
    expect(await browserOn({ platform, env }).open(page)).toBe(opened);
  });

  it('is not there where the launch fails', async () => {
    const { open } = browserOn({ launch: () => Promise.reject(new Error('no xdg-open')) });
    expect(await open(page)).toBe(false);
  });
});
