import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import path from 'node:path';

import { repoFolder } from '../../scripts/paths.mjs';
import { expect, test } from '../fixtures/app.ts';
import { askAsPage } from '../fixtures/bridge.ts';
import { screenOf } from '../fixtures/screen.ts';

test('the page is isolated, and has the bridge and nothing else of Electron or Node', async ({
  app,
  window,
}) => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
    type Page = Electron.WebContents & { getLastWebPreferences(): Electron.WebPreferences };
    return BrowserWindow.getAllWindows().map(({ webContents }) =>
      (webContents as Page).getLastWebPreferences(),
    );
  });
  expect(preferences).toEqual([
    expect.objectContaining({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
    }),
  ]);
  expect(window.url()).toBe('app://gatehouse/index.html');
  const globals = await window.evaluate(() => {
    const page = globalThis as unknown as Record<string, object>;
    return {
      node: ['process', 'require', 'module', 'Buffer', 'electron', 'global'].filter(
        (name) => page[name] !== undefined,
      ),
      bridge: Object.keys(page['gatehouse'] ?? {}),
      frozen: Object.isFrozen(page['gatehouse']),
    };
  });
  expect(globals).toEqual({ node: [], bridge: ['request', 'on'], frozen: true });
});

test('the policy for content lets in nothing but the files of the app', async ({ window }) => {
  const headers = await window.evaluate(async () => {
    const response = await fetch('/index.html');
    return Object.fromEntries(response.headers);
  });
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toMatch(/unsafe-|https?:|\*/);
  expect(headers['x-content-type-options']).toBe('nosniff');

  // Later, since what a debugger evaluates itself is exempt from the policy.
  const refused = await window.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const attempts = [
          () => void (0, eval)('1'),
          () => document.body.insertAdjacentHTML('beforeend', '<b>x</b>'),
        ];
        setTimeout(() => {
          resolve(
            attempts.map((attempt) => {
              try {
                attempt();
                return 'done';
              } catch (error) {
                return (error as Error).name;
              }
            }),
          );
        });
      }),
  );
  expect(refused).toEqual(['EvalError', 'TypeError']);
});

test('the page cannot leave, open windows, use devices or reach other servers', async ({
  app,
  issuer,
  window,
}) => {
  const { electron } = app;
  await electron.evaluate(({ BrowserWindow }) => {
    const attempts: unknown[] = [];
    Object.assign(globalThis, { attempts });
    BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) => {
      attempts.push([event.url, event.defaultPrevented]);
    });
  });
  const elsewhere = `${issuer.origin}/jwks`;
  await window.evaluate((url) => void (location.href = url), elsewhere);
  await expect
    .poll(() => electron.evaluate(() => (globalThis as unknown as { attempts: unknown }).attempts))
    .toEqual([[elsewhere, true]]);
  expect(window.url()).toBe('app://gatehouse/index.html');
  expect(await window.evaluate((url) => open(url) === null, elsewhere)).toBe(true);
  expect(electron.windows()).toHaveLength(1);

  const refused = await window.evaluate(async (url) => {
    const nameOf = (error: unknown) => (error as Error).name;
    return {
      fetch: await fetch(url).catch(nameOf),
      notifications: await Notification.requestPermission(),
      camera: (await navigator.permissions.query({ name: 'camera' })).state,
      microphone: (await navigator.permissions.query({ name: 'microphone' })).state,
      clipboard: await navigator.clipboard.readText().catch(nameOf),
      location: await new Promise((resolve) => {
        navigator.geolocation.getCurrentPosition(resolve, ({ code }) => resolve(code));
      }),
    };
  }, elsewhere);
  expect(refused).toEqual({
    fetch: 'TypeError',
    notifications: 'denied',
    camera: 'denied',
    microphone: 'denied',
    clipboard: 'NotAllowedError',
    location: 1,
  });
  // The second lock behind the policy: the session itself lets no request out.
  const bySession = await electron.evaluate(
    ({ BrowserWindow }, url) =>
      BrowserWindow.getAllWindows()[0]
        ?.webContents.session.fetch(url)
        .then(
          () => 'answered',
          (error: Error) => error.message,
        ),
    elsewhere,
  );
  expect(bySession).toBe('net::ERR_BLOCKED_BY_CLIENT');
  expect(issuer.requests).toEqual([]);
});

test('the scheme of the app serves the files of the page and no others', async ({ app }) => {
  const statusOf = (address: string) =>
    app.electron.evaluate(
      ({ BrowserWindow }, url) =>
        BrowserWindow.getAllWindows()[0]
          ?.webContents.session.fetch(url)
          .then(({ status }) => status),
      address,
    );
  expect(await statusOf('app://gatehouse/index.html')).toBe(200);
  const ways = [
    '../main/index.cjs',
    '%2e%2e/main/index.cjs',
    '..%2fmain%2findex.js',
    '..%5cmain%5cindex.js',
    'assets/..%2f..%2fmain%2findex.js',
    'assets/%2e%2e%2f%2e%2e%2fpreload%2findex.cjs',
  ];
  for (const way of ways) expect(await statusOf(`app://gatehouse/${way}`), way).toBe(404);
});

test('requests that are off the contract are answered with a code, and change nothing', async ({
  home,
  window,
}) => {
  await expect(screenOf(window).withChatgpt).toBeVisible();
  const malformed: readonly (readonly [string, unknown])[] = [
    ['state.get', { more: true }],
    ['signIn.browser', null],
    ['signIn.apiKey', undefined],
    ['signIn.apiKey', 'sk-test'],
    ['signIn.apiKey', { apiKey: 1 }],
    ['signIn.apiKey', { apiKey: 'sk-test', more: true }],
    ['signIn.apiKey', { apiKey: 'k'.repeat(4097) }],
    ['account.signOut', {}],
    ['account.signOut', { everywhere: 'yes' }],
    ['notice.dismiss', { id: ['enforced'] }],
  ];
  for (const [channel, input] of malformed) {
    expect(await askAsPage(window, channel, input), channel).toMatchObject({
      ok: false,
      error: { code: 'bad-request' },
    });
  }
  for (const channel of ['store.read', '__proto__', 'state.changed', 'gatehouse.request']) {
    await expect(askAsPage(window, channel), channel).rejects.toThrow('unknown channel');
  }
  expect(await askAsPage(window, 'state.get')).toMatchObject({
    ok: true,
    value: { account: { kind: 'signedOut' }, signIn: { kind: 'idle' } },
  });
  await expect(home.readAuth()).rejects.toThrow('ENOENT');
});

test('another page gets no answer, although it has the same bridge @long', async ({ app }) => {
  const opened = app.electron.waitForEvent('window');
  await app.electron.evaluate(
    ({ BrowserWindow }, preload) => {
      const other = new BrowserWindow({ show: false, webPreferences: { preload } });
      void other.loadURL('about:blank');
    },
    path.join(repoFolder, 'out/preload/index.cjs'),
  );
  const other = await opened;
  for (const channel of ['state.get', 'account.refresh']) {
    expect(await askAsPage(other, channel)).toEqual({
      ok: false,
      error: { code: 'bad-request', message: 'Only the window of Gatehouse may ask.' },
    });
  }
});

test('no packet of WebRTC leaves the page', async ({ window }) => {
  const listener = createSocket('udp4');
  let packets = 0;
  listener.on('message', () => (packets += 1));
  listener.bind(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  const outcome = await window.evaluate(async (stunPort) => {
    try {
      const connection = new RTCPeerConnection({
        iceServers: [{ urls: `stun:127.0.0.1:${stunPort}` }],
      });
      connection.createDataChannel('x');
      const gathered = new Promise<string[]>((resolve) => {
        const candidates: string[] = [];
        connection.onicecandidate = ({ candidate }) => {
          if (candidate === null) resolve(candidates);
          else candidates.push(candidate.candidate);
        };
      });
      await connection.setLocalDescription(await connection.createOffer());
      // That nothing is sent shows only by waiting; a page that may send has done so by then.
      const given = new Promise<string[]>((resolve) => setTimeout(() => resolve([]), 3_000));
      return await Promise.race([gathered, given]);
    } catch (error) {
      return String(error);
    }
  }, port);
  listener.close();
  expect(packets).toBe(0);
  // Neither is there an address of this machine that it would tell anybody.
  if (Array.isArray(outcome)) expect(outcome.filter((text) => text !== '')).toEqual([]);
});
