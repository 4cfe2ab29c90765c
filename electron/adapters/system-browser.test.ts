import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../testing/codex-home.ts';
import { browserCommands, preferred, systemBrowser, type BrowserHost } from './system-browser.ts';

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

describe('the browsers of BROWSER', () => {
  it.each([
    ['', []],
    ['firefox', [['firefox', page]]],
    ['firefox --new-tab', [['firefox', '--new-tab', page]]],
    ['/opt/x --url=%s --quiet', [['/opt/x', `--url=${page}`, '--quiet']]],
    [
      'a:b %s::c',
      [
        ['a', page],
        ['b', page],
        ['c', page],
      ],
    ],
    ['%s', [[page]]],
    ['sh -c "%s;x"', [['sh', '-c', `"${page};x"`]]],
  ])('%o are called as %o', (browsers, commands) => {
    expect(browserCommands(browsers, page)).toEqual(commands);
  });

  it('keep a page as one word, whatever is in it', () => {
    const strange = 'https://auth.openai.com/?a=$&b=$(id)&c=`id`;$1';
    expect(browserCommands('x "%s"', strange)).toEqual([['x', `"${strange}"`]]);
  });

  async function world(scripts: Readonly<Record<string, string>>) {
    const folder = await temporaryFolder();
    for (const [name, script] of Object.entries(scripts)) {
      await writeFile(path.join(folder, name), `#!/bin/sh\n${script}\n`);
      await chmod(path.join(folder, name), 0o755);
    }
    const bySystem: string[] = [];
    const open = (browsers: string, platform: NodeJS.Platform = 'linux') =>
      preferred({ BROWSER: browsers, PATH: `${folder}:/usr/bin:/bin` }, platform, (url) => {
        bySystem.push(url);
        return Promise.resolve();
      })(page);
    const noted = () => readFile(path.join(folder, 'noted'), 'utf8').catch(() => '');
    return { folder, open, bySystem, noted };
  }
  const note = 'printf "%s" "$*" > "$(dirname "$0")/noted"';

  it('come before the system, and get the page', async () => {
    const { open, bySystem, noted } = await world({ browser: note });
    await open('browser --new');
    expect(await noted()).toBe(`--new ${page}`);
    expect(bySystem).toEqual([]);
  });

  it('are tried in their order, and the system comes last', async () => {
    const { open, bySystem, noted } = await world({ fails: 'exit 3', browser: note });
    await open('nowhere:fails:browser:fails');
    expect(await noted()).toBe(page);
    await open('nowhere:/nowhere/x:fails');
    expect(bySystem).toEqual([page]);
  });

  it.each(['darwin', 'win32'] as const)('are not known on %s', async (platform) => {
    const { open, bySystem, noted } = await world({ browser: note });
    await open('browser', platform);
    expect(await noted()).toBe('');
    expect(bySystem).toEqual([page]);
  });
});
